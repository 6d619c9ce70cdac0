import Database
import Testing
import Vault

@testable import Casework

extension Charity {
    /// What somebody opens with keys of their own, a program of their own and the database as it is
    /// now: every seed that
    /// was ever sealed to them is in the keyring. Nothing under an item's newest epoch may be among it.
    func expectNothingAfter(
        in file: ID, opensFor keyring: Keyring, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (rows, certificates) = try await staff {
            (try #require(try FileRows(file, $0.connection)), try $0.certificates())
        }
        let certified = Certified(certificates, charity: keyring.charity)
        let genesis = try Genesis(packed: rows.genesis, of: file, certified: certified)
        var provenance = Provenance(
            genesis: genesis, epochs: rows.epochs.compactMap { try? EpochStart(packed: $0.packed) },
            grants: rows.grants.compactMap { try? Grant(packed: $0.packed) }, certified: certified)
        let commitments = provenance.commitments()
        var opened: Set<ItemEpoch> = []
        for row in rows.grants {
            guard let grant = try? Grant(packed: row.packed),
                let secrets = try? keyring.secrets(of: grant, commitments: commitments)
            else { continue }
            opened.formUnion(secrets.keys)
        }
        let newest = try await record(.casework, of: file).item
        #expect(newest.epoch > 1, sourceLocation: sourceLocation)
        #expect(!opened.contains(newest), sourceLocation: sourceLocation)
        // What they held before, they still would.
        #expect(opened.contains { $0.item == .identity }, sourceLocation: sourceLocation)
    }
}

/// What leaving ends, for somebody who kept everything that they had (clauses S3.4, S3.7).
@Suite struct LeavingTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    private func suspend(_ person: Person, handingTo other: Person? = nil) async throws {
        try await charity.casework.suspend(
            try charity.id(person), why: "They have left", handingTo: try other.map { try charity.id($0) },
            as: try await charity.caller(.guardian))
        charity.time.move(seconds: 1)
    }

    private func write(_ words: String, in file: ID, by person: Person) async throws {
        try await charity.casework.writeNote(
            words, id: charity.casework.newID(), in: file, as: try await charity.caller(person))
    }

