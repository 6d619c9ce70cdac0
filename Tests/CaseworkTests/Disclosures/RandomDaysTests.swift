import Database
import Policy
import Testing
import Vault

@testable import Casework

/// Random days of consents given and withdrawn, shares, referrals and approvals. After each step, against a model that
/// the test keeps by itself: no release without a decision that allows it, no decision without an entry, and the log
/// book and the file agree (clauses S1.2, P4.5).
@Suite struct RandomDaysTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `No release lacks a decision, no decision lacks an entry, and log book and file agree`(
        seed: UInt64
    ) async throws {
        let charity = try await Charity()
        var day = try await RandomDay(charity, seed: seed)
        for _ in 0..<60 {
            try await day.step()
            try await day.check()
        }
        #expect(try await charity.verification().holds)
        #expect(day.releases > 0 && day.rulings > 0)
    }
}

/// One file, one council, one doctor, and everything that may happen to them.
private struct RandomDay {
    let charity: Charity
    let file: ID
    let purpose: ID
    let callers: [Person: Caller]
    let rulebook: Rulebook
    var random: Draw
    /// The newest statement about each item to the council: its record, version and state.
    var consents: [Policy.Item: (id: ID, version: UInt32, state: ConsentState)] = [:]
    var approvedUntil: Day
    var made: [ID] = []
    var known: Set<String> = []
    var releases = 0
    var rulings = 0

    static let items: [Policy.Item] = [.casework, .health, .finance, .contact]
    static let kinds: Set<EntryKind> = [
        .shareWithheld, .shareReferred, .shareReleased, .shareReleasedInPart, .referralApproved,
        .referralRefused, .referralRuledInPart,
    ]

    init(_ charity: Charity, seed: UInt64) async throws {
        self.charity = charity
        random = Draw(state: seed)
        file = try await charity.workedClient()
        purpose = try await charity.purpose(days: 20)
        approvedUntil = charity.casework.now.day.adding(days: 20)
        rulebook = charity.casework.rulebook
        var callers: [Person: Caller] = [:]
        for person in Person.allCases { callers[person] = try await charity.caller(person) }
        self.callers = callers
    }

    private func caller(_ person: Person) throws -> Caller {
        guard let caller = callers[person] else { throw CaseworkError.signedOut }
        return caller
    }

    mutating func step() async throws {
        switch random.below(10) {
        case 0, 1, 2: try await state()
        case 3, 4, 5: try await share()
        case 6, 7: try await rule()
        case 8: try await release()
        default: charity.time.move(seconds: Int64(random.below(3 * 86_400)))
        }
    }

    /// Gives consent, refuses it, or withdraws what was given.
    private mutating func state() async throws {
        let item = Self.items[random.below(Self.items.count)]
        let worker = try caller(.caseworker)
        var consent = Consent(
            scope: .specific(
                .init(
                    recipient: "council", party: "Lantern Council", items: [item.rawValue],
                    purpose: purpose.text, isRequested: false)),
            told: Set(Consent.Telling.allCases), answer: .agreed, form: .init(isWritten: true))
        var (id, version) = (charity.casework.newID(), UInt32(1))
        var state = ConsentState.specific
        switch random.below(4) {
        case 0:
            consent.answer = .refused
            state = .refused
        case 1:
            if let old = consents[item] {
                (id, version) = (old.id, old.version + 1)
                consent.withdrawn = .init(at: 0, words: "No")
                state = .withdrawn
            }
        default: break
        }
        let (written, record, number) = (consent, id, version)
        let key = try await charity.casework.openFile(file, as: worker).key(of: .consent)
        try await charity.casework.act(.consentRecorded, on: file, by: worker.member) { act in
            try SealedRecord.write(written, id: record, after: number - 1, with: key, in: &act)
        }
        consents[item] = (id, version, state)
    }

    private mutating func share() async throws {
        var items = Self.items.filter { _ in random.below(2) == 0 }
        if items.isEmpty { items = [.casework] }
        let answers: [Asked.Question: Bool] = [
            .verified: random.below(5) > 0, .undertaking: random.below(5) > 0,
        ]
        let form: ShareForm
        switch random.below(4) {
        case 0:
            form = .filled(
                items, to: .healthProfessional, party: "Dr Moran", ground: .riskOfHarm, answers: answers)
        case 1:
            form = .filled(
                items, ground: .legalDuty, answers: answers, power: "An Act", powerItems: [items[0]])
        default: form = .filled(items, purpose: purpose, answers: answers)
        }
        let person: Person = random.below(3) == 0 ? .manager : .caseworker
        made.append(try await charity.share(form, of: file, by: try caller(person)).id)
    }

