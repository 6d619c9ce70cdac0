import Database
import Testing
import Vault

@testable import Casework

/// Restricting a file that others work with (clauses S3.4, S3.7).
@Suite struct RestrictingTests: OneClient {
    let charity: Charity
    let file: ID

    @Test(arguments: [Person.receptionist, .otherCaseworker, .counsellor])
    func `Who does not hold the whole work restricts nothing`(person: Person) async throws {
        await #expect(throws: CaseworkError.notFound) { try await restrict(by: person) }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.restricting(file, as: try await charity.caller(person))
        }
        #expect(try await finders().contains(.receptionist))
    }

    @Test func `An empty form, a stranger, and a day too far ahead are refused`() async throws {
        await #expect(
            throws: CaseworkError.invalid(["named", "why", "reviewOn"].map { Problem($0, .missing) })
        ) { try await restrict(RestrictionForm()) }
        for named in [
            [try charity.id(.receptionist).text], ["nobody"], [try charity.id(.caseworker).text, "nobody"],
        ] {
            var form = try form()
            form.named = named
            await #expect(throws: CaseworkError.invalid([Problem("named", .notAChoice)])) {
                try await restrict(form)
            }
        }
        for days: Int64 in [0, -1, 91] {
            var form = try form()
            form.reviewOn = charity.casework.now.day.adding(days: days).text
            await #expect(throws: CaseworkError.invalid([Problem("reviewOn", .outOfRange(days: 90))])) {
                try await restrict(form)
            }
        }
    }

    @Test(arguments: [Person.manager, .guardian, .caseworker])
    func `From then on it is there for those named and the guardians, and for nobody else`(
        person: Person
    ) async throws {
        #expect(try await finders() == Set(Person.allCases))
        try await restrict(by: person)
        #expect(try await items(.caseworker) == Self.named)
        #expect(try await items(.guardian) == [.identity, .consent, .log, .disclosure])
        for other in Person.allCases where other != .caseworker && other != .guardian {
            #expect(try await items(other).isEmpty, "\(other)")
            let day = charity.casework.now.day
            let log = try await charity.casework.logDay(
                day, filter: LogFilter(), as: try await charity.caller(other))
            #expect(!log.lines.contains { $0.file == file }, "\(other)")
        }
        #expect(try await finders() == [.caseworker, .guardian])
        // And for a process that starts afresh, or follows the register from before.
        let restarted = try await charity.restarted()
        let found = try await restarted.casework.find(
            "Mohammed Hussain", as: try await restarted.caller(.receptionist))
        #expect(found.isEmpty)
        #expect(try await restarted.verification().holds)
    }

    @Test func `Another process forgets the name with its next search`() async throws {
        let beside = try await charity.beside()
        func found() async throws -> Int {
            try await beside.casework.find("Husayn", as: try await beside.caller(.receptionist)).count
        }
        #expect(try await found() == 1)
        try await restrict()
        #expect(try await found() == 0)
    }

    @Test func `Sent twice it restricts once`() async throws {
        let id = charity.casework.newID()
        try await restrict(id: id)
        let entries = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFound) { try await restrict(id: id) }
        await #expect(throws: CaseworkError.alreadySaved) { try await restrict(id: id, by: .caseworker) }
        #expect(try await charity.entryCount() == entries)
    }

    @Test func `Somebody newly named holds the whole work, and what is written before and after`()
        async throws
    {
        try await restrict(try form([.otherCaseworker, .manager]))
        #expect(try await items(.otherCaseworker) == Self.named)
        #expect(try await items(.caseworker).isEmpty)
        let caller = try await charity.caller(.otherCaseworker)
        try await charity.casework.writeNote("After", id: charity.casework.newID(), in: file, as: caller)
        let contents = try await charity.casework.readFile(
            file, as: try await charity.caller(.manager))
        #expect(contents.isRestricted && contents.notes.map(\.text.words) == ["After", "First note"])
        #expect(try await charity.casework.myFiles(as: try await charity.caller(.caseworker)).isEmpty)
        #expect(try await charity.casework.myFiles(as: caller).map(\.file) == [file])
        // A name written anew stays out of the register.
        try await charity.casework.changeIdentity(
            IdentityForm(name: "Zahra Idris", otherNames: "", born: ""), of: file, from: 1, as: caller)
        #expect(try await finders("Zahra Idris") == [.otherCaseworker, .manager, .guardian])
    }

    @Test func `Keys decide: a column that was altered gives nothing back`() async throws {
        try await restrict()
        try await charity.change("UPDATE files SET restricted = 0 WHERE file = \(file.bytes)")
        try await charity.change("UPDATE grants SET items = 65535 WHERE file = \(file.bytes)")
        for person in [Person.receptionist, .otherManager, .otherCaseworker, .counsellor] {
            #expect(try await items(person).isEmpty, "\(person)")
            let found = try await charity.casework.find("Husayn", as: try await charity.caller(person))
            #expect(found.isEmpty, "\(person)")
        }
        // A row that no entry wrote opens the file for nobody.
        #expect(try await items(.caseworker).isEmpty)
        #expect(try await !charity.verification().holds)
    }

    @Test func `An old row of the register that is put back is named by the log`() async throws {
        let bytes = file.bytes
        let row = try await charity.database.read { try SealedRecord.newest(ID(bytes) ?? .house, $0) }
        try await restrict()
        let old = try #require(row)
        try await charity.change(
            """
            INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
            VALUES (\(file.bytes), 1, \(ID.house.bytes), \(Int64(Item.register.rawValue)), 1,
                    \(old.author.bytes), \(old.at.milliseconds), \(old.entry), \(old.sealed))
            """)
        #expect(try await finders() == [.caseworker, .guardian])
        #expect(try await !charity.verification().holds)
    }

    @Test func `A search runs the same statements as where there is no such file`() async throws {
        let other = try await Charity()
        try await restrict()
        for person in [Person.receptionist, .otherManager, .otherCaseworker, .counsellor] {
            var runs: [[String]] = []
            for place in [charity, other] {
                let caller = try await place.caller(person)
                _ = try await place.casework.find("Nobody", as: caller)
                runs.append(
                    try await place.database.statements {
                        #expect(try await place.casework.find("Husayn", as: caller).isEmpty)
                        _ = try await place.casework.logDay(
                            place.casework.now.day.adding(days: 1), filter: LogFilter(), as: caller)
                        _ = try await place.casework.myFiles(as: caller)
                        _ = try await place.casework.escrowOpenings(as: caller)
                        _ = try await place.casework.dueReminders(as: caller)
                    })
            }
            #expect(runs[0] == runs[1], "\(person)")
        }
    }

    @Test func `A draft and a reminder about it are not there for those who were shut out`() async throws {
        let caller = try await charity.caller(.caseworker)
        _ = try await charity.casework.keepDraft(
            [.init("note", "Half")], at: caller.draftPlace("/file/\(file.text)/note", about: file),
            as: caller)
        #expect(try await charity.casework.drafts(as: caller).count == 1)
        try await restrict(try form([.otherCaseworker]))
        #expect(try await charity.casework.drafts(as: caller).isEmpty)
        charity.time.move(seconds: 800)
        #expect(try await charity.casework.dueReminders(as: try await charity.caller(.caseworker)).isEmpty)
    }

    @Test
    func `Without the passphrase just typed a guardian restricts nothing, keeps nothing and lifts nothing`()
        async throws
    {
        let guardian = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.casework.restricting(file, as: guardian)
        }
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.restrict(
                try form(), id: charity.casework.newID(), file: file, as: guardian)
        }
        #expect(try await finders() == Set(Person.allCases))
        try await restrict()
        for decision in ["keep", "lift"] {
            var review = RestrictionReview()
            (review.decision, review.why, review.version) = (decision, "Still at risk", 1)
            review.reviewOn = charity.casework.now.day.adding(days: 30).text
            await #expect(throws: CaseworkError.notFresh) {
                try await charity.casework.review(
                    review, id: charity.casework.newID(), restrictionOf: file, as: guardian)
            }
        }
        #expect(try await charity.casework.restriction(of: file, as: guardian).record?.version == 1)
    }

    @Test func `What was begun before a restriction and sent after it is not written`() async throws {
        let desk = try await charity.caller(.receptionist)
        charity.database.beforeNextWrite { try await restrict() }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.changeIdentity(
                IdentityForm(name: "Muhammad Husayn", otherNames: "Zubayr", born: ""), of: file, from: 1,
                as: desk)
        }
        #expect(try await finders() == [.caseworker, .guardian])
        let restarted = try await charity.restarted()
        for name in ["Husayn", "Zubayr"] {
            let found = try await restarted.casework.find(
                name, as: try await restarted.caller(.receptionist))
            #expect(found.isEmpty)
        }
    }

    @Test func `Nothing is written under an epoch that another has followed`() async throws {
        let worker = try await charity.caller(.caseworker)
        let before = try form([.otherCaseworker])
        charity.database.beforeNextWrite { try await restrict(before) }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.writeNote(
                "Late", id: charity.casework.newID(), in: file, as: worker)
        }
        let notes = try await charity.casework.readFile(
            file, as: try await charity.caller(.otherCaseworker)
        ).notes
        #expect(notes.map(\.text.words) == ["First note"])
    }

    @Test func `No row of the register is written of a file that is restricted`() async throws {
        try await restrict()
        let manager = try await charity.caller(.manager)
        let open = try await charity.casework.openFile(file, as: try await charity.caller(.caseworker))
        let register = try manager.houseKey(.register).about(file, half: open.half)
        let identity = try await charity.casework.identity(in: open, as: manager)
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.act(.identityChanged, on: file, by: manager.member) { [file] act in
                try RegisterRow(identity).write(for: file, with: register, in: &act)
            }
        }
        #expect(try await finders() == [.caseworker, .guardian])
    }
}
