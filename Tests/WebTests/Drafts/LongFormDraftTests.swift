import Casework
import Testing
import Vault
import Web

/// Drafts of the forms that take longest: sharing, consent, session notes, decisions, organisations.
@Suite struct LongFormDraftTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    private func keep(
        _ visitor: Visitor, _ address: String, _ fields: [(String, String)], quietly: Bool = true
    ) async throws -> Reply {
        try await visitor.submit(
            "/draft", [("draft", address)] + fields + (quietly ? [("quietly", "yes")] : []))
    }

    private var file: String { "/file/\(charity.file(.known).text)" }

    private static let typed = "Half a <b>sentence</b>"
    private static let shown = "Half a &lt;b&gt;sentence&lt;/b&gt;"

    @Test(arguments: [
        "/note/organisation/x", "/note/other", "/consent/withdraw", "/share/done",
        "/disclosure/x/rule", "/disclosure/:record/rule", "/counselling/",
    ])
    func `an address of another form, or without its record, has no draft`(end: String) async throws {
        let visitor = charity.visitor(.manager)
        #expect(try await keep(visitor, file + end, [("reason", "x")]).status == 404)
    }

    @Test func `a share comes back at the step where it was left, and the release ends it`() async throws {
        let visitor = charity.visitor(.caseworker)
        let fields = [
            ("recipient", "healthProfessional"), ("party", "Dr Moran"), ("ground", "gain"),
            ("item", "casework"), ("manner", "written"), ("need.casework", "N"),
            ("words.casework", Self.typed), ("whyNotAnonymous", "W"), ("answer.verified", "yes"),
        ]
        #expect(try await keep(visitor, file + "/share", fields).status == 200)
        let first = try await visitor.get(file + "/share")
        #expect(first.text.contains("Step 1 of 3") && first.text.contains("You were writing this on"))
        #expect(first.body.contains("value=\"Dr Moran\""))
        let kept = try await keep(
            visitor, file + "/share", fields + [("reached", "questions")], quietly: false)
        #expect(kept.location == file + "/share")
        let second = try await visitor.get(file + "/share")
        #expect(second.text.contains("Step 2 of 3") && second.body.contains(Self.shown))
        let decision = try await visitor.submit(
            file + "/share", [("drafted", "yes"), ("step", "decision")] + fields)
        #expect(decision.body.contains("name=\"drafted\""))
        let seen =
            decision.body.firstMatch(of: /name="seen" value="([^"]*)"/).map { String($0.output.1) } ?? ""
        let done = try await visitor.post(
            file + "/share/done",
            [("form", decision.token), ("seen", seen), ("drafted", "yes")] + fields)
        #expect(done.status == 303)
        #expect(try await visitor.get("/draft").text.contains("Nothing is left unsaved"))
    }

    @Test func `a consent comes back with its ticks, and another does not take its place`() async throws {
        let visitor = charity.visitor(.caseworker)
        let fields = [
            ("scope", "general"), ("told", "why"), ("answer", "refused"), ("interpreter", Self.typed),
        ]
        _ = try await keep(visitor, file + "/consent", fields)
        for query in ["", "?scope=general"] {
            let page = try await visitor.get(file + "/consent" + query)
            #expect(page.text.contains("General consent") && page.body.contains(Self.shown))
            #expect(page.body.contains(/value="refused" checked/))
            #expect(!page.body.contains(/value="withWhom" checked/))
        }
        let other = try await visitor.get(file + "/consent?scope=specific")
        #expect(other.text.contains("You began another consent"))
        #expect(!other.body.contains("data-draft=\"/draft\""))
        let saved = try await visitor.submit(
            file + "/consent",
            [("drafted", "yes"), ("how", "oral"), ("entitlement", "self")] + fields)
        #expect(saved.location == file + "#consent")
        #expect(try await !visitor.get(file + "/consent?scope=general").text.contains("You were writing"))
    }

    @Test func `a session note comes back to the counsellor alone`() async throws {
        let visitor = charity.visitor(.counsellor)
        let fields = [("day", "2026-11-20"), ("session", Self.typed)]
        _ = try await keep(visitor, file + "/counselling", fields)
        #expect(try await visitor.get(file + "/counselling").body.contains(Self.shown))
        #expect(try await visitor.get("/draft").body.contains("href=\"\(file)/counselling\""))
        _ = try await visitor.submit(file + "/counselling", [("drafted", "yes")] + fields)
        #expect(try await !visitor.get(file + "/counselling").text.contains("You were writing this"))
    }

    @Test func `the reason of a decision comes back on its own disclosure`() async throws {
        let worker = charity.visitor(.caseworker)
        let fields = [
            ("recipient", "healthProfessional"), ("party", "Dr Moran"), ("ground", "riskOfHarm"),
            ("item", "health"), ("manner", "written"), ("need.health", "N"), ("words.health", "W"),
            ("whyNotAnonymous", "W"), ("answer.verified", "yes"),
        ]
        var paths: [String] = []
        for _ in 0..<2 {
            let decision = try await worker.submit(file + "/share", fields + [("step", "decision")])
            let seen =
                decision.body.firstMatch(of: /name="seen" value="([^"]*)"/).map { String($0.output.1) } ?? ""
            let done = try await worker.post(
                file + "/share/done", [("form", decision.token), ("seen", seen)] + fields)
            paths.append(try #require(done.location))
        }
        let manager = charity.visitor(.manager)
        let reason = [("version", "1"), ("item", "health"), ("reason", Self.typed)]
        #expect(try await keep(manager, paths[0] + "/rule", reason).status == 200)
        #expect(try await manager.get(paths[0]).body.contains(Self.shown))
        #expect(try await !manager.get(paths[1]).body.contains("Half a"))
        let ruled = try await manager.submit(
            paths[0] + "/rule", [("drafted", "yes"), ("ruling", "approve")] + reason)
        #expect(ruled.location == "/decisions")
        #expect(try await manager.get("/draft").text.contains("Nothing is left unsaved"))
    }

    @Test func `an organisation's two notes and what it is each keep a draft of their own`() async throws {
        let manager = charity.visitor(.manager)
        let made = try await manager.submit(
            "/organisation/make", [("name", "Lantern Society"), ("sort", "charity")])
        let path = try #require(made.location)
        _ = try await keep(manager, path + "/note/organisation", [("organisationNote", "Of its affairs")])
        _ = try await keep(manager, path + "/note/commercial", [("commercialNote", "Of its prices")])
        let page = try await manager.get(path)
        #expect(page.body.contains(">\nOf its affairs</textarea>"))
        #expect(page.body.contains(">\nOf its prices</textarea>"))
        _ = try await manager.submit(
            path + "/note/commercial", [("drafted", "yes"), ("commercialNote", "Of its prices")])
        let after = try await manager.get(path)
        #expect(after.body.contains(">\nOf its affairs</textarea>"))
        #expect(!after.body.contains(">\nOf its prices</textarea>"))
        _ = try await keep(manager, path + "/organisation", [("name", Self.typed), ("version", "1")])
        #expect(try await manager.get(path + "/organisation").body.contains("value=\"\(Self.shown)\""))
        _ = try await keep(manager, "/organisation/make", [("name", "Another")])
        #expect(try await manager.get("/organisation").body.contains("value=\"Another\""))
        let other = try await manager.submit("/organisation", [("name", "A third")])
        #expect(other.text.contains("You began another organisation"))
    }

    @Test func `two who change what an organisation is see both texts, and choose`() async throws {
        let (first, second) = (charity.visitor(.caseworker), charity.visitor(.manager))
        let made = try await second.submit(
            "/organisation/make", [("name", "Lantern Society"), ("sort", "charity")])
        let path = try #require(made.location) + "/organisation"
        func fields(_ givers: String, _ version: String) -> [(String, String)] {
            [
                ("version", version), ("aboutVersion", version), ("drafted", "yes"),
                ("name", "Lantern Society"), ("sort", "community"), ("consentGivers", givers),
            ]
        }
        let empty = try await second.submit(path, [("version", "1"), ("aboutVersion", "1")])
        #expect(empty.status == 422 && empty.text.contains("Write its name, as it writes it."))
        #expect(try await first.submit(path, fields("The chair", "1")).status == 303)
        let stale = try await second.submit(path, fields("The <i>clerk</i>", "1"))
        #expect(stale.status == 422 && stale.text.contains("Somebody changed this while you were typing"))
        #expect(stale.text.contains("The chair") && stale.body.contains("The &lt;i&gt;clerk&lt;/i&gt;"))
        #expect(stale.body.contains("name=\"aboutVersion\" value=\"2\""))
        #expect(try await second.submit(path, fields("The <i>clerk</i>", "2")).status == 303)
        #expect(try await first.get(path).body.contains("The &lt;i&gt;clerk&lt;/i&gt;"))
        // The same typed twice is nothing to decide.
        #expect(try await first.submit(path, fields("The <i>clerk</i>", "1")).status == 303)
    }
}
