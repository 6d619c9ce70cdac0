import Crypto

/// A single-use code that lets one person enrol: 20 characters, 100 random bits.
///
/// What it opens (the charity's public key and who the newcomer is) is sealed under it, so that the newcomer
/// takes the charity's key from the person who handed the code over and not from a column.
package struct EnrolmentCode: Sendable {
    /// Five groups of four characters.
    package let text: String
    private let key: SymmetricKey

    package init(from randomness: Randomness) {
        let text = CodeText.grouped(randomness.bytes(13), characters: 20)
        self.text = text
        self.key = SymmetricKey(data: SHA256.hash(data: Array(text.utf8)))
    }

    /// Reads a code as a person types it; nil if it can't be one.
    package init?(typed: String) {
        guard let plain = CodeText.plain(typed, characters: 20) else { return nil }
        var text: [UInt8] = []
        for (place, character) in plain.enumerated() {
            if place > 0, place % 4 == 0 { text.append(45) }
            text.append(character)
        }
        self.text = String(decoding: text, as: UTF8.self)
        self.key = SymmetricKey(data: SHA256.hash(data: text))
    }

    /// The row that the code belongs to.
    package var row: ID {
        ID(leading: key.derived(info: Packer("amanah/1/enrolment-row").bytes).bytes)
    }

    package func seal(_ text: [UInt8]) throws(VaultError) -> [UInt8] {
        try sealing.sealBox(text, binding: row.bytes)
    }

    package func open(_ sealed: [UInt8]) throws(VaultError) -> [UInt8] {
        try sealing.openBox(sealed, binding: row.bytes)
    }

    private var sealing: SymmetricKey { key.derived(info: Packer("amanah/1/enrolment-seal").bytes) }
}
