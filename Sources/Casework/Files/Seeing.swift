import Database
import Vault

/// Who can open items of a file by one grant, and why (clause S3.4).
package struct Seeing: Sendable {
    /// Why the grant was made, as far as its entry in the log says.
    package enum Reason: Sendable, Equatable {
        /// By their role, or as its worker, when the file was made.
        case fileMade
        /// To decide what somebody asked to share.
        case toDecide
        /// What the grant's entry says, with its purpose.
        case said(String)
        /// The entry is not there, or its letter does not open.
        case unknown
    }

    package let principal: Principal
    /// Opened only in need, and on record.
    package let isEscrow: Bool
    package let items: Set<Item>
    package let granter: ID
    package let at: Instant
    package let reason: Reason
    /// Whoever it lets in today: one person, or the team's members.
    package let people: [ID]
}

extension Certified {
    /// Whom a grant to this principal lets in today.
    func people(_ principal: Principal) -> [ID] {
        switch principal {
        case .member(let member): [member]
        case .team(let team): members(of: team.team).sorted()
        case .recovery: []
        }
    }
}

extension OpenFile {
    /// The grants by which somebody holds an item now, each with the items that they hold by it. Where an epoch was
    /// begun since, that is the grant before it: the new epoch's only carried it on.
    func grantsInForce(_ certified: Certified) -> [(grant: Grant, items: Set<Item>)] {
        var held: [ID: (grant: Grant, items: Set<Item>)] = [:]
        for holders in newest.values {
            for grant in holders.grants where !grant.principal.isMember || certified.stands(grant) {
                let origin = origin(of: grant, giving: holders.item)
                held[origin.id, default: (origin, [])].items.insert(holders.item.item)
            }
        }
        return held.values.sorted {
            ($0.grant.kind.rawValue, $0.grant.at, $0.grant.id) < (
                $1.grant.kind.rawValue, $1.grant.at, $1.grant.id
            )
        }
    }

    private func origin(of grant: Grant, giving place: ItemEpoch) -> Grant {
        var (origin, epoch) = (grant, place.epoch)
        while epoch > 1, !origin.items.contains(where: { $0.item == place.item && $0.epoch < epoch }) {
            epoch -= 1
            let before = counting.first {
                $0.kind == grant.kind && $0.principal.isSame(as: grant.principal)
                    && $0.items.contains(ItemEpoch(place.item, epoch))
            }
            guard let before else { break }
            origin = before
        }
        return origin
    }
}

extension Principal {
    /// One member, or one team at whichever epoch.
    fileprivate func isSame(as other: Principal) -> Bool {
        if case .team(let team) = self, case .team(let another) = other { return team.team == another.team }
        return self == other
    }
}

extension Casework {
    /// Who can see what of an opened file, and why: the reasons are those of the entries that made the grants.
    func seeing(_ open: OpenFile, as caller: Caller) async throws(CaseworkError) -> [Seeing] {
        // Every act may give, so no list of kinds can forget one. What looking writes only carries on what was held.
        let acting = EntryKind.allCases.filter { !EntryKind.looking.contains($0) }
        let rows = try await read { try LogRow.ofFile(open.file, kinds: acting, limit: .max, $0) }
        // The oldest entry that names a grant made it; a later one took it off the lists.
        var entries: [ID: LogRow] = [:]
        for row in rows {
            guard let evidence = try? Evidence(packed: row.entry.evidence) else { continue }
            for item in evidence.items where item.table == .grant { entries[item.id] = row }
        }
        let reader = LogReader([open], as: caller)
        return open.grantsInForce(caller.certified).map { grant, items in
            let reason: Seeing.Reason =
                switch entries[grant.id].map({ ($0.entry.kind, $0) }) {
                case (.fileMade, _)?, (.organisationFileMade, _)?: .fileMade
                case (.shareReferred, _)?, (.shareReleasedInPart, _)?: .toDecide
                case (_, let row)?: reader.line(row).details.map { .said($0) } ?? .unknown
                case nil: .unknown
                }
            return Seeing(
                principal: grant.principal, isEscrow: grant.kind == .escrow, items: items,
                granter: grant.granter, at: Instant(milliseconds: grant.at), reason: reason,
                people: caller.certified.people(grant.principal))
        }
    }
}
