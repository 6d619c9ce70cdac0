import Database
import Ledger
import Vault

extension OpenFile {
    /// Whom the file is kept from (clause S3.4): by its restriction, as far as its reader holds the log, and everybody
    /// who stepped back from it.
    /// - Throws: `LogFault` where something that said so was altered or taken away: whom it kept out can't be known.
    func keptFrom(_ connection: any Connection, by log: Integrator) throws -> Set<ID> {
        let said = try said(connection, by: log)
        return Set((said.restriction?.text.keptFrom ?? []).compactMap { ID(text: $0) }).union(said.back)
    }

    /// Refuses somebody whom the file is kept from, guardian or not; asked inside the act, whatever was asked before.
    /// - Throws: `notFound`.
    func requireNotKept(from member: ID, in act: Act) throws {
        if try keptFrom(act.connection, by: act.log).contains(member) { throw CaseworkError.notFound }
    }

    /// The file's restriction as it stands; nil for none that was recorded.
    /// - Throws: as `keptFrom`.
    func restriction(_ connection: any Connection, by log: Integrator) throws -> Record<Restriction>? {
        try said(connection, by: log).restriction
    }

    /// The restriction that stands, and who stepped back. All of which the log knows that it says so must be there.
    private func said(
        _ connection: any Connection, by log: Integrator
    ) throws -> (restriction: Record<Restriction>?, back: Set<ID>) {
        let known = Set(
            try log.staff(connection).standing.digests(.keptFrom).filter { $0.key.id == file }.values)
        // Of nearly every file the log says nothing of the kind, and its entries need not be looked through.
        guard !known.isEmpty else { return (nil, []) }
        let rows = try SealedRecord.every(.log, of: file, connection, by: log).filter {
            known.contains($0.digest)
        }
        let kind = Int64(EntryKind.conflictDeclared.rawValue)
        let back = Set(
            try log.entries(where: "file = \(file.bytes) AND kind = \(kind)", connection).map(\.entry.actor))
        let there = rows.map(\.digest) + back.map { Restriction.steppedBack($0, from: file) }
        guard known.isSubset(of: there) else { throw LogFault.altered }
        // Without the log its reader can't know, and is told that they can't: `saysWhomItIsKeptFrom`.
        let newest = Dictionary(grouping: rows, by: \.id).values.compactMap {
            $0.max { $0.version < $1.version }
        }
        let opened = try newest.sorted { $0.entry < $1.entry }.compactMap { row in
            try key(of: row.item).map { try row.open(Restriction.self, with: $0) }
        }
        return (opened.last { !$0.text.isLifted }, back)
    }

    /// Whether its reader can know whom it is kept from: of a restricted file, whoever holds its log.
    var saysWhomItIsKeptFrom: Bool { !isRestricted || holds(.log) }
}

extension Casework {
    /// Whom a file is kept from, to choose by. What is given asks again, inside its act.
    func keptFrom(_ open: OpenFile) async throws(CaseworkError) -> Set<ID> {
        try await read { [log] in try open.keptFrom($0, by: log) }
    }
}

/// Something that is to be given of a file. All that is given of a file there is comes through here, so nobody whom it is
/// kept from, and no team with such a member, is given anything of it, whatever the caller asked before (clause S3.4).
struct Given: Sendable {
    let grant: Grant
    fileprivate let open: OpenFile

    init(_ grant: Grant, of open: OpenFile) {
        self.grant = grant
        self.open = open
    }

    /// Writes it as a part of an act.
    /// - Throws: `stale` if it is kept from them, or if somebody began a new epoch since the file was opened: the new
    ///   holder would be left without it, and why it began can't be read by these keys.
    func insert(in act: inout Act) throws {
        guard open.saysWhomItIsKeptFrom else { throw CaseworkError.notFound }
        for item in Set(grant.items.map(\.item)).union([.log]) {
            guard try open.isNewest(item, act.connection) else { throw CaseworkError.stale }
        }
        let kept = try open.keptFrom(act.connection, by: act.log)
        guard kept.isDisjoint(with: open.certified.people(grant.principal)) else {
            throw CaseworkError.stale
        }
        try grant.insert(in: &act)
    }
}

extension Restriction {
    /// Writes it as a record of the file's log. The log knows from then on that it says whom the file is kept from.
    func write(_ id: ID, after version: UInt32? = nil, with log: ItemKey, in act: inout Act) throws {
        act.note(
            keptFrom: log.file, try SealedRecord.write(self, id: id, after: version, with: log, in: &act))
    }

    /// What says that somebody stepped back from a file.
    static func steppedBack(_ member: ID, from file: ID) -> Hash {
        digestOfRow(Array("stepped back".utf8), file.bytes, member.bytes)
    }
}

extension Act {
    /// Says that something of this digest tells whom a file is kept from.
    mutating func note(keptFrom file: ID, _ digest: Hash) {
        note(.keptFrom, file, version: digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, digest)
    }
}

extension EntryKind {
    /// The kinds of entries that say whom a file is kept from; what makes a file says it too, where it begins restricted.
    private static let keeping: [EntryKind] = [
        .fileRestricted, .restrictionReviewed, .restrictionLifted, .conflictDeclared,
    ]

    /// What entries say of whom files are kept from, without reading the whole log. It is believed only if a mark is made
    /// on all that stands; an entry that this does not find is found when the log is recomputed.
    static func saidWhomFilesAreKeptFrom(_ connection: any Connection) throws -> [Evidence.Item] {
        let keeping = keeping.map { Int64($0.rawValue) }
        let made = Int64(EntryKind.fileMade.rawValue)
        let rows = try connection.rows(
            """
            SELECT evidence FROM entries WHERE kind IN \(list: keeping) AND evidence IS NOT NULL
            UNION ALL
            SELECT evidence FROM entries WHERE kind = \(made) AND evidence IS NOT NULL AND file IN (
                SELECT file FROM restrictions UNION SELECT file FROM entries WHERE kind IN \(list: keeping))
            """)
        return try rows.flatMap { row in
            try Evidence(packed: row.blob("evidence")).items.filter { $0.table == .keptFrom }
        }
    }
}
