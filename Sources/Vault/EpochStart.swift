import Crypto

/// A signed new epoch of one item: from here on its records are sealed under a new secret.
///
/// It counts only if its signer held the item at the epoch before, and goes to nobody who did not.
package struct EpochStart: Sendable {
    package let file: ID
    package let item: ItemEpoch
    package let commitment: [UInt8]
    /// For the item `log`, the X-Wing public key of the letter box from this epoch on; else empty.
    package let letterBox: [UInt8]
    package let starter: ID
    /// Milliseconds since 1970.
    package let at: Int64
    package let signature: [UInt8]

    init(
        file: ID, item: ItemEpoch, secret: ItemSecret, letterBox: [UInt8], at: Int64,
        signedBy keys: MemberKeys
    ) throws(VaultError) {
        guard letterBox.count == Self.letterBoxBytes(item.item) else { throw .refused }
        self.file = file
        self.item = item
        self.commitment = secret.commitment(item)
        self.letterBox = letterBox
        self.starter = keys.member
        self.at = at
        self.signature = try keys.sign(
            Self.message(
                Self.body(
                    file: file, item: item, commitment: commitment, letterBox: letterBox,
                    starter: keys.member, at: at)))
    }

    func isSigned(_ certified: Certified) -> Bool {
        certified.signed(signature, of: Self.message(body), by: starter, at: at)
    }

    /// The stored form: body, then the 64-byte signature.
    package var packed: [UInt8] { body + signature }

    package init(packed: [UInt8]) throws(VaultError) {
        guard packed.count > 64 else { throw .refused }
        var unpacker = Unpacker(Array(packed.dropLast(64)))
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        self.file = try unpacker.id()
        guard let item = Item(rawValue: try unpacker.integer()) else { throw .refused }
        self.item = ItemEpoch(item, try unpacker.integer())
        self.starter = try unpacker.id()
        self.at = try unpacker.integer()
        self.commitment = try unpacker.fixed(32)
        self.letterBox = try unpacker.counted()
        try unpacker.end()
        guard letterBox.count == Self.letterBoxBytes(item) else { throw .refused }
        self.signature = Array(packed.suffix(64))
    }

    private static func letterBoxBytes(_ item: Item) -> Int { item == .log ? Sealing.publicKeyBytes : 0 }

    private var body: [UInt8] {
        Self.body(
            file: file, item: item, commitment: commitment, letterBox: letterBox, starter: starter, at: at)
    }

    private static func message(_ body: [UInt8]) -> [UInt8] {
        var packer = Packer("amanah/1/epoch")
        packer.add(fixed: body)
        return packer.bytes
    }

    private static func body(
        file: ID, item: ItemEpoch, commitment: [UInt8], letterBox: [UInt8], starter: ID, at: Int64
    ) -> [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(file)
        packer.add(item.item.rawValue)
        packer.add(item.epoch)
        packer.add(starter)
        packer.add(at)
        packer.add(fixed: commitment)
        packer.add(counted: letterBox)
        return packer.bytes
    }
}
