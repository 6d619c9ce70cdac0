import FoundationEssentials
import Vault

extension Casework {
    /// What somebody typed, for a page to carry until they sign in again. Only this computer opens it.
    /// - Returns: letters, digits and `+`, `/`, `=`.
    package func seal(typing words: [UInt8]) throws(CaseworkError) -> String {
        do { return Data(try log.marks.seal(typing: words)).base64EncodedString() } catch {
            throw .unavailable
        }
    }

    /// What `seal(typing:)` made; nil for anything else.
    package func open(typing sealed: String) -> [UInt8]? {
        Data(base64Encoded: sealed).flatMap { try? log.marks.open(typing: Array($0)) }
    }
}
