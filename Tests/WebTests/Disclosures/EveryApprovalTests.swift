import Casework
import Policy
import Testing
import Vault
import Web

/// Every approval that is given can be used, whatever the ground (clauses P4.1, P4.2, P4.4, S1.3, P2): each recipient and
/// ground that the share form offers, by its pages alone.
@Suite struct EveryApprovalTests {
    /// How the questions are answered, one by one, by whoever asks.
    enum Answering: String, CaseIterable, Sendable {
        /// All of them, so that nothing is missing.
        case all
        /// Not whether they were checked.
        case notChecked
        /// Only whether they were checked.
        case onlyChecked

        func answer(_ question: String) -> String {
            switch (self, question) {
            case (.notChecked, "answer.verified"): "unknown"
            case (.onlyChecked, "answer.verified"): "yes"
            case (.onlyChecked, _): "unknown"
            case (_, "answer.reportedMissing"): "no"
            default: "yes"
            }
        }
    }

    /// One share, from the empty form to where it ends.
    struct Walk {
        let charity: Charity
        let worker: Visitor
        let recipient: String
        let item: String

        private var share: String { Route.share.path(charity.file(.known)) }

        /// The third step: what the procedure says.
        func decision(on ground: String, _ answering: Answering) async throws -> Reply {
            var first = try PageForm.with("Go on", on: try await worker.get(share))
            try first.fill("recipient", recipient)
            try first.fill("party", "Dr Moran")
            try first.fill("ground", ground)
            try first.tick("item", item)
            var second = try PageForm.with(
                "See what the procedure says", on: try await first.send("Go on", by: worker))
            try second.fill("need.\(item)", "To keep them safe")
            try second.fill("words.\(item)", "Only these words")
            try second.fill("whyNotAnonymous", "It is about this person")
            let questions = second.offered.keys.filter { $0.hasPrefix("answer.") }
            #expect(questions.contains("answer.verified"), "\(recipient), \(ground)")
            for question in questions {
                #expect(second[question] == "", "chosen beforehand: \(question)")
                try second.fill(question, answering.answer(question))
            }
            let decision = try await second.send("See what the procedure says", by: worker)
            #expect(decision.status == 200, "\(recipient), \(ground): \(decision.text)")
            return decision
        }

        /// Sends a referral on, has it approved by whoever finds it in their queue, answers what is asked, releases it and
        /// reads the letter.
        /// - Returns: what was asked between approving and releasing.
        func carryOut(_ decision: Reply, _ ground: String) async throws -> Set<String> {
            let label = "\(recipient), \(ground)"
            let sent = try await PageForm.with("Send it to", on: decision).send("Send it to", by: worker)
            let path = try #require(sent.location)
            var decider: Visitor?
            for person in [Person.manager, .guardian, .specialist] where decider == nil {
                let visitor = charity.visitor(person)
                if try await visitor.get("/decisions").body.contains(path) { decider = visitor }
            }
            let visitor = try #require(decider, "\(label): in nobody's queue")
            let page = try await visitor.get(path)
            if EveryApprovalTests.never.contains(recipient) {
                #expect(page.text.contains("No approval can let this go"), "\(label)")
                var ruling = try PageForm.with("Refuse all of it", on: page)
                #expect(!ruling.has("Approve"), "\(label)")
                try ruling.fill("reason", "Nothing may go to them")
                #expect(try await ruling.send("Refuse all of it", by: visitor).location == "/decisions")
                #expect(try await worker.get(path).text.contains("Refused"), "\(label)")
                return []
            }
            var ruling = try PageForm.with("Approve what is ticked", on: page)
            try ruling.tick("item", item)
            try ruling.fill("reason", "It is needed")
            #expect(try await ruling.send("Approve what is ticked", by: visitor).location == "/decisions")
            #expect(try await worker.get("/").body.contains(path), "\(label)")
            var mine = try await worker.get(path)
            #expect(!mine.text.contains("can’t be used any more"), "\(label)")
            var asked: Set<String> = []
            if mine.text.contains("is to be answered first") {
                #expect(page.text.contains("Something is not known that an approval needs"), "\(label)")
                #expect(!mine.text.contains("Release what was approved"), "\(label)")
                var form = try PageForm.with("Keep the answer", on: mine)
                asked = Set(form.offered.keys.filter { $0.hasPrefix("answer.") })
                for question in asked { try form.fill(question, "yes") }
                #expect(try await form.send("Keep the answer", by: worker).location == path, "\(label)")
                mine = try await worker.get(path)
            } else {
                #expect(page.text.contains("What you approve can go"), "\(label)")
            }
            let released = try await PageForm.with("Release what was approved", on: mine).send(
                "Release what was approved", by: worker)
            #expect(released.location == path, "\(label)")
            let letter = try await worker.get(path + "/letter")
            #expect(letter.status == 200 && letter.text.contains("Only these words"), "\(label)")
            return asked
        }
    }

