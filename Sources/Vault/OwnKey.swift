import Crypto

/// A member's own key for what nobody else reads: drafts and reminders. Lost with the passphrase.
package struct OwnKey: Sendable {
    /// What it is for; each use has a key of its own.
    package enum Use: Sendable {
        case drafts, reminders

        var keyLabel: StaticString {
            switch self {
            case .drafts: "amanah/1/member-drafts"
            case .reminders: "amanah/1/member-reminders"
            }
        }

        var boxLabel: StaticString {
            switch self {
            case .drafts: "amanah/1/draft"
            case .reminders: "amanah/1/reminder"
            }
        }
    }

    private let use: Use
    private let member: ID
    private let key: SymmetricKey

    fileprivate init(_ use: Use, member: ID, key: SymmetricKey) {
        self.use = use
        self.member = member
        self.key = key
    }

    /// The row's name for an address: the first 16 bytes of an HMAC, so that the row does not say what it is
    /// about.
    package func name(of address: String) -> ID {
        let names = key.derived(info: Packer("amanah/1/draft-names").bytes)
        return ID(leading: Array(HMAC<SHA256>.authenticationCode(for: Array(address.utf8), using: names)))
    }

    /// The key for what speaks of a file: its half is mixed in, so that erasing the file shuts it too.
    package func about(_ file: ID, half: [UInt8]) throws(VaultError) -> OwnKey {
        OwnKey(use, member: member, key: try key.about(file, half: half))
    }

    /// Seals one part of one row (AES-256-GCM; use, member, row and part are bound to it), padded as records
    /// are.
    package func seal(_ text: [UInt8], row: ID, part: UInt8 = 0) throws(VaultError) -> [UInt8] {
        var packer = Packer()
        packer.add(counted: text)
        packer.pad()
        return try key.sealBox(packer.bytes, binding: context(row, part))
    }

    /// Opens exactly that part of that row.
    package func open(_ sealed: [UInt8], row: ID, part: UInt8 = 0) throws(VaultError) -> [UInt8] {
        var unpacker = Unpacker(try key.openBox(sealed, binding: context(row, part)))
        let text = try unpacker.counted()
        try unpacker.endPadding()
        return text
    }

    private func context(_ row: ID, _ part: UInt8) -> [UInt8] {
        var packer = Packer(use.boxLabel)
        packer.add(member)
        packer.add(row)
        packer.add(part)
        return packer.bytes
    }
}

extension MemberKeys {
    /// The member's own key for one use, derived from their seed.
    package func own(_ use: OwnKey.Use) -> OwnKey {
        OwnKey(use, member: member, key: seed.derived(info: Packer(use.keyLabel).bytes))
    }
}
