import Testing
import Vault

@testable import Casework

/// A name in any script is kept, found and met; a text without a letter is no name.
@Suite struct AnyScriptTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private static let noNames = ["-", "🌸", "12", "…"]

    @Test(arguments: noNames)
    func `A text without a letter is refused wherever a person's name is demanded`(text: String) async throws
    {
        let casework = charity.casework
        let desk = try await charity.caller(.receptionist)
        let worker = try await charity.caller(.caseworker)
        func isRefused(_ field: String, _ act: () async throws -> Void) async {
            do {
                try await act()
                Issue.record("\(field) was kept")
            } catch {
                #expect(error as? CaseworkError == .invalid([Problem(field, .noLetter)]), "\(field)")
            }
        }
        await isRefused("name") {
            try await casework.makeFirstContact(.filled(text), id: casework.newID(), as: desk)
        }
        await isRefused("otherNames") {
            try await casework.makeFirstContact(
                .filled("Amina", otherNames: text), id: casework.newID(), as: desk)
        }
        let file = try await charity.workedClient()
        await isRefused("name") {
            try await casework.changeIdentity(
                IdentityForm(name: text, otherNames: "", born: ""), of: file, from: 1, as: worker)
        }
        await isRefused("forName") {
            try await casework.takeMessage(
                MessageForm(forName: text, words: "B"), id: casework.newID(), as: desk)
        }
        let guardian = try await charity.fresh(.guardian)
        await isRefused("name") {
            _ = try await casework.invite(id: casework.newID(), name: text, role: .receptionist, as: guardian)
        }
        for field in ["name", "guardian", "giverName", "who"] {
            var words = Words()
            _ = words.name(field, text, longest: 120)
            #expect(words.problems == [Problem(field, .noLetter)])
        }
        #expect(try await charity.casework.find(text, as: desk).isEmpty)
    }

    @Test(arguments: ["\u{200F}\u{200F}", "\u{200B}", "\u{3164}"])
    func `A text that nobody sees is no name at all`(text: String) {
        var words = Words()
        _ = words.name("name", text, longest: 120, required: true)
        #expect(words.problems == [Problem("name", .missing)])
    }

    @Test func `A name that is left out, too long or unreadable has one problem, not two`() {
        for (text, reason) in [
            ("", Problem.Reason.missing), ("-----", .tooLong(4)), ("a\u{7}", .unreadable(after: "a")),
        ] {
            var words = Words()
            _ = words.name("name", text, longest: 4, required: true)
            #expect(words.problems == [Problem("name", reason)])
        }
        var words = Words()
        #expect(words.name("otherNames", "", longest: 4).isEmpty && words.problems.isEmpty)
    }

    @Test(arguments: [
        "ሰላም ተስፋይ", "王小明", "김민준", "สมชาย ใจดี", "נעמי כהן", "செல்வம் கணேசன்", "రమేష్ రెడ్డి", "സുരേഷ് നായർ",
        "නිමල් පෙරේරා", "ნინო ბერიძე", "Նունե Սարգսյան", "ܡܪܝܡ ܝܘܚܢܢ", "ᱥᱤᱫᱩ ᱢᱩᱨᱢᱩ", "𞤀𞤣𞤢𞤥𞤢 𞤈𞤵𞤧𞤵𞤥", "Ελένη Παππά",
        "Юлія Ковальчук",
        "सुनीता शर्मा", "សុភា សុខ", "စန်းစန်း", "བསྟན་འཛིན", "ᠪᠠᠲᠤ", "ߊߡߊߘߎ", "たなか はなこ", "ᏩᎾ", "ꕉꕜꕮ",
    ])
    func `Who is written in any script is found by the same text, and their message comes up`(name: String)
        async throws
    {
        let file = try await charity.client(.filled(name))
        let desk = try await charity.caller(.receptionist)
        _ = try await charity.client(.filled("Margaret Thornton"))
        #expect(try await charity.casework.find(name, as: desk).map(\.file) == [file])
        let word = String(name.split(separator: " ")[0])
        #expect(try await charity.casework.find(word, as: desk).map(\.file) == [file])
        let message = try await charity.message(for: name, words: "Call your sister")
        #expect(try await charity.waiting(for: file).map(\.id) == [message])
    }

    @Test(arguments: [
        ("ሰላም ተስፋይ", "Selam Tesfay"), ("C/laahi Nuur", "Abdullahi Noor"), ("김민준", "Minjun Kim"),
        (
            "Maria da Conceição Ana Luísa dos Santos Ferreira Gomes Teixeira Almeida Correia de Sousa Pimentel",
            "Pimentel"
        ),
        ("Mac Giolla Phádraig", "Giolla"), ("Nguyễn Văn An", "Văn"), ("Abdul Karim", "Abdul"),
    ])
    func `Who is written in one way is met by another`(name: String, other: String) async throws {
        let file = try await charity.client(.filled(name))
        let desk = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find(other, as: desk).map(\.file) == [file])
        let message = try await charity.message(for: other)
        #expect(try await charity.waiting(for: file).map(\.id) == [message])
    }
}