    /// Those to whom no approval lets anything go (procedure, *Approval*).
    static let never: Set<String> = ["public", "buyer"]
    static let recipients = ShareForm.recipients.map(\.rawValue)
    private static let refers: Set<String> = [
        "riskOfHarm", "safeguardingChild", "safeguardingAdult", "legalDuty",
    ]

    private static func grounds(_ recipient: String) -> Set<String> {
        refers.union(recipient == "police" ? ["crimeInvestigation"] : [])
    }

    @Test(arguments: recipients)
    func `what is referred is approved, released and read, for every ground on the form`(recipient: String)
        async throws
    {
        let charity = try await Charity.copy()
        let walk = Walk(
            charity: charity, worker: charity.visitor(.caseworker), recipient: recipient, item: "health")
        let form = try PageForm.with(
            "Go on", on: try await walk.worker.get(Route.share.path(charity.file(.known))))
        #expect(Set(form.offered["recipient"] ?? []) == Set(Self.recipients + [""]))
        let grounds = (form.offered["ground"] ?? []).filter { !$0.isEmpty }
        #expect(Set(grounds) == Set(ShareForm.grounds.map(\.rawValue)))
        var referred: Set<String> = []
        for ground in grounds {
            let decision = try await walk.decision(on: ground, .all)
            guard decision.text.contains("This is not yours to decide") else { continue }
            referred.insert(ground)
            #expect(try await walk.carryOut(decision, ground).isEmpty, "\(ground)")
        }
        #expect(referred == Self.grounds(recipient))
    }

    @Test(arguments: recipients)
    func `what was not known when it was asked is asked after the approval, just that, and then it goes`(
        recipient: String
    ) async throws {
        let charity = try await Charity.copy()
        let walk = Walk(
            charity: charity, worker: charity.visitor(.caseworker), recipient: recipient, item: "health")
        for answering in [Answering.notChecked, .onlyChecked] {
            for ground in Self.grounds(recipient).sorted() {
                let decision = try await walk.decision(on: ground, answering)
                guard decision.text.contains("This is not yours to decide") else {
                    // Withheld for want of an answer: then that comes first.
                    #expect(
                        try PageForm.with("Record that it was withheld", on: decision).buttons.first?.label
                            == "Answer what is missing", "\(ground)")
                    continue
                }
                let asked = try await walk.carryOut(decision, ground)
                let isTaken = Recipient(rawValue: recipient)?.needsNoCheck == true
                switch (answering, ground) {
                case (_, _) where isTaken: #expect(asked.isEmpty, "\(ground)")
                case (.notChecked, _): #expect(asked == ["answer.verified"], "\(ground)")
                case (_, "crimeInvestigation"):
                    #expect(asked == ["answer.suspicion", "answer.investigation"])
                default: #expect(asked.isEmpty, "\(ground): \(asked)")
                }
            }
        }
    }

    @Test(arguments: recipients.filter { $0 != "subject" })
    func `counselling that is referred can be approved and used`(recipient: String) async throws {
        let charity = try await Charity.copy()
        let walk = Walk(
            charity: charity, worker: charity.visitor(.counsellor), recipient: recipient, item: "counselling")
        for ground in ["riskOfHarm", "emergency", "crimeInvestigation", "legalDuty", "safeguardingChild"] {
            for answering in [Answering.all, .notChecked] {
                let decision = try await walk.decision(on: ground, answering)
                // Either it can be used once it is approved, or nobody can approve it.
                if decision.text.contains("This is not yours to decide") {
                    _ = try await walk.carryOut(decision, ground)
                } else {
                    #expect(
                        decision.text.contains("This may not go") || decision.text.contains("This may go"),
                        "\(recipient) \(ground): \(decision.text.prefix(300))")
                }
            }
        }
    }

    @Test func `an answer with which it can't go changes nothing, and nothing is kept`() async throws {
        let charity = try await Charity.copy()
        let worker = charity.visitor(.caseworker)
        let walk = Walk(charity: charity, worker: worker, recipient: "council", item: "health")
        let decision = try await walk.decision(on: "riskOfHarm", .notChecked)
        let path = try #require(
            try await PageForm.with("Send it to", on: decision).send("Send it to", by: worker).location)
        let manager = charity.visitor(.manager)
        var ruling = try PageForm.with("Approve what is ticked", on: try await manager.get(path))
        try ruling.tick("item", "health")
        try ruling.fill("reason", "It is needed")
        _ = try await ruling.send("Approve what is ticked", by: manager)
        for answer in ["", "no", "perhaps"] {
            let reply = try await worker.submit(
                path + "/complete", [("version", "2"), ("answer.verified", answer)])
            #expect(reply.status == 422 && reply.body.contains("href=\"#answer.verified\""), "\(answer)")
        }
        let others = [("version", "2"), ("answer.verified", "yes")]
        for person in [Person.manager, .guardian] {
            #expect(try await charity.visitor(person).submit(path + "/complete", others).status == 404)
        }
        #expect(
            try await worker.submit(path + "/complete", [("version", "1")] + others.dropFirst()).status == 409
        )
        #expect(try await worker.get(path).text.contains("is to be answered first"))
    }
}
