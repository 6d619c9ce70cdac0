import Policy
import Vault

/// The share form as it is typed.
package struct ShareForm: Sendable {
    package var recipient: String
    package var party: String
    /// Ticked items, by their words, each with its need and the words that would leave.
    package var parts: [(item: String, need: String, words: String)]
    package var whyNotAnonymous: String
    package var ground: String
    package var purpose: String
    package var isOral: Bool
    /// By question: `yes`, `no`, or anything else for not known.
    package var answers: [String: String]
    package var power: String
    package var powerItems: [String]

    package init(
        recipient: String, party: String, parts: [(item: String, need: String, words: String)],
        whyNotAnonymous: String, ground: String, purpose: String, isOral: Bool, answers: [String: String],
        power: String, powerItems: [String]
    ) {
        self.recipient = recipient
        self.party = party
        self.parts = parts
        self.whyNotAnonymous = whyNotAnonymous
        self.ground = ground
        self.purpose = purpose
        self.isOral = isOral
        self.answers = answers
        self.power = power
        self.powerItems = powerItems
    }

    /// Whom a caseworker shares with: an asker from outside, by a role of the procedure's table.
    package static let recipients: [Recipient] = Recipient.allCases.filter {
        $0 != .staff && $0 != .directory
    }
    package static let grounds: [Ground] = Ground.allCases.filter { $0 != .directory && $0 != .statistics }

    /// - Parameters:
    ///   - held: the items that the asker holds: nobody shares what they can't read.
    ///   - isBegun: only to whom, which items and why; the needs and the words are still to come.
    func checked(
        by member: ID, held: Set<Vault.Item>, isBegun: Bool = false
    ) throws(CaseworkError) -> Asked {
        var words = Words()
        let recipient = Recipient(rawValue: recipient).flatMap { Self.recipients.contains($0) ? $0 : nil }
        if recipient == nil { words.refuse("recipient", self.recipient.isEmpty ? .missing : .notAChoice) }
        let ground = Ground(rawValue: ground).flatMap { Self.grounds.contains($0) ? $0 : nil }
        if ground == nil { words.refuse("ground", self.ground.isEmpty ? .missing : .notAChoice) }
        let party = words.line("party", party, longest: 200, required: true)
        var parts: [Asked.Part] = []
        for part in self.parts {
            guard let item = Policy.Item(rawValue: part.item), let own = item.held,
                held.contains(own),
                !parts.contains(where: { $0.item == item })
            else {
                words.refuse("items", .notAChoice)
                continue
            }
            parts.append(
                Asked.Part(
                    item: item,
                    need: words.line("need.\(part.item)", part.need, longest: 500, required: !isBegun),
                    words: words.passage(
                        "words.\(part.item)", part.words, longest: 10_000, required: !isBegun)))
        }
        if self.parts.isEmpty { words.refuse("items", .missing) }
        if parts.count > 1, parts.contains(where: { $0.item == .counselling }) {
            words.refuse("items", .byItself)
        }
        let why = words.passage("whyNotAnonymous", whyNotAnonymous, longest: 1000, required: !isBegun)
        if !purpose.isEmpty, ID(text: purpose) == nil { words.refuse("purpose", .notAChoice) }
        let power = words.line("power", power, longest: 500)
        for item in powerItems where !self.parts.contains(where: { $0.item == item }) {
            words.refuse("powerItems", .notAChoice)
        }
        try words.check()
        guard let recipient, let ground else { throw .invalid(words.problems) }
        var answers: [Asked.Question: Bool] = [:]
        for question in Asked.Question.allCases {
            switch self.answers[question.rawValue] {
            case "yes": answers[question] = true
            case "no": answers[question] = false
            default: break
            }
        }
        return Asked(
            by: member.text, recipient: recipient, party: party, parts: parts, whyNotAnonymous: why,
            ground: ground, purpose: ID(text: purpose), isOral: isOral, answers: answers, power: power,
            powerItems: powerItems.compactMap { Policy.Item(rawValue: $0) })
    }
}

extension Policy.Item {
    /// The part of a file that this item of the procedure is; nil for what is no part of one.
    package var held: Vault.Item? {
        switch self {
        case .identity: .identity
        case .contact: .contact
        case .household: .household
        case .casework: .casework
        case .counselling: .counselling
        case .health: .health
        case .finance: .finance
        case .safeguarding: .safeguarding
        case .violence: .violence
        case .organisation: .organisation
        case .commercial: .commercial
        case .staffRecord: .staffRecord
        case .existence, .recentContact, .monitoring, .directoryEntry, .statistics: nil
        }
    }
}
