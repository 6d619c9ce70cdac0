import Testing

@testable import Vault

@Suite struct GrantTests {
    private let charity: Charity
    private let new: NewFile
    private let half: [UInt8]
    private let file: ID
    /// What the worker opens of the file.
    private let secrets: [ItemEpoch: ItemSecret]

    init() throws {
        charity = try Charity()
        (new, half) = try charity.file()
        file = new.genesis.file
        var provenance = charity.provenance(new)
        let commitments = provenance.commitments()
        let grant = try #require(provenance.grants(to: charity.worker.principals).first)
        secrets = try charity.worker.secrets(of: grant, commitments: commitments)
    }

    private func counts(_ packed: [UInt8]) throws -> Bool {
        let grant = try Grant(packed: packed)
        var provenance = charity.provenance(new, adding: [grant])
        let principals = Set(new.grants.map(\.principal)).union([grant.principal])
        return provenance.grants(to: principals, inEscrow: grant.kind == .escrow).contains {
            $0.id == grant.id
        }
    }

    private func form(
        by granter: Keyring, to principal: Principal, items: [ItemEpoch]
    ) -> Forgery.GrantForm {
        .init(
            id: ID(from: charity.randomness), file: file, principal: principal, items: items,
            granter: granter.member)
    }

    @Test func `A grant that nobody signed does not count`() throws {
        let form = form(
            by: charity.worker, to: .member(charity.outsider.member), items: [ItemEpoch(.casework)])
        #expect(try !counts(form.packed(signature: [UInt8](repeating: 0, count: 64))))
    }

    @Test func `A grant in a holder's name that somebody else signed does not count`() throws {
        let form = form(
            by: charity.worker, to: .member(charity.outsider.member), items: [ItemEpoch(.casework)])
        #expect(try !counts(form.packed(signedBy: charity.outsider.keys.signing)))
        #expect(try counts(form.packed(signedBy: charity.worker.keys.signing)))
    }

    @Test func `A grant by somebody who holds nothing does not count`() throws {
        let form = form(
            by: charity.outsider, to: .member(charity.outsider.member), items: [ItemEpoch(.casework)])
        #expect(try !counts(form.packed(signedBy: charity.outsider.keys.signing)))
    }

    @Test(arguments: Item.allCases)
    func `A holder's grant counts for the items they hold and no other`(item: Item) throws {
        let form = form(
            by: charity.worker, to: .member(charity.outsider.member), items: [ItemEpoch(item)])
        let held: Set<Item> = [.identity, .contact, .casework, .log]
        #expect(try counts(form.packed(signedBy: charity.worker.keys.signing)) == held.contains(item))
    }

    @Test func `A grant of one held and one unheld item does not count`() throws {
        let form = form(
            by: charity.worker, to: .member(charity.outsider.member),
            items: [ItemEpoch(.casework), ItemEpoch(.health)])
        #expect(try !counts(form.packed(signedBy: charity.worker.keys.signing)))
    }

    @Test func `A grant of an epoch that nobody started does not count`() throws {
        for epoch in [UInt32(0), 2, .max] {
            let form = form(
                by: charity.worker, to: .member(charity.outsider.member),
                items: [ItemEpoch(.casework, epoch)])
            #expect(try !counts(form.packed(signedBy: charity.worker.keys.signing)))
        }
    }

    @Test func `The creator's signature counts for what the genesis foresaw and for nothing more`() throws {
        let (made, _) = try charity.file(by: charity.outsider)
        func counts(_ principal: Principal, _ items: [Item], kind: UInt8 = 1) throws -> Bool {
            var form = Forgery.GrantForm(
                id: ID(from: charity.randomness), file: made.genesis.file, principal: principal,
                items: items.map { ItemEpoch($0) }, granter: charity.outsider.member)
            form.kind = kind
            let grant = try Grant(packed: form.packed(signedBy: charity.outsider.keys.signing))
            var provenance = charity.provenance(made, adding: [grant])
            return provenance.grants(to: [principal], inEscrow: kind == 2).contains { $0.id == grant.id }
        }
        #expect(try !counts(.member(charity.outsider.member), [.casework]))
        #expect(try !counts(.team(Charity.counselling), [.health]))
        #expect(try !counts(.team(Charity.counselling), [.identity, .log]))
        #expect(try !counts(.team(Charity.guardians), FileKind.client.items))
        #expect(try counts(.team(Charity.guardians), FileKind.client.items, kind: 2))
        #expect(try counts(.team(Charity.counselling), [.identity, .counselling, .log]))
    }

    @Test func `What the genesis foresaw counts from the creator and from nobody else`() throws {
        let form = form(
            by: charity.outsider, to: .team(Charity.caseworkers),
            items: [.identity, .contact, .casework, .log].map { ItemEpoch($0) }.sorted())
        #expect(try !counts(form.packed(signedBy: charity.outsider.keys.signing)))
        var foreseen = form
        foreseen.granter = charity.worker.member
        #expect(try counts(foreseen.packed(signedBy: charity.worker.keys.signing)))
    }

    @Test func `Nobody but the guardians is given anything in escrow`() throws {
        var form = form(
            by: charity.worker, to: .member(charity.outsider.member), items: [ItemEpoch(.casework)])
        form.kind = 2
        #expect(try !counts(form.packed(signedBy: charity.worker.keys.signing)))
        form.principal = .team(Charity.guardians)
        #expect(try counts(form.packed(signedBy: charity.worker.keys.signing)))
    }

    @Test func `A grant to somebody with no certified key does not count`() throws {
        let form = form(
            by: charity.worker, to: .member(ID(from: charity.randomness)), items: [ItemEpoch(.casework)])
        #expect(try !counts(form.packed(signedBy: charity.worker.keys.signing)))
    }

