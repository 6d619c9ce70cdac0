import Foundation
import Vault

extension String {
    /// With its accents composed (NFC), so that what is typed on one keyboard is what was typed on another:
    /// the form in which a sign-in name and a passphrase are tried (docs/keys.md, *Members*).
    var composed: String { precomposedStringWithCanonicalMapping }
}

/// A passphrase as it is tried. Composing takes a while, longer for some passphrases than for others: it is done before it
/// is known whether the name is anybody's, so that both ways begin with the same bytes (SECURITY.md).
struct TypedPassphrase: Sendable {
    let composed: String

    init(_ typed: String) { composed = typed.composed }

    /// Spends what trying it on somebody's would.
    func spend(cost: ScryptCost) { PassphraseWrap.spend(passphrase: composed, cost: cost) }

    /// The key that would open a wrap, if it is right.
    func key(of wrap: PassphraseWrap) throws(VaultError) -> PassphraseKey {
        try PassphraseKey(composed, of: wrap)
    }
}
