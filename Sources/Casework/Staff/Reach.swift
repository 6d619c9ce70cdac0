import Database
import Vault

/// What one member can open, as far as the reader may know of it (clause S3.4).
package struct Reach: Sendable {
    package let member: ID
    /// How many files they can open by name, and through each of their teams.
    package let byName: Int
    package let byTeam: [Team: Int]
    /// A page of the files, by id.
    package let files: [File]
    /// The last file's id if there are more.
    package let next: ID?

    /// One file, and what of it they hold.
    package struct File: Sendable {
        package let file: ID
        package let kind: FileKind
        package let isRestricted: Bool
        /// Nil where the reader does not hold who it is about.
        package let name: String?
        package let items: Set<Item>
        /// Opened only in need, and on record.
        package let inEscrow: Set<Item>
        package let isByName: Bool
    }

    /// The most files of a page.
    package static let longest = 100
}

extension Casework {
    /// What a member can open, for those who admit and suspend. A file that the reader can't open is neither
    /// listed nor counted. That it was read is recorded first.
    /// - Parameter last: the last file of the page before; nil for the first.
    package func reach(
        of member: ID, after last: ID? = nil, as caller: Caller
    ) async throws(CaseworkError) -> Reach {
        _ = try caller.houseKey(.certification)
        let certified = caller.certified
        guard certified.identity(of: member) != nil else { throw .notFound }
        let teams = certified.teams(of: member)
        let principals = Set([Principal.member(member)] + teams.flatMap(certified.epochs).map(Principal.team))
        let granted = try await granted(to: principals, as: caller)
        var teamFiles: [Team: Set<ID>] = [:]
        var named: Set<ID> = []
        for (file, principal) in granted {
            switch principal {
            case .member: named.insert(file)
            case .team(let team): teamFiles[team.team, default: []].insert(file)
            case .recovery: break
            }
        }
        let all = Set(granted.map(\.file)).sorted()
        let page = Array(all.drop { file in last.map { file <= $0 } ?? false }.prefix(Reach.longest + 1))
        let shown = page.prefix(Reach.longest)
        let files = try await read { connection in
            let opened = try self.openFiles(Set(shown), as: caller, connection)
            return try shown.compactMap { opened[$0] }.map { open in
                (
                    open,
                    open.holds(.identity)
                        ? try SealedRecord.current(.identity, of: open.file, connection) : SealedRows()
                )
            }
        }
        try await record(.reach, as: caller)
        return Reach(
            member: member, byName: named.count, byTeam: teamFiles.mapValues(\.count),
            files: files.compactMap { open, identity in
                let held = open.grantsInForce(certified).filter {
                    certified.people($0.grant.principal).contains(member)
                }
                guard !held.isEmpty else { return nil }
                func items(_ kind: Grant.Kind) -> Set<Item> {
                    held.filter { $0.grant.kind == kind }.reduce(into: []) { $0.formUnion($1.items) }
                }
                let name = identity.last(Identity.self, of: open, as: caller)?.text.name
                return Reach.File(
                    file: open.file, kind: open.kind, isRestricted: open.isRestricted, name: name,
                    items: items(.ordinary), inEscrow: items(.escrow).subtracting(items(.ordinary)),
                    isByName: held.contains { $0.grant.principal.isMember })
            }, next: page.count > Reach.longest ? shown.last : nil)
    }

    /// The files that these principals were granted and that the caller can open. What is given by name can
    /// be taken back, and a restricted file exists for nobody else: of those, each is opened to see.
    func granted(
        to principals: Set<Principal>, as caller: Caller
    ) async throws(CaseworkError) -> [(file: ID, principal: Principal)] {
        let mine = caller.keyring.principals.map(\.packed)
        return try await read { connection in
            let rows = try connection.rows(
                """
                SELECT DISTINCT grants.file AS file, grants.principal AS principal, files.restricted AS restricted
                FROM grants JOIN files ON files.file = grants.file
                WHERE grants.principal IN \(list: principals.map(\.packed)) AND grants.file <> \(ID.house.bytes)
                  AND grants.file IN (SELECT file FROM grants WHERE principal IN \(list: mine))
                """
            ).compactMap { row -> (file: ID, principal: Principal, isRestricted: Bool)? in
                guard let file = ID(try row.blob("file")) else { return nil }
                return (
                    file, try Principal(packed: try row.blob("principal")),
                    try row.integer("restricted") != 0
                )
            }
            let opened = try self.openFiles(
                Set(rows.filter { $0.isRestricted || $0.principal.isMember }.map(\.file)), as: caller,
                connection)
            return rows.filter { row in
                if case .member(let member) = row.principal {
                    return opened[row.file].map { !$0.items(of: member).isEmpty } ?? false
                }
                return !row.isRestricted || opened[row.file] != nil
            }.map { ($0.file, $0.principal) }
        }
    }
}
