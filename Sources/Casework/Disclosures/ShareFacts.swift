import Policy
import Vault

/// The facts of a request, gathered from what is on record now: consents, the purpose, the person's age, a ruling.
struct ShareFacts {
    let kind: FileKind
    let identity: Identity?
    /// In the order in which they were written; nil if the reader does not hold them: then nothing is known of them.
    let consents: [Record<Consent>]?
    let purposes: [Record<Purpose>]
    let today: Day

    func facts(of asked: Asked, ruling: Disclosure.Ruling? = nil, now: Instant) -> Facts {
        var items = Items()
        for part in asked.parts { items.insert(part.item) }
        var facts = Facts(recipient: asked.recipient, items: items, ground: asked.ground)
        facts.subject = kind == .organisation ? .organisation : kind == .staff ? .staff : .client
        facts.age = (identity?.born).flatMap { Day($0) }.map { AgeBand(born: $0, on: today) }
        facts.answer(asked.answers)
        facts.needToKnow = asked.parts.allSatisfy { !$0.need.isEmpty }
        facts.purpose = purpose(of: asked)
        facts.protocol = ProtocolState.none
        facts.protocolItems = []
        facts.power = !asked.power.isEmpty
        facts.powerItems = Items(asked.powerItems)
        facts.permittedFields = false
        facts.suppressed = false
        if let consents {
            (facts.consent, facts.consentItems) = consent(for: asked, among: consents)
        }
        facts.approval = Approval.none
        facts.approvalItems = []
        if let ruling, now <= ruling.expires {
            facts.approval = Approval(rawValue: ruling.approval)
            facts.approvalItems = Items(ruling.items.compactMap { Policy.Item(rawValue: $0) })
        }
        return facts
    }

    private func purpose(of asked: Asked) -> PurposeState {
        guard let id = asked.purpose, let purpose = purposes.first(where: { $0.id == id }) else {
            return .none
        }
        return purpose.text.state(on: today)
    }

    /// For each item the newest consent that speaks of it to this recipient for this purpose decides, a later general
    /// no included; general consent is asked where none does. Newest is what was written last, whatever the clock said.
    ///
    /// One state speaks for all the items. Where they differ, the items of the lesser consent count as not covered:
    /// less leaves than might, never more, and they can be asked for by themselves.
    private func consent(
        for asked: Asked, among consents: [Record<Consent>]
    ) -> (state: ConsentState, items: Items) {
        let newest = consents.reversed()
        var standing = Items()
        var requested = Items()
        var refused: ConsentState?
        for part in asked.parts {
            guard let consent = newest.first(where: { $0.text.speaks(of: part.item, asked: asked) }),
                consent.text.scope != .general
            else { continue }
            switch consent.text.state(on: today) {
            case .specific: standing.insert(part.item)
            case .requested:
                standing.insert(part.item)
                requested.insert(part.item)
            case let state: refused = refused ?? state
            }
        }
        if !standing.isEmpty {
            return (standing == requested ? .requested : .specific, standing)
        }
        if let refused { return (refused, []) }
        guard let general = newest.first(where: { $0.text.scope == .general }) else { return (.none, []) }
        let state = general.text.state(on: today)
        return (state, state == .general ? Self.general : [])
    }

    /// What general consent covers: not counselling, not monitoring, nothing that is not about the person.
    private static let general: Items = [
        .identity, .contact, .household, .casework, .health, .finance, .safeguarding, .violence,
    ]
}

extension Consent {
    /// Whether it says anything, yes or no, of this item to this recipient for this purpose. A general no speaks of all
    /// that was agreed before it: the person's latest word counts (clause S4.1).
    fileprivate func speaks(of item: Policy.Item, asked: Asked) -> Bool {
        speaks(
            of: item.rawValue, to: asked.recipient.rawValue, party: asked.party, purpose: asked.purpose?.text)
    }

    func speaks(of item: String, to recipient: String, party: String, purpose: String?) -> Bool {
        guard case .specific(let specific) = scope else { return isNo }
        return specific.recipient == recipient && specific.items.contains(item)
            && specific.purpose == purpose && specific.party.isSameParty(as: party)
    }
}

extension String {
    /// The same name of a recipient, whatever its capitals and spaces.
    func isSameParty(as other: String) -> Bool {
        func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return folded(self) == folded(other)
    }
}

extension AgeBand {
    /// The age band of somebody on a day. A birthday counts from its own day; 29 February from 1 March.
    package init(born: Day, on day: Day) {
        var years = day.year - born.year
        if (day.month, day.day) < (born.month, born.day) { years -= 1 }
        self = years < 16 ? .under16 : years < 18 ? .from16to17 : .adult
    }
}

extension Facts {
    /// What the asker answered; absent is unknown.
    mutating func answer(_ answers: [Asked.Question: Bool]) {
        for question in Asked.Question.allCases { set(question, to: answers[question]) }
    }

    /// Adds answers to those that are known.
    mutating func add(_ answers: [Asked.Question: Bool]) {
        for (question, answer) in answers { set(question, to: answer) }
    }

    private mutating func set(_ question: Asked.Question, to answer: Bool?) {
        switch question {
        case .verified: verified = answer
        case .undertaking: undertaking = answer
        case .suspicion: suspicion = answer
        case .investigation: investigation = answer
        case .reportedMissing: reportedMissing = answer
        case .publicSafety: publicSafety = answer
        case .visitorForm: visitorForm = answer
        case .policiesGiven: policiesGiven = answer
        }
    }
}
