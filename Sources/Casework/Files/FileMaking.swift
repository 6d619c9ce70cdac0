import Database
import Ledger
import Vault

extension NewFile {
    /// Writes the file's rows as a part of an act. Its half must be durable already.
    func insert(in act: inout Act, isRestricted: Bool) throws {
        let packed = genesis.packed
        try act.connection.execute(
            """
            INSERT INTO files (file, kind, restricted, genesis, made, entry)
            VALUES (\(genesis.file.bytes), \(Int64(genesis.kind.rawValue)), \(isRestricted), \(packed),
                    \(act.at.milliseconds), \(act.position))
            """)
        act.note(
            .file, genesis.file,
            Self.rowDigest(
                genesis.file, kind: Int64(genesis.kind.rawValue), isRestricted: isRestricted ? 1 : 0,
                packed[...], made: act.at.milliseconds))
        if isRestricted { try Self.restrict(genesis.file, in: &act) }
        for grant in grants { try grant.insert(in: &act) }
    }

    /// Says in the file's row whether it is restricted, to find it by; what restricts it are its keys.
    static func mark(_ file: ID, isRestricted: Bool, in act: inout Act) throws {
        let value: Int64 = isRestricted ? 1 : 0
        guard
            let row = try act.connection.first(
                "SELECT kind, genesis, made FROM files WHERE file = \(file.bytes)")
        else { throw CaseworkError.notFound }
        try act.connection.execute(
            "UPDATE files SET restricted = \(value), entry = \(act.position) WHERE file = \(file.bytes)")
        act.note(
            .file, file,
            rowDigest(
                file, kind: try row.integer("kind"), isRestricted: value, try row.bytes("genesis"),
                made: try row.integer("made")))
        if isRestricted { try restrict(file, in: &act) } else { try act.takeAway(.restriction(of: file)) }
    }

    /// Keeps that a file is restricted, and by which starts of its items: where somebody takes one of them away, the keys
    /// from before it open nothing of the file. Run again with every later start.
    static func restrict(_ file: ID, in act: inout Act) throws {
        guard let rows = try FileRows(file, act.connection) else { throw CaseworkError.notFound }
        let said = try act.log.genuine(rows, act.connection)
        // Those that this act has written are in no entry yet.
        let own = Set(act.evidence.items.filter { $0.table == .epoch }.map(\.digest))
        let since = rows.starts(
            zip(rows.epochs, said.epochs).map { $1 || own.contains(digestOfRow($0.packed)) })
        try act.connection.execute(
            """
            INSERT INTO restrictions (file, since) VALUES (\(file.bytes), \(since.bytes))
            ON CONFLICT (file) DO UPDATE SET since = excluded.since
            """)
        act.note(.restriction, file, restrictionDigest(file, since: since))
    }

    static func restrictionDigest(_ file: ID, since: Hash) -> Hash { digestOfRow(file.bytes, since.bytes) }

    static func rowDigest(
        _ file: ID, kind: Int64, isRestricted: Int64, _ genesis: ArraySlice<UInt8>, made: Int64
    ) -> Hash {
        var numbers = Packer()
        numbers.add(kind)
        numbers.add(isRestricted)
        numbers.add(made)
        var digest = RowDigest()
        digest.add(file)
        digest.add(numbers.bytes)
        digest.add(genesis)
        return digest.hash
    }
}

extension Grant {
    /// Writes the grant as a part of an act, and the epochs that it begins.
    func insert(in act: inout Act) throws {
        for epoch in beginnings { try epoch.insert(in: &act) }
        let packed = packed
        let mask = Self.mask(items.map(\.item))
        try act.connection.execute(
            """
            INSERT INTO grants (grant_id, file, principal, items, packed, entry)
            VALUES (\(id.bytes), \(file.bytes), \(principal.packed), \(mask), \(packed), \(act.position))
            """)
        act.note(
            .grant, id, Self.rowDigest(id, file, principal.packed[...], items: mask, packed[...]))
    }

    /// Takes the grants that have ended off every list, and leaves the signed words: what their holders gave on rests
    /// on them. Run it before new ones are written.
    static func takeOffLists(of file: ID, unless stays: (Principal) -> Bool, in act: inout Act) throws {
        guard let rows = try FileRows(file, act.connection) else { return }
        let genuine = try act.log.genuine(rows, act.connection)
        // A row that no entry wrote stays as it is: this act's entry would vouch for it.
        for (row, isGenuine) in zip(rows.grants, genuine.grants) where isGenuine && row.items != 0 {
            if let principal = try? Principal(packed: row.principal), stays(principal) { continue }
            guard let id = ID(row.id) else { continue }
            try act.connection.execute(
                "UPDATE grants SET items = 0, entry = \(act.position) WHERE grant_id = \(id.bytes)")
            act.note(.grant, id, rowDigest(id, file, row.principal[...], items: 0, row.packed[...]))
        }
    }

    static func rowDigest(
        _ id: ID, _ file: ID, _ principal: ArraySlice<UInt8>, items: Int64, _ packed: ArraySlice<UInt8>
    ) -> Hash {
        var mask = Packer()
        mask.add(items)
        var digest = RowDigest()
        digest.add(id)
        digest.add(file)
        digest.add(principal)
        digest.add(mask.bytes)
        digest.add(packed)
        return digest.hash
    }

    /// The items as bits, for lists; what opens an item is the signed grant, never this column.
    static func mask(_ items: [Item]) -> Int64 {
        items.reduce(0) { $0 | Int64(1) << Int64($1.rawValue) }
    }

    /// For lists: that any of these items of the file in a column was granted to one of these principals. Asked of each
    /// row, by an index: it costs what the rows do that are looked at, however many files there are.
    /// - Parameters:
    ///   - column: of the statement around it, with its table's name.
    ///   - items: nil for any item.
    static func isListed(
        _ column: SQL, for principals: some Collection<Principal>, _ items: [Item]? = nil
    ) -> SQL {
        """
        EXISTS (SELECT 1 FROM grants WHERE grants.principal IN \(list: principals.map(\.packed))
                  AND grants.file = \(sql: column) AND grants.items & \(items.map(mask) ?? -1) <> 0)
        """
    }
}
