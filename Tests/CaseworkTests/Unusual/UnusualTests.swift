import Database
import Testing
import Vault

@testable import Casework

/// The list of the unusual (clauses S3.4, S3.7): who sees it, what comes on it, and what is said of it.
@Suite struct UnusualTests: OneClient {
    let charity: Charity
    let file: ID

    private func week(_ person: Person) async throws -> UnusualWeek {
        try await charity.casework.unusual(
            until: charity.casework.now.day, as: try await charity.caller(person))
    }

    @Test(arguments: [Person.receptionist, .caseworker, .counsellor])
    func `Nobody but guardians and managers sees the list, and nobody else says what came of it`(
        person: Person
    ) async throws {
        let caller = try await charity.caller(person)
        _ = try await charity.casework.find("Receptionist", as: try await charity.caller(.receptionist))
        await #expect(throws: CaseworkError.notFound) { _ = try await week(person) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.lookInto(
                .ownName, by: try charity.id(.receptionist), on: charity.casework.now.day,
                reason: "Asked", id: charity.casework.newID(), as: caller)
        }
    }

    @Test func `What one did oneself is not on one's list: the managers look into a guardian's, and no more`()
        async throws
    {
        for person in [Person.guardian, .manager, .receptionist] {
            _ = try await charity.casework.find(person.rawValue, as: try await charity.caller(person))
        }
        func who(_ person: Person) async throws -> Set<ID> {
            Set(try await week(person).open.filter { $0.why == .ownName }.map(\.member))
        }
        let guardian = try charity.id(.guardian)
        let others = Set([try charity.id(.manager), try charity.id(.receptionist)])
        #expect(try await who(.guardian) == others)
        #expect(try await who(.manager) == [guardian])
        #expect(try await who(.otherManager) == [guardian])
        let today = charity.casework.now.day
        for (person, of) in [(Person.guardian, Person.guardian), (.otherManager, .manager)] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.lookInto(
                    .ownName, by: try charity.id(of), on: today, reason: "x",
                    id: charity.casework.newID(), as: caller)
            }
        }
    }

    @Test func `Today's are counted for a guardian, without an entry, and again after five minutes`()
        async throws
    {
        func count(_ person: Person = .guardian) async throws -> Int {
            try await charity.casework.unusualToday(as: try await charity.caller(person))
        }
        let desk = try await charity.caller(.receptionist)
        #expect(try await count() == 0)
        charity.time.move(seconds: 300)
        for name in ["Receptionist", "Counsellor"] {
            _ = try await charity.casework.find(name, as: desk)
        }
        let entries = try await charity.entryCount()
        #expect(try await count() == 2)
        for person in Person.allCases where person != .guardian { #expect(try await count(person) == 0) }
        #expect(try await charity.entryCount() == entries)
        let today = try await week(.guardian).open.filter { $0.day == charity.casework.now.day }
        #expect(today.count == 2)
        // Within five minutes it is what was counted, but for what she herself looked into.
        for _ in 1...3 { try await charity.casework.recordRefusal(of: file, as: desk) }
        #expect(try await count() == 2)
        try await charity.casework.lookInto(
            .ownName, by: desk.member, on: charity.casework.now.day, reason: "Asked",
            id: charity.casework.newID(), as: try await charity.caller(.guardian))
        #expect(try await count() == 2)
        #expect(try await week(.guardian).open.map(\.why) == [.colleaguesName, .refused])
    }

    @Test
    func `A search for one's own surname or a colleague's is listed, however it is spelt; the name is not`()
        async throws
    {
        let desk = try await charity.caller(.receptionist)
        for name in ["Amina Receptionnist", "counselor", "Husayn", "re"] {
            _ = try await charity.casework.find(name, as: desk)
        }
        let week = try await week(.guardian)
        #expect(Set(week.open.map(\.why)) == [.ownName, .colleaguesName])
        #expect(week.open.allSatisfy { $0.count == 1 && $0.member == desk.member && $0.files.isEmpty })
        // The log book says what was searched for and not whose name it was.
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(kind: .namesSearched),
            as: try await charity.caller(.manager))
        #expect(day.lines.map(\.details) == ["Amina Receptionnist", "counselor", "Husayn", "re"])
        // Whatever it was, the letter is as long.
        let lengths = try await charity.database.read { connection in
            try connection.rows("SELECT sealed FROM entries WHERE kind = 23").map {
                try $0.blob("sealed").count
            }
        }
        #expect(Set(lengths).count == 1 && lengths.count == 4)
    }

    @Test(arguments: [
        ("li", Unusual.Why?.some(.ownName)), ("Mei LI", .ownName), ("ng", .colleaguesName), ("l", nil),
        ("lu", nil), ("lin", nil),
    ])
    func `A surname of two letters is listed where it is spelt as it is, and nothing that is only near it`(
        query: String, why: Unusual.Why?
    ) async throws {
        for (person, name) in [(Person.receptionist, "Mei Li"), (.counsellor, "Andy Ng")] {
            let caller = try await charity.caller(.guardian)
            let key = try caller.houseKey(.roster)
            let row = try #require(
                try await charity.database.read { try SealedRecord.current(.roster, of: .house, $0) }
                    .first { $0.id == (try? charity.id(person)) })
            let profile = Profile(name: name, role: person.role)
            try await charity.casework.act(.roleChanged, on: .house, by: caller.member) { act in
                try SealedRecord.write(profile, id: row.id, after: row.version, with: key, in: &act)
            }
        }
        _ = try await charity.casework.find(query, as: try await charity.caller(.receptionist))
        #expect(try await week(.guardian).open.map(\.why) == (why.map { [$0] } ?? []))
    }

    @Test func `Opening a file that one has nothing to do with is listed, until one does something there`()
        async throws
    {
        let other = try await charity.caller(.otherCaseworker)
        let worker = try await charity.caller(.caseworker)
        let desk = try await charity.caller(.receptionist)
        _ = try await charity.casework.readFile(file, as: worker)
        _ = try await charity.casework.readFile(file, as: other)
        _ = try await charity.casework.readFile(file, as: desk)
        func listed() async throws -> [ID: [ID]] {
            Dictionary(
                uniqueKeysWithValues: try await week(.guardian).open.filter { $0.why == .nothingDone }
                    .map { ($0.member, $0.files) })
        }
        #expect(try await listed() == [other.member: [file], desk.member: [file]])
        try await charity.casework.makeContact(with: file, as: desk)
        #expect(try await listed() == [other.member: [file]])
    }

    @Test func `Asking again and again for what is not theirs is listed, alike whether it is there or not`()
        async throws
    {
        let hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let desk = try await charity.caller(.receptionist)
        for id in [hidden, charity.casework.newID()] {
            try await charity.casework.recordRefusal(of: id, as: desk)
        }
        #expect(try await week(.guardian).open.isEmpty)
        try await charity.casework.recordRefusal(of: hidden, as: desk)
        let listed = try await week(.guardian).open
        #expect(listed.map(\.why) == [.refused] && listed.map(\.count) == [3])
        let rows = try await charity.database.read { connection in
            try connection.rows("SELECT file, sealed FROM entries WHERE kind = 72").map {
                (try $0.blob("file"), try $0.blob("sealed").count)
            }
        }
        #expect(Set(rows.map(\.0)) == [ID.house.bytes] && Set(rows.map(\.1)).count == 1)
    }

    @Test func `Looked into with a reason, once; more on that day opens it again; the log book says who`()
        async throws
    {
        let desk = try await charity.caller(.receptionist)
        let guardian = try await charity.caller(.guardian)
        let today = charity.casework.now.day
        _ = try await charity.casework.find("Receptionist", as: desk)
        func lookInto(_ reason: String, id: ID) async throws {
            try await charity.casework.lookInto(
                .ownName, by: desk.member, on: today, reason: reason, id: id, as: guardian)
        }
        let id = charity.casework.newID()
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await lookInto(" ", id: id)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.lookInto(
                .manyLooks, by: desk.member, on: today, reason: "x", id: id, as: guardian)
        }
        try await lookInto("Qzreason: a client of that name", id: id)
        for id in [id, charity.casework.newID()] {
            await #expect(throws: CaseworkError.alreadySaved) { try await lookInto("Again", id: id) }
        }
        var week = try await week(.guardian)
        #expect(week.open.isEmpty)
        #expect(week.lookedInto.map(\.record.text.reason) == ["Qzreason: a client of that name"])
        #expect(week.lookedInto.map(\.record.author) == [guardian.member])
        // A manager reads the charity's log, and not what was found.
        let lines = try await charity.casework.logDay(
            today, filter: LogFilter(kind: .unusualLookedInto), as: try await charity.caller(.manager)
        ).lines
        #expect(lines.map(\.actor) == [guardian.member] && lines.map(\.details) == [nil])
        _ = try await charity.casework.find("Receptionist", as: desk)
        week = try await self.week(.guardian)
        #expect(week.open.map(\.count) == [2] && week.lookedInto.isEmpty)
        #expect(try await charity.verification().holds)
    }

    @Test func `A manager's list has no file that is restricted from them, not even in a count`() async throws
    {
        let hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
        _ = try await charity.casework.readFile(hidden, as: try await charity.caller(.guardian))
        #expect(try await week(.manager).open.isEmpty)
        _ = try await charity.casework.readFile(file, as: try await charity.caller(.guardian))
        let listed = try await week(.manager).open
        #expect(listed.map(\.why) == [.nothingDone] && listed.map(\.files) == [[file]])
        #expect(listed.map(\.count) == [1])
    }

    @Test func `Counselling is neither listed nor counted`() async throws {
        let counsellor = try await charity.caller(.counsellor)
        _ = try await charity.casework.readFile(file, as: counsellor)
        _ = try await charity.casework.sessions(of: file, as: counsellor)
        charity.time.move(seconds: 12 * 3600)
        _ = try await charity.casework.sessions(of: file, as: counsellor)
        let guardian = try await charity.casework.signIn(name: "guardian", passphrase: Person.passphrase)
        let week = try await charity.casework.unusual(
            until: charity.casework.now.day, as: try await charity.casework.caller(cookie: guardian.cookie))
        #expect(week.open.isEmpty)
    }
}
