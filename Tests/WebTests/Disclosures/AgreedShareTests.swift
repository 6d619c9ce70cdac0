import Casework
import Foundation
import Testing
import Vault
import Web

/// Sharing on a consent (clauses S4.1, S4.3): whom they agreed to is chosen, not typed alike.
@Suite struct AgreedShareTests {
    private let charity: Charity
    private let worker: Visitor

    init() async throws {
        charity = try await Charity.copy()
        worker = charity.visitor(.caseworker)
    }

    private var share: String { Route.share.path(charity.file(.known)) }

    /// A purpose that is approved.
    private func purpose() async throws -> ID {
        let casework = charity.site.casework
        let id = casework.newID()
        try await casework.proposePurpose(
            name: "Housing help", why: "To find a home", id: id,
            as: try await casework.caller(cookie: charity.cookies[.caseworker]))
        try await casework.approvePurpose(
            id, version: 1, until: casework.now.day.adding(days: 30).text,
            as: try await casework.caller(cookie: charity.cookies[.guardian]))
        return id
    }

    private func agree(
        _ purpose: ID, party: String = "Housing Options", recipient: String = "serviceProvider",
        answer: String = "agreed"
    ) async throws {
        let told = ["why", "withWhom", "agreeing", "refusing", "services"].map { ("told", $0) }
        let sent = try await worker.submit(
            Route.consent.path(charity.file(.known)),
            [
                ("scope", "specific"), ("allSaid", "yes"), ("answer", answer), ("entitlement", "self"),
                ("recipient", recipient), ("party", party), ("items", "casework"), ("purpose", purpose.text),
            ] + told)
        #expect(sent.status == 303)
    }

    /// From the first step on, with whatever stands in it.
    private func decision(
        _ first: PageForm, _ changes: [(String, String)] = [], answer: String = "yes"
    ) async throws -> Reply {
        var first = first
        for (name, value) in changes { try first.fill(name, value) }
        try first.tick("item", "casework")
        var second = try PageForm.with(
            "See what the procedure says", on: try await first.send("Go on", by: worker))
        try second.fill("need.casework", "To place the family")
        try second.fill("words.casework", "Only these words")
        try second.fill("whyNotAnonymous", "They place this family")
        for name in second.offered.keys where name.hasPrefix("answer.") { try second.fill(name, answer) }
        return try await second.send("See what the procedure says", by: worker)
    }

    @Test func `the consents in force are offered first, and one click fills the recipient and the purpose`()
        async throws
    {
        let purpose = try await purpose()
        #expect(try await !worker.get(share).text.contains("agreed to"))
        try await agree(purpose)
        try await agree(purpose, party: "Refused Ltd", answer: "refused")
        let page = try await worker.get(share)
        #expect(page.text.contains("Amina Yusuf agreed to Housing Options"))
        #expect(page.text.contains("A service provider. Casework. For: Housing help"))
        #expect(!page.text.contains("Refused Ltd"))
        let link = try #require(page.body.firstMatch(of: /href="([^"]*\?consent=[0-9a-f]{32})"/)).output.1
        let chosen = try await worker.get(String(link))
        let first = try PageForm.with("Go on", on: chosen)
        #expect(first["recipient"] == "serviceProvider" && first["party"] == "Housing Options")
        #expect(first["purpose"] == purpose.text && first["ground"] == "service" && first["item"].isEmpty)
        #expect(chosen.text.contains("They agreed to this part."))
        #expect(try await decision(first).text.contains("This may go"))
    }

    @Test func `a consent that is withdrawn is offered no more`() async throws {
        try await agree(try await purpose())
        let file = Route.file.path(charity.file(.known))
        let page = try await worker.get(file)
        let consents = page.body.matches(of: /consent\/withdraw\?consent=([0-9a-f]{32})/)
        for consent in Set(consents.map { String($0.output.1) }) {
            _ = try await worker.submit(
                file + "/consent/withdraw",
                [("consent", consent), ("version", "1"), ("words", "She said so")])
        }
        #expect(try await !worker.get(share).text.contains("Housing Options"))
    }

