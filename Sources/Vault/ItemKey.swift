import Crypto

/// The key of one item of one file at one epoch: opens and seals its records.
package struct ItemKey: Sendable {
    package let file: ID
    package let item: ItemEpoch
    let key: SymmetricKey
    /// The same item's earlier epochs, as far as their reader holds them.
    private var earlier: [UInt32: SymmetricKey] = [:]
    /// The epoch that this key begins; nil if it is there already. Written in the same act as the first
    /// record.
    package private(set) var beginning: NewEpoch?

    init(file: ID, item: ItemEpoch, key: SymmetricKey) {
        self.file = file
        self.item = item
        self.key = key
    }

    /// The key that opens what was written at an epoch of this item; nil if its reader does not hold it.
    package func at(_ item: ItemEpoch) -> ItemKey? {
        if item == self.item { return self }
        guard item.item == self.item.item, let key = earlier[item.epoch] else { return nil }
        return ItemKey(file: file, item: item, key: key)
    }

    /// This key with those of earlier epochs, to read what was written then.
    package func after(_ keys: some Sequence<ItemKey>) -> ItemKey {
        var key = self
        for other in keys where other.file == file && other.item < item && other.item.item == item.item {
            key.earlier[other.item.epoch] = other.key
        }
        return key
    }

    func beginning(_ epoch: NewEpoch) -> ItemKey {
        var key = self
        key.beginning = epoch
        return key
    }

    /// Seals one version of one record (AES-256-GCM; file, item, epoch, record and version are bound to it).
    ///
    /// The text is padded with zeros to a multiple of 64 bytes after a 4-byte length, so that sizes tell
    /// little.
    package func seal(_ text: [UInt8], record: ID, version: UInt32) throws(VaultError) -> [UInt8] {
        var packer = Packer()
        packer.add(counted: text)
        packer.pad()
        return try key.sealBox(packer.bytes, binding: context(record, version))
    }

    /// Opens exactly that version of that record; anything else, put in its place, is refused.
    package func open(_ sealed: [UInt8], record: ID, version: UInt32) throws(VaultError) -> [UInt8] {
        var unpacker = Unpacker(try key.openBox(sealed, binding: context(record, version)))
        let text = try unpacker.counted()
        try unpacker.endPadding()
        return text
    }

    /// The key for a record of this item that speaks of another file: that file's half is mixed in, so that
    /// erasing the file shuts what is said of it elsewhere too (a register row).
    package func about(_ subject: ID, half: [UInt8]) throws(VaultError) -> ItemKey {
        var about = ItemKey(file: file, item: item, key: try key.about(subject, half: half))
        about.beginning = beginning
        return about
    }

    /// What stands for this key where sessions share what they opened with it: only who has had the key can say it, and it
    /// tells nothing of the key. 16 bytes.
    package var sharedName: [UInt8] {
        let label = Array("amanah/1/shared-memory".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: label, using: key).prefix(16))
    }

    private func context(_ record: ID, _ version: UInt32) -> [UInt8] {
        var packer = Packer("amanah/1/record")
        packer.add(file)
        packer.add(item.item.rawValue)
        packer.add(item.epoch)
        packer.add(record)
        packer.add(version)
        return packer.bytes
    }
}
