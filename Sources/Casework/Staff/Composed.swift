import Foundation

extension String {
    /// With its accents composed (NFC), so that what is typed on one keyboard is what was typed on another:
    /// the form in which a sign-in name and a passphrase are tried (docs/keys.md, *Members*).
    var composed: String { precomposedStringWithCanonicalMapping }
}
