import Crypto
import Database
import Foundation
import Testing
import Vault

@testable import Casework

/// What somebody takes away is what their keys open, and nothing says that there is more (clauses S3.4, S3.7, P2).
@Suite struct ExportTests {
    private let charity: Charity
    private let file: ID
    private let restricted: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        try await charity.casework.writeSession(
            CounsellingForm(day: "2026-11-20", words: "Qz what was said"), id: charity.casework.newID(),
            in: file, as: try await charity.caller(.counsellor))
    }

    private func fresh(_ person: Person) async throws -> Caller {
        try await charity.casework.confirm(
            passphrase: Person.passphrase, as: try await charity.caller(person))
        return try await charity.caller(person)
    }

    private func export(_ person: Person, of file: ID? = nil) async throws -> [String: Data] {
        let caller = try await fresh(person)
        let export = try await charity.casework.beginExport(of: file, why: "Qz for the solicitor", as: caller)
        var parts: [String: Data] = [:]
        try await charity.casework.carryOut(export, as: caller) { parts[$0.name] = Data($0.bytes) }
        return parts
    }

    @Test func `Without a fresh passphrase nothing is exported and nothing is recorded`() async throws {
        let (guardian, worker) = (try await charity.caller(.guardian), try await charity.caller(.caseworker))
        let before = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.casework.beginExport(why: "A", as: guardian)
        }
        for caller in [guardian, worker] {
            await #expect(throws: CaseworkError.notFresh) {
                _ = try await charity.casework.beginExport(of: file, why: "A", as: caller)
            }
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `Without a reason nothing is exported and nothing is recorded`() async throws {
        let (guardian, worker) = (try await fresh(.guardian), try await fresh(.caseworker))
        let before = try await charity.entryCount()
        for why in ["", " \n", String(repeating: "x", count: 2001)] {
            await #expect(throws: CaseworkError.self) {
                _ = try await charity.casework.beginExport(why: why, as: guardian)
            }
            await #expect(throws: CaseworkError.self) {
                _ = try await charity.casework.beginExport(of: file, why: why, as: worker)
            }
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test(arguments: Person.allCases.filter { $0 != .guardian })
    func `Nobody but a guardian takes away all that they may read`(person: Person) async throws {
        let caller = try await fresh(person)
        let before = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.beginExport(why: "A", as: caller)
        }
        #expect(try await charity.entryCount() == before)
        #expect(!caller.mayExportAll)
    }

    @Test(arguments: [Person.manager, .receptionist, .otherCaseworker, .counsellor])
    func `Who reads a file without working with it by name takes it away neither`(person: Person) async throws
    {
        let caller = try await fresh(person)
        #expect(try await charity.casework.readFile(file, as: caller).mayExport == false)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.beginExport(of: file, why: "A", as: caller)
        }
    }

    @Test func `Whoever it was taken back from takes it away no more, not even between asking and getting`()
        async throws
    {
        let caller = try await fresh(.caseworker)
        #expect(try await charity.casework.readFile(file, as: caller).mayExport)
        let export = try await charity.casework.beginExport(of: file, why: "A", as: caller)
        charity.time.move(seconds: 1)
        try await charity.casework.endAccess(
            of: caller.member, to: file, why: "Moves on", as: try await charity.caller(.manager))
        var names: [String] = []
        try await charity.casework.carryOut(export, as: caller) { names.append($0.name) }
        #expect(!names.contains { $0.hasPrefix("files/") })
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.beginExport(of: file, why: "A", as: try await fresh(.caseworker))
        }
    }

    @Test
    func `Each is listed as unusual for somebody else, with its file, and its reason is sealed in the log`()
        async throws
    {
        charity.time.move(seconds: 1)
        _ = try await export(.caseworker, of: file)
        let (guardian, worker) = (try await charity.caller(.guardian), try charity.id(.caseworker))
        let today = charity.casework.now.day
        let week = try await charity.casework.unusual(until: today, as: guardian)
        let found = week.open.filter { $0.why == .exported }
        #expect(found.map(\.member) == [worker] && found.map(\.files) == [[file]])
        let log = try await charity.casework.fileLog(file, as: guardian).lines
        #expect(log.first { $0.kind == .fileExported }?.details == "Exported. Why: Qz for the solicitor")
        _ = try await export(.guardian)
        let managers = try await charity.casework.unusual(
            until: today, as: try await charity.caller(.manager))
        let theirs = managers.open.first { $0.why == .exported && $0.member == guardian.member }
        // A restricted file is not there for the manager.
        #expect(theirs?.files == [file])
        let day = try await charity.casework.logDay(
            today, filter: LogFilter(kind: .exported), as: try await charity.caller(.manager))
        #expect(day.lines.first?.details?.contains("Why: Qz for the solicitor") == true)
    }

    @Test func `A file that is not theirs, is not there, or is the charity's own is one answer`() async throws
    {
        let gone = try await charity.workedClient("Bilal Khan")
        try await charity.casework.erase(gone, as: try await charity.caller(.guardian))
        let caller = try await fresh(.receptionist)
        let before = try await charity.entryCount()
        for file in [restricted, gone, ID.house, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.beginExport(of: file, why: "A", as: caller)
            }
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test(arguments: [Person.guardian, .caseworker])
    func `What is exported is what openFile opens, item by item, and nothing tells of the rest`(
        person: Person
    ) async throws {
        var parts: [String: Data] = [:]
        if person == .guardian {
            parts = try await export(person)
        } else {
            for each in [file, restricted] {
                parts.merge(try await export(person, of: each)) { first, _ in first }
            }
        }
        let caller = try await charity.caller(person)
        for each in [file, restricted] {
            let open = try await charity.casework.openFile(each, as: caller)
            let part = try #require(parts["files/\(each.text).json"])
            let json = try #require(try JSONSerialization.jsonObject(with: part) as? [String: Any])
            #expect(json["itemsHeld"] as? [String] == open.items.sorted().map { "\($0)" })
            let records = try #require(json["records"] as? [String: Any])
            #expect(Set(records.keys).isSubset(of: open.items.map { "\($0)" }))
            #expect(records.keys.contains("identity") == open.holds(.identity))
            #expect(records.keys.contains("casework") == open.holds(.casework))
            #expect((json["log"] != nil) == open.holds(.log))
        }
        let everything = parts.values.reduce(Data(), +)
        #expect(everything.range(of: Data("Qz what was said".utf8)) == nil)
    }

    @Test func `It is in the charity's log and in each file's, before the file is given out`() async throws {
        let caller = try await fresh(.guardian)
        let before = try await charity.entryCount()
        let export = try await charity.casework.beginExport(why: "A", as: caller)
        #expect(try await charity.entryKinds(after: before - 1) == [.exported])
        try await charity.casework.carryOut(export, as: caller) { part in
            guard part.name.hasPrefix("files/") else { return }
            let kinds = try await charity.entryKinds(after: before)
            #expect(kinds.contains(.fileExported))
        }
        #expect(
            try await charity.entryKinds(after: before - 1) == [
                .exported, .fileExported, .fileExported, .listShown, .listShown,
            ])
        let log = try await charity.casework.fileLog(file, as: try await charity.caller(.guardian)).lines
        #expect(log.contains { $0.kind == .fileExported && $0.actor == caller.member })
    }

    @Test func `The manifest comes last, and names every other part with its digest`() async throws {
        let caller = try await fresh(.guardian)
        let export = try await charity.casework.beginExport(why: "A", as: caller)
        var parts: [ExportPart] = []
        let manifest = try await charity.casework.carryOut(export, as: caller) { parts.append($0) }
        #expect(parts.last?.name == "manifest.json")
        #expect(manifest.parts.map(\.name) == parts.dropLast().map(\.name))
        for (line, part) in zip(manifest.parts, parts) {
            #expect(line.bytes == part.bytes.count)
            let digest = SHA256.hash(data: part.bytes).map { String(format: "%02x", $0) }.joined()
            #expect(line.sha256 == digest)
        }
        let read = try JSONDecoder().decode(ExportManifest.self, from: Data(try #require(parts.last).bytes))
        #expect(read.askedBy == caller.member.text && read.files == 2 && read.unreadable == 0)
        #expect(read.format == "amanah-export/2" && read.at == "2026-11-22T12:00:00Z")
        #expect(parts.allSatisfy { $0.name.utf8.count <= 100 })
    }

    private func draft(_ words: String, _ person: Person, about file: ID? = nil) async throws {
        let caller = try await charity.caller(person)
        _ = try await charity.casework.keepDraft(
            [.init("note", words)], at: caller.draftPlace("/note/\(words.count)", about: file), as: caller)
    }

    @Test func `Drafts are the reader's own, and a colleague's are not among them`() async throws {
        try await draft("Qz half a note", .guardian, about: file)
        try await draft("Qz a colleague's note", .otherCaseworker)
        let parts = try await export(.guardian)
        let drafts = String(decoding: try #require(parts["drafts.json"]), as: UTF8.self)
        #expect(drafts.contains("Qz half a note") && !drafts.contains("Qz a colleague's note"))
    }

    @Test func `The log has each day's lines as the log book shows them to its reader, and none besides`()
        async throws
    {
        charity.time.move(seconds: 600)
        _ = try await charity.message(for: "Amina Begum")
        let parts = try await export(.guardian)
        let days = parts.filter { $0.key.hasPrefix("log/") }
        #expect(days.keys.sorted() == ["log/2026-11-22.json"])
        let day = try #require(days["log/2026-11-22.json"])
        let lines = try #require(try JSONSerialization.jsonObject(with: day) as? [[String: Any]])
        let shown = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(), as: try await charity.caller(.guardian)
        ).lines
        #expect(lines.count > 1 && lines.count <= shown.count)
        for (line, expected) in zip(lines, shown) {
            #expect(line["position"] as? Int64 == expected.position)
            #expect(line["file"] as? String == expected.file?.text)
            #expect(line["details"] as? String == expected.details)
        }
    }

    @Test func `The callers who wait and who acknowledged are in it`() async throws {
        var form = CallerForm(.police)
        (form.who, form.organisation, form.reach) = ("Qz Constable", "Police", "101")
        (form.name, form.about, form.reportedMissing) = ("Muhammad Husayn", "missingPerson", "yes")
        try await charity.casework.recordCaller(
            form, id: charity.casework.newID(), as: try await charity.caller(.receptionist))
        let parts = try await export(.guardian)
        #expect(parts["callers.json"]?.range(of: Data("Qz Constable".utf8)) != nil)
        #expect(parts["acknowledgements.csv"] != nil)
    }

    @Test func `Each list that is exported leaves the entry that showing it leaves`() async throws {
        let before = try await charity.entryCount()
        _ = try await export(.guardian)
        let kinds = try await charity.entryKinds(after: before - 1)
        #expect(kinds.contains(.exported) && kinds.count { $0 == .listShown } == 2)
    }

    @Test func `Earlier versions are there beside the newest, to whoever holds their item alone`()
        async throws
    {
        let contact = try await charity.record(.contact, of: file)
        try await charity.casework.changeContact(
            .filled(phone: "07700 900999"), of: file, from: contact.version,
            as: try await charity.caller(.caseworker))
        for (person, isHeld) in [(Person.caseworker, true), (.guardian, false)] {
            let part = try #require(try await export(person, of: file)["files/\(file.text).json"])
            let json = try #require(try JSONSerialization.jsonObject(with: part) as? [String: Any])
            let earlier = try #require(json["earlierVersions"] as? [String: [[String: Any]]])
            let holds = (json["itemsHeld"] as? [String])?.contains("contact") == true
            #expect(earlier["contact"]?.count == (holds ? 1 : nil), "\(person) \(isHeld)")
            #expect(((json["records"] as? [String: [Any]])?["contact"]?.count == 1) == holds)
        }
    }

    @Test func `What is left out is named with its reason, the same in everybody's`() async throws {
        let part = try #require(try await export(.guardian)["manifest.json"])
        let whole = try JSONDecoder().decode(ExportManifest.self, from: part)
        #expect(whole.scope == "reader" && whole.leftOut == LeftOut.always)
        #expect(whole.leftOut.allSatisfy { !$0.what.isEmpty && !$0.why.isEmpty })
        let parts = try await export(.caseworker, of: file)
        #expect(parts["drafts.json"] == nil && !parts.keys.contains { $0.hasPrefix("log/") })
        let one = try #require(parts["manifest.json"])
        let manifest = try JSONDecoder().decode(ExportManifest.self, from: one)
        #expect(manifest.scope == "file" && manifest.leftOut == LeftOut.always + LeftOut.fromOneFile)
    }

    @Test func `A record that was altered is counted, and the rest is there`() async throws {
        try await charity.alterRecord(.contact, of: file)
        let parts = try await export(.caseworker, of: file)
        let manifest = try JSONDecoder().decode(
            ExportManifest.self, from: try #require(parts["manifest.json"]))
        #expect(manifest.unreadable == 1 && manifest.records > 2)
    }

    /// What ends a session while its export goes out.
    enum Ending: CaseIterable { case signOut, lock, suspension, demotion, elsewhere, time }

    private func end(_ caller: Caller, by ending: Ending) async throws {
        let (casework, member) = (charity.casework, caller.member)
        switch ending {
        case .signOut: try await casework.signOut(caller)
        case .lock: try await casework.signOut(caller, locking: true)
        case .suspension:
            try await casework.suspend(member, why: "Left", as: try await charity.fresh(.guardian))
        case .demotion:
            let guardian = try await charity.fresh(.guardian)
            let version = try await casework.roster(as: guardian).first { $0.id == member }?.version ?? 0
            try await casework.changeRole(
                of: member, to: .receptionist, from: version, why: "A", as: guardian)
        case .elsewhere:
            let other = try await casework.signIn(name: "deputy", passphrase: Person.passphrase)
            try await casework.endOtherSessions(as: try await casework.caller(cookie: other.cookie))
        case .time: charity.time.move(seconds: Charity.settings.idleLimit + 1)
        }
    }

    /// A second guardian, who has just typed their passphrase afresh.
    private func deputy() async throws -> Caller {
        let (casework, id) = (charity.casework, charity.casework.newID())
        let guardian = try await charity.fresh(.guardian)
        let code = try await casework.invite(id: id, name: "Deputy", role: .guardian, as: guardian)
        let cookie = try await casework.enrol(.filled(code.text, "deputy")).cookie
        let print = try await casework.caller(cookie: cookie).keyring.keys.identity.fingerprint
        try await casework.certify(id, fingerprint: print, as: guardian)
        charity.time.move(seconds: 1)
        try await casework.confirm(
            passphrase: Person.passphrase, as: try await casework.caller(cookie: cookie))
        return try await casework.caller(cookie: cookie)
    }

    @Test(arguments: Ending.allCases)
    func `Once its session has ended an export gives out no file more, no list and no manifest`(
        ending: Ending
    ) async throws {
        _ = try await charity.workedClient("Bilal Khan")
        let caller = try await deputy()
        let export = try await charity.casework.beginExport(why: "A", as: caller)
        var names: [String] = []
        await #expect(throws: CaseworkError.signedOut) {
            try await charity.casework.carryOut(export, as: caller) { part in
                names.append(part.name)
                if names.count == 1 { try await end(caller, by: ending) }
            }
        }
        #expect(names.count == 1 && names[0].hasPrefix("files/"))
    }

    @Test func `One that ends after the last file gives out no list`() async throws {
        let caller = try await fresh(.caseworker)
        let export = try await charity.casework.beginExport(of: file, why: "A", as: caller)
        var names: [String] = []
        await #expect(throws: CaseworkError.signedOut) {
            try await charity.casework.carryOut(export, as: caller) { part in
                names.append(part.name)
                if part.name.hasPrefix("files/") { try await end(caller, by: .lock) }
            }
        }
        #expect(names == ["files/\(file.text).json"])
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("=1+1", "\"'=1+1\""), ("+44 7700", "\"'+44 7700\""), ("-x", "\"'-x\""),
        ("@SUM(A1)", "\"'@SUM(A1)\""), ("\t=1", "\"'\t'=1\""), ("  =1", "\"'  =1\""),
        ("＝1", "\"'＝1\""), ("says \"no\", and\nleaves", "\"says \"\"no\"\", and\nleaves\""), ("", "\"\""),
    ])
    func `A cell is in quotation marks, and no spreadsheet takes it for a formula`(text: String, cell: String)
    {
        #expect(CSVTable.cell(text) == cell)
    }

    /// What a spreadsheet has in its cells that parts them at a semicolon, and so sees no quotation mark that does not begin a
    /// cell.
    private static func cells(_ list: String) -> [String] {
        list.split { $0.isNewline || $0 == ";" }.map { cell in
            cell.drop { $0.isWhitespace || $0 == "\"" || $0 == "\u{FEFF}" }.description
        }
    }

    @Test(arguments: [
        "Hal; =1+1", "Hal;=HYPERLINK(\"a\")", "Hal;\"=1+1", "Hal;  +1", "Hal\n=1+1", "Hal\r\n@SUM(1)",
        "=1;=2;=3", ";=1", "Hal;;=1", "Hal;\n;=1", "Hal;\t-1",
    ])
    func `no cell is a formula to a spreadsheet of another language either`(_ text: String) {
        func formulas(_ list: String) -> [String] {
            Self.cells(list).filter { "=+-@".contains($0.prefix(1)) && !$0.isEmpty }
        }
        var list = CSVTable("a.csv", columns: ["one", "two"])
        list.add([text, text])
        #expect(formulas(String(decoding: list.part.bytes, as: UTF8.self)) == [])
        // The control: as it was typed, there is one.
        #expect(formulas("\"\(text)\"") != [])
    }

    @Test func `A name that is a formula is text in the list`() async throws {
        _ = try await charity.client(.filled("=HYPERLINK(\"http://elsewhere\")"))
        let list = String(decoding: try #require(try await export(.guardian)["files.csv"]), as: UTF8.self)
        #expect(list.hasPrefix("\u{FEFF}\"file\",\"reference\""))
        #expect(list.contains(",\"'=HYPERLINK(\"\"http://elsewhere\"\")\","))
    }
}
