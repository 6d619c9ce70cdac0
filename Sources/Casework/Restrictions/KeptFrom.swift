import Database
import Vault

extension OpenFile {
    /// Whom the file is kept from (clause S3.4): by its restriction, as far as its reader holds the log, and everybody
    /// who stepped back from it.
    func keptFrom(_ connection: any Connection) throws -> Set<ID> {
        let said = try restriction(connection)?.text.keptFrom ?? []
        let back = try connection.rows(
            """
            SELECT actor FROM entries WHERE file = \(file.bytes)
              AND kind = \(Int64(EntryKind.conflictDeclared.rawValue))
            """
        ).compactMap { ID(try $0.blob("actor")) }
        return Set(said.compactMap { ID(text: $0) } + back)
    }

    /// Refuses somebody whom the file is kept from, guardian or not; asked inside the act, whatever was asked before.
    /// - Throws: `notFound`.
    func requireNotKept(from member: ID, _ connection: any Connection) throws {
        if try keptFrom(connection).contains(member) { throw CaseworkError.notFound }
    }

    /// The file's restriction as it stands; nil for none that was recorded.
    func restriction(_ connection: any Connection) throws -> Record<Restriction>? {
        try SealedRecord.current(.log, of: file, connection).compactMap {
            try? $0.open(Restriction.self, with: key(of: $0.item))
        }.last { !$0.text.isLifted }
    }

    /// Whether its reader can know whom it is kept from: of a restricted file, whoever holds its log.
    var saysWhomItIsKeptFrom: Bool { !isRestricted || holds(.log) }
}

extension Casework {
    /// Whom a file is kept from, to choose by. What is given asks again, inside its act.
    func keptFrom(_ open: OpenFile) async throws(CaseworkError) -> Set<ID> {
        try await read { try open.keptFrom($0) }
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
        let kept = try open.keptFrom(act.connection)
        guard kept.isDisjoint(with: open.certified.people(grant.principal)) else {
            throw CaseworkError.stale
        }
        try grant.insert(in: &act)
    }
}
