import Crypto

/// The random half of an item's key that grants carry: 32 bytes, one for each epoch of the item.
package struct ItemSecret: Sendable {
    let key: SymmetricKey

    package init(_ bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == 32 else { throw .refused }
        self.key = SymmetricKey(data: bytes)
    }

    /// What the genesis or an epoch says of the secret, so that a grant of another one is refused. The secret
    /// is random, so its hash says nothing of it. The file is not in it: its id is a digest of these.
    func commitment(_ item: ItemEpoch) -> [UInt8] {
        var packer = Packer("amanah/2/commitment")
        packer.add(item.item.rawValue)
        packer.add(item.epoch)
        packer.add(fixed: key.bytes)
        return Array(SHA256.hash(data: packer.bytes))
    }

    /// The item's key: this secret with the file's half, so that destroying the half shuts the item for good.
    /// - Parameter half: 32 bytes from the halves store.
    package func itemKey(file: ID, _ item: ItemEpoch, half: [UInt8]) throws(VaultError) -> ItemKey {
        var packer = Packer("amanah/3/item")
        packer.add(item.item.rawValue)
        packer.add(item.epoch)
        return ItemKey(file: file, item: item, key: try key.mixed(with: half, info: packer.bytes))
    }
}
