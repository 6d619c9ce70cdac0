/// How fast requests are decided: what `amanah bench` reports.
package struct DecisionBench: Sendable {
    /// The decisions made.
    package let decisions: Int
    package let elapsed: Duration
    /// Something that depends on every decision, so that none can be left out.
    package let checksum: Int

    /// Decisions a second, on one core.
    package var rate: Double {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        return seconds > 0 ? Double(decisions) / seconds : 0
    }

    /// Decides requests one after the other for a while, on the calling thread.
    ///
    /// - Parameter readsAnswer: whether the rows cited, their clauses and the referees are made into lists too,
    ///   as an answer on screen needs them.
    package static func run(
        _ rulebook: Rulebook, for duration: Duration, readsAnswer: Bool
    ) -> DecisionBench {
        let requests = requests
        let clock = ContinuousClock()
        let start = clock.now
        var decisions = 0
        var checksum = 0
        repeat {
            for facts in requests {
                let decision = rulebook.decide(facts)
                checksum &+= Int(decision.obligations.bits ^ decision.missing.bits)
                if readsAnswer { checksum &+= decision.deciding.count &+ decision.referTo.count }
            }
            decisions += requests.count
        } while clock.now - start < duration
        return DecisionBench(decisions: decisions, elapsed: clock.now - start, checksum: checksum)
    }

    /// A day's requests: every recipient on every ground, one item or two, with and without what is needed.
    static let requests: [Facts] = {
        var requests: [Facts] = []
        for recipient in Recipient.allCases {
            for ground in Ground.allCases {
                for step in 0..<4 {
                    let turn = requests.count
                    var facts = Facts(
                        recipient: recipient, items: [Item.allCases[turn % 17]], ground: ground)
                    if step == 3 { facts.items.insert(.contact) }
                    facts.subject = .client
                    facts.age = AgeBand.allCases[turn % 3]
                    facts.verified = step != 1
                    facts.purpose = .approved
                    facts.needToKnow = true
                    facts.suspicion = true
                    facts.investigation = step != 2
                    facts.reportedMissing = ground == .missingPerson
                    facts.publicSafety = ground == .emergency
                    facts.consent = ConsentState.allCases[turn % 8]
                    facts.consentItems = facts.items
                    facts.undertaking = step == 2 ? nil : true
                    facts.power = ground == .legalDuty
                    facts.powerItems = facts.items
                    facts.approval = Approval.none
                    requests.append(facts)
                }
            }
        }
        return requests
    }()
}
