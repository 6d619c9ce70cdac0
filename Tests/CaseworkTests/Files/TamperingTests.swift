import Crypto
import Database
import Testing
@testable import Casework
@testable import Vault

/// Each test writes to the database file as somebody could who has it and none of the keys. What was altered does not
/// open, and the log names it.
@Suite struct TamperingTests {
    private let charity: Charity
    private let file: ID
    private let other: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        other = try await charity.workedClient("Bilal Khan")
    }

    private func contents() async throws -> FileContents {
        try await charity.casework.readFile(file, as: try await charity.caller(.caseworker))
    }

    private func expectNotFound() async throws {
        await #expect(throws: CaseworkError.notFound) { try await contents() }
    }

    @Test func `A record altered by a bit does not open`() async throws {
        try await charity.alterRecord(.identity, of: file)
        #expect(try await contents().identity == nil)
        let worker = try await charity.caller(.caseworker)
        #expect(try await charity.casework.name(of: file, as: worker) == nil && worker.unread.count == 1)
        let entry = try await charity.record(.identity, of: file).entry
        #expect(try await charity.verification().fault == .row(table: .record, position: UInt64(entry)))
    }

    @Test func `A record put in another file does not open there`() async throws {
        let (mine, theirs) = (try await charity.record(.casework, of: file), other)
        try await charity.change("UPDATE records SET file = \(theirs.bytes) WHERE record = \(mine.id.bytes)")
        #expect(try await contents().notes.isEmpty)
        let there = try await charity.casework.readFile(other, as: try await charity.caller(.caseworker))
        #expect(there.notes.count == 1)
        #expect(
            try await charity.verification().fault == .row(table: .record, position: UInt64(mine.entry)))
    }

    @Test(arguments: [
        ("item", Int64(10)), ("item", 260), ("epoch", 2), ("epoch", 4_294_967_297), ("version", 2),
    ])
    func `A record under another item, epoch or version does not open`(column: String, value: Int64)
        async throws
    {
        let record = try await charity.record(.casework, of: file)
        let columns: SQL =
            switch column {
            case "item": "item = \(value)"
            case "epoch": "epoch = \(value)"
            default: "version = \(value)"
            }
        try await charity.change("UPDATE records SET \(sql: columns) WHERE record = \(record.id.bytes)")
        let notes = try? await contents().notes
        #expect(notes?.isEmpty ?? true)
        #expect(try await !charity.verification().holds)
    }

    @Test func `A record's author and time altered are named`() async throws {
        let record = try await charity.record(.casework, of: file)
        let manager = try charity.id(.otherManager)
        try await charity.change(
            "UPDATE records SET author = \(manager.bytes) WHERE record = \(record.id.bytes)")
        #expect(
            try await charity.verification().fault == .row(table: .record, position: UInt64(record.entry)))
    }

    @Test func `Two records' ciphertexts exchanged do not open`() async throws {
        let caller = try await charity.caller(.caseworker)
        try await charity.casework.writeNote("Second", id: charity.casework.newID(), in: file, as: caller)
        let file = file
        try await charity.meddle { connection in
            let notes = try SealedRecord.current(.casework, of: file, connection)
            for (note, swapped) in zip(notes, notes.reversed()) {
                try connection.execute(
                    "UPDATE records SET sealed = \(swapped.sealed) WHERE record = \(note.id.bytes)")
            }
        }
        #expect(try await contents().notes.isEmpty)
        #expect(try await !charity.verification().holds)
    }

    @Test func `A genesis replaced by another file's, or altered, opens nothing`() async throws {
        let (file, other) = (file, other)
        let genesis = try await charity.database.read { connection in
            try connection.first("SELECT genesis FROM files WHERE file = \(file.bytes)")?.blob("genesis")
        }
        try await charity.change(
            """
            UPDATE files SET genesis = (SELECT genesis FROM files WHERE file = \(other.bytes))
            WHERE file = \(file.bytes)
            """)
        try await expectNotFound()
        var altered = try #require(genesis)
        // A byte of the letter box's public key: 1 version, 16 file, 1 kind, 16 creator, 8 time.
        altered[50] ^= 1
        try await charity.change("UPDATE files SET genesis = \(altered) WHERE file = \(file.bytes)")
        try await expectNotFound()
        let fault = try await charity.verification().fault
        guard case .row(table: .file, _)? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test func `A member's public keys replaced count for nothing, and are named`() async throws {
        let caseworker = try charity.id(.caseworker)
        let forged = try MemberKeys(member: caseworker, seed: Randomness.system.bytes(32)).identity.packed
        try await charity.change("UPDATE members SET identity = \(forged) WHERE member = \(caseworker.bytes)")
        let restarted = try await charity.restarted()
        let made = try await restarted.workedClient("Chidi Okafor")
        let contents = try await restarted.casework.readFile(
            made, as: try await restarted.caller(.caseworker))
        #expect(contents.identity?.text.name == "Chidi Okafor")
        guard case .row(table: .member, _)? = try await restarted.verification().fault else {
            Issue.record("not named")
            return
        }
    }

    @Test func `A grant signed by somebody who held nothing opens nothing`() async throws {
        let grant = try await charity.grant(of: file, to: .member(charity.id(.caseworker)))
        let receptionist = try await charity.caller(.receptionist)
        let forged = try Grant(
            id: ID(from: .system), file: file, principal: .member(receptionist.member), kind: .ordinary,
            secrets: [ItemEpoch(.casework): ItemSecret(Randomness.system.bytes(32))], at: grant.at,
            certified: receptionist.certified, signedBy: receptionist.keyring.keys)
        // By an act of the log, so that its signature alone is judged.
        try await charity.casework.act(.accessGranted, on: file, by: receptionist.member) {
            try forged.insert(in: &$0)
        }
        let contents = try await charity.casework.readFile(file, as: receptionist)
        #expect(contents.items == [.identity, .contact])
        // And past every act.
        let past = try Grant(
            id: ID(from: .system), file: file, principal: .member(receptionist.member), kind: .ordinary,
            secrets: [ItemEpoch(.casework): ItemSecret(Randomness.system.bytes(32))], at: grant.at,
            certified: receptionist.certified, signedBy: receptionist.keyring.keys)
        try await charity.put(past)
        #expect(try await charity.casework.readFile(file, as: receptionist).items == [.identity, .contact])
        #expect(try await charity.verification().fault == .unrecorded(table: .grant))
    }

    @Test func `A grant's words turned to another principal open nothing`() async throws {
        let grant = try await charity.grant(of: file, to: .member(charity.id(.caseworker)))
        let receptionist = try await charity.caller(.receptionist)
        var packed = grant.packed
        let from = try #require(packed.firstRange(of: Principal.member(try charity.id(.caseworker)).packed))
        packed.replaceSubrange(from, with: Principal.member(receptionist.member).packed)
        let turned = packed
        try await charity.change(
            """
            UPDATE grants SET packed = \(turned), principal = \(Principal.member(receptionist.member).packed)
            WHERE grant_id = \(grant.id.bytes)
            """)
        let contents = try await charity.casework.readFile(file, as: receptionist)
        #expect(contents.items == [.identity, .contact])
        // The worker's own is gone with it: what is left is their team's.
        #expect(try await self.contents().items == [.identity, .contact])
        guard case .row(table: .grant, _)? = try await charity.verification().fault else {
            Issue.record("not named")
            return
        }
    }

    @Test func `A grant's item and principal columns give nobody a line of a log that is not theirs`()
        async throws
    {
        let receptionist = try await charity.caller(.receptionist)
        let desk = Principal.team(TeamEpoch(.frontDesk)).packed
        try await charity.casework.writeNote(
            "Second", id: charity.casework.newID(), in: file, as: try await charity.caller(.caseworker))
        try await charity.change("UPDATE grants SET items = -1 WHERE principal = \(desk)")
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(), as: receptionist)
        #expect(day.lines.allSatisfy { $0.actor == receptionist.member })
        #expect(try await !charity.verification().holds)
    }

    @Test func `A row deleted is named by the entry that wrote it`() async throws {
        let record = try await charity.record(.consent, of: file)
        try await charity.change("DELETE FROM records WHERE record = \(record.id.bytes)")
        #expect(
            try await charity.verification().fault == .row(table: .record, position: UInt64(record.entry)))
    }

    @Test func `A newest version deleted is named by the entry that wrote it`() async throws {
        let entry = try await changeContact()
        let record = try await charity.record(.contact, of: file)
        try await charity.change("DELETE FROM records WHERE record = \(record.id.bytes) AND version = 2")
        #expect(try await charity.verification().fault == .row(table: .record, position: entry))
    }

    @Test(arguments: [Int64(2), 3, 4_294_967_297])
    func `An old version put back as the newest is named, and does not open`(version: Int64) async throws {
        _ = try await changeContact()
        let record = try await charity.record(.contact, of: file)
        try await charity.meddle { connection in
            let id = record.id.bytes
            try connection.execute("DELETE FROM records WHERE record = \(id) AND version = \(version)")
            try connection.execute(
                """
                INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
                SELECT record, \(version), file, item, epoch, author, at, entry, sealed FROM records
                WHERE record = \(id) AND version = 1
                """)
        }
        #expect(try await !charity.verification().holds)
        let contents = try? await contents()
        #expect(contents?.contact == nil)
    }

    @Test func `A restricted file made to look open, or the other way, is named`() async throws {
        for value in [Int64(1), 2] {
            try await charity.change("UPDATE files SET restricted = \(value) WHERE file = \(file.bytes)")
            guard case .row(table: .file, _)? = try await charity.verification().fault else {
                Issue.record("not named")
                return
            }
        }
    }

    @Test(arguments: [
        (
            "a certificate",
            SQL("DELETE FROM certificates WHERE digest = (SELECT MIN(digest) FROM certificates)", values: []),
            Evidence.Table.certificate
        ),
        ("a recovery wrap", "UPDATE recovery SET wrap = zeroblob(60) WHERE place = 1", .recovery),
        ("a recovery place", "UPDATE recovery SET place = 4294967296 WHERE place = 0", .recovery),
        ("a team's seed", "UPDATE team_seeds SET sealed = zeroblob(60) WHERE team = 1", .teamSeed),
        ("a team's number", "UPDATE team_seeds SET team = team + 256 WHERE team = 1", .teamSeed),
        (
            "a sign-in name",
            "UPDATE members SET handle = zeroblob(32) WHERE rowid = (SELECT MIN(rowid) FROM members)", .member
        ),
        ("a file's time", "UPDATE files SET made = made + 1 WHERE kind = 1", .file),
        ("a file's kind", "UPDATE files SET kind = 2 WHERE kind = 1", .file),
        (
            "a grant's items", "UPDATE grants SET items = 0 WHERE rowid = (SELECT MIN(rowid) FROM grants)",
            .grant
        ),
    ])
    func `A column altered is named by its table`(what: String, statement: SQL, table: Evidence.Table)
        async throws
    {
        try await charity.change(statement)
        switch try await charity.verification().fault {
        case .row(let named, _): #expect(named == table, "\(what)")
        case .unrecorded(let named): #expect(named == table, "\(what)")
        case let fault: Issue.record("\(what): \(String(describing: fault))")
        }
    }

    @Test(arguments: ["file", "item", "epoch"])
    func `An item's epoch moved to another file, item or number is named`(column: String) async throws {
        let manager = try await charity.caller(.manager)
        try await charity.casework.endAccess(
            of: try charity.id(.caseworker), to: file, why: "Done", as: manager)
        let began = UInt64(try await charity.lastPosition())
        try #require(try await charity.verification().holds)
        let other = other
        let columns: SQL =
            switch column {
            case "file": "file = \(other.bytes)"
            case "item": "item = item + 256"
            default: "epoch = epoch + 1"
            }
        try await charity.change(
            """
            UPDATE item_epochs SET \(sql: columns)
            WHERE rowid = (SELECT MIN(rowid) FROM item_epochs WHERE file = \(file.bytes))
            """)
        #expect(try await charity.verification().fault == .row(table: .epoch, position: began))
    }

    @Test func `A letter exchanged for another's is not shown, and is named`() async throws {
        let other = other
        let at = try await charity.database.read { connection in
            try connection.rows("SELECT position FROM entries WHERE kind = 20 ORDER BY position")
                .map { try $0.integer("position") }
        }
        try #require(at.count == 2)
        try await charity.change(
            """
            UPDATE entries SET (letter, letter_epoch, sealed) =
                (SELECT letter, letter_epoch, sealed FROM entries WHERE file = \(other.bytes) AND kind = 20)
            WHERE position = \(at[0])
            """)
        let shown = try? await contents().timeline.last?.details
        #expect(shown == nil)
        #expect(try await charity.verification().fault == .entry(position: UInt64(at[0])))
    }

    @Test func `A message's words altered are shown to nobody`() async throws {
        let message = try await charity.message(for: "Amina Begum")
        try await charity.alterRecord(.messages, of: .house)
        #expect(try await charity.waiting(for: file).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.passOn(
                message, version: 1, to: file, as: try await charity.caller(.receptionist))
        }
    }

    /// The position of the entry that wrote version 2 of the contact.
    private func changeContact() async throws -> UInt64 {
        try await charity.casework.changeContact(
            .filled(phone: "07700 900999"), of: file, from: 1, as: try await charity.caller(.caseworker))
        return UInt64(try await charity.lastPosition())
    }
}

extension Charity {
    fileprivate func grant(of file: ID, to principal: Principal) async throws -> Grant {
        let row = try await database.read { connection in
            try connection.first(
                "SELECT packed FROM grants WHERE file = \(file.bytes) AND principal = \(principal.packed)")
        }
        return try Grant(packed: try #require(row).blob("packed"))
    }

    fileprivate func put(_ grant: Grant) async throws {
        try await change(
            """
            INSERT INTO grants (grant_id, file, principal, items, packed, entry)
            VALUES (\(grant.id.bytes), \(grant.file.bytes), \(grant.principal.packed), 16, \(grant.packed),
                    (SELECT entry FROM files WHERE file = \(grant.file.bytes)))
            """)
    }
}
