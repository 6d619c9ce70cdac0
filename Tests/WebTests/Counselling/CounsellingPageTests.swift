import Casework
import Testing
import Vault
import Web

/// The counsellor's pages, and what nobody else sees of them (clause P2).
@Suite struct CounsellingPageTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    private var page: String { Route.counselling.path(charity.file(.known)) }

    @Test func `a refused note keeps what was typed and says what to do`() async throws {
        let reply = try await charity.visitor(.counsellor).submit(page, [("session", "Said <b>this</b>")])
        #expect(reply.status == 422)
        #expect(reply.text.contains("Say on which day it was."))
        #expect(reply.body.contains("Said &lt;b&gt;this&lt;/b&gt;"))
    }

    @Test func `what is written is on the counsellor's page, and their list leads to it`() async throws {
        let counsellor = charity.visitor(.counsellor)
        #expect(try await counsellor.get("/my-sessions").text.contains("No session is noted yet"))
        let token = try await counsellor.token()
        let fields = [("form", token), ("day", "2026-11-20"), ("session", "She slept well")]
        for _ in 1...2 {
            #expect(try await counsellor.post(page, fields).location == page + "#sessions")
        }
        let reply = try await counsellor.get(page)
        #expect(reply.text.contains("She slept well") && reply.text.contains("P2"))
        #expect(reply.text.contains("20 November 2026"))
        let list = try await counsellor.get("/my-sessions")
        #expect(list.text.contains("1 session, the latest on 20 November 2026"))
        #expect(list.body.contains("href=\"\(page)\""))
        #expect(
            try await counsellor.get(Route.file.path(charity.file(.known))).body.contains("href=\"\(page)\""))
    }

    @Test(arguments: [Person.caseworker, .manager, .guardian, .receptionist, .specialist])
    func `a file's page shows nobody else that counselling exists`(person: Person) async throws {
        _ = try await charity.visitor(.counsellor).submit(
            page, [("day", "2026-11-20"), ("session", "She slept well")])
        let visitor = charity.visitor(person)
        let reply = try await visitor.get(Route.file.path(charity.file(.known)))
        #expect(reply.status == 200)
        for word in ["ounselling", "session", "slept"] {
            #expect(!reply.text.contains(word), "\(word)")
        }
        #expect(!reply.body.contains(page))
        #expect(try await visitor.get(page).status == 404)
        #expect(try await !visitor.get("/").body.contains("/my-sessions"))
    }
}
