import Crypto

/// Some items of a file, given to a principal: their secrets in one sealed bundle, signed by the granter.
///
/// Append-only: several may stand for one pair. One that verifies still counts only by `Provenance`.
package struct Grant: Sendable {
    /// How a grant may be used.
    package enum Kind: UInt8, Sendable {
        case ordinary = 1
        /// The guardians' last resort: opening through it asks for a reason and is seen by others.
        case escrow = 2
    }

    /// More epochs of more items than any file has; a bundle of them is 32 KB.
    static let mostItems = 1024

    package let id: ID
    package let file: ID
    package let principal: Principal
    package let kind: Kind
    /// Ascending, each once, never empty.
    package let items: [ItemEpoch]
    package let granter: ID
    /// Milliseconds since 1970.
    package let at: Int64
    package let sealed: [UInt8]
    package let signature: [UInt8]
    /// The epochs that this grant speaks of and that are not there yet: written in the same act, before it.
    package var beginnings: [NewEpoch] = []

    /// Seals the secrets to the principal's certified key.
    init(
        id: ID, file: ID, principal: Principal, kind: Kind, secrets: [ItemEpoch: ItemSecret], at: Int64,
        certified: Certified, signedBy keys: MemberKeys
    ) throws(VaultError) {
        let items = secrets.keys.sorted()
        guard (1...Self.mostItems).contains(items.count) else { throw .refused }
        let header = Self.header(
            id: id, file: file, principal: principal, kind: kind, items: items, granter: keys.member, at: at)
        var bundle: [UInt8] = []
        for (_, secret) in secrets.sorted(by: { $0.key < $1.key }) { bundle += secret.key.bytes }
        let sealed = try Sealing.seal(
            bundle, to: certified.openingKey(of: principal),
            info: Self.labelled("amanah/1/grant-seal", header))
        self.id = id
        self.file = file
        self.principal = principal
        self.kind = kind
        self.items = items
        self.granter = keys.member
        self.at = at
        self.sealed = sealed
        self.signature = try keys.sign(Self.labelled("amanah/1/grant", header + sealed))
    }

    /// Gives on what its granter holds. Whether the granter does is for `Provenance` to say.
    package init(
        id: ID, file: ID, giving secrets: [ItemEpoch: ItemSecret], to principal: Principal, at: Int64,
        certified: Certified, by granter: Keyring
    ) throws(VaultError) {
        try self.init(
            id: id, file: file, principal: principal, kind: .ordinary, secrets: secrets, at: at,
            certified: certified, signedBy: granter.keys)
    }

    /// The secrets, if this key opens the bundle and each is the one committed to.
    func secrets(
        with key: Sealing.PrivateKey, commitments: [ItemEpoch: [UInt8]]
    ) throws(VaultError) -> [ItemEpoch: ItemSecret] {
        let bundle = try Sealing.open(
            sealed, with: key, info: Self.labelled("amanah/1/grant-seal", header))
        guard bundle.count == items.count * 32 else { throw .refused }
        var secrets: [ItemEpoch: ItemSecret] = [:]
        for (place, item) in items.enumerated() {
            secrets[item] = try ItemSecret(Array(bundle[place * 32..<place * 32 + 32]))
        }
        guard matches(secrets, commitments: commitments) else { throw .refused }
        return secrets
    }

    /// Whether each secret is the one that the genesis or an epoch's start committed to.
    func matches(_ secrets: [ItemEpoch: ItemSecret], commitments: [ItemEpoch: [UInt8]]) -> Bool {
        secrets.allSatisfy { item, secret in commitments[item] == secret.commitment(item) }
    }

    /// SHA-256 of the stored form.
    var digest: [UInt8] { Array(SHA256.hash(data: packed)) }

    /// Whether the granter's certified key signed exactly this grant.
    func isSigned(_ certified: Certified) -> Bool {
        certified.signed(
            signature, of: Self.labelled("amanah/1/grant", header + sealed), by: granter, at: at)
    }

    /// The stored form.
    package var packed: [UInt8] {
        var packer = Packer()
        packer.add(counted: header)
        packer.add(counted: sealed)
        packer.add(fixed: signature)
        return packer.bytes
    }

    package init(packed: [UInt8]) throws(VaultError) {
        var outer = Unpacker(packed)
        var unpacker = Unpacker(try outer.counted())
        self.sealed = try outer.counted()
        self.signature = try outer.fixed(64)
        try outer.end()
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        self.id = try unpacker.id()
        self.file = try unpacker.id()
        self.principal = try Principal(from: &unpacker)
        guard let kind = Kind(rawValue: try unpacker.integer()) else { throw .refused }
        self.kind = kind
        self.granter = try unpacker.id()
        self.at = try unpacker.integer()
        var items: [ItemEpoch] = []
        for _ in 0..<(try unpacker.integer(UInt16.self)) {
            guard let item = Item(rawValue: try unpacker.integer()) else { throw .refused }
            items.append(ItemEpoch(item, try unpacker.integer()))
        }
        try unpacker.end()
        guard (1...Self.mostItems).contains(items.count), zip(items, items.dropFirst()).allSatisfy(<)
        else { throw .refused }
        self.items = items
    }

    private var header: [UInt8] {
        Self.header(
            id: id, file: file, principal: principal, kind: kind, items: items, granter: granter, at: at)
    }

    private static func header(
        id: ID, file: ID, principal: Principal, kind: Kind, items: [ItemEpoch], granter: ID, at: Int64
    ) -> [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(id)
        packer.add(file)
        principal.pack(into: &packer)
        packer.add(kind.rawValue)
        packer.add(granter)
        packer.add(at)
        packer.add(UInt16(items.count))
        for item in items {
            packer.add(item.item.rawValue)
            packer.add(item.epoch)
        }
        return packer.bytes
    }

    private static func labelled(_ label: StaticString, _ bytes: [UInt8]) -> [UInt8] {
        var packer = Packer(label)
        packer.add(fixed: bytes)
        return packer.bytes
    }
}
