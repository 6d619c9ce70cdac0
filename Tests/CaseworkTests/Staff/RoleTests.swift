import Testing
import Vault

@testable import Casework

@Suite struct RoleTests {
    /// Who may give which role: a member of each of its teams, or of a steward's (docs/keys.md).
    static let givers: [(Role, [Role])] = [
        (.receptionist, [.manager, .guardian, .receptionist]),
        (.caseworker, [.manager, .guardian, .caseworker]),
        (.counsellor, [.guardian, .counsellor]),
        (.childrenAndFamilies, [.manager, .guardian, .childrenAndFamilies]),
        (.manager, [.manager, .guardian]),
        (.guardian, [.guardian]), (.trustee, [.manager, .guardian, .trustee]),
        (.administrator, Role.allCases),
    ]

    @Test(arguments: givers)
    func `A role is given by those who hold its teams' keys, and by nobody else`(role: Role, givers: [Role]) {
        #expect(
            Role.allCases.filter { role.canBeGiven(by: Set($0.teams)) }
                == Role.allCases.filter(givers.contains))
    }

    @Test func `Nobody in no team gives anything`() {
        #expect(!Role.allCases.contains { $0.canBeGiven(by: []) })
    }
}
