import Testing

@testable import Vault

@Suite struct CertificateTests {
    private var charity: Charity

    init() throws { charity = try Charity() }

    @Test func `A certificate altered at any byte does not count`() throws {
        let statement = Statement.member(charity.worker.keys.identity)
        let certificate = try charity.key.certify(statement, at: 5)
        for place in stride(from: 0, to: certificate.payload.count, by: 17) {
            let altered = Certificate(
                payload: certificate.payload.turned(at: place), signature: certificate.signature)
            #expect(throws: VaultError.refused) { try charity.certified.charity.key.statement(of: altered) }
        }
        for place in certificate.signature.indices {
            let altered = Certificate(
                payload: certificate.payload, signature: certificate.signature.turned(at: place))
            #expect(throws: VaultError.refused) { try charity.certified.charity.key.statement(of: altered) }
        }
        #expect(try charity.certified.charity.key.statement(of: certificate) == statement)
    }

    @Test func `Another charity's certificate is passed over`() throws {
        let other = try CharityKey(seed: charity.randomness.bytes(32))
        let certificate = try other.certify(.member(charity.worker.keys.identity), at: 1)
        let certified = Certified([certificate], charity: charity.certified.charity)
        #expect(certified.identity(of: charity.worker.member) == nil)
        #expect(throws: VaultError.refused) { try certified.openingKey(of: .member(charity.worker.member)) }
    }

    @Test func `A member can't certify: their signature under the certificate's label is not the charity's`()
        throws
    {
        let payload = Statement.membership(charity.outsider.member, of: Charity.guardians).packed(at: 1)
        let forged = Certificate(
            payload: payload, signature: try charity.outsider.keys.sign(Certificate.message(payload)))
        var certified = charity.certified
        certified.add(forged)
        #expect(!certified.belongs(charity.outsider.member, to: Charity.guardians))
    }

    @Test func `A public key swapped in the identity's column is not the one that is sealed to`() throws {
        let stranger = try MemberKeys(
            member: charity.worker.member, seed: charity.randomness.bytes(32))
        let column = try MemberIdentity(packed: stranger.identity.packed)
        #expect(column.fingerprint != charity.worker.keys.identity.fingerprint)
        #expect(
            try charity.certified.openingKey(of: .member(charity.worker.member))
                == charity.worker.keys.identity.openingKey)
    }

    @Test func `The fingerprint changes with either key and with the member`() throws {
        let identity = charity.worker.keys.identity
        let others = [
            MemberIdentity(
                member: ID(from: charity.randomness), openingKey: identity.openingKey,
                signingKey: identity.signingKey),
            MemberIdentity(
                member: identity.member, openingKey: identity.openingKey.turned(at: 0),
                signingKey: identity.signingKey),
            MemberIdentity(
                member: identity.member, openingKey: identity.openingKey,
                signingKey: identity.signingKey.turned(at: 31)),
        ]
        #expect(Set(([identity] + others).map(\.fingerprint)).count == 4)
    }

    @Test func `An unknown version or kind of statement is passed over`() throws {
        let payload = Statement.membership(charity.worker.member, of: Charity.guardians).packed(at: 1)
        for altered in [payload.turned(at: 0, by: 3), payload.turned(at: 1, by: 8), payload + [0]] {
            #expect(throws: VaultError.refused) { try Statement.dated(packed: altered) }
        }
    }

    @Test func `A departure needs a time`() throws {
        #expect(throws: VaultError.refused) {
            try charity.key.certify(.departure(charity.worker.member))
        }
    }

    @Test mutating func `Nothing is sealed to somebody who has left`() throws {
        try charity.certify(.departure(charity.worker.member), at: 50)
        let member = charity.worker.member
        #expect(charity.certified.identity(of: member) == nil)
        #expect(charity.certified.teams(of: member) == [])
        #expect(!charity.certified.members(of: .caseworkers).contains(member))
        #expect(throws: VaultError.refused) { try charity.certified.openingKey(of: .member(member)) }
    }

    @Test mutating func `What they sign after leaving does not count, and what they signed before does`()
        throws
    {
        let message: [UInt8] = [1, 2, 3]
        let signature = try charity.worker.keys.sign(message)
        let member = charity.worker.member
        try charity.certify(.departure(member), at: 50)
        #expect(!charity.certified.signed(signature, of: message, by: member, at: 50))
        #expect(!charity.certified.signed(signature, of: message, by: member, at: 51))
        #expect(charity.certified.signed(signature, of: message, by: member, at: 49))
    }

    @Test mutating func `New keys after a lost passphrase are sealed to, and the old signatures still stand`()
        throws
    {
        let member = charity.worker.member
        let message: [UInt8] = [1, 2, 3]
        let renewed = try MemberKeys(member: member, seed: charity.randomness.bytes(32))
        try charity.certify(.member(renewed.identity), at: 60)
        #expect(charity.certified.identity(of: member) == renewed.identity)
        for keys in [charity.worker.keys, renewed] {
            #expect(charity.certified.signed(try keys.sign(message), of: message, by: member, at: 70))
        }
    }

    @Test func `The newest keys are the newest in whatever order the rows come`() throws {
        let member = charity.worker.member
        let old = try charity.key.certify(.member(charity.worker.keys.identity), at: 1)
        let renewed = try MemberKeys(member: member, seed: charity.randomness.bytes(32))
        let new = try charity.key.certify(.member(renewed.identity), at: 2)
        for order in [[old, new], [new, old]] {
            #expect(
                Certified(order, charity: charity.certified.charity).identity(of: member) == renewed.identity)
        }
    }

    @Test mutating func `Somebody who left and came back counts from the new certificate on`() throws {
        let member = charity.worker.member
        let keys = try MemberKeys(member: member, seed: charity.randomness.bytes(32))
        try charity.certify(.departure(member), at: 50)
        try charity.certify(.member(keys.identity), at: 60)
        let message: [UInt8] = [9]
        #expect(charity.certified.identity(of: member) == keys.identity)
        #expect(charity.certified.signed(try keys.sign(message), of: message, by: member, at: 61))
        #expect(
            !charity.certified.signed(try charity.worker.keys.sign(message), of: message, by: member, at: 61))
    }

    @Test mutating func `A team's new epoch without a member ends what they can do for it`() throws {
        try charity.found(TeamEpoch(.caseworkers, 2), [charity.colleague], at: 50)
        let leaver = charity.worker.member
        #expect(charity.certified.teams(of: leaver) == [])
        #expect(charity.certified.belonged(leaver, to: Charity.caseworkers, at: 49))
        #expect(!charity.certified.belonged(leaver, to: Charity.caseworkers, at: 50))
        #expect(charity.certified.belonged(charity.colleague.member, to: Charity.caseworkers, at: 51))
        #expect(!charity.certified.belonged(leaver, to: TeamEpoch(.caseworkers, 2), at: 49))
    }
}
