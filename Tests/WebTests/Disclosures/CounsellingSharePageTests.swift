import Casework
import Testing
import Vault
import Web

/// Sharing counselling at the browser (clause P2): who begins it, and who reads the words afterwards.
@Suite struct CounsellingSharePageTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    private var share: String { Route.share.path(charity.file(.known)) }

    private static func fields(step: String = "decision") -> [(String, String)] {
        [
            ("recipient", "subject"), ("party", "<b>Amina</b> Yusuf"), ("ground", "subjectRequest"),
            ("item", "counselling"), ("manner", "written"), ("need.counselling", "She wants to read it"),
            ("words.counselling", "She slept <i>well</i>"), ("whyNotAnonymous", "It is her own"),
            ("answer.verified", "yes"), ("step", step),
        ]
    }

    /// The disclosure's address, released by the counsellor.
    private func released() async throws -> String {
        let counsellor = charity.visitor(.counsellor)
        let decision = try await counsellor.submit(share, Self.fields())
        #expect(decision.text.contains("This may go"))
        let seen =
            decision.body.firstMatch(of: /name="seen" value="([^"]*)"/).map { String($0.output.1) } ?? ""
        let done = try await counsellor.post(
            share + "/done", [("form", decision.token), ("seen", seen)] + Self.fields())
        return try #require(done.location)
    }

    @Test(arguments: [Person.caseworker, .manager, .guardian, .specialist])
    func `only who counsels is offered counselling to share`(person: Person) async throws {
        #expect(try await charity.visitor(.counsellor).get(share).body.contains("value=\"counselling\""))
        let visitor = charity.visitor(person)
        #expect(try await !visitor.get(share).body.contains("value=\"counselling\""))
        #expect(try await visitor.submit(share, Self.fields()).status == 422)
        #expect(try await visitor.submit(share + "/done", Self.fields()).status == 422)
        #expect(!charity.changed)
    }

    @Test func `counselling beside another part is sent back with the reason`() async throws {
        let reply = try await charity.visitor(.counsellor).submit(
            share, Self.fields(step: "questions") + [("item", "identity")])
        #expect(reply.status == 422 && reply.text.contains("Counselling is shared by itself."))
        #expect(reply.body.contains("She slept &lt;i&gt;well&lt;/i&gt;"))
    }

    @Test func `the counsellor is told who will read what, before typing it`() async throws {
        let page = try await charity.visitor(.counsellor).submit(share, Self.fields(step: "questions"))
        #expect(page.status == 200 && page.text.contains("Only counsellors can read these words here"))
        #expect(page.text.contains("P2"))
    }

    @Test func `the letter shows the words to the counsellor, and to nobody else`() async throws {
        let path = try await released()
        let letter = try await charity.visitor(.counsellor).get(path + "/letter")
        #expect(letter.status == 200 && letter.body.contains("She slept &lt;i&gt;well&lt;/i&gt;"))
        for person in [Person.caseworker, .manager, .guardian, .specialist] {
            let visitor = charity.visitor(person)
            #expect(try await visitor.get(path + "/letter").status == 404, "\(person)")
            let page = try await visitor.get(path)
            #expect(page.status == 200 && page.text.contains("Shared"), "\(person)")
            #expect(page.text.contains("Its words are kept with the counselling"), "\(person)")
            #expect(!page.body.contains(path + "/letter"), "\(person)")
            let list = try await visitor.get(Route.disclosures.path(charity.file(.known)))
            let log = try await visitor.get("/log")
            for body in [page.body, list.body, log.body] {
                for word in ["slept", "wants to read", "It is her own"] {
                    #expect(!body.contains(word), "\(person): \(word)")
                }
            }
        }
    }
}
