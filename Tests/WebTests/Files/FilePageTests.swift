import Foundation
import Testing
import Vault
import Web

/// A client's file: each sees what their keys open, and a second pair of hands is never overwritten unseen.
@Suite struct FilePageTests {
    private static let everything = [
        "Who they are", "How it is safe to reach them", "Consent", "Casework notes", "What was done",
    ]

    @Test(arguments: [
        (Person.caseworker, everything), (.manager, everything), (.receptionist, Array(everything.prefix(2))),
        (.otherCaseworker, Array(everything.prefix(2))), (.counsellor, Array(everything.prefix(3))),
        (.specialist, Array(everything.prefix(2))),
        (.guardian, ["Who they are", "Consent", "What was done"]),
    ])
    func `a page holds the parts that its reader's keys open, and no others`(
        person: Person, parts: [String]
    ) async throws {
        let charity = try await Charity.copy()
        let reply = try await charity.visitor(person).get("/file/\(charity.file(.known).text)")
        let headings = reply.body.matches(of: /<h2[^>]*>([^<]+)<\/h2>/).map { String($0.output.1) }
        #expect(Set(headings).intersection(Self.everything) == Set(parts))
        #expect(reply.text.contains("The first note.") == parts.contains("Casework notes"))
        #expect(reply.text.contains("07700 900123") == parts.contains("How it is safe to reach them"))
        #expect(reply.body.contains("<p class=\"marking\" lang=\"en\">CONFIDENTIAL</p>"))
    }

    @Test func `whoever looked is listed for those who hold the log`() async throws {
        let charity = try await Charity.copy()
        let file = "/file/\(charity.file(.known).text)"
        _ = try await charity.visitor(.receptionist).get(file)
        let reply = try await charity.visitor(.guardian).get(file)
        #expect(reply.text.contains("Who has looked"))
        #expect(reply.text.contains("Receptionist"))
    }

    @Test func `an empty note is sent back, and a note sent twice is kept once`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let note = "/file/\(charity.file(.known).text)/note"
        let empty = try await visitor.submit(note, [("note", " \n ")])
        #expect(empty.status == 422)
        #expect(empty.text.contains("Write the note first."))
        let fields = [("form", try await visitor.token()), ("note", "Once and no more.")]
        #expect(try await visitor.post(note, fields).status == 303)
        #expect(try await visitor.post(note, fields).status == 409)
        let file = try await visitor.get("/file/\(charity.file(.known).text)")
        #expect(file.body.components(separatedBy: "Once and no more.").count == 2)
    }

    @Test func `a note too long is sent back whole`() async throws {
        let charity = try await Charity.copy()
        let long = String(repeating: "long ", count: 4001)
        let reply = try await charity.visitor(.caseworker).submit(
            "/file/\(charity.file(.known).text)/note", [("note", long)])
        #expect(reply.status == 422)
        #expect(reply.text.contains("It can have up to 20000 characters."))
        #expect(reply.body.components(separatedBy: "long ").count > 4001)
    }

    @Test func `contact details changed by somebody else stand beside what was typed`() async throws {
        let charity = try await Charity.copy()
        let contact = "/file/\(charity.file(.known).text)/contact"
        func typed(_ phone: String, version: String) -> [(String, String)] {
            [("version", version), ("phone", phone), ("safeToCall", "yes")]
        }
        let desk = charity.visitor(.receptionist)
        #expect(try await desk.submit(contact, typed("01632 960111", version: "1")).status == 303)
        let worker = charity.visitor(.caseworker)
        let stale = try await worker.submit(contact, typed("01632 960222", version: "1"))
        #expect(stale.status == 422)
        #expect(stale.text.contains("Somebody changed this while you were typing"))
        #expect(stale.text.contains("01632 960111"))
        #expect(stale.body.contains("value=\"01632 960222\""))
        #expect(stale.body.contains("name=\"version\" value=\"2\""))
        #expect(try await worker.submit(contact, typed("01632 960222", version: "2")).status == 303)
    }

    @Test func `the same change sent twice is no quarrel`() async throws {
        let charity = try await Charity.copy()
        let file = "/file/\(charity.file(.known).text)"
        let visitor = charity.visitor(.caseworker)
        let page = try await visitor.get(file + "/contact")
        #expect(page.text.contains("Contact details: Amina Yusuf"))
        let fields = [
            ("form", page.token), ("version", "1"), ("phone", "01632 960333"), ("safeToCall", "no"),
            ("safeToText", "notAsked"), ("safeToLeaveMessage", "notAsked"),
        ]
        #expect(try await visitor.post(file + "/contact", fields).location == file)
        #expect(try await visitor.post(file + "/contact", fields).location == file)
    }

    @Test(arguments: ["", "x", "-1", "99", "4294967296", "1.0"])
    func `a version that nobody has overwrites nothing`(version: String) async throws {
        let charity = try await Charity.copy()
        let reply = try await charity.visitor(.caseworker).submit(
            "/file/\(charity.file(.known).text)/contact", [("version", version), ("phone", "01632 960444")])
        #expect(reply.status == 422)
        #expect(!charity.changed)
    }

    @Test func `my clients are those whose files were given to me`() async throws {
        let charity = try await Charity.copy()
        let mine = try await charity.visitor(.caseworker).get("/my-clients").text
        #expect(mine.contains("Amina Yusuf") && !mine.contains("Daud") && !mine.contains("Zahra"))
        let theirs = try await charity.visitor(.otherCaseworker).get("/my-clients").text
        #expect(
            theirs.contains("Daud Warsame") && theirs.contains("Zahra Idris") && !theirs.contains("Amina"))
    }

    @Test func `markup in a note or a name is shown as it was typed`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let file = "/file/\(charity.file(.known).text)"
        _ = try await visitor.submit(file + "/note", [("note", "<script>x</script> & \"y\" </textarea>")])
        let page = try await visitor.get(file)
        #expect(page.body.contains("&lt;script&gt;x&lt;/script&gt; &amp; "))
        #expect(!page.body.contains("<script>x"))
    }
}
