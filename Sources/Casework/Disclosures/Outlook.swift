import Policy

/// What approving would let go of what waits for a ruling: said before anybody rules (clause P4.4).
package struct Outlook: Sendable, Equatable {
    /// Items that go as soon as they are approved.
    package private(set) var atOnce: [String] = []
    /// Items that go once whoever asked has answered something, each with what.
    package private(set) var lacking: [Lacking] = []
    /// Items that no approval lets go to this recipient.
    package private(set) var never: [String] = []

    package struct Lacking: Sendable, Equatable {
        package let item: String
        /// The answers that would let it go.
        package let needs: [Asked.Question: Bool]

        package var questions: [Asked.Question] { Asked.Question.allCases.filter { needs[$0] != nil } }
    }

    /// Those that somebody may approve, because an approval of them can be used.
    package var approvable: [String] { atOnce + lacking.map(\.item) }

    /// Whether nothing waits for a ruling.
    package var isEmpty: Bool { atOnce.isEmpty && lacking.isEmpty && never.isEmpty }

    /// Everything that has to be answered first, for any item.
    package var questions: [Asked.Question] {
        Asked.Question.allCases.filter { question in lacking.contains { $0.needs[question] != nil } }
    }

    /// - Parameters:
    ///   - approvals: for each item, whose approval it is.
    ///   - facts: what is known of the request.
    package init(_ approvals: [(item: String, approval: Approval)], on facts: Facts, by rulebook: Rulebook) {
        for (word, approval) in approvals {
            guard let item = Item(rawValue: word),
                let needed = rulebook.lacking(
                    item, approvedBy: approval, among: Asked.Question.facts, in: facts)
            else {
                never.append(word)
                continue
            }
            if needed.isEmpty {
                atOnce.append(word)
            } else {
                let needs = needed.compactMap { need in
                    Asked.Question(need.fact).map { ($0, need.value == Answered.yes.rawValue) }
                }
                lacking.append(Lacking(item: word, needs: Dictionary(needs) { first, _ in first }))
            }
        }
    }
}

extension Decided {
    /// What approving these of the referred items would let go, on the facts that were known then.
    package func outlook(
        of items: [String], answering answers: [Asked.Question: Bool] = [:], by rulebook: Rulebook
    ) -> Outlook {
        guard var facts = Facts(known: facts) else { return Outlook([], on: .nobodys, by: rulebook) }
        facts.add(answers)
        return Outlook(
            items.compactMap { item in
                (referees[item] ?? []).lazy.compactMap(Referee.init(rawValue:)).first.map {
                    (item, $0.approval)
                }
            }, on: facts, by: rulebook)
    }
}

extension Disclosure {
    /// What approving these items would let go.
    package func outlook(of items: [String], by rulebook: Rulebook) -> Outlook {
        decided.outlook(of: items, answering: answered.answers, by: rulebook)
    }
}

extension Facts {
    /// A request for nothing.
    fileprivate static let nobodys = Facts(recipient: .public, items: [])
}
