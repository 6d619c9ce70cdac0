import Crypto
import Database
import Ledger
import Testing
import Vault

@testable import Casework

/// The log altered in the database file, by whoever can write it: what the verifier names, and what the program does.
@Suite struct VerificationTests {
    private let charity: Charity
    private let file: ID
    private let desk: Caller

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient()
        charity.time.move(seconds: 86_400)
        desk = try await charity.signedIn(.receptionist)
        let caller = try await charity.signedIn(.caseworker)
        for number in 1...3 {
            try await charity.casework.writeNote(
                "Note \(number)", id: charity.casework.newID(), in: file, as: caller)
        }
    }

    private func fault() async throws -> Verification.Fault? { try await charity.verification().fault }

    @Test func `What nobody altered holds, and counts every entry`() async throws {
        let verification = try await charity.verification()
        #expect(verification.holds)
        #expect(try await verification.entries == UInt64(charity.entryCount()))
        let again = try await charity.restarted().verification()
        #expect(again == verification)
    }

    @Test func `Every column of an entry is committed to`() async throws {
        let last = try await charity.lastPosition()
        let statements: [SQL] = [
            "UPDATE entries SET at = at + 1 WHERE position = \(last)",
            "UPDATE entries SET actor = zeroblob(16) WHERE position = \(last)",
            "UPDATE entries SET kind = 21 WHERE position = \(last)",
            "UPDATE entries SET kind = kind + 65536 WHERE position = \(last)",
            "UPDATE entries SET kind = 999 WHERE position = \(last)",
            "UPDATE entries SET file = zeroblob(16) WHERE position = \(last)",
            "UPDATE entries SET file = zeroblob(15) WHERE position = \(last)",
            "UPDATE entries SET clause = 'P1' WHERE position = \(last)",
            "UPDATE entries SET evidence = zeroblob(0) WHERE position = \(last)",
            "UPDATE entries SET evidence = NULL WHERE position = \(last)",
            "UPDATE entries SET salt = zeroblob(32) WHERE position = \(last)",
            "UPDATE entries SET salt = NULL WHERE position = \(last)",
            "UPDATE entries SET commitment = zeroblob(32) WHERE position = \(last)",
            "UPDATE entries SET letter = zeroblob(16), letter_epoch = 1, sealed = zeroblob(9) WHERE position = \(last)",
        ]
        let row = try #require(
            try await charity.database.read { try $0.first("SELECT * FROM entries WHERE position = \(last)") }
        )
        for statement in statements {
            try await charity.change(statement)
            #expect(try await fault() == .entry(position: UInt64(last)), "\(statement.text)")
            try await charity.meddle { connection in
                try connection.execute("DELETE FROM entries WHERE position = \(last)")
                try connection.execute(
                    """
                    INSERT INTO entries VALUES (\(last), \(row.integer("at")), \(row.blob("actor")),
                        \(row.integer("kind")), \(row.blob("file")), \(row.text("clause")), NULL, NULL, NULL,
                        \(row.blob("evidence")), \(row.blob("salt")), \(row.blob("commitment")),
                        \(row.blob("mark")))
                    """)
            }
            #expect(try await fault() == nil)
        }
    }

    @Test func `An entry made blank as if it were erased is named`() async throws {
        try await charity.change(
            "UPDATE entries SET file = NULL, salt = NULL, evidence = NULL WHERE position = 3")
        #expect(try await fault() == .entry(position: 3))
    }

    @Test(arguments: [Int64(0), 1, 7])
    func `An entry deleted is named`(position: Int64) async throws {
        try await charity.change("DELETE FROM entries WHERE position = \(position)")
        #expect(try await fault() == .entry(position: UInt64(position)))
    }

    @Test func `Two entries exchanged are named`() async throws {
        try await charity.meddle { connection in
            try connection.execute("UPDATE entries SET position = -1 WHERE position = 3")
            try connection.execute("UPDATE entries SET position = 3 WHERE position = 4")
            try connection.execute("UPDATE entries SET position = 4 WHERE position = -1")
        }
        // Each entry is whole, and its mark is for another place.
        #expect(try await fault() == .unmarked(position: 3))
    }

    @Test(arguments: [Int64(1), 3])
    func `A log cut off is named at the first entry that is missing`(count: Int64) async throws {
        let last = try await charity.lastPosition()
        try await charity.change("DELETE FROM entries WHERE position > \(last - count)")
        #expect(try await fault() == .entry(position: UInt64(last - count + 1)))
    }

    @Test
    func `An entry without this computer's mark is named, and so is a mark on what stands that is another`()
        async throws
    {
        let copy = try await Charity.copy(of: charity)
        try await copy.change("UPDATE entries SET mark = zeroblob(16) WHERE position = 2")
        #expect(try await copy.verification().fault == .unmarked(position: 2))
        try await charity.change(
            "UPDATE checkpoints SET standing = zeroblob(16) WHERE size = (SELECT MAX(size) FROM checkpoints)")
        #expect(try await fault() == .standing)
        // It is worked out anew from the log.
        #expect(try await charity.restarted().signedIn(.guardian).isCertified)
    }

    @Test func `What no commitment covers is as the program leaves it`() async throws {
        let last = try await charity.lastPosition()
        try await charity.change("UPDATE entries SET letter_epoch = 3 WHERE position = \(last)")
        #expect(try await fault() == .entry(position: UInt64(last)))
        try await charity.change("UPDATE entries SET letter_epoch = NULL WHERE position = \(last)")
        try await charity.casework.erase(file, as: charity.signedIn(.guardian))
        #expect(try await fault() == nil)
        try await charity.change("UPDATE entries SET kind = 92, at = 1795348800000 WHERE kind = 0")
        #expect(try await fault() != nil)
    }

    @Test func `A later fault does not hide an earlier one`() async throws {
        try await charity.change("UPDATE entries SET at = 0 WHERE position = 2")
        try await charity.change("DELETE FROM entries WHERE position = 5")
        #expect(try await fault() == .entry(position: 2))
    }

    @Test func `A checkpoint replaced by another key's, altered or gone is named`() async throws {
        let size = UInt64(try await charity.entryCount())
        let root = try #require(Hash(try await charity.verification().root))
        let forged = try Checkpoint(origin: Charity.origin, size: size, root: root).sign(
            with: Curve25519.Signing.PrivateKey(), name: Charity.origin)
        let statements: [SQL] = [
            "UPDATE checkpoints SET note = \(forged) WHERE size = \(Int64(size))",
            "UPDATE checkpoints SET note = '' WHERE size = \(Int64(size))",
            "UPDATE checkpoints SET frontier = zeroblob(8) WHERE size = \(Int64(size))",
            "DELETE FROM checkpoints WHERE size = \(Int64(size))",
            "DELETE FROM checkpoints",
        ]
        for statement in statements {
            let copy = try await Charity.copy(of: charity)
            try await copy.change(statement)
            #expect(try await copy.verification().fault == .checkpoint, "\(statement.text)")
        }
    }

    @Test func `An earlier day's checkpoint replaced is named too`() async throws {
        try await charity.change(
            "UPDATE checkpoints SET note = '' WHERE size = (SELECT MIN(size) FROM checkpoints)")
        #expect(try await fault() == .checkpoint)
    }

    @Test func `A log verified by another key or under another name does not hold`() async throws {
        let other = Curve25519.Signing.PrivateKey().publicKey
        #expect(try await charity.verification(key: other).fault == .checkpoint)
        #expect(try await charity.verification(origin: "amanah/other").fault == .checkpoint)
    }

    @Test func `A program with another log's key, or on an altered log, does not start`() async throws {
        // The frontier of another tree of the same size, as of a log written anew.
        let newest = try await charity.database.read {
            try $0.first("SELECT frontier FROM checkpoints ORDER BY size DESC LIMIT 1")?.blob("frontier")
        }
        var another = try #require(newest)
        another[another.count - 1] ^= 1
        let statements: [SQL] = [
            "UPDATE checkpoints SET frontier = \(another) WHERE size = (SELECT MAX(size) FROM checkpoints)",
            "DELETE FROM checkpoints",
            "DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)",
            "DELETE FROM entries WHERE position = (SELECT MAX(position) FROM entries)",
            "UPDATE checkpoints SET frontier = (SELECT frontier FROM checkpoints ORDER BY size LIMIT 1)",
            """
            INSERT INTO entries SELECT position + 1, at, actor, kind, file, clause, letter, letter_epoch, sealed,
                evidence, salt, commitment, mark FROM entries ORDER BY position DESC LIMIT 1
            """,
        ]
        for statement in statements {
            let copy = try await Charity.copy(of: charity)
            try await copy.change(statement)
            #expect(try await !copy.verification().holds, "\(statement.text)")
            await #expect(throws: LogFault.self, "\(statement.text)") { try await copy.restarted() }
        }
        await #expect(throws: LogFault.self) {
            try await Casework(
                settings: Charity.settings, database: charity.database, halves: charity.halves,
                logKey: Curve25519.Signing.PrivateKey(), logOrigin: Charity.origin,
                logHead: charity.folder.logHead, clock: charity.time.clock)
        }
    }

    @Test func `An entry that another hand adds is never signed, and nothing more is done`() async throws {
        try await charity.change(
            """
            INSERT INTO entries SELECT position + 1, at, actor, kind, file, clause, letter, letter_epoch, sealed,
                evidence, salt, commitment, mark FROM entries ORDER BY position DESC LIMIT 1
            """)
        let signed = try await charity.checkpoint()
        await #expect(throws: CaseworkError.logAltered) { try await takeMessage() }
        #expect(try await charity.checkpoint() == signed)
        #expect(try await !charity.verification().holds)
    }

    @Test func `No entry takes the place of one that another hand took away`() async throws {
        let last = try await charity.lastPosition()
        try await charity.change("DELETE FROM entries WHERE position = \(last)")
        await #expect(throws: CaseworkError.logAltered) { try await takeMessage() }
        #expect(try await fault() == .entry(position: UInt64(last)))
    }

    @Test func `Two processes with the log's key keep one log`() async throws {
        let second = try await charity.beside()
        for _ in 0..<2 {
            try await takeMessage()
            _ = try await second.signedIn(.receptionist)
            _ = try await second.signedIn(.manager)
            #expect(try await charity.verification().holds)
        }
    }

    @Test func `A row that no entry speaks of is named by its table`() async throws {
        try await charity.change(
            """
            INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
            VALUES (zeroblob(16), 1, \(file.bytes), 4, 1, zeroblob(16), 0, 0, zeroblob(92))
            """)
        #expect(try await fault() == .unrecorded(table: .record))
    }

    @Test func `Who has no house file verifies nothing, and who works here may`() async throws {
        #expect(try await charity.casework.verifyLog(as: desk).holds)
    }

    private func takeMessage() async throws {
        try await charity.casework.takeMessage(
            MessageForm(forName: "Amina", words: "Call"), id: charity.casework.newID(), as: desk)
    }
}

extension Charity {
    /// Signs in anew, where the first session has idled out.
    func signedIn(_ person: Person) async throws -> Caller {
        let secret = try await casework.signIn(name: person.rawValue, passphrase: Person.passphrase)
        return try await casework.caller(cookie: secret.cookie)
    }

    /// The newest checkpoint's note.
    fileprivate func checkpoint() async throws -> String? {
        try await database.read {
            try $0.first("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")?.text("note")
        }
    }
}
