import Testing

@testable import Vault

@Suite struct TeamTests {
    private let charity: Charity
    private let team = Charity.caseworkers

    init() throws { charity = try Charity() }

    @Test func `A seed that somebody else sealed, of no certified key, is refused`() throws {
        let forged = try TeamKey(team, seed: charity.randomness.bytes(32))
            .sealed(to: .member(charity.worker.member), certified: charity.certified)
        #expect(throws: VaultError.refused) {
            try charity.worker.join(team, sealed: forged, certified: charity.certified)
        }
    }

    @Test func `A team's seed in another team's, epoch's or member's row is refused`() throws {
        let key = try #require(charity.teamKeys[team])
        let worker = Principal.member(charity.worker.member)
        let sealed = try key.sealed(to: worker, certified: charity.certified)
        let opening = charity.worker.keys.opening
        for other in [Charity.counselling, TeamEpoch(.caseworkers, 2)] {
            #expect(throws: VaultError.refused) {
                try TeamKey(other, sealed: sealed, to: worker, with: opening, certified: charity.certified)
            }
        }
        #expect(throws: VaultError.refused) {
            try charity.colleague.join(team, sealed: sealed, certified: charity.certified)
        }
        #expect(throws: VaultError.refused) {
            try TeamKey(
                team, sealed: sealed, to: .recovery, with: opening, certified: charity.certified)
        }
    }

    @Test func `Somebody with no certificate of membership can't join, even with the seed`() throws {
        let key = try #require(charity.teamKeys[team])
        let sealed = try key.sealed(to: .member(charity.outsider.member), certified: charity.certified)
        #expect(throws: VaultError.refused) {
            try charity.outsider.join(team, sealed: sealed, certified: charity.certified)
        }
        #expect(charity.outsider.teamKey(team) == nil)
    }

    @Test func `A sealed seed altered at any byte is refused`() throws {
        let key = try #require(charity.teamKeys[team])
        let sealed = try key.sealed(to: .member(charity.worker.member), certified: charity.certified)
        for place in stride(from: 0, to: sealed.count, by: 37) {
            #expect(throws: VaultError.refused) {
                try charity.worker.join(
                    team, sealed: sealed.turned(at: place), certified: charity.certified)
            }
        }
    }

    @Test func `A member takes up their team's key`() throws {
        let fresh = try Keyring(
            member: charity.worker.member,
            opened: OpenedSeed(
                seed: charity.worker.keys.seed.bytes, charity: charity.key.publicKey),
            of: charity.certified.charity)
        #expect(fresh.principals == [.member(fresh.member)])
        let key = try #require(charity.teamKeys[team])
        try fresh.join(
            team, sealed: key.sealed(to: .member(fresh.member), certified: charity.certified),
            certified: charity.certified)
        #expect(fresh.teamKey(team)?.publicKey == key.publicKey)
        #expect(fresh.principals == [.member(fresh.member), .team(team)])
    }

    @Test func `A steward opens the seed that was sealed to the steward's team, and nobody else does`() throws
    {
        let key = try #require(charity.teamKeys[team])
        let sealed = try key.sealed(to: .team(Charity.guardians), certified: charity.certified)
        #expect(throws: VaultError.refused) {
            try charity.counsellor.stewardedKey(
                team, sealed: sealed, through: Charity.guardians, certified: charity.certified)
        }
        #expect(throws: VaultError.refused) {
            try charity.counsellor.stewardedKey(
                team, sealed: sealed, through: Charity.counselling, certified: charity.certified)
        }
        let opened = try charity.guardian.stewardedKey(
            team, sealed: sealed, through: Charity.guardians, certified: charity.certified)
        #expect(opened.publicKey == key.publicKey)
    }
}
