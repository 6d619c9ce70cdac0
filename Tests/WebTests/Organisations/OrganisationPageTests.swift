import Casework
import Foundation
import Testing
import Vault
import Web

/// An organisation's file at a browser (clauses S1.4, S2.4).
@Suite struct OrganisationPageTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    private static let fields = [
        ("name", "Amina Yusuf"), ("sort", "charity"), ("consentGivers", "The chair, <b>Noor</b>"),
        ("phone", "020 7946 0000"), ("note", "They grow"),
    ]

    /// Makes it at the desk.
    private func made() async throws -> String {
        let reply = try await charity.visitor(.receptionist).submit("/organisation/make", Self.fields)
        return try #require(reply.location)
    }

    @Test func `a form that lacks something comes back with what was typed`() async throws {
        let reply = try await charity.visitor(.receptionist).submit(
            "/organisation/make", [("name", "Kept & <i>typed</i>")])
        #expect(reply.status == 422)
        #expect(reply.text.contains("Choose what it is."))
        #expect(reply.body.contains("value=\"Kept &amp; &lt;i&gt;typed&lt;/i&gt;\""))
        #expect(!charity.changed)
    }

    @Test func `a person of the same name is no namesake, an organisation is`() async throws {
        let file = try await made()
        #expect(file.hasPrefix("/file/"))
        let again = try await charity.visitor(.manager).submit("/organisation/make", Self.fields)
        #expect(again.status == 422 && again.text.contains("An organisation of this name is here already"))
        let wrong = try await charity.visitor(.manager).submit(
            "/organisation/make",
            Self.fields.filter { $0.0 != "phone" } + [("phone", "none"), ("isAnother", "yes")])
        #expect(wrong.status == 422 && !wrong.text.contains("is here already"))
        let tick = try #require(wrong.body.firstMatch(of: /<input[^>]*name="isAnother"[^>]*>/))
        #expect(tick.output.contains(" checked"), "the tick is kept, too")
        let third = try await charity.visitor(.manager).submit(
            "/organisation/make", Self.fields + [("isAnother", "yes")])
        #expect(third.status == 303)
    }

    @Test func `the search says which is which, and a call leads to the file and to no message`() async throws
    {
        let file = try await made()
        let desk = charity.visitor(.receptionist)
        _ = try await desk.submit("/enquiry", [("forName", "Amina Yusuf"), ("words", "Call me")])
        let found = try await desk.submit("/find", [("query", "Amina Yusuf")])
        #expect(found.text.contains("1 person and 1 organisation may match"))
        #expect(found.text.contains("Amina Yusuf Organisation"))
        #expect(try await desk.submit(file + "/contact-made", []).location == file)
        #expect(try await desk.get(file + "/messages").status == 404)
        let person = Route.file.path(charity.file(.known))
        #expect(try await desk.submit(person + "/contact-made", []).location == person + "/messages")
    }

    @Test func `each sees the parts of their work, and a refused note stays in its own field`() async throws {
        let file = try await made()
        let desk = try await charity.visitor(.receptionist).get(file)
        #expect(desk.status == 200 && desk.text.contains("020 7946 0000"))
        for word in ["They grow", "Commercially sensitive", "Noor", "Not safe", "Born"] {
            #expect(!desk.text.contains(word), "\(word)")
        }
        let worker = try await charity.visitor(.caseworker).get(file)
        #expect(worker.text.contains("They grow") && worker.text.contains("A charity"))
        #expect(worker.body.contains("The chair, &lt;b&gt;Noor&lt;/b&gt;"))
        #expect(!worker.text.contains("Commercially sensitive"))
        let manager = charity.visitor(.manager)
        let long = String(repeating: "x", count: 20_001)
        let refused = try await manager.submit(
            file + "/note/commercial", [("commercialNote", long)])
        #expect(refused.status == 422 && refused.body.contains("id=\"commercialNote-error\""))
        #expect(refused.body.components(separatedBy: long).count == 2)
        let kept = try await manager.submit(
            file + "/note/commercial", [("commercialNote", "Their prices")])
        #expect(kept.location == file + "#commercialNotes")
        #expect(try await manager.get(file).text.contains("Their prices"))
        #expect(try await !charity.visitor(.caseworker).get(file).text.contains("Their prices"))
        #expect(try await manager.submit(file + "/note/identity", [("note", "x")]).status == 404)
        #expect(try await manager.submit(file + "/note", [("note", "Not a person")]).status == 404)
    }

    @Test func `its contact page asks nothing of safety and keeps what was typed`() async throws {
        let file = try await made()
        let manager = charity.visitor(.manager)
        let page = try await manager.get(file + "/contact")
        #expect(page.text.contains("Whom to ask for") && !page.text.contains("Is it safe"))
        let refused = try await manager.submit(
            file + "/contact", [("version", "1"), ("phone", String(repeating: "1", count: 61))])
        #expect(refused.status == 422 && !refused.text.contains("Is it safe"))
    }
}
