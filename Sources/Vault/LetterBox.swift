import Crypto

/// Where anyone in the charity may leave a word that only the holders of the file's item `log` read: the
/// details of the file's log entries. Its key pair derives from the key of `log`, one for each epoch.
package struct LetterBox: Sendable {
    private let file: ID
    private let epoch: UInt32
    private let opening: Sealing.PrivateKey

    package init(_ log: ItemKey) throws(VaultError) {
        guard log.item.item == .log else { throw .refused }
        self.file = log.file
        self.epoch = log.item.epoch
        self.opening = try Sealing.privateKey(
            seed: log.key.derived(info: Packer("amanah/1/letter-box").bytes).bytes)
    }

    package var publicKey: [UInt8] { Array(opening.publicKey.rawRepresentation) }

    /// Opens a letter; refused if it was not meant for this box or its writer did not sign it.
    package func open(_ letter: Letter, certified: Certified) throws(VaultError) -> [UInt8] {
        try read(letter, certified: certified).words
    }

    /// Opens a letter and says who signed it: whoever a column names beside it proves nothing.
    package func read(
        _ letter: Letter, certified: Certified
    ) throws(VaultError) -> (writer: ID, words: [UInt8]) {
        guard letter.epoch == epoch else { throw .refused }
        let text = try Sealing.open(
            letter.sealed, with: opening, info: Letter.info(file: file, epoch: epoch, id: letter.id))
        var unpacker = Unpacker(text)
        let writer = try unpacker.id()
        let signature = try unpacker.fixed(64)
        let words = try unpacker.counted()
        try unpacker.endPadding()
        guard
            certified.signed(
                signature, of: Letter.message(file: file, epoch: epoch, id: letter.id, words: words),
                by: writer)
        else { throw .refused }
        return (writer, words)
    }
}

/// Words sealed to a file's letter box, signed inside, bound to the file, the epoch and this letter's id.
package struct Letter: Sendable {
    package let id: ID
    package let epoch: UInt32
    package let sealed: [UInt8]
    /// The epoch of `log` that this letter begins; nil if it is there already. Written in the same act.
    package var beginning: NewEpoch?

    package init(id: ID, epoch: UInt32, sealed: [UInt8]) {
        self.id = id
        self.epoch = epoch
        self.sealed = sealed
    }

    /// - Parameter box: the epoch and public key of the file's letter box, from its verified provenance.
    package init(
        id: ID, to file: ID, box: (epoch: UInt32, key: [UInt8]), words: [UInt8], by writer: Keyring
    ) throws(VaultError) {
        self.id = id
        self.epoch = box.epoch
        var packer = Packer()
        packer.add(writer.member)
        packer.add(
            fixed: try writer.keys.sign(Self.message(file: file, epoch: box.epoch, id: id, words: words)))
        packer.add(counted: words)
        packer.pad()
        self.sealed = try Sealing.seal(
            packer.bytes, to: box.key, info: Self.info(file: file, epoch: box.epoch, id: id))
    }

    static func info(file: ID, epoch: UInt32, id: ID) -> [UInt8] {
        var packer = Packer("amanah/1/letter-seal")
        packer.add(file)
        packer.add(epoch)
        packer.add(id)
        return packer.bytes
    }

    static func message(file: ID, epoch: UInt32, id: ID, words: [UInt8]) -> [UInt8] {
        var packer = Packer("amanah/1/letter")
        packer.add(file)
        packer.add(epoch)
        packer.add(id)
        packer.add(counted: words)
        return packer.bytes
    }
}
