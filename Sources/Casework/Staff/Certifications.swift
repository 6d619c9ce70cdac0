import Synchronization
import Vault

/// What the charity has certified, worked out once for the same certificates: each signature among them is
/// verified when they are first seen, and not again by every sign-in and session that begins while they
/// stand.
///
/// What comes out is a function of exactly what goes in, and holds no secret.
final class Certifications: Sendable {
    private struct Kept {
        /// Every stored certificate.
        let rows: [Certificate]
        /// Which of them stood, by the log.
        let generation: Int
        let certified: Certified
    }

    private let kept = Mutex<Kept?>(nil)

    /// What stands as certified now, by the rows as they are and by the log.
    /// - Throws: `StaffRows.Differs` if a certificate that stands is missing.
    func certified(_ staff: StaffRows, charity: KnownCharity) throws -> Certified {
        try certified(staff.storedCertificates(), staff, charity: charity)
    }

    /// - Parameter rows: every stored one, as it was read now.
    func certified(
        _ rows: [Certificate], _ staff: StaffRows, charity: KnownCharity
    ) throws -> Certified {
        let generation = staff.standing.generation(.certificate)
        let known = kept.withLock { $0 }
        if let known, known.certified.charity == charity, known.generation == generation, known.rows == rows {
            return known.certified
        }
        let certified = Certified(try staff.standing(rows), charity: charity)
        kept.withLock { $0 = Kept(rows: rows, generation: generation, certified: certified) }
        return certified
    }
}
