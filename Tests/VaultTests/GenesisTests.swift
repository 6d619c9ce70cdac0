import Testing

@testable import Vault

@Suite struct GenesisTests {
    private let charity: Charity
    private let new: NewFile
    private let file: ID

    init() throws {
        charity = try Charity()
        new = try charity.file().new
        file = new.genesis.file
    }

    private func forged(
        kind: UInt8 = 3, items: [UInt8] = [1, 2, 10, 11, 12], shares: [[UInt8]]? = nil,
        by signer: Keyring? = nil
    ) throws -> [UInt8] {
        try Forgery.genesis(
            kind: kind, creator: charity.worker.member, at: 10,
            letterBox: charity.worker.keys.identity.openingKey, items: items,
            shares: shares ?? [Forgery.share(.team(Charity.guardians), kind: 2, items: items)],
            signedBy: (signer ?? charity.worker).keys.signing)
    }

    /// - Parameter file: nil for the one that it gives its id.
    private func isRead(_ packed: [UInt8], of file: ID? = nil) -> Bool {
        (try? Genesis(packed: packed, of: file ?? Forgery.file(of: packed), certified: charity.certified))
            != nil
    }

    @Test func `A genesis altered at any byte is refused`() {
        let packed = new.genesis.packed
        for place in stride(from: 0, to: packed.count, by: 11) {
            #expect(!isRead(packed.turned(at: place)))
            #expect(!isRead(packed.turned(at: place), of: file))
        }
        for count in stride(from: 0, to: packed.count, by: 29) {
            #expect(!isRead(Array(packed.prefix(count))))
        }
        #expect(isRead(packed))
    }

    @Test func `Another file's genesis in its place is refused`() throws {
        let other = try charity.file().new.genesis.packed
        #expect(isRead(other))
        #expect(!isRead(other, of: file))
    }

    @Test func `A genesis in a member's name that somebody else signed is refused`() throws {
        #expect(!isRead(try forged(by: charity.outsider)))
        #expect(isRead(try forged()))
    }

    @Test func `A genesis by somebody with no certificate is refused`() throws {
        let stranger = try Charity(seed: 99)
        let packed = try Forgery.genesis(
            kind: 3, creator: stranger.worker.member, at: 10,
            letterBox: charity.worker.keys.identity.openingKey, items: [11],
            shares: [Forgery.share(.team(Charity.guardians), items: [11])],
            signedBy: stranger.worker.keys.signing)
        #expect(!isRead(packed))
    }

    @Test func `A genesis that keeps an item from the guardians is refused`() throws {
        let share = Forgery.share(.team(Charity.guardians), kind: 2, items: [1, 2, 10, 11])
        #expect(!isRead(try forged(shares: [share])))
        #expect(!isRead(try forged(shares: [])))
        #expect(throws: VaultError.refused) { try charity.file(shares: Array(Charity.shares.dropLast())) }
    }

    @Test func `A genesis that names guardians whom nobody certified is refused`() throws {
        let share = Forgery.share(.team(TeamEpoch(.guardian, 9)), kind: 2, items: [1, 2, 10, 11, 12])
        #expect(!isRead(try forged(shares: [share])))
    }

    @Test func `A genesis with escrow for anybody else is refused`() throws {
        let all: [UInt8] = [1, 2, 10, 11, 12]
        let guardians = Forgery.share(.team(Charity.guardians), kind: 2, items: all)
        for principal in [.team(Charity.caseworkers), .member(charity.worker.member), Principal.recovery] {
            #expect(
                !isRead(try forged(shares: [guardians, Forgery.share(principal, kind: 2, items: [1])])))
            #expect(isRead(try forged(shares: [guardians, Forgery.share(principal, items: [1])])))
        }
    }

    @Test(
        arguments: [
            (3, [1, 2, 10, 12]), (3, [1, 2, 8, 10, 11, 12]), (3, [1, 1, 2, 10, 11, 12]),
            (3, [11, 1, 2, 10, 12]),
            (3, []), (4, [1, 2, 10, 11, 12]), (4, [1, 11]), (0, [11]), (9, [11]),
        ] as [(UInt8, [UInt8])])
    func `A genesis with items that its kind has not, twice, out of order or without a log is refused`(
        kind: UInt8, items: [UInt8]
    ) throws {
        #expect(!isRead(try forged(kind: kind, items: items)))
    }

    @Test(arguments: [[], [1, 1], [8], [2, 1]] as [[UInt8]])
    func `A genesis with a share of nothing, of an item twice, or of one the file has not is refused`(
        items: [UInt8]
    ) throws {
        let guardians = Forgery.share(.team(Charity.guardians), kind: 2, items: [1, 2, 10, 11, 12])
        let share = Forgery.share(.team(Charity.caseworkers), items: items)
        #expect(!isRead(try forged(shares: [guardians, share])))
    }

    @Test func `The house's id is for the house alone`() throws {
        #expect(!isRead(try forged(), of: .house))
        let share = [Forgery.share(.team(Charity.guardians), items: [11, 32])]
        let house = try forged(kind: 4, items: [11, 32], shares: share)
        #expect(!isRead(house, of: file))
        #expect(isRead(house, of: .house))
    }

    @Test func `A file can't be shared with a team that nobody certified`() throws {
        let shares = Charity.shares + [.init(.team(TeamEpoch(.trustees)), items: [.identity])]
        #expect(throws: VaultError.refused) { try charity.file(shares: shares) }
    }

    @Test func `A genesis reads back as it was written`() throws {
        let read = try Genesis(packed: new.genesis.packed, of: file, certified: charity.certified)
        #expect(read.packed == new.genesis.packed)
        #expect(read.shares == Charity.shares)
        #expect(Set(read.commitments.keys) == Set(FileKind.client.items))
    }

    @Test func `The creator keeps only what the role holds`() throws {
        let (made, _) = try charity.file(by: charity.outsider)
        var provenance = charity.provenance(made)
        #expect(provenance.grants(to: charity.outsider.principals).isEmpty)
        #expect(provenance.grants(to: charity.worker.principals).count == 1)
    }
}
