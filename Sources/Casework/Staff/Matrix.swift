import Database
import Vault

/// Who holds what (clause S3.4): members and their teams as certified, and what those teams are granted of a
/// file that is made today.
package struct StaffMatrix: Sendable {
    package let rows: [Row]

    /// One member who has been let in and has not left.
    package struct Row: Sendable {
        package let colleague: Colleague
        package let teams: Set<Team>
        /// Clients' and organisations' files that were given to them by name, as far as the reader may know
        /// of them.
        package let files: Int
        package let client: [Item: Holding]
        package let organisation: [Item: Holding]
        package let house: [Item: Holding]
    }

    /// How somebody holds an item.
    package enum Holding: Sendable, Hashable {
        /// Through a team of theirs, of every file that is not restricted.
        case every
        /// Of the files that are given to them by name, or to nobody else.
        case own
        /// In escrow: only in need, and on record.
        case escrow
    }
}

extension Casework {
    /// The matrix, for those who admit and suspend.
    package func staffMatrix(as caller: Caller) async throws(CaseworkError) -> StaffMatrix {
        _ = try caller.houseKey(.certification)
        let certified = caller.certified
        let staff = try await roster(as: caller).filter { certified.identity(of: $0.id) != nil }
        let named = try await granted(to: Set(staff.map { .member($0.id) }), as: caller)
        let counts = Dictionary(grouping: named, by: \.principal).mapValues(\.count)
        // Anybody's id: what is granted to it is what is granted to a worker by name.
        let worker = caller.member
        let client = Shares(
            named: try ClientFile.shares(worker: worker, isRestricted: false, certified: certified),
            unnamed: try ClientFile.shares(worker: nil, isRestricted: false, certified: certified),
            worker: worker)
        let organisation = Shares(
            named: try OrganisationFile.shares(worker: worker, certified: certified),
            unnamed: try OrganisationFile.shares(worker: nil, certified: certified), worker: worker)
        let own = try House.shares(certified: certified)
        let house = Shares(named: own, unnamed: own, worker: worker)
        return StaffMatrix(
            rows: staff.map { colleague in
                let teams = certified.teams(of: colleague.id)
                return StaffMatrix.Row(
                    colleague: colleague, teams: teams, files: counts[.member(colleague.id)] ?? 0,
                    client: client.holdings(teams),
                    organisation: organisation.holdings(teams), house: house.holdings(teams))
            })
    }

    /// What a kind of file grants, with a worker named and without.
    private struct Shares {
        let named: [Genesis.Share]
        let unnamed: [Genesis.Share]
        let worker: ID

        func holdings(_ teams: Set<Team>) -> [Item: StaffMatrix.Holding] {
            var holdings: [Item: StaffMatrix.Holding] = [:]
            func isTheirs(_ share: Genesis.Share) -> Bool {
                if case .team(let team) = share.principal { teams.contains(team.team) } else { false }
            }
            func add(_ shares: [Genesis.Share], _ holding: StaffMatrix.Holding) {
                for item in shares.flatMap(\.items) { holdings[item] = holding }
            }
            add(named.filter { $0.kind == .escrow && isTheirs($0) }, .escrow)
            // Only caseworkers are named as workers.
            if teams.contains(.caseworkers) {
                add(named.filter { $0.principal == .member(worker) }, .own)
                add(unnamed.filter { $0.kind == .ordinary && isTheirs($0) }, .own)
            }
            add(named.filter { $0.kind == .ordinary && isTheirs($0) }, .every)
            return holdings
        }
    }
}
