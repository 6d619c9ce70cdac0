import Database
import Testing
import Vault

@testable import Casework

/// Session notes (clause P2): who reads and writes them, and who learns that there are any.
@Suite struct CounsellingTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient()
    }

    private func write(
        _ words: String = "What was said", day: String = "2026-11-20", as person: Person = .counsellor,
        in file: ID? = nil
    ) async throws {
        try await charity.casework.writeSession(
            CounsellingForm(day: day, words: words), id: charity.casework.newID(), in: file ?? self.file,
            as: try await charity.caller(person))
    }

    @Test(arguments: Person.allCases.filter { $0 != .counsellor })
    func `Nobody but a counsellor writes, reads or lists session notes`(person: Person) async throws {
        try await write()
        let before = try await charity.entryCount()
        let caller = try await charity.caller(person)
        await #expect(throws: CaseworkError.notFound) { try await write(as: person) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.sessions(of: file, as: caller)
        }
        #expect(try await charity.casework.mySessions(as: caller).people.isEmpty)
        #expect(try await charity.entryCount() == before)
    }

    @Test(arguments: Person.allCases)
    func `A restricted file has no counselling but in escrow`(person: Person) async throws {
        let restricted = try await charity.workedClient("Amina Begum", isRestricted: true)
        await #expect(throws: CaseworkError.notFound) { try await write(as: person, in: restricted) }
    }

    @Test(arguments: [
        ("", "What was said", "day", Problem.Reason.missing), ("2026-11-23", "A", "day", .inTheFuture),
        ("soon", "A", "day", .date(.notADate)), ("2026-11-20", " \n", "session", .missing),
        ("2026-11-20", "a\u{202E}b", "session", .unreadable(after: "a")),
        ("2026-11-20", String(repeating: "a", count: 20_001), "session", .tooLong(20_000)),
    ])
    func `A session note that can't be kept is refused, field by field`(
        day: String, words: String, field: String, reason: Problem.Reason
    ) async throws {
        await #expect(throws: CaseworkError.invalid([Problem(field, reason)])) {
            try await write(words, day: day)
        }
        #expect(try await charity.entryKinds().last != .counsellingNoteWritten)
    }

    @Test func `The same form twice writes one note`() async throws {
        let (form, id) = (CounsellingForm(day: "2026-11-20", words: "A"), charity.casework.newID())
        let counsellor = try await charity.caller(.counsellor)
        try await charity.casework.writeSession(form, id: id, in: file, as: counsellor)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.writeSession(form, id: id, in: file, as: counsellor)
        }
        #expect(try await charity.casework.sessions(of: file, as: counsellor).notes.count == 1)
    }

    @Test func `A counsellor reads the notes, latest session first, and finds the person in My sessions`()
        async throws
    {
        let other = try await charity.workedClient("Amina Begum")
        try await write("Second", day: "2026-11-20")
        try await write("First", day: "2026-11-13")
        try await write("Hers", day: "2026-11-21", in: other)
        let counsellor = try await charity.caller(.counsellor)
        let sessions = try await charity.casework.sessions(of: file, as: counsellor)
        #expect(sessions.name == "Muhammad Husayn")
        #expect(sessions.notes.map(\.text.words) == ["Second", "First"])
        let mine = try await charity.casework.mySessions(as: counsellor).people
        #expect(mine.map(\.name) == ["Amina Begum", "Muhammad Husayn"])
        #expect(mine.map(\.notes) == [1, 2])
        #expect(mine.map(\.latest) == ["2026-11-21", "2026-11-20"])
    }

    @Test(arguments: Person.allCases)
    func `That there was counselling shows in no log but a counsellor's`(person: Person) async throws {
        let now = charity.casework.now.day
        let caller = try await charity.caller(person)
        let before = try await charity.casework.logDay(now, filter: LogFilter(), as: caller)
        try await write()
        _ = try await charity.casework.sessions(of: file, as: try await charity.caller(.counsellor))
        let day = try await charity.casework.logDay(now, filter: LogFilter(), as: caller)
        // That the reader read the log the first time is a line of their own.
        let new = day.lines.filter { line in
            line.kind != .listShown && !before.lines.contains { $0.position == line.position }
        }
        #expect(
            new.map(\.kind) == (person == .counsellor ? [.counsellingNoteWritten, .counsellingOpened] : []))
        #expect(new.allSatisfy { $0.details == nil })
        for kind in EntryKind.needingItems where person != .counsellor {
            let filtered = try await charity.casework.logDay(now, filter: LogFilter(kind: kind), as: caller)
            #expect(filtered.lines.isEmpty && filtered.names.isEmpty)
        }
        if person != .receptionist, person != .otherCaseworker {
            let contents = try await charity.casework.readFile(file, as: caller)
            #expect(contents.timeline.allSatisfy { $0.kind.needed == nil })
        }
    }

    @Test(arguments: [Person.caseworker, .manager, .guardian])
    func `However much counselling there was, a file's page and log are as they would be without`(
        person: Person
    ) async throws {
        let caller = try await charity.caller(person)
        let counsellor = try charity.id(.counsellor)
        func happen(_ kind: EntryKind, _ count: Int) async throws {
            for _ in 0..<count { try await charity.casework.act(kind, on: file, by: counsellor) { _ in } }
        }
        try await happen(.counsellingOpened, LogDay.longest + 10)
        let first = try await charity.casework.readFile(file, as: caller)
        #expect(first.timeline.map(\.kind) == [.fileOpened, .fileMade])
        try await happen(.contactMade, 1)
        try await happen(.counsellingOpened, FileContents.mostLines + 5)
        let again = try await charity.casework.readFile(file, as: caller)
        #expect(again.stood)
        #expect(again.timeline.map(\.kind) == [.fileOpened, .contactMade, .fileOpened, .fileMade])
        let log = try await charity.casework.fileLog(file, as: caller)
        #expect(log.next == nil)
        #expect(
            log.lines.map(\.kind) == [.listShown, .fileOpened, .contactMade, .fileOpened, .fileMade])
    }

    @Test func `A page of a file's log ends at a line that it shows, one's own counselling too`()
        async throws
    {
        let (manager, counsellor) = (try await charity.caller(.manager), try charity.id(.counsellor))
        let mine = try await charity.casework.act(.counsellingOpened, on: file, by: manager.member) {
            $0.position
        }
        for _ in 0..<LogDay.longest {
            try await charity.casework.act(.contactMade, on: file, by: counsellor) { _ in }
            try await charity.casework.act(.counsellingOpened, on: file, by: counsellor) { _ in }
        }
        let first = try await charity.casework.fileLog(file, as: manager)
        #expect(first.lines.count == LogDay.longest && first.next == first.lines.last?.position)
        let rest = try await charity.casework.fileLog(file, before: first.next, as: manager)
        #expect(rest.lines.map(\.kind) == [.contactMade, .counsellingOpened, .fileMade] && rest.next == nil)
        #expect(rest.lines.contains { $0.position == mine })
    }

    @Test func `A session moves no file up in My clients`() async throws {
        let later = try await charity.workedClient("Amina Begum")
        try await write()
        let mine = try await charity.casework.myFiles(as: try await charity.caller(.caseworker))
        #expect(mine.map(\.file) == [later, file])
    }

    @Test func `Whoever holds the log needs the item that the kind needs, whatever the kind`() async throws {
        let manager = try await charity.casework.openFile(file, as: try await charity.caller(.manager))
        let counsellor = try await charity.casework.openFile(file, as: try await charity.caller(.counsellor))
        let (author, reader) = (charity.casework.newID(), charity.casework.newID())
        for kind in EntryKind.allCases {
            let entry = Entry(
                at: charity.casework.now, actor: author, kind: kind, file: file, clause: kind.clause,
                letter: nil, evidence: Evidence())
            #expect(entry.isShown(to: author, opening: counsellor))
            #expect(!entry.isShown(to: author, opening: nil))
            #expect(!entry.isShown(to: reader, opening: nil))
            #expect(entry.isShown(to: reader, opening: manager) == (kind.needed == nil), "\(kind)")
            // They hold the item, and not the log.
            #expect(!entry.isShown(to: reader, opening: counsellor), "\(kind)")
        }
        #expect(Set(EntryKind.needingItems) == [.counsellingNoteWritten, .counsellingOpened])
    }

    @Test func `Erasing the file takes its session notes along`() async throws {
        try await write()
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        let file = file
        let left = try await charity.database.read {
            try SealedRecord.current(.counselling, of: file, $0).count
        }
        #expect(left == 0)
        #expect(
            try await charity.casework.mySessions(as: try await charity.caller(.counsellor)).people.isEmpty)
    }
}
