import Vault

/// What somebody has typed and not saved yet: their own, and nobody else's (docs/decisions/0070-drafts.md).
package struct Draft: Sendable {
    /// Names and values, as a browser sends them.
    package let fields: [Field]
    /// When the last of it was kept.
    package let at: Instant

    /// One field of a form.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The most bytes of names and values that one draft can have.
    package static let largest = 64 * 1024
    /// The most drafts that a member can have.
    package static let most = 50
    /// Days after which a draft that nobody went on with is swept.
    package static let daysKept: Int64 = 14

    /// What became of a draft that was to be kept.
    package enum Outcome: Hashable, Sendable {
        case kept
        /// More than `largest` bytes. What was kept before stays.
        case tooLong
        /// There are `most` others.
        case tooMany
    }
}

/// Which form of whose typing is kept: its row's name says neither the form nor the file.
package struct DraftPlace: Sendable {
    let name: ID
    /// The form's address.
    package let address: String
    /// The file that the form is about; its half goes into the draft's key.
    package let file: ID?
    /// The id that the form on the screen carries: once it was saved, typing that arrives late is not kept.
    let form: ID?
}

extension Caller {
    /// The place of a form's draft.
    package func draftPlace(_ address: String, about file: ID? = nil, form: ID? = nil) -> DraftPlace {
        DraftPlace(
            name: keyring.keys.own(.drafts).name(of: address), address: address, file: file, form: form)
    }
}

/// A draft in a list: of which form, about which file, and no word of what was typed.
package struct DraftLine: Sendable {
    package let address: String
    package let file: ID?
    package let at: Instant
}

extension [Draft.Field] {
    /// Version, how many, then each name and value with its length.
    var packed: [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(UInt16(count))
        for field in self {
            packer.add(counted: [UInt8](field.name.utf8))
            packer.add(counted: [UInt8](field.value.utf8))
        }
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        self = []
        for _ in 0..<(try unpacker.integer(UInt16.self)) {
            append(Draft.Field(try unpacker.text(), try unpacker.text()))
        }
        try unpacker.end()
    }
}
