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
        let export = try await charity.casework.beginExport(of: file, as: caller)
        var parts: [String: Data] = [:]
        try await charity.casework.carryOut(export, as: caller) { parts[$0.name] = Data($0.bytes) }
        return parts
    }

    @Test(arguments: Person.allCases)
    func `Without a fresh passphrase nothing is exported and nothing is recorded`(person: Person) async throws
    {
        let caller = try await charity.caller(person)
        let before = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.casework.beginExport(as: caller)
        }
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.casework.beginExport(of: file, as: caller)
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `A file that is not theirs, is not there, or is the charity's own is one answer`() async throws
    {
        let gone = try await charity.workedClient("Bilal Khan")
        try await charity.casework.erase(gone, as: try await charity.caller(.guardian))
        let caller = try await fresh(.receptionist)
        let before = try await charity.entryCount()
        for file in [restricted, gone, ID.house, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.beginExport(of: file, as: caller)
            }
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test(arguments: Person.allCases)
    func `What is exported is what openFile opens, item by item, and nothing tells of the rest`(
        person: Person
    ) async throws {
        let parts = try await export(person)
        let caller = try await charity.caller(person)
        let isGranted = person == .caseworker || person == .guardian
        for each in [file, restricted] {
            let open = try? await charity.casework.openFile(each, as: caller)
            let part = parts["files/\(each.text).json"]
            #expect((part != nil) == (open != nil))
            guard let part, let open else { continue }
            let json = try #require(try JSONSerialization.jsonObject(with: part) as? [String: Any])
            #expect(json["itemsHeld"] as? [String] == open.items.sorted().map { "\($0)" })
            let records = try #require(json["records"] as? [String: Any])
            #expect(Set(records.keys).isSubset(of: open.items.map { "\($0)" }))
            #expect(records.keys.contains("identity") == open.holds(.identity))
            #expect(records.keys.contains("casework") == open.holds(.casework))
            #expect((json["log"] != nil) == open.holds(.log))
        }
        let everything = parts.values.reduce(Data(), +)
        for trace in [restricted.text, restricted.reference, "Zahra Idris"] {
            #expect((everything.range(of: Data(trace.utf8)) != nil) == isGranted, "\(trace)")
        }
        #expect((everything.range(of: Data("Qz what was said".utf8)) != nil) == (person == .counsellor))
    }

    @Test func `It is in the charity's log and in each file's, before the file is given out`() async throws {
        let caller = try await fresh(.caseworker)
        let before = try await charity.entryCount()
        let export = try await charity.casework.beginExport(as: caller)
        #expect(try await charity.entryKinds(after: before - 1) == [.exported])
        try await charity.casework.carryOut(export, as: caller) { part in
            guard part.name.hasPrefix("files/") else { return }
            let kinds = try await charity.entryKinds(after: before)
            #expect(kinds.contains(.fileExported))
        }
        #expect(
            try await charity.entryKinds(after: before - 1) == [
                .exported, .fileExported, .fileExported, .listShown,
            ])
        let log = try await charity.casework.fileLog(file, as: try await charity.caller(.guardian)).lines
        #expect(log.contains { $0.kind == .fileExported && $0.actor == caller.member })
    }

    @Test func `Session notes that are exported are recorded as opened, for those who counsel alone`()
        async throws
    {
        let before = try await charity.entryCount()
        _ = try await export(.counsellor, of: file)
        #expect(
            try await charity.entryKinds(after: before - 1)
                == [.identityConfirmed, .fileExported, .counsellingOpened])
    }

    @Test func `The manifest comes last, and names every other part with its digest`() async throws {
        let caller = try await fresh(.manager)
        let export = try await charity.casework.beginExport(as: caller)
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
        #expect(read.askedBy == caller.member.text && read.files == 1 && read.unreadable == 0)
        #expect(read.format == "amanah-export/2" && read.at == "2026-11-22T12:00:00Z")
        #expect(parts.allSatisfy { $0.name.utf8.count <= 100 })
    }

    private func draft(_ words: String, _ person: Person, about file: ID? = nil) async throws {
        let caller = try await charity.caller(person)
        _ = try await charity.casework.keepDraft(
            [.init("note", words)], at: caller.draftPlace("/note/\(words.count)", about: file), as: caller)
    }

    @Test func `Drafts are the reader's own, and those of files that they can't open are not among them`()
        async throws
    {
        try await draft("Qz half a note", .caseworker, about: file)
        try await draft("Qz a colleague's note", .otherCaseworker)
        try await draft("Qz of a restricted one", .receptionist)
        for person in [Person.caseworker, .otherCaseworker, .receptionist, .guardian] {
            let parts = try await export(person)
            let drafts = String(decoding: try #require(parts["drafts.json"]), as: UTF8.self)
            #expect(drafts.contains("Qz half a note") == (person == .caseworker))
            #expect(drafts.contains("Qz a colleague's note") == (person == .otherCaseworker))
            #expect(drafts.contains("Qz of a restricted one") == (person == .receptionist))
        }
    }

    @Test(arguments: Person.allCases)
    func `The log has each day's lines as the log book shows them to its reader, and none besides`(
        person: Person
    ) async throws {
        charity.time.move(seconds: 600)
        _ = try await charity.message(for: "Amina Begum")
        let parts = try await export(person)
        let days = parts.filter { $0.key.hasPrefix("log/") }
        #expect(days.keys.sorted() == ["log/2026-11-22.json"])
        let day = try #require(days["log/2026-11-22.json"])
        let lines = try #require(try JSONSerialization.jsonObject(with: day) as? [[String: Any]])
        let shown = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(), as: try await charity.caller(person)
        ).lines
        #expect(lines.count > 1 && lines.count <= shown.count)
        for (line, expected) in zip(lines, shown) {
            #expect(line["position"] as? Int64 == expected.position)
            #expect(line["file"] as? String == expected.file?.text)
            #expect(line["details"] as? String == expected.details)
        }
        let isGranted = person == .caseworker || person == .guardian
        #expect(lines.contains { $0["file"] as? String == restricted.text } == isGranted)
    }

    @Test func `The callers who wait are the guardians', who acknowledged is theirs and the managers'`()
        async throws
    {
        var form = CallerForm(.police)
        (form.who, form.organisation, form.reach) = ("Qz Constable", "Police", "101")
        (form.name, form.about, form.reportedMissing) = ("Muhammad Husayn", "missingPerson", "yes")
        try await charity.casework.recordCaller(
            form, id: charity.casework.newID(), as: try await charity.caller(.receptionist))
        for person in Person.allCases {
            let parts = try await export(person)
            let isTheirs = parts["callers.json"].map { $0.range(of: Data("Qz Constable".utf8)) != nil }
            #expect(isTheirs == (person == .guardian ? true : nil))
            let isEntitled = [Person.guardian, .manager, .otherManager].contains(person)
            #expect((parts["acknowledgements.csv"] != nil) == isEntitled)
        }
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
        for (person, isHeld) in [(Person.caseworker, true), (.receptionist, true), (.counsellor, false)] {
            let part = try #require(try await export(person, of: file)["files/\(file.text).json"])
            let json = try #require(try JSONSerialization.jsonObject(with: part) as? [String: Any])
            let earlier = try #require(json["earlierVersions"] as? [String: [[String: Any]]])
            let holds = (json["itemsHeld"] as? [String])?.contains("contact") == true
            #expect(earlier["contact"]?.count == (holds ? 1 : nil), "\(person) \(isHeld)")
            #expect(((json["records"] as? [String: [Any]])?["contact"]?.count == 1) == holds)
        }
    }

    @Test func `What is left out is named with its reason, the same in everybody's`() async throws {
        for person in [Person.receptionist, .guardian] {
            let part = try #require(try await export(person)["manifest.json"])
            let manifest = try JSONDecoder().decode(ExportManifest.self, from: part)
            #expect(manifest.scope == "reader" && manifest.leftOut == LeftOut.always)
            #expect(manifest.leftOut.allSatisfy { !$0.what.isEmpty && !$0.why.isEmpty })
        }
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
            try await casework.suspend(
                member, why: "Left", handingTo: try charity.id(.otherCaseworker),
                as: try await charity.caller(.manager))
        case .demotion:
            let manager = try await charity.fresh(.manager)
            let version = try await casework.roster(as: manager).first { $0.id == member }?.version ?? 0
            try await casework.changeRole(
                of: member, to: .receptionist, from: version, why: "A", as: manager)
        case .elsewhere:
            let other = try await casework.signIn(
                name: Person.caseworker.rawValue, passphrase: Person.passphrase)
            try await casework.endOtherSessions(as: try await casework.caller(cookie: other.cookie))
        case .time: charity.time.move(seconds: Charity.settings.idleLimit + 1)
        }
    }

    @Test(arguments: Ending.allCases)
    func `Once its session has ended an export gives out no file more, no list and no manifest`(
        ending: Ending
    ) async throws {
        _ = try await charity.workedClient("Bilal Khan")
        let caller = try await fresh(.caseworker)
        let export = try await charity.casework.beginExport(as: caller)
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
        let export = try await charity.casework.beginExport(of: file, as: caller)
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
        ("@SUM(A1)", "\"'@SUM(A1)\""), ("\t=1", "\"'\t=1\""), ("  =1", "\"'  =1\""),
        ("＝1", "\"'＝1\""), ("says \"no\", and\nleaves", "\"says \"\"no\"\", and\nleaves\""), ("", "\"\""),
    ])
    func `A cell is in quotation marks, and no spreadsheet takes it for a formula`(text: String, cell: String)
    {
        #expect(CSVTable.cell(text) == cell)
    }

    @Test func `A name that is a formula is text in the list`() async throws {
        _ = try await charity.client(.filled("=HYPERLINK(\"http://elsewhere\")"))
        let list = String(decoding: try #require(try await export(.manager)["files.csv"]), as: UTF8.self)
        #expect(list.hasPrefix("\u{FEFF}\"file\",\"reference\""))
        #expect(list.contains(",\"'=HYPERLINK(\"\"http://elsewhere\"\")\","))
    }
}
