import Database
import Synchronization
import Testing
import Vault

@testable import Casework

@Suite struct FindingTests {
    @Test(arguments: ["a\u{0}b", "a\u{202E}b", String(repeating: "n", count: 201)])
    func `A search that can't be read is refused`(query: String) async throws {
        let charity = try await Charity()
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.find(query, as: try await charity.caller(.receptionist))
        }
        #expect(try await charity.entryKinds().last != .namesSearched)
    }

    @Test func `An empty search finds nothing and is no act`() async throws {
        let charity = try await Charity()
        _ = try await charity.client()
        #expect(try await charity.casework.find(" ", as: try await charity.caller(.receptionist)).isEmpty)
        #expect(try await charity.entryKinds().last != .namesSearched)
    }

    @Test(arguments: [
        "Muhammad Husayn", "Mohammed Hussain", "Md Hussein", "محمد حسين", "husayn muhammad", "Cabdi Xasan",
    ])
    func `A file is found however its name is spelt`(query: String) async throws {
        let charity = try await Charity()
        let file = try await charity.client(.filled(otherNames: "Abdi Hassan, Bob"))
        _ = try await charity.client(.filled("Margaret Thornton"))
        let found = try await charity.casework.find(query, as: try await charity.caller(.receptionist))
        #expect(found.map(\.file) == [file])
        #expect(found.first?.row.born == "1990-02-03")
    }

    @Test func `A restricted file is found by the worker granted it and the guardian, and by nobody else`()
        async throws
    {
        let charity = try await Charity()
        let restricted = try await charity.workedClient(isRestricted: true)
        let open = try await charity.client(.filled("Mohammed Hussain"))
        // The guardian's and the worker's sessions have searched: what they may find stays theirs.
        for person in [Person.guardian, .caseworker] + Person.allCases {
            let found = try await charity.casework.find(
                "Muhammad Husayn", as: try await charity.caller(person))
            let expected: Set<ID> =
                person == .guardian || person == .caseworker ? [restricted, open] : [open]
            #expect(Set(found.map(\.file)) == expected, "\(person)")
        }
    }

    @Test func `A restricted file that was taken back is not found again in the same session`() async throws {
        let charity = try await Charity()
        let restricted = try await charity.workedClient(isRestricted: true)
        let (worker, other) = (
            try await charity.caller(.caseworker), try await charity.caller(.otherCaseworker)
        )
        let form = try await charity.access(.otherCaseworker, ["identity"])
        for _ in 1...2 {
            #expect(try await charity.casework.find("Husayn", as: other).isEmpty)
            charity.time.move(seconds: 1)
            try await charity.casework.giveAccess(
                form, id: charity.casework.newID(), to: restricted, as: worker)
            #expect(try await charity.casework.find("Husayn", as: other).map(\.file) == [restricted])
            charity.time.move(seconds: 1)
            try await charity.casework.endAccess(of: other.member, to: restricted, why: "Done", as: worker)
        }
        #expect(try await charity.casework.find("Husayn", as: other).isEmpty)
        #expect(try await charity.casework.find("Husayn", as: worker).map(\.file) == [restricted])
    }

    @Test func `A name that one searcher's keys do not open yet is found by the next`() async throws {
        let charity = try await Charity()
        charity.time.move(seconds: 1)
        // Their keys are as they were before somebody left, and the register's next epoch began.
        let before = try await charity.caller(.receptionist)
        try await charity.casework.suspend(
            charity.id(.otherCaseworker), why: "They have left", as: charity.caller(.manager))
        charity.time.move(seconds: 1)
        let file = try await charity.client(by: .manager)
        let later = try await charity.client(.filled("Margaret Thornton"), by: .manager)
        #expect(try await charity.casework.find("Husayn", as: before).isEmpty)
        let now = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Husayn", as: now).map(\.file) == [file])
        #expect(try await charity.casework.find("Thornton", as: now).map(\.file) == [later])
    }

    @Test func `One restricted file that was altered hides no other`() async throws {
        let charity = try await Charity()
        let altered = try await charity.workedClient(isRestricted: true)
        let whole = try await charity.workedClient(isRestricted: true)
        try await charity.alterRecord(.identity, of: altered)
        let found = try await charity.casework.find("Husayn", as: try await charity.caller(.guardian))
        #expect(found.map(\.file) == [whole])
        #expect(found.unread == 1)
    }

    @Test func `A file erased while a search opens the register is not found`() async throws {
        let charity = try await Charity()
        let file = try await charity.client()
        let guardian = try await charity.caller(.guardian)
        let receptionist = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Husayn", as: receptionist).count == 1)
        try await charity.casework.erase(file, as: guardian)
        // As a search does that read the register's rows before the erasure and adds them after it.
        let row = Findable(RegisterRow(Identity(name: "Muhammad Husayn", otherNames: "", born: "")))
        try await charity.index().register.withLock { $0.take(.found(row), of: file, at: .max) }
        #expect(try await charity.casework.find("Husayn", as: receptionist).isEmpty)
    }

    @Test func `Of two searches at once, the one that read the register first brings no older name back`()
        async throws
    {
        let charity = try await Charity()
        let (named, removed, erased) = (
            charity.casework.newID(), charity.casework.newID(), charity.casework.newID()
        )
        func row(_ name: String?) -> NameRegister.Read {
            name.map { .found(Findable(RegisterRow(Identity(name: $0, otherNames: "", born: "")))) } ?? .gone
        }
        var register = NameRegister()
        for (file, name) in [(named, "Zahra Idris"), (removed, nil)] {
            register.take(row(name), of: file, at: 9)
        }
        for file in [named, removed] { register.take(row("Amina Begum"), of: file, at: 4) }
        #expect(Array(register.entryOfFile.keys) == [named])
        #expect(register.find("Amina Begum", limit: 9).isEmpty)
        #expect(register.find("Zahra Idris", limit: 9).map(\.file) == [named])
        // A newer row counts: a restriction that was lifted, a name that was changed again.
        for file in [named, removed] { register.take(row("Bilal Khan"), of: file, at: 10) }
        #expect(Set(register.find("Bilal Khan", limit: 9).map(\.file)) == [named, removed])
        let index = try await charity.index()
        charity.casework.indexes.forget(erased, isErased: true)
        index.register.withLock { $0.take(row("Amina Begum"), of: erased, at: 99) }
        #expect(index.register.withLock { $0.entryOfFile }.isEmpty)
    }

    @Test
    func
        `What was searched for is recorded before anything is shown, and only guardians and managers read it`()
        async throws
    {
        let charity = try await Charity()
        _ = try await charity.casework.find("Muhammad Husayn", as: try await charity.caller(.receptionist))
        for person in [Person.manager, .guardian, .receptionist] {
            let day = try await charity.casework.logDay(
                charity.casework.now.day, filter: LogFilter(kind: .namesSearched),
                as: try await charity.caller(person))
            #expect(day.lines.map(\.details) == [person == .receptionist ? nil : "Muhammad Husayn"])
        }
    }

    @Test func `The index is dropped with its last reader and made again`() async throws {
        let charity = try await Charity()
        _ = try await charity.client()
        let receptionist = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Husayn", as: receptionist).count == 1)
        charity.time.move(seconds: 901)
        await charity.casework.forgetIdleSessions()
        #expect(charity.casework.indexes.count == 0)
        let secret = try await charity.casework.signIn(name: "receptionist", passphrase: Person.passphrase)
        let again = try await charity.casework.caller(cookie: secret.cookie)
        #expect(try await charity.casework.find("Husayn", as: again).count == 1)
    }

    @Test func `An index that was dropped while a search filled it is read by nobody`() async throws {
        let charity = try await Charity()
        _ = try await charity.client()
        let casework = charity.casework
        let caller = try await charity.caller(.receptionist)
        let index = try await charity.index()
        casework.indexes.keep(only: [])
        try await casework.follow(index, with: caller.namedKeys(of: .register), for: caller.member)
        #expect(casework.indexes.count == 0)
        // Who fills one anew has all of it.
        #expect(try await casework.find("Husayn", as: caller).count == 1)
        #expect(try await charity.index() !== index)
    }

    /// With pages of one row each page ends within an entry, with large ones there is one page.
    @Test(arguments: [1, 2, 3, 16_384])
    func `However the register is read page by page, each file is found by its newest name`(rows: Int)
        async throws
    {
        let charity = try await Charity()
        let manager = try await charity.caller(.manager)
        let guardian = try await charity.caller(.guardian)
        let casework = charity.casework
        var files: [ID] = []
        for _ in 0..<4 { files.append(try await charity.client()) }
        try await charity.rename(files[0], "Zahra Idris")
        try await casework.erase(files[1], as: guardian)
        casework.indexes.keep(only: [])
        let keys = try manager.namedKeys(of: .register)
        let index = try await charity.index()
        try await casework.follow(index, with: keys, for: manager.member, rowsAtOnce: rows)
        func found(_ name: String) -> Set<ID> {
            Set(index.register.withLock { $0.find(name, limit: 9) }.map(\.file))
        }
        #expect(found("Zahra Idris") == [files[0]])
        #expect(found("Husayn") == Set(files[2...]))
        // What comes later is followed from there.
        try await charity.rename(files[2], "Bilal Khan")
        try await casework.follow(index, with: keys, for: manager.member, rowsAtOnce: rows)
        #expect(found("Bilal Khan") == [files[2]])
        #expect(found("Husayn") == [files[3]])
    }

    @Test
    func `A file whose newest row was altered is found by the name before it, and the search says so`()
        async throws
    {
        let charity = try await Charity()
        let whole = try await charity.client(.filled("Zahra Idris"))
        let altered = try await charity.client()
        let receptionist = try await charity.caller(.receptionist)
        try await charity.rename(altered, "Bilal Khan")
        #expect(try await charity.casework.find("Bilal", as: receptionist).map(\.file) == [altered])
        charity.casework.indexes.keep(only: [])
        try await charity.alterRecord(.register, of: .house)
        #expect(try await charity.casework.find("Bilal", as: receptionist).isEmpty)
        let found = try await charity.casework.find("Husayn", as: receptionist)
        #expect(found.map(\.file) == [altered])
        #expect(found.unread == 1)
        #expect(try await charity.casework.find("Zahra Idris", as: receptionist).map(\.file) == [whole])
    }

    @Test func `The register is read from an index of its own, which no bound value says anything of`()
        async throws
    {
        let charity = try await Charity()
        let (plan, partial) = try await charity.database.read { connection in
            (
                try connection.rows(
                    "EXPLAIN QUERY PLAN " + SealedRegisterRow.query(from: 5, after: [], most: 9)
                ).map { try $0.text("detail") },
                try connection.rows(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%WHERE%'"
                )
                .map { try $0.text("sql") }
            )
        }
        let ofRecords = plan.filter { $0.contains("records") }
        #expect(ofRecords.count == 1, "\(plan)")
        #expect(ofRecords[0].contains("USING COVERING INDEX records_of_register"), "\(plan)")
        #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") }, "\(plan)")
        #expect(!partial.isEmpty)
        // A bare column there, and each statement that binds a value to it is prepared anew for each value.
        for index in partial { #expect(!index.contains(/WHERE\s+\w+\s*=/), "\(index)") }
    }

    @Test(arguments: ["Mohammed", "mohamm", "Hussain", "Muhammad Hus"])
    func `Part of a name will do, a given name that many bear or the beginning of one`(query: String)
        async throws
    {
        let charity = try await Charity()
        let files = [try await charity.client(), try await charity.client(.filled("Mohammed Hussain Ali"))]
        _ = try await charity.client(.filled("Margaret Thornton"))
        let found = try await charity.casework.find(query, as: try await charity.caller(.receptionist))
        #expect(Set(found.map(\.file)) == Set(files))
    }
}

extension Charity {
    /// The index of names that the receptionist reads.
    func index() async throws -> SharedIndex {
        let caller = try await caller(.receptionist)
        return casework.indexes.index(
            for: caller.session, presenting: try caller.namedKeys(of: .register).names)
    }

    /// Gives a client another name.
    fileprivate func rename(_ file: ID, _ name: String) async throws {
        let form = IdentityForm(name: name, otherNames: "", born: "")
        let version = try await record(.identity, of: file).version
        try await casework.changeIdentity(form, of: file, from: version, as: try await caller(.manager))
    }
}