    private mutating func rule() async throws {
        let person = [Person.manager, .otherManager, .guardian, .caseworker][random.below(4)]
        let caller = try caller(person)
        for referral in try await charity.casework.referrals(as: caller) {
            #expect(referral.record.text.asked.by != caller.member.text)
            let items = referral.record.text.waiting(for: caller.approvals).filter { _ in random.below(2) == 0
            }
            try await charity.casework.rule(
                on: referral.record.id, version: referral.record.version, of: file, items: items,
                reason: "Because", as: caller)
            rulings += 1
        }
    }

    private mutating func release() async throws {
        for person in [Person.caseworker, .manager] {
            let caller = try caller(person)
            for ruled in try await charity.casework.ruledOn(as: caller) {
                let seen = try await charity.casework.disclosure(ruled.record.id, of: file, as: caller)
                let version = seen.record.version
                do {
                    try await charity.casework.releaseApproved(
                        ruled.record.id, version: version, of: file, seen: seen.ready.mark, as: caller)
                } catch {
                    let error = error as CaseworkError
                    #expect(seen.ready.isEmpty && [.stale, .notFound].contains(error))
                }
            }
        }
    }

    mutating func check() async throws {
        let all = try await charity.casework.disclosures(of: file, as: try caller(.guardian))
        #expect(Set(all.map(\.id)) == Set(made))
        for record in all {
            let disclosure = record.text
            for (number, release) in disclosure.releases.enumerated()
            where known.insert("\(record.id.text) \(number)").inserted {
                releases += 1
                let words = Dictionary(
                    uniqueKeysWithValues: disclosure.asked.parts.map { ($0.item.rawValue, $0.words) })
                let allowed = allowed(disclosure)
                #expect(!release.parts.isEmpty)
                for part in release.parts {
                    #expect(allowed.contains(part.item), "\(part.item) left without a decision")
                    #expect(part.words == words[part.item])
                }
            }
            let left = disclosure.releases.flatMap { $0.parts.map(\.item) }
            #expect(Set(left).count == left.count)
        }
        try await checkEntries()
    }

    /// What a fresh run of the engine lets go now, on facts that the test gathered by itself.
    private func allowed(_ disclosure: Disclosure) -> Set<String> {
        let asked = disclosure.asked
        var allowed: Set<String> = []
        let rulings: [Disclosure.Ruling?] = [nil] + disclosure.rulings
        for part in asked.parts {
            for ruling in rulings {
                var facts = Facts(recipient: asked.recipient, items: [part.item], ground: asked.ground)
                facts.subject = .client
                facts.age = .adult
                facts.verified = asked.answers[.verified]
                facts.undertaking = asked.answers[.undertaking]
                facts.needToKnow = true
                facts.purpose =
                    asked.purpose == nil
                    ? PurposeState.none : charity.casework.now.day <= approvedUntil ? .approved : .lapsed
                facts.protocol = ProtocolState.none
                facts.power = !asked.power.isEmpty
                facts.powerItems = Items(asked.powerItems)
                let state = asked.purpose == nil ? nil : consents[part.item]?.state
                // The first contact's consent is general, and covers nothing that needs more.
                facts.consent = state ?? .general
                facts.consentItems = state == nil || state == .specific ? [part.item] : []
                if let ruling, charity.casework.now <= ruling.expires {
                    facts.approval = Approval(rawValue: ruling.approval)
                    facts.approvalItems = ruling.items.contains(part.item.rawValue) ? [part.item] : []
                }
                if rulebook.decide(facts).released.contains(part.item) { allowed.insert(part.item.rawValue) }
            }
        }
        return allowed
    }

    /// Every version of a disclosure was left by one entry of its kinds on this file, and the other way round.
    private func checkEntries() async throws {
        let (records, entries) = try await charity.database.read { [file] connection in
            (
                try connection.rows(
                    """
                    SELECT entry FROM records WHERE file = \(file.bytes)
                      AND item = \(Int64(Vault.Item.disclosure.rawValue)) ORDER BY entry
                    """
                ).map { try $0.integer("entry") },
                try connection.rows(
                    """
                    SELECT position FROM entries WHERE file = \(file.bytes)
                      AND kind IN \(list: Self.kinds.map { Int64($0.rawValue) }) ORDER BY position
                    """
                ).map { try $0.integer("position") }
            )
        }
        #expect(records == entries)
    }
}

/// Draws numbers from a seed (SplitMix64).
private struct Draw {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}