    @Test(arguments: [Person.caseworker, .otherManager])
    func `With their seed and the database of later, a leaver opens nothing that is written after`(
        person: Person
    ) async throws {
        let file = try await charity.workedClient()
        // A third manager, so that new files can be made without one.
        try await charity.casework.changeRole(
            of: try charity.id(.otherCaseworker), to: .manager, from: 1, why: "A",
            as: try await charity.fresh(.guardian))
        charity.time.move(seconds: 1)
        let leaver = try await charity.caller(person)
        try await suspend(person)
        try await write("After", in: file, by: .manager)
        try await charity.expectNothingAfter(in: file, opensFor: leaver.keyring)
        let after = try await charity.client(.filled("Somebody New"), by: .receptionist)
        let log = charity.casework.log
        let (rows, genuine, certificates) = try await charity.staff {
            let rows = try #require(try FileRows(after, $0.connection))
            return (rows, try log.genuine(rows, $0.connection), try $0.certificates())
        }
        let certified = Certified(certificates, charity: leaver.keyring.charity)
        let half = charity.halves.half(for: after.bytes)
        #expect(throws: CaseworkError.notFound) {
            try OpenFile(
                rows, genuine, half: half, renewing: charity.casework.renewing(certified, leaver.keyring))
        }
    }

    @Test func `Nor through the seeds that a manager was steward of`() async throws {
        let leaver = try await charity.caller(.otherManager)
        try await suspend(.otherManager)
        let certified = try await charity.caller(.guardian).certified
        let seeds = try await charity.database.read { connection in
            try Team.allCases.flatMap { try TeamKey.seeds(of: $0, connection) }
        }
        for team in Team.reached(from: [.management, .staff]) {
            let current = try #require(certified.current(team))
            #expect(current.epoch == 2)
            #expect(throws: CaseworkError.notFound) { try leaver.teamKey(current, seeds: seeds) }
        }
        #expect(certified.current(.guardian)?.epoch == 1 && certified.current(.counselling)?.epoch == 1)
    }

    @Test func `The charity's own file goes on under new keys at once: messages, names, the roster`()
        async throws
    {
        _ = try await charity.message(for: "Daud")
        let leaver = try await charity.caller(.receptionist)
        try await suspend(.receptionist)
        let manager = try await charity.caller(.manager)
        let id = charity.casework.newID()
        try await charity.casework.takeMessage(
            MessageForm(forName: "Daud", from: "A sister", reach: "07700 900123", words: "Call"), id: id,
            as: manager)
        let row = try #require(try await charity.database.read { try SealedRecord.newest(id, $0) })
        #expect(row.item == ItemEpoch(.messages, 2))
        #expect(leaver.house?.key(of: row.item) == nil)
        // Those who stay read both.
        let file = try await charity.client(.filled("Daud Warsame"), by: .manager)
        let waiting = try await charity.casework.waitingMessages(for: file, as: manager)
        #expect(waiting.messages.count == 2)
        #expect(try await charity.casework.find("Daud", as: manager).count == 1)
        #expect(try await charity.verification().holds)
    }

    @Test func `Those who stay go on, before and after a restart, and the recovery sheets go on too`()
        async throws
    {
        let file = try await charity.workedClient()
        try await suspend(.otherManager)
        try await write("After", in: file, by: .caseworker)
        let again = try await charity.restarted()
        for person in [Person.manager, .caseworker] {
            let caller = try await again.caller(person)
            #expect(try await again.casework.readFile(file, as: caller).notes.count == 2)
        }
        #expect(try await again.verification().holds)
    }

    @Test func `Their drafts and reminders are destroyed with their seed`() async throws {
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let id = caller.member
        _ = try await charity.casework.keepDraft(
            [.init("note", "Half a")], at: caller.draftPlace("/note", about: file), as: caller)
        try await charity.casework.setReminder(
            on: charity.casework.now.day.adding(days: 3).text, why: "Ask", id: charity.casework.newID(),
            of: file,
            as: caller)
        try await suspend(.caseworker)
        let left = try await charity.database.read { connection in
            try ["drafts", "reminders", "members", "sessions"].map { (table: SQL) in
                try connection.rows("SELECT * FROM \(sql: table) WHERE member = \(id.bytes)").count
            }
        }
        #expect(left == [0, 0, 0, 0])
    }

    @Test func `Looking for files without a worker opens only those of whoever has left`() async throws {
        _ = try await charity.workedClient("Zahra Idris", isRestricted: true)
        func people(_ left: Int) async throws -> Int {
            let guardian = try await charity.caller(.guardian)
            return try await charity.database.statements {
                let found = try await charity.casework.filesWithoutWorker(as: guardian)
                #expect(found.count == left)
            }.count { $0.contains("SELECT DISTINCT file FROM grants WHERE principal") }
        }
        #expect(try await people(0) == 0)
        charity.time.move(seconds: 1)
        try await charity.casework.suspend(
            charity.id(.caseworker), why: "Left", as: charity.caller(.manager))
        charity.time.move(seconds: 1)
        #expect(try await people(1) == 1)
    }

    @Test func `A restricted file is handed over by a guardian, and a manager never hears of it`()
        async throws
    {
        let file = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let id = try charity.id(.caseworker)
        #expect(
            try await charity.casework.filesGiven(to: id, as: try await charity.caller(.manager)).isEmpty)
        try await charity.casework.suspend(
            id, why: "Left", handingTo: try charity.id(.otherCaseworker),
            as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        let other = try await charity.caller(.otherCaseworker)
        await #expect(throws: CaseworkError.notFound) { try await charity.casework.readFile(file, as: other) }
        let guardian = try await charity.caller(.guardian)
        let waiting = try await charity.casework.filesWithoutWorker(as: guardian)
        #expect(waiting.map(\.file.file) == [file] && waiting.map(\.member) == [id])
        #expect(try await charity.casework.filesWithoutWorker(as: try await charity.caller(.manager)).isEmpty)
        await #expect(throws: CaseworkError.invalid([Problem("successor", .notAChoice)])) {
            try await charity.casework.handOver(
                from: id, to: try charity.id(.receptionist), why: "Left", as: guardian)
        }
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await charity.casework.handOver(from: id, to: other.member, why: " ", as: guardian)
        }
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.handOver(from: id, to: other.member, why: "Left", as: guardian)
        }
        let fresh = try await charity.fresh(.guardian)
        try await charity.casework.handOver(from: id, to: other.member, why: "Left", as: fresh)
        #expect(try await charity.casework.readFile(file, as: other).notes.count == 1)
        #expect(try await charity.casework.filesWithoutWorker(as: guardian).isEmpty)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.handOver(from: id, to: other.member, why: "Left", as: fresh)
        }
        #expect(try await charity.verification().holds)
    }

    @Test func `What was taken back before somebody left is handed to nobody`() async throws {
        let file = try await charity.workedClient()
        let id = try charity.id(.otherCaseworker)
        try await charity.giveAndTakeBack(file, .otherCaseworker)
        for person in [Person.manager, .guardian] {
            let caller = try await charity.caller(person)
            #expect(try await charity.casework.filesGiven(to: id, as: caller).isEmpty)
        }
        try await suspend(.otherCaseworker)
        for person in [Person.manager, .guardian] {
            let caller = try await charity.caller(person)
            #expect(try await charity.casework.filesGiven(to: id, as: caller).isEmpty)
        }
    }

    @Test func `The teams say who belongs since when and by whom, and who left`() async throws {
        for person in [Person.caseworker, .receptionist, .counsellor] {
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.teams(as: try await charity.caller(person))
            }
        }
        try await suspend(.caseworker)
        let teams = try await charity.casework.teams(as: try await charity.caller(.manager))
        let other = try charity.id(.otherCaseworker)
        let guardian = try charity.id(.guardian)
        let members = try #require(teams.members[.caseworkers])
        #expect(members.map(\.member) == [other] && members.map(\.by) == [guardian])
        #expect(members.allSatisfy { $0.since == Charity.noon })
        let newest = try #require(teams.changes.first)
        #expect(newest.member == (try charity.id(.caseworker)) && newest.team == nil)
        #expect(newest.by == guardian)
    }
}
