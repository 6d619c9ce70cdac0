import Casework
import Vault

/// What every form of a session carries: an id for what it will make, whose session drew it, and that session's mark.
///
/// It proves that the form came from a page of this session (no forged request), and a second sending of the same
/// form brings the same id, so that nothing is made twice.
package struct FormToken: Sendable {
    package let id: ID
    let member: ID
    private let mark: [UInt8]

    init(_ id: ID, for caller: Caller) {
        self.id = id
        self.member = caller.member
        self.mark = caller.mark(Self.words(id, caller.member))
    }

    /// 96 hexadecimal digits.
    package var text: String { id.text + member.text + (ID(mark)?.text ?? "") }

    /// Reads a token's text; whether it is this session's is for `isOf` to say.
    init?(_ text: String) {
        let parts = Array(text.utf8)
        guard parts.count == 96, let id = ID(text: text.prefix(32)),
            let member = ID(text: text.dropFirst(32).prefix(32)), let mark = ID(text: text.suffix(32))
        else { return nil }
        self.id = id
        self.member = member
        self.mark = mark.bytes
    }

    func isOf(_ caller: Caller) -> Bool {
        guard member == caller.member else { return false }
        let expected = caller.mark(Self.words(id, member))
        return zip(expected, mark).reduce(expected.count == mark.count ? 0 : 1) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func words(_ id: ID, _ member: ID) -> [UInt8] { id.bytes + member.bytes }
}
