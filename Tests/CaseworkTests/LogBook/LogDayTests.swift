import Testing
import Vault

@testable import Casework

@Suite struct LogDayTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private func day(_ person: Person, filter: LogFilter = LogFilter()) async throws -> LogDay {
        try await charity.casework.logDay(
            charity.casework.now.day, filter: filter, as: try await charity.caller(person))
    }

    @Test func `Who holds no log sees their own acts and nobody else's`() async throws {
        let file = try await charity.workedClient()
        _ = try await charity.message(for: "Muhammad Husayn")
        _ = try await charity.casework.readFile(file, as: try await charity.caller(.receptionist))
        for person in [Person.receptionist, .otherCaseworker, .counsellor] {
            let id = try charity.id(person)
            let lines = try await day(person).lines
            #expect(lines.allSatisfy { $0.actor == id && $0.details == nil }, "\(person)")
            #expect(!lines.isEmpty)
        }
    }

    @Test func `A worker sees every act on the files whose log is theirs, and no other file's`() async throws
    {
        let mine = try await charity.workedClient("Amina Begum")
        let other = try await charity.client(.filled("Bilal Khan", worker: try charity.id(.otherCaseworker)))
        for file in [mine, other] {
            _ = try await charity.casework.readFile(file, as: try await charity.caller(.receptionist))
        }
        let day = try await day(.caseworker)
        #expect(Set(day.lines.compactMap(\.file)) == [mine])
        #expect(day.names == [mine: "Amina Begum"])
        #expect(day.lines.filter { $0.file == mine }.map(\.kind) == [.fileMade, .fileOpened])
        #expect(day.lines.first { $0.kind == .fileMade }?.details?.hasPrefix("First contact.") == true)
    }

    @Test func `A restricted file's acts are seen by its worker and the guardian, and by no manager`()
        async throws
    {
        let file = try await charity.client(
            .filled(worker: try charity.id(.caseworker), isRestricted: true), by: .receptionist)
        for person in Person.allCases where person != .receptionist {
            let lines = try await day(person, filter: LogFilter(file: file)).lines
            #expect(lines.isEmpty == (person != .caseworker && person != .guardian), "\(person)")
        }
        // For its maker, too, it is not there any more.
        #expect(try await day(.receptionist, filter: LogFilter(file: file)).lines.isEmpty)
    }

    @Test func `A day's entries are those of its moments`() async throws {
        _ = try await charity.message(for: "Amina")
        let today = charity.casework.now.day
        let manager = try await charity.caller(.manager)
        for days: Int64 in [-1, 1] {
            let other = try await charity.casework.logDay(
                today.adding(days: days), filter: LogFilter(), as: manager)
            #expect(other.lines.isEmpty)
            #expect((other.checkpoint == nil) == (days < 0))
        }
        // Reading the other days is an act of today.
        #expect(try await day(.manager).lines.map(\.kind).suffix(2) == [.messageTaken, .listShown])
    }

    @Test func `A filter leaves what was asked for`() async throws {
        let file = try await charity.workedClient()
        let receptionist = try charity.id(.receptionist)
        _ = try await charity.casework.readFile(file, as: try await charity.caller(.receptionist))
        let byActor = try await day(.manager, filter: LogFilter(actor: receptionist, file: file)).lines
        #expect(byActor.map(\.kind) == [.fileOpened])
        #expect(try await day(.manager, filter: LogFilter(kind: .fileMade)).lines.map(\.file) == [file])
    }

    @Test func `A letter that another than the actor wrote is not shown`() async throws {
        let file = try await charity.workedClient()
        let (manager, worker) = (try await charity.caller(.manager), try await charity.caller(.caseworker))
        let open = try await charity.casework.openFile(file, as: worker)
        let letter = try charity.casework.letter("Forged", to: open, by: worker)
        try await charity.casework.act(.contactChanged, on: file, by: manager.member, letter: letter) { _ in }
        let lines = try await day(.caseworker, filter: LogFilter(kind: .contactChanged)).lines
        #expect(lines.map(\.details) == [nil])
    }

    @Test func `Pages of a day hold every line once, whatever a filter leaves out`() async throws {
        let (mine, other) = (try await charity.workedClient("Amina Begum"), try await charity.workedClient())
        let worker = try charity.id(.caseworker)
        // More than a page of entries that a filter leaves out, then one that it does not.
        for _ in 0..<LogDay.longest + 50 {
            try await charity.casework.act(.contactMade, on: mine, by: worker) { _ in }
        }
        try await charity.casework.act(.contactMade, on: other, by: worker) { _ in }
        let today = charity.casework.now.day
        let caller = try await charity.caller(.caseworker)
        let narrow = try await charity.casework.logDay(
            today, filter: LogFilter(kind: .contactMade, file: other), as: caller)
        #expect(narrow.lines.count == 1 && narrow.next == nil)
        let filter = LogFilter(actor: worker)
        let first = try await charity.casework.logDay(today, filter: filter, as: caller)
        #expect(first.lines.count == LogDay.longest && first.next == first.lines.last?.position)
        let second = try await charity.casework.logDay(today, filter: filter, after: first.next, as: caller)
        #expect(second.next == nil && second.lines.last { $0.kind != .listShown }?.file == other)
        let places = (first.lines + second.lines).map(\.position)
        #expect(places == Set(places).sorted() && places.count >= LogDay.longest + 51)
    }

    @Test func `Lines that are not shown take no place on a page`() async throws {
        let file = try await charity.workedClient()
        let counsellor = try charity.id(.counsellor)
        for _ in 0..<2 * LogDay.longest + 10 {
            try await charity.casework.act(.counsellingOpened, on: file, by: counsellor) { _ in }
        }
        try await charity.casework.act(.contactMade, on: file, by: counsellor) { _ in }
        let day = try await day(.caseworker, filter: LogFilter(actor: counsellor, file: file))
        #expect(day.lines.map(\.kind) == [.contactMade] && day.next == nil)
    }

    @Test func `A file's whole log is read page by page by whoever holds it, and nobody else`() async throws {
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.caseworker)
        for person in [Person.receptionist, .otherCaseworker, .counsellor] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.fileLog(file, as: caller)
            }
        }
        for _ in 0..<LogDay.longest + 5 {
            try await charity.casework.act(.contactMade, on: file, by: worker.member) { _ in }
        }
        let first = try await charity.casework.fileLog(file, as: worker)
        #expect(first.lines.count == LogDay.longest && first.lines.first?.kind == .listShown)
        let rest = try await charity.casework.fileLog(file, before: first.next, as: worker)
        #expect(rest.next == nil && rest.lines.last?.kind == .fileMade)
        #expect(rest.lines.last?.details?.hasPrefix("First contact.") == true)
        #expect((first.lines + rest.lines).filter { $0.kind == .contactMade }.count == LogDay.longest + 5)
        // The page of the file itself has the last few.
        #expect(try await charity.casework.readFile(file, as: worker).timeline.count <= 20)
    }
}
