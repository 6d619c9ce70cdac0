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
        // Its maker sees that they made something, not what was written.
        #expect(try await day(.receptionist, filter: LogFilter(file: file)).lines.map(\.details) == [nil])
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
        #expect(try await day(.manager).lines.map(\.kind).last == .messageTaken)
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
}
