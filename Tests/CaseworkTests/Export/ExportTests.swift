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
            try await charity.entryKinds(after: before - 1) == [.exported, .fileExported, .fileExported])
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
        #expect(read.format == "amanah-export/1" && read.at == "2026-11-22T12:00:00Z")
        #expect(parts.allSatisfy { $0.name.utf8.count <= 100 })
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
