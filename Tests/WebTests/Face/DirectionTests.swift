import Casework
import Foundation
import Testing
import Vault
import Web

/// People's text in any script keeps its own direction, where it is typed and where it is shown.
@Suite struct DirectionTests {
    @Test(arguments: [
        "/find", "/organisation", "/enquiry", "/enquiry/official", "/purposes", "/file/contact",
        "/file/identity", "/file/share", "/file/consent", "/file/reminders", "/file",
    ])
    func `every box that people type words into takes the direction of what is typed`(path: String)
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let known = "/file/\(charity.file(.known).text)"
        let page = try await visitor.open(path.hasPrefix("/file") ? known + path.dropFirst(5) : path)
        #expect(page.status == 200)
        let boxes = page.body.matches(of: /<(input|textarea)[^>]*>/).map { String($0.output.0) }.filter {
            $0.contains("textarea") || $0.contains("type=\"text\"") || $0.contains("type=\"search\"")
        }
        #expect(!boxes.isEmpty)
        for box in boxes { #expect(box.contains("dir=\"auto\"") || box.contains("dir=\"ltr\""), "\(box)") }
        for option in page.body.matches(of: /<option [^>]*>/).map({ String($0.output) }) {
            #expect(option.contains("dir=\"auto\"") || option.contains("value=\"\""), "\(option)")
        }
    }

    @Test func `what was typed in Arabic and Urdu stands in its own direction on every page that shows it`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let file = "/file/\(charity.file(.known).text)"
        let (name, note, party) = ("آمنہ یوسف", "وہ اب محفوظ ہے۔", "مجلس المدينة")
        #expect(
            try await visitor.submit(file + "/identity", [("version", "1"), ("name", name)]).status == 303)
        #expect(try await visitor.submit(file + "/note", [("note", note)]).status == 303)
        let page = try await visitor.get(file)
        #expect(page.body.contains("<bdi class=\"name\">\(name)</bdi>"))
        #expect(page.body.contains("<p class=\"written\" dir=\"auto\">\(note)</p>"))
        let shared = try await visitor.submit(
            file + "/share",
            [
                ("recipient", "council"), ("party", party), ("ground", "gain"), ("item", "casework"),
                ("need.casework", note), ("words.casework", note), ("whyNotAnonymous", note),
                ("answer.verified", "yes"), ("step", "decision"),
            ])
        #expect(shared.body.contains("<bdi>\(party)</bdi>"))
        for path in ["/my-clients", file + "/consent", "/log"] {
            let body = try await visitor.get(path).body
            for piece in body.components(separatedBy: name).dropLast() {
                #expect(
                    piece.hasSuffix("<bdi class=\"name\">") || piece.hasSuffix("dir=\"auto\">")
                        || piece.hasSuffix("<bdi>"), "\(path): \(piece.suffix(40))")
            }
        }
    }

    @Test func `a clause's number leads to its wording, in the log book and in a decision`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let log = try await visitor.get("/log")
        #expect(log.body.contains("<a href=\"/policy#S3.7\">S3.7</a>"))
        let decision = try await visitor.submit(
            "/file/\(charity.file(.known).text)/share",
            [
                ("recipient", "council"), ("party", "The council"), ("ground", "gain"),
                ("item", "casework"), ("need.casework", "N"), ("words.casework", "W"),
                ("whyNotAnonymous", "W"), ("answer.verified", "yes"), ("step", "decision"),
            ])
        #expect(decision.body.contains("<a href=\"/policy#S2.2\">S2.2</a>"))
        #expect(try await visitor.get("/policy").body.contains("id=\"S2.2\""))
    }

    @Test(arguments: [Person.manager, .guardian])
    func `managers find who has not signed the policy from the staff page`(person: Person) async throws {
        let visitor = try await Charity.copy().visitor(person)
        #expect(try await visitor.get("/staff").body.contains("href=\"/policy/acknowledgements\""))
    }
}
