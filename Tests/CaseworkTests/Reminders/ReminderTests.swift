import Database
import Foundation
import Testing
import Vault

@testable import Casework

/// Reminders say why on the file, and for which file elsewhere (clause S1.1).
@Suite struct ReminderTests {
    private static let why = "Qzwhy ask about the letter"

    private static func set(
        _ day: String = "2026-11-23", why: String = why, on file: ID, in charity: Charity,
        by person: Person = .caseworker, id: ID? = nil
    ) async throws {
        try await charity.casework.setReminder(
            on: day, why: why, id: id ?? charity.casework.newID(), of: file,
            as: try await charity.caller(person))
    }

    private static func due(
        in charity: Charity, for person: Person = .caseworker
    ) async throws -> [DueReminder] {
        // The session of the founding may have ended: signs in anew.
        let secret = try await charity.casework.signIn(name: person.rawValue, passphrase: Person.passphrase)
        return try await charity.casework.dueReminders(
            as: try await charity.casework.caller(cookie: secret.cookie))
    }

    @Test(arguments: [Person.receptionist, .guardian, .otherCaseworker, .counsellor])
    func `Without the casework of a file nobody sets or reads a reminder on it`(person: Person) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        await #expect(throws: CaseworkError.notFound) {
            try await Self.set(on: file, in: charity, by: person)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.reminders(of: file, as: try await charity.caller(person))
        }
    }

    @Test(arguments: [
        ("", why, Problem("day", .missing)), ("tomorrow", why, Problem("day", .date(.notADate))),
        ("2026-11-22", why, Problem("day", .outOfRange(days: 731))),
        ("2029-01-01", why, Problem("day", .outOfRange(days: 731))),
        ("2026-11-23", " ", Problem("why", .missing)),
        ("2026-11-23", "a\u{202E}b", Problem("why", .unreadable(after: "a"))),
    ])
    func `What can't be kept is refused`(day: String, why: String, problem: Problem) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        await #expect(throws: CaseworkError.invalid([problem])) {
            try await Self.set(day, why: why, on: file, in: charity)
        }
    }

    @Test func `A colleague who holds the same file reads and ends none of them`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        try await Self.set(on: file, in: charity)
        let (manager, worker) = (try await charity.caller(.manager), try await charity.caller(.caseworker))
        #expect(try await charity.casework.reminders(of: file, as: manager).isEmpty)
        let mine = try await charity.casework.reminders(of: file, as: worker)
        #expect(mine.map(\.why) == [Self.why])
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.endReminder(mine[0].id, of: file, as: manager)
        }
        #expect(try await charity.casework.reminders(of: file, as: worker).count == 1)
    }

    @Test func `It is due from midnight of its day in the United Kingdom, summer time too`() async throws {
        for days: Int64 in [1, 180] {
            let charity = try await Charity()
            let file = try await charity.workedClient()
            let day = Charity.noon.day.adding(days: days)
            try await Self.set(day.text, on: file, in: charity)
            let midnight = day.moments.lowerBound
            charity.time.move(seconds: (midnight.milliseconds - Charity.noon.milliseconds) / 1000 - 1)
            #expect(try await !Self.due(in: charity).contains { $0.reason == .set })
            charity.time.move(seconds: 1)
            #expect(try await Self.due(in: charity).contains(DueReminder(file: file, reason: .set)))
        }
    }

    @Test func `Put off it is not due, done it is gone`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let id = charity.casework.newID()
        try await Self.set(on: file, in: charity, id: id)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await Self.set(on: file, in: charity, id: id)
        }
        let caller = try await charity.caller(.caseworker)
        try await charity.casework.endReminder(id, of: file, puttingOff: 7, as: caller)
        let put = try await charity.casework.reminders(of: file, as: caller)
        #expect(put.map(\.day.text) == ["2026-11-29"] && put.map(\.why) == [Self.why])
        try await charity.casework.endReminder(id, of: file, as: caller)
        #expect(try await charity.casework.reminders(of: file, as: caller).isEmpty)
    }

    @Test func `No byte of the files says why or when, and erasing takes it along`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        try await Self.set(on: file, in: charity)
        for (name, data) in try charity.folder.files() {
            for text in ["Qzwhy", "2026-11-23"] {
                #expect(data.range(of: Data(text.utf8)) == nil, "\(name) \(text)")
            }
        }
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        let left = try await charity.database.read { try $0.rows("SELECT reminder FROM reminders").count }
        #expect(left == 0)
    }

    @Test func `After sixty days without a note the file asks its own worker, and nobody else`() async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        charity.time.move(seconds: 59 * 86_400)
        #expect(try await Self.due(in: charity).isEmpty)
        charity.time.move(seconds: 86_400)
        let since = Charity.noon.day
        #expect(try await Self.due(in: charity) == [DueReminder(file: file, reason: .quiet(since: since))])
        for person in [Person.manager, .otherCaseworker, .receptionist, .guardian] {
            #expect(try await Self.due(in: charity, for: person).isEmpty)
        }
    }

    @Test func `A consent that ends within thirty days asks, one that has ended or goes on does not`()
        async throws
    {
        for (until, isDue) in [
            ("2026-11-21", false), ("2026-11-22", true), ("2026-12-22", true), ("2026-12-23", false),
        ] {
            let charity = try await Charity()
            let file = try await charity.workedClient()
            let caller = try await charity.caller(.caseworker)
            let open = try await charity.casework.openFile(file, as: caller)
            let key = try open.key(of: .consent)
            let consent = Consent(
                scope: .general, told: Set(Consent.Telling.allCases), answer: .agreed,
                form: Consent.Form(isWritten: true), until: until)
            let id = charity.casework.newID()
            try await charity.casework.act(.consentRecorded, on: file, by: caller.member) { act in
                try SealedRecord.write(consent, id: id, with: key, in: &act)
            }
            let due = try await charity.casework.dueReminders(as: caller)
            let day = try #require(Day(until))
            #expect(due == (isDue ? [DueReminder(file: file, reason: .consentEnds(day))] : []), "\(until)")
        }
    }
}
