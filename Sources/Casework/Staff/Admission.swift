import Database
import Vault

/// What it takes to let somebody into the teams of a role, prepared before the act that writes it: their
/// keys, their place in every epoch of each team, and the seeds of those epochs, so that they read what the
/// team reads.
struct Admission: Sendable {
    let certified: Certified
    private let certificates: [Certificate]
    private let seals: [TeamKey.Sealed]

    /// - Parameters:
    ///   - at: milliseconds since 1970; after any departure of theirs.
    ///   - keys: those of epochs that begin in the same act.
    init(
        of identity: MemberIdentity, as role: Role, at: Int64, certified before: Certified,
        keys: [TeamEpoch: TeamKey] = [:], _ state: StaffState, by caller: Caller
    ) throws {
        var statements: [Statement] = [.member(identity)]
        var teamKeys: [TeamKey] = []
        for team in role.teams {
            for epoch in before.epochs(of: team) {
                statements.append(.membership(identity.member, of: epoch))
                teamKeys.append(try keys[epoch] ?? caller.teamKey(epoch, seeds: state.seeds))
            }
        }
        certificates = try statements.map { try state.charity.certify($0, at: at) }
        var certified = before
        for certificate in certificates { certified.add(certificate) }
        self.certified = certified
        seals = try teamKeys.map { [certified] in
            try $0.sealed(to: .member(identity.member), certified)
        }
    }

    func insert(in act: inout Act) throws {
        for certificate in certificates { try certificate.insert(in: &act) }
        for seal in seals { try seal.insert(in: &act) }
    }
}
