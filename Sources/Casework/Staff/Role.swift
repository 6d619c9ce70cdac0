import Vault

/// A role is a set of teams, safe by default: what somebody may read follows from their teams' keys alone.
package enum Role: String, Codable, CaseIterable, Sendable {
    case receptionist, caseworker, counsellor, childrenAndFamilies, manager, guardian, trustee, administrator

    package var teams: [Team] {
        switch self {
        case .receptionist: [.frontDesk, .staff]
        case .caseworker: [.caseworkers, .staff]
        case .counsellor: [.counselling, .staff]
        case .childrenAndFamilies: [.childrenAndFamilies, .staff]
        case .manager: [.management, .staff]
        case .guardian: [.guardian, .staff]
        case .trustee: [.trustees, .staff]
        case .administrator: [.staff]
        }
    }

    /// Whether somebody in these teams holds the keys that this role's teams need, or is a steward of them.
    package func canBeGiven(by teams: Set<Team>) -> Bool {
        self.teams.allSatisfy { team in teams.contains(team) || !teams.isDisjoint(with: team.stewards) }
    }
}

/// The text of a row of the roster: who somebody is to their colleagues. Its record id is the member's.
package struct Profile: Kept, Hashable {
    package static let kind = TextKind.profile

    package var name: String
    package var role: Role
    /// What they held by name when their passphrase was lost: theirs again once their new keys are certified, and what
    /// whoever certifies them does not hold once a guardian gives it back. Nothing after that, nor once they leave.
    package var filesToReturn: FilesToReturn?

    package init(name: String, role: Role, filesToReturn: FilesToReturn? = nil) {
        self.name = name
        self.role = role
        self.filesToReturn = filesToReturn
    }
}
