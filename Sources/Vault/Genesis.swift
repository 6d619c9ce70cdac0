import Crypto

/// The first signed word of a file: its items, whom they were granted to, and its letter box. The file's id is a digest of
/// it: another genesis is another file. The house alone has an id that is fixed.
package struct Genesis: Sendable {
    package let file: ID
    package let kind: FileKind
    package let creator: ID
    /// Milliseconds since 1970.
    package let at: Int64
    /// Each item's commitment to its first secret, so that a grant can't hand out another one.
    package let commitments: [Item: [UInt8]]
    /// Whom the creator grants what to, on the first day.
    package let shares: [Share]
    /// X-Wing public key of the letter box at epoch 1.
    package let letterBox: [UInt8]
    package let signature: [UInt8]

    /// One grant that the genesis foresees.
    package struct Share: Hashable, Sendable {
        package let principal: Principal
        package let kind: Grant.Kind
        package let items: [Item]

        package init(_ principal: Principal, _ kind: Grant.Kind = .ordinary, items: [Item]) {
            self.principal = principal
            self.kind = kind
            self.items = items.sorted()
        }
    }

    init(
        kind: FileKind, at: Int64, commitments: [Item: [UInt8]], shares: [Share], letterBox: [UInt8],
        signedBy keys: MemberKeys
    ) throws(VaultError) {
        guard Self.isWellFormed(kind: kind, items: Array(commitments.keys), shares: shares) else {
            throw .refused
        }
        self.kind = kind
        self.creator = keys.member
        self.at = at
        self.commitments = commitments
        self.shares = shares
        self.letterBox = letterBox
        let body = Self.body(
            kind: kind, creator: keys.member, at: at, commitments: commitments, shares: shares,
            letterBox: letterBox)
        self.file = try Self.id(of: kind, body)
        self.signature = try keys.sign(Self.message(body))
    }

    /// The stored form: the signed body, then the 64-byte signature.
    package var packed: [UInt8] {
        Self.body(
            kind: kind, creator: creator, at: at, commitments: commitments, shares: shares,
            letterBox: letterBox) + signature
    }

    /// Reads a genesis and refuses one that no certified member signed, or of another file.
    package init(packed: [UInt8], of file: ID, certified: Certified) throws(VaultError) {
        guard packed.count > 64 else { throw .refused }
        let body = Array(packed.dropLast(64))
        var unpacker = Unpacker(body)
        guard try unpacker.integer(UInt8.self) == 2 else { throw .refused }
        guard let kind = FileKind(rawValue: try unpacker.integer()) else { throw .refused }
        self.kind = kind
        self.file = try Self.id(of: kind, body)
        self.creator = try unpacker.id()
        self.at = try unpacker.integer()
        self.letterBox = try unpacker.fixed(Sealing.publicKeyBytes)
        var commitments: [Item: [UInt8]] = [:]
        var items: [Item] = []
        for _ in 0..<(try unpacker.integer(UInt8.self)) {
            guard let item = Item(rawValue: try unpacker.integer()) else { throw .refused }
            commitments[item] = try unpacker.fixed(32)
            items.append(item)
        }
        self.commitments = commitments
        var shares: [Share] = []
        for _ in 0..<(try unpacker.integer(UInt16.self)) {
            let principal = try Principal(from: &unpacker)
            guard let kind = Grant.Kind(rawValue: try unpacker.integer()) else { throw .refused }
            var shared: [Item] = []
            for _ in 0..<(try unpacker.integer(UInt8.self)) {
                guard let item = Item(rawValue: try unpacker.integer()) else { throw .refused }
                shared.append(item)
            }
            shares.append(Share(principal, kind, items: shared))
        }
        try unpacker.end()
        self.shares = shares
        self.signature = Array(packed.suffix(64))
        guard self.file == file, packed == self.packed,
            Self.isWellFormed(kind: kind, items: items, shares: shares),
            shares.allSatisfy({ !$0.principal.isGuardians || certified.knows($0.principal) }),
            certified.signed(signature, of: Self.message(body), by: creator, at: at)
        else { throw .refused }
    }

    /// Whether the items are some of the kind's, `log` among them; the shares speak of those only, each once;
    /// only the guardians' team is given anything in escrow; and no item is kept from the guardians.
    private static func isWellFormed(kind: FileKind, items: [Item], shares: [Share]) -> Bool {
        let shared = shares.filter { $0.principal.isGuardians }.flatMap(\.items)
        return items.contains(.log) && Set(items).count == items.count
            && Set(items).isSubset(of: kind.items) && Set(items).isSubset(of: shared)
            && shares.count <= UInt16.max
            && shares.allSatisfy { share in
                !share.items.isEmpty && Set(share.items).count == share.items.count
                    && Set(share.items).isSubset(of: items)
                    && (share.kind == .ordinary || share.principal.isGuardians)
            }
    }

    private static func message(_ body: [UInt8]) -> [UInt8] {
        var packer = Packer("amanah/1/genesis")
        packer.add(fixed: body)
        return packer.bytes
    }

    /// First 16 bytes of SHA-256("amanah/2/file" ‖ body).
    private static func id(of kind: FileKind, _ body: [UInt8]) throws(VaultError) -> ID {
        if kind == .house { return .house }
        var packer = Packer("amanah/2/file")
        packer.add(fixed: body)
        guard let id = ID(Array(SHA256.hash(data: packer.bytes).prefix(16))), id != .house else {
            throw .refused
        }
        return id
    }

    private static func body(
        kind: FileKind, creator: ID, at: Int64, commitments: [Item: [UInt8]], shares: [Share],
        letterBox: [UInt8]
    ) -> [UInt8] {
        var packer = Packer()
        packer.add(UInt8(2))
        packer.add(kind.rawValue)
        packer.add(creator)
        packer.add(at)
        packer.add(fixed: letterBox)
        packer.add(UInt8(commitments.count))
        for (item, commitment) in commitments.sorted(by: { $0.key < $1.key }) {
            packer.add(item.rawValue)
            packer.add(fixed: commitment)
        }
        packer.add(UInt16(shares.count))
        for share in shares {
            share.principal.pack(into: &packer)
            packer.add(share.kind.rawValue)
            packer.add(UInt8(share.items.count))
            for item in share.items { packer.add(item.rawValue) }
        }
        return packer.bytes
    }
}
