import Database
import Ledger
import Vault

/// The charity's teams as they are certified: who belongs to each, since when, by whose hand, and who came
/// and went.
package struct Teams: Sendable {
    package let members: [Team: [Membership]]
    /// Newest first.
    package let changes: [Change]

    /// One member's place in a team.
    package struct Membership: Sendable {
        package let member: ID
        package let since: Instant
        /// Who certified it, by the log book.
        package let by: ID
    }

    /// Somebody came into a team, or left all of theirs.
    package struct Change: Sendable {
        package let member: ID
        /// Nil for having left them all.
        package let team: Team?
        package let at: Instant
        package let by: ID
    }
}

extension Casework {
    /// The teams, for those who admit and suspend: from the certificates, and from the entries that wrote
    /// them.
    package func teams(as caller: Caller) async throws(CaseworkError) -> Teams {
        _ = try caller.houseKey(.certification)
        let kinds = EntryKind.certifying.map { Int64($0.rawValue) }
        let (certificates, entries) = try await read { [log] connection in
            (
                try log.staff(connection).certificates(),
                try log.entries(where: "kind IN \(list: kinds)", connection)
            )
        }
        var writers: [Hash: ID] = [:]
        for (_, entry) in entries {
            let items = (try? Evidence(packed: entry.evidence).items) ?? []
            for item in items where item.table == .certificate { writers[item.digest] = entry.actor }
        }
        let charity = caller.keyring.charity.key
        var changes: [Teams.Change] = []
        for certificate in certificates {
            guard let (statement, at) = try? charity.dated(certificate) else { continue }
            let by = writers[certificate.digest] ?? .house
            switch statement {
            case .membership(let member, let team):
                changes.append(.init(member: member, team: team.team, at: Instant(milliseconds: at), by: by))
            case .departure(let member):
                changes.append(.init(member: member, team: nil, at: Instant(milliseconds: at), by: by))
            default: continue
            }
        }
        changes.sort { $0.at < $1.at }
        // A team's next epoch certifies those who stay once more: that is no coming.
        var since: [ID: [Team: Teams.Membership]] = [:]
        var shown: [Teams.Change] = []
        for change in changes {
            guard let team = change.team else {
                since[change.member] = [:]
                shown.append(change)
                continue
            }
            if since[change.member]?[team] != nil { continue }
            since[change.member, default: [:]][team] = .init(
                member: change.member, since: change.at, by: change.by)
            if team != .staff { shown.append(change) }
        }
        var members: [Team: [Teams.Membership]] = [:]
        for team in Team.allCases {
            members[team] = caller.certified.members(of: team).compactMap { since[$0]?[team] }
        }
        return Teams(members: members, changes: shown.reversed())
    }
}

extension EntryKind {
    /// The kinds of acts that certify who belongs where.
    static let certifying: [EntryKind] = [
        .charityFounded, .memberCertified, .roleChanged, .memberReadmitted, .memberSuspended, .recovered,
        .sheetsRenewed,
    ]
}