    @Test(arguments: ["Housing", "HOUSING OPTIONS TEAM", "Somebody else <b>"])
    func `another name is told whom they agreed to, and one click puts it right`(typed: String) async throws {
        let purpose = try await purpose()
        try await agree(purpose)
        let first = try PageForm.with("Go on", on: try await worker.get(share))
        let refused = try await decision(
            first,
            [
                ("recipient", "serviceProvider"), ("party", typed), ("ground", "service"),
                ("purpose", purpose.text),
            ])
        // General consent would do for a service; so the terms are not accepted here.
        let reply = refused.text.contains("This may go") ? try await counterpart(typed, purpose) : refused
        #expect(reply.text.contains("They agreed to Housing Options, not to this name"))
        #expect(!reply.text.contains("Nothing in the procedure allows it"))
        #expect(!reply.body.contains("<b>"), "typed text is text")
        let chosen = try await PageForm.with("Choose Housing Options", on: reply).send(
            "Choose Housing Options", by: worker)
        #expect(chosen.status == 200)
        // The consent now counts, and with it whether they accepted the terms, which nobody was asked before.
        var form = try PageForm.with("See what the procedure says", on: chosen)
        for name in form.offered.keys where name.hasPrefix("answer.") { try form.fill(name, "yes") }
        let again = try await form.send("See what the procedure says", by: worker)
        #expect(again.text.contains("This may go"))
        #expect(again.text.contains("Housing Options") && !again.text.contains("not to this name"))
    }

    /// The same to a council, for which no general consent does.
    private func counterpart(_ typed: String, _ purpose: ID) async throws -> Reply {
        try await agree(purpose, recipient: "council")
        let first = try PageForm.with("Go on", on: try await worker.get(share))
        return try await decision(
            first,
            [("recipient", "council"), ("party", typed), ("ground", "service"), ("purpose", purpose.text)])
    }

    @Test func `what was withheld says later on too that they agreed to somebody else`() async throws {
        let purpose = try await purpose()
        try await agree(purpose, recipient: "council")
        let first = try PageForm.with("Go on", on: try await worker.get(share))
        let reply = try await decision(
            first,
            [
                ("recipient", "council"), ("party", "Housing"), ("ground", "service"),
                ("purpose", purpose.text),
            ])
        let done = try await PageForm.with("Record that it was withheld", on: reply).send(
            "Record that it was withheld", by: worker)
        let page = try await worker.open(try #require(done.location))
        #expect(page.text.contains("They agreed to Housing Options, not to this name"))
        #expect(!page.text.contains("Nothing in the procedure allows it"))
    }

    @Test func `an open question is sent back, and what is missing is the first button of a refusal`()
        async throws
    {
        let purpose = try await purpose()
        try await agree(purpose, recipient: "council")
        let page = try await worker.get(share)
        let link = try #require(page.body.firstMatch(of: /href="([^"]*\?consent=[0-9a-f]{32})"/)).output.1
        let first = try PageForm.with("Go on", on: try await worker.get(String(link)))
        let open = try await decision(first, answer: "unknown")
        #expect(open.text.contains("This may not go"))
        let form = try PageForm.with("Record that it was withheld", on: open)
        #expect(form.buttons.map(\.label) == ["Answer what is missing", "Record that it was withheld"])
        let second = try await form.send("Answer what is missing", by: worker)
        #expect(second.text.contains("Step 2 of 3") && second.text.contains("Only these words"))
        var left = try PageForm.with("See what the procedure says", on: second)
        try left.fill("answer.verified", "yes")
        let sent = left.fieldsWithout("answer.undertaking")
        let refused = try await worker.post(share, sent + [("step", "decision")])
        #expect(refused.status == 422 && refused.text.contains("Choose yes, no or not known."))
        #expect(refused.body.contains("href=\"#answer.undertaking\""))
    }

    @Test func `what the program did stands apart from what is still to be done`() async throws {
        let purpose = try await purpose()
        try await agree(purpose, recipient: "council")
        let page = try await worker.get(share)
        let link = try #require(page.body.firstMatch(of: /href="([^"]*\?consent=[0-9a-f]{32})"/)).output.1
        let first = try PageForm.with("Go on", on: try await worker.get(String(link)))
        let before = try await decision(first)
        #expect(before.text.contains("Allowed: This may go") && !before.text.contains("Done: This"))
        #expect(before.text.contains("Done for you when you go on It is written in the daily log book"))
        let sent = try await PageForm.with("Release", on: before).send("Release", by: worker)
        let done = try await worker.open(try #require(sent.location))
        let parts = done.text.components(separatedBy: "Still for you to do")
        #expect(parts.count == 2)
        #expect(parts[0].contains("Every page of the letter is marked CONFIDENTIAL"))
        #expect(parts[1].contains("Tell the person concerned what was shared"))
    }
}
