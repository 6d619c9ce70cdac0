import Testing

@testable import Vault

@Suite struct EpochTests {
    private var charity: Charity
    private let new: NewFile
    private let file: ID
    private let second = ItemEpoch(.casework, 2)

    init() throws {
        charity = try Charity()
        new = try charity.file().new
        file = new.genesis.file
    }

    private func start(
        _ item: ItemEpoch, by starter: Keyring, at: Int64 = 30, secret: UInt8 = 1
    ) throws -> EpochStart {
        let secret = try ItemSecret([UInt8](repeating: secret, count: 32))
        let box = item.item == .log ? starter.keys.identity.openingKey : []
        return try EpochStart(
            file: file, item: item, secret: secret, letterBox: box, at: at, signedBy: starter.keys)
    }

    private func commitment(_ item: ItemEpoch, _ epochs: [EpochStart]) -> [UInt8]? {
        var provenance = charity.provenance(new, epochs: epochs)
        return provenance.commitments()[item]
    }

    private func counts(_ grant: Grant, _ epochs: [EpochStart], with others: [Grant] = []) -> Bool {
        var provenance = charity.provenance(new, epochs: epochs, adding: others + [grant])
        return provenance.grants(to: [grant.principal]).contains { $0.id == grant.id }
    }

    private func form(_ items: [ItemEpoch], to principal: Principal, by granter: Keyring) throws -> Grant {
        let form = Forgery.GrantForm(
            id: ID(from: charity.randomness), file: file, principal: principal, items: items,
            granter: granter.member)
        return try Grant(packed: form.packed(signedBy: granter.keys.signing))
    }

    @Test func `A new epoch by somebody who did not hold the one before does not count`() throws {
        for starter in [charity.outsider, charity.counsellor] {
            #expect(commitment(second, [try start(second, by: starter)]) == nil)
        }
        #expect(commitment(second, [try start(second, by: charity.worker)]) != nil)
    }

    @Test func `A new epoch in a holder's name that somebody else signed does not count`() throws {
        let packed = try Forgery.epoch(
            file: file, item: second, starter: charity.worker.member, at: 30,
            commitment: [UInt8](repeating: 1, count: 32), signedBy: charity.outsider.keys.signing)
        #expect(commitment(second, [try EpochStart(packed: packed)]) == nil)
    }

    @Test func `A new epoch altered at any byte is refused or does not count`() throws {
        let packed = try start(second, by: charity.worker).packed
        for place in packed.indices {
            guard let altered = try? EpochStart(packed: packed.turned(at: place)) else { continue }
            var provenance = charity.provenance(new, epochs: [altered])
            #expect(provenance.commitments().count == FileKind.client.items.count)
        }
    }

    @Test func `Another file's epoch does not count`() throws {
        let (other, _) = try charity.file()
        let start = try start(second, by: charity.worker)
        var provenance = charity.provenance(other, epochs: [start])
        #expect(provenance.commitments()[second] == nil)
    }

