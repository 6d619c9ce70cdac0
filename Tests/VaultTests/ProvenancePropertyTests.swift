import Testing

@testable import Vault

/// Random histories of grants and epochs by people who hold and people who don't, judged by `Provenance` and by a
/// plain model of the same sentences.
@Suite struct ProvenancePropertyTests {
    private let charity: Charity

    init() throws { charity = try Charity() }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `What counts is what the plain model counts, in whatever order the rows come`(seed: UInt64) throws {
        var choices = SeededChoices(seed)
        let new = try charity.file().new
        let history = try history(of: new.genesis.file, &choices)
        let model = Model(new, history.grants, history.epochs, charity)
        for _ in 0..<2 {
            var provenance = charity.provenance(
                new, epochs: history.epochs.map(\.epoch).shuffled(using: &choices),
                adding: history.grants.map(\.grant).shuffled(using: &choices))
            let counting = provenance.grants(to: Set(principals))
            #expect(Set(counting.map(\.id)) == model.counting)
            #expect(Set(provenance.commitments().keys) == model.started)
        }
    }

    @Test func `The histories hold later grants and epochs that count, and as many that do not`() throws {
        var counting = 0
        var refused = 0
        var started = 0
        for seed in UInt64(1)...40 {
            var choices = SeededChoices(seed)
            let new = try charity.file().new
            let history = try history(of: new.genesis.file, &choices)
            let model = Model(new, history.grants, history.epochs, charity)
            let later = Set(history.grants.map(\.grant.id))
            counting += later.intersection(model.counting).count
            refused += later.subtracting(model.counting).count
            started += model.started.count - new.genesis.commitments.count
        }
        #expect(counting > 20)
        #expect(refused > 20)
        #expect(started > 10)
    }

    @Test(.timeLimit(.minutes(1)))
    func `Two thousand grants in a ring by people who hold nothing are judged at once, and none counts`()
        throws
    {
        let new = try charity.file().new
        let ring = [charity.outsider, charity.counsellor]
        let grants = try (0..<2000).map { place in
            let form = Forgery.GrantForm(
                id: ID(from: charity.randomness), file: new.genesis.file,
                principal: .member(ring[(place + 1) % 2].member), items: [ItemEpoch(.health)],
                granter: ring[place % 2].member)
            return try Grant(packed: form.packed(signature: [UInt8](repeating: 0, count: 64)))
        }
        var provenance = charity.provenance(new, adding: grants)
        #expect(provenance.grants(to: Set(ring.map { Principal.member($0.member) })).isEmpty)
    }

    private var people: [Keyring] {
        [charity.worker, charity.colleague, charity.counsellor, charity.guardian, charity.outsider]
    }

    private var principals: [Principal] {
        people.map { .member($0.member) }
            + [.team(Charity.caseworkers), .team(Charity.counselling), .team(Charity.guardians)]
    }

    private func history(
        of file: ID, _ choices: inout SeededChoices
    ) throws -> (grants: [Signed<Grant>], epochs: [Signed<EpochStart>]) {
        let items: [Item] = [.casework, .counselling, .identity]
        var grants: [Signed<Grant>] = []
        for _ in 0..<14 {
            var bundle: Set<ItemEpoch> = []
            for _ in 0..<Int.random(in: 1...3, using: &choices) {
                bundle.insert(
                    ItemEpoch(
                        items[Int.random(in: 0..<3, using: &choices)], .random(in: 1...3, using: &choices)))
            }
            let granter = people[Int.random(in: 0..<5, using: &choices)]
            let isSigned = Int.random(in: 0..<6, using: &choices) > 0
            let form = Forgery.GrantForm(
                id: ID(from: charity.randomness), file: file,
                principal: principals[Int.random(in: 0..<8, using: &choices)], items: bundle.sorted(),
                granter: granter.member)
            let signer = isSigned ? granter : try Charity(seed: 7).worker
            grants.append(
                Signed(try Grant(packed: form.packed(signedBy: signer.keys.signing)), isSigned: isSigned))
        }
        var epochs: [Signed<EpochStart>] = []
        for item in items {
            for epoch in UInt32(2)...3 where Int.random(in: 0..<4, using: &choices) > 0 {
                let starter = people[Int.random(in: 0..<5, using: &choices)]
                let isSigned = Int.random(in: 0..<6, using: &choices) > 0
                let signer = isSigned ? starter : try Charity(seed: 7).worker
                let packed = try Forgery.epoch(
                    file: file, item: ItemEpoch(item, epoch), starter: starter.member, at: 30,
                    commitment: charity.randomness.bytes(32), signedBy: signer.keys.signing)
                epochs.append(Signed(try EpochStart(packed: packed), isSigned: isSigned))
            }
        }
        return (grants, epochs)
    }
}

private struct Signed<Statement> {
    let statement: Statement
    let isSigned: Bool

    init(_ statement: Statement, isSigned: Bool) {
        self.statement = statement
        self.isSigned = isSigned
    }
}

extension Signed<Grant> {
    fileprivate var grant: Grant { statement }
}

extension Signed<EpochStart> {
    fileprivate var epoch: EpochStart { statement }
}

/// The rules read out over one flat set of facts until nothing is added: who has been given what.
private struct Model {
    struct Fact: Hashable {
        let principal: Principal
        let item: ItemEpoch
    }

    private(set) var counting: Set<ID> = []
    private(set) var started: Set<ItemEpoch>
    private var facts: Set<Fact> = []
    private let teams: [TeamEpoch: Set<ID>]

    init(_ new: NewFile, _ grants: [Signed<Grant>], _ epochs: [Signed<EpochStart>], _ charity: Charity) {
        teams = [
            Charity.caseworkers: [charity.worker.member, charity.colleague.member],
            Charity.counselling: [charity.counsellor.member],
            Charity.guardians: [charity.guardian.member],
        ]
        started = Set(new.genesis.commitments.keys.map { ItemEpoch($0) })
        for share in Charity.shares {
            for item in share.items { facts.insert(Fact(principal: share.principal, item: ItemEpoch(item))) }
        }
        var before = -1
        while before != facts.count + started.count {
            before = facts.count + started.count
            for epoch in epochs where epoch.isSigned {
                let item = epoch.epoch.item
                guard holds(epoch.epoch.starter, ItemEpoch(item.item, item.epoch - 1)) else { continue }
                started.insert(item)
                facts.insert(Fact(principal: .member(epoch.epoch.starter), item: item))
            }
            for grant in grants where grant.isSigned {
                for item in grant.grant.items where gives(grant.grant, item) {
                    facts.insert(Fact(principal: grant.grant.principal, item: item))
                }
            }
        }
        counting = Set(new.grants.filter { $0.kind == .ordinary }.map(\.id))
        for grant in grants where grant.isSigned {
            if grant.grant.items.allSatisfy({ gives(grant.grant, $0) }) { counting.insert(grant.grant.id) }
        }
    }

    private func gives(_ grant: Grant, _ item: ItemEpoch) -> Bool {
        guard holds(grant.granter, item) else { return false }
        guard item.epoch > 1 else { return true }
        let before = ItemEpoch(item.item, item.epoch - 1)
        if case .member(let member) = grant.principal { return holds(member, before) }
        return facts.contains(Fact(principal: grant.principal, item: before))
    }

    private func holds(_ member: ID, _ item: ItemEpoch) -> Bool {
        facts.contains(Fact(principal: .member(member), item: item))
            || teams.contains {
                $0.value.contains(member) && facts.contains(Fact(principal: .team($0.key), item: item))
            }
    }
}
