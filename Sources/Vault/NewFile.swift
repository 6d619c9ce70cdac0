import Crypto

/// A file at the moment it is made: its creator, whatever the role, draws every secret, signs the genesis and
/// seals the secrets to certified principals. This value is then dropped; the creator keeps what the role
/// holds.
package struct NewFile: Sendable {
    package let genesis: Genesis
    package let grants: [Grant]
    private let keys: [Item: ItemKey]

    /// - Parameters:
    ///   - half: the file's 32 bytes, durable in the halves store under the file's id before its rows are.
    ///   - shares: who is granted what; the guardians' escrow must be among them.
    ///   - at: milliseconds since 1970.
    package init(
        kind: FileKind, half: [UInt8], shares: [Genesis.Share], at: Int64, certified: Certified,
        by creator: Keyring, randomness: Randomness
    ) throws(VaultError) {
        var secrets: [Item: ItemSecret] = [:]
        var commitments: [Item: [UInt8]] = [:]
        for item in kind.items {
            let secret = try ItemSecret(randomness.bytes(32))
            secrets[item] = secret
            commitments[item] = secret.commitment(ItemEpoch(item))
        }
        guard let log = secrets[.log] else { throw .refused }
        // The box's key is of the item `log` alone: there is no file before there is a genesis.
        let box = try LetterBox(log.itemKey(file: .house, ItemEpoch(.log), half: half))
        let genesis = try Genesis(
            kind: kind, at: at, commitments: commitments, shares: shares, letterBox: box.publicKey,
            signedBy: creator.keys)
        var keys: [Item: ItemKey] = [:]
        for (item, secret) in secrets {
            keys[item] = try secret.itemKey(file: genesis.file, ItemEpoch(item), half: half)
        }
        self.genesis = genesis
        self.keys = keys
        var grants: [Grant] = []
        for share in shares {
            var bundle: [ItemEpoch: ItemSecret] = [:]
            for item in share.items { bundle[ItemEpoch(item)] = secrets[item] }
            grants.append(
                try Grant(
                    id: ID(from: randomness), file: genesis.file, principal: share.principal,
                    kind: share.kind,
                    secrets: bundle, at: at, certified: certified, signedBy: creator.keys))
        }
        self.grants = grants
    }

    /// The key of one of the file's items, for the records that are written with it.
    package func key(of item: Item) throws(VaultError) -> ItemKey {
        guard let key = keys[item] else { throw .refused }
        return key
    }
}
