import Synchronization
import Vault

/// What the charity has certified, worked out once for the same certificates: each signature among them is
/// verified when they are first seen, and not again by every sign-in and session that begins while they
/// stand.
///
/// What comes out is a function of exactly what goes in, and holds no secret.
final class Certifications: Sendable {
    private struct Kept {
        let certificates: [Certificate]
        let certified: Certified
    }

    private let kept = Mutex<Kept?>(nil)

    /// - Parameter certificates: every stored one, as it was read now.
    func certified(_ certificates: [Certificate], charity: CharityPublicKey) -> Certified {
        let known = kept.withLock { $0 }
        if let known, known.certified.charity.bytes == charity.bytes, known.certificates == certificates {
            return known.certified
        }
        let certified = Certified(certificates, charity: charity)
        kept.withLock { $0 = Kept(certificates: certificates, certified: certified) }
        return certified
    }
}