    @Test func `The first epoch is the genesis's alone, and none can be left out`() throws {
        let first = try start(ItemEpoch(.casework), by: charity.worker)
        let zeroth = try start(ItemEpoch(.casework, 0), by: charity.worker)
        let third = try start(ItemEpoch(.casework, 3), by: charity.worker)
        let last = try start(ItemEpoch(.casework, .max), by: charity.worker)
        #expect(commitment(first.item, [first]) == new.genesis.commitments[.casework])
        for start in [zeroth, third, last] { #expect(commitment(start.item, [start]) == nil) }
        let two = try start(second, by: charity.worker)
        #expect(commitment(third.item, [third, two]) == third.commitment)
    }

    @Test func `A new epoch goes to nobody who did not hold the one before`() throws {
        let start = try start(second, by: charity.worker)
        let outsider = Principal.member(charity.outsider.member)
        #expect(!counts(try form([second], to: outsider, by: charity.worker), [start]))
        #expect(!counts(try form([second], to: .team(Charity.counselling), by: charity.worker), [start]))
        for principal in [.team(Charity.caseworkers), Principal.member(charity.colleague.member)] {
            #expect(counts(try form([second], to: principal, by: charity.worker), [start]))
        }
        let both = try form([ItemEpoch(.casework), second], to: outsider, by: charity.worker)
        #expect(counts(both, [start]))
    }

    @Test func `Nobody but the starter has a new epoch to give before it is given to them`() throws {
        let start = try start(second, by: charity.worker)
        let toTeam = Principal.team(Charity.caseworkers)
        #expect(!counts(try form([second], to: toTeam, by: charity.colleague), [start]))
        let given = try form([second], to: .member(charity.colleague.member), by: charity.worker)
        #expect(counts(try form([second], to: toTeam, by: charity.colleague), [start], with: [given]))
    }

    @Test mutating func `The same team under a new key receives what it held`() throws {
        try charity.found(TeamEpoch(.caseworkers, 2), [charity.colleague], at: 40)
        let start = try start(second, by: charity.colleague, at: 41)
        let grant = try form([second], to: .team(TeamEpoch(.caseworkers, 2)), by: charity.colleague)
        #expect(counts(grant, [start]))
    }

    @Test mutating func `A former member of the team starts nothing and gives nothing`() throws {
        try charity.found(TeamEpoch(.caseworkers, 2), [charity.colleague], at: 15)
        #expect(commitment(second, [try start(second, by: charity.worker, at: 16)]) == nil)
        let grant = try form(
            [ItemEpoch(.casework)], to: .member(charity.outsider.member), by: charity.worker)
        #expect(!counts(grant, []))
        #expect(commitment(second, [try start(second, by: charity.colleague, at: 16)]) != nil)
    }

    @Test mutating func `Somebody who has left the charity starts nothing, even what was theirs alone`()
        throws
    {
        let first = try start(second, by: charity.worker, at: 30)
        let third = try start(ItemEpoch(.casework, 3), by: charity.worker, at: 60)
        #expect(commitment(third.item, [first, third]) != nil)
        try charity.certify(.departure(charity.worker.member), at: 50)
        #expect(commitment(second, [first, third]) == first.commitment)
        #expect(commitment(third.item, [first, third]) == nil)
    }

    @Test mutating func `An epoch that a former member dates back loses to the one started since`() throws {
        try charity.found(TeamEpoch(.caseworkers, 2), [charity.colleague], at: 40)
        let back = try start(second, by: charity.worker, at: 39, secret: 6)
        let honest = try start(second, by: charity.colleague, at: 41, secret: 7)
        let onTop = try start(ItemEpoch(.casework, 3), by: charity.worker, at: 39, secret: 8)
        for order in [[back, honest, onTop], [onTop, honest, back]] {
            #expect(commitment(second, order) == honest.commitment)
            #expect(commitment(onTop.item, order) == nil)
        }
    }

    @Test func `The order of the rows does not choose between two starts`() throws {
        let one = try start(second, by: charity.worker, secret: 3)
        let other = try start(second, by: charity.colleague, secret: 4)
        #expect(commitment(second, [one, other]) == commitment(second, [other, one]))
    }

    @Test func `An epoch of the log has a letter box, and no other item's has`() throws {
        let key = charity.worker.keys.identity.openingKey
        for (item, box) in [(Item.log, []), (.log, key.dropLast()), (.casework, key)] {
            let packed = try Forgery.epoch(
                file: file, item: ItemEpoch(item, 2), starter: charity.worker.member, at: 30,
                commitment: [UInt8](repeating: 1, count: 32), letterBox: Array(box),
                signedBy: charity.worker.keys.signing)
            #expect(throws: VaultError.refused) { try EpochStart(packed: packed) }
        }
    }

    @Test func `The letter box is the newest epoch's that counts`() throws {
        let forged = try start(ItemEpoch(.log, 2), by: charity.outsider)
        var provenance = charity.provenance(new, epochs: [forged])
        #expect(provenance.letterBox().epoch == 1)
        #expect(provenance.letterBox().key == new.genesis.letterBox)
        let real = try start(ItemEpoch(.log, 2), by: charity.worker)
        var again = charity.provenance(new, epochs: [forged, real])
        #expect(again.letterBox().epoch == 2)
        #expect(again.letterBox().key == real.letterBox)
    }

    @Test func `An epoch reads back as it was written`() throws {
        for item in [second, ItemEpoch(.log, 2)] {
            let start = try start(item, by: charity.worker)
            #expect(try EpochStart(packed: start.packed).packed == start.packed)
        }
    }
}