    @Test func `Two grants under one id: neither counts`() throws {
        let principal = Principal.member(charity.outsider.member)
        let id = ID(from: charity.randomness)
        let grants = try (0..<2).map { _ in
            try charity.grant(
                [ItemEpoch(.casework): try #require(secrets[ItemEpoch(.casework)])], of: file, to: principal,
                by: charity.worker, id: id)
        }
        var both = charity.provenance(new, adding: grants)
        #expect(both.grants(to: [principal]).isEmpty)
        var one = charity.provenance(new, adding: [grants[0]])
        #expect(one.grants(to: [principal]).count == 1)
    }

    @Test func `A grant with its principal, kind, items, granter, time, id or bundle changed does not count`()
        throws
    {
        let real = try #require(new.grants.first)
        let other = ID(from: charity.randomness)
        let changes: [(inout Forgery.GrantForm) -> Void] = [
            { $0.principal = .member(charity.outsider.member) }, { $0.kind = 2 },
            { $0.items.removeLast() }, { $0.items.append(ItemEpoch(.household)) },
            { $0.granter = charity.colleague.member }, { $0.at += 1 }, { $0.id = other },
            { $0.sealed = $0.sealed.turned(at: 1119) },
        ]
        for change in changes {
            var form = Forgery.GrantForm(real)
            change(&form)
            form.items.sort()
            let packed = form.packed(signature: real.signature)
            let grant = try Grant(packed: packed)
            var provenance = Provenance(
                genesis: new.genesis, epochs: [], grants: [grant], certified: charity.certified)
            #expect(provenance.grants(to: [grant.principal]).isEmpty)
            #expect(provenance.grants(to: [grant.principal], inEscrow: true).isEmpty)
        }
    }

    @Test func `A grant of one file does not count in another`() throws {
        let (other, _) = try charity.file()
        var provenance = Provenance(
            genesis: other.genesis, epochs: [], grants: new.grants, certified: charity.certified)
        #expect(provenance.grants(to: charity.worker.principals).isEmpty)
        var form = Forgery.GrantForm(try #require(new.grants.first))
        form.file = other.genesis.file
        let replayed = try Grant(packed: form.packed(signature: try #require(new.grants.first).signature))
        var again = charity.provenance(other, adding: [replayed])
        #expect(!again.grants(to: charity.worker.principals).contains { $0.id == replayed.id })
    }

    @Test func `A rightly signed grant of another secret is refused by the commitment`() throws {
        let wrong = try charity.grant(
            [ItemEpoch(.casework): ItemSecret(charity.randomness.bytes(32))], of: file,
            to: .member(charity.outsider.member), by: charity.worker)
        #expect(try counts(wrong.packed))
        var provenance = charity.provenance(new, adding: [wrong])
        let commitments = provenance.commitments()
        #expect(throws: VaultError.refused) {
            try charity.outsider.secrets(of: wrong, commitments: commitments)
        }
    }

    @Test func `Secrets in one bundle can't be told off as each other's`() throws {
        let crossed = try charity.grant(
            [
                ItemEpoch(.casework): try #require(secrets[ItemEpoch(.contact)]),
                ItemEpoch(.contact): try #require(secrets[ItemEpoch(.casework)]),
            ], of: file, to: .member(charity.outsider.member), by: charity.worker)
        var provenance = charity.provenance(new, adding: [crossed])
        let commitments = provenance.commitments()
        #expect(throws: VaultError.refused) {
            try charity.outsider.secrets(of: crossed, commitments: commitments)
        }
    }

    @Test func `A grant's stored form altered at any byte does not count, or is not read`() throws {
        let real = try #require(new.grants.first)
        for place in stride(from: 0, to: real.packed.count, by: 7) {
            guard let grant = try? Grant(packed: real.packed.turned(at: place)) else { continue }
            var provenance = Provenance(
                genesis: new.genesis, epochs: [], grants: [grant], certified: charity.certified)
            #expect(provenance.grants(to: charity.worker.principals).isEmpty)
        }
    }

    @Test func `A grant of no items, of one twice, out of order, or of too many is not read`() throws {
        let one = ItemEpoch(.casework)
        let lists: [[ItemEpoch]] = [
            [], [one, one], [one, ItemEpoch(.contact)], [ItemEpoch(.casework, 2), one],
            (1...1025).map { ItemEpoch(.casework, $0) },
        ]
        for items in lists {
            let form = form(by: charity.worker, to: .recovery, items: items)
            #expect(throws: VaultError.refused) {
                try Grant(packed: form.packed(signedBy: charity.worker.keys.signing))
            }
        }
    }

    @Test func `Two hundred and fifty-six epochs and more fit in one grant`() throws {
        var many: [ItemEpoch: ItemSecret] = [:]
        for epoch in 1...UInt32(300) {
            many[ItemEpoch(.casework, epoch)] = try ItemSecret(charity.randomness.bytes(32))
        }
        let grant = try charity.grant(
            many, of: file, to: .member(charity.outsider.member), by: charity.worker)
        #expect(try Grant(packed: grant.packed).items == grant.items)
    }

    @Test func `A grant written by hand from the documented form reads as the program's own`() throws {
        let real = try #require(new.grants.first)
        let form = Forgery.GrantForm(real)
        #expect(form.packed(signature: real.signature) == real.packed)
    }

    @Test func `What a grant gives opens what the creator sealed`() throws {
        let record = ID(from: charity.randomness)
        let sealed = try new.key(of: .casework).seal([1, 2, 3], record: record, version: 1)
        let secret = try #require(secrets[ItemEpoch(.casework)])
        let key = try secret.itemKey(file: file, ItemEpoch(.casework), half: half)
        #expect(try key.open(sealed, record: record, version: 1) == [1, 2, 3])
    }
}
