import Database
import Foundation
import Ledger
import Synchronization
import Testing
import Vault

@testable import Casework

@Suite struct ErasureTests {
    private let charity: Charity
    private let file: ID
    private let guardian: Caller

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        guardian = try await charity.caller(.guardian)
    }

    @Test(arguments: Person.allCases.filter { $0 != .guardian })
    func `Only a guardian erases`(person: Person) async throws {
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.erase(file, as: try await charity.caller(person))
        }
        #expect(charity.halves.half(for: file.bytes) != nil)
    }

    @Test func `The charity's own file is not erased, nor one that is not there`() async throws {
        for file in [ID.house, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.erase(file, as: guardian)
            }
        }
        #expect(try await charity.caller(.manager).isCertified)
    }

    @Test func `An erased file is not there for anybody, and erasing it again finds nothing`() async throws {
        try await charity.casework.erase(file, as: guardian)
        for person in Person.allCases {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.readFile(file, as: try await charity.caller(person))
            }
        }
        await #expect(throws: CaseworkError.notFound) { try await charity.casework.erase(file, as: guardian) }
    }

    @Test func `Its half is in none of the store's bytes`() async throws {
        let half = Data(try #require(charity.halves.half(for: file.bytes)))
        #expect(try charity.folder.files().contains { $0.value.range(of: half) != nil })
        try await charity.casework.erase(file, as: guardian)
        #expect(charity.halves.half(for: file.bytes) == nil)
        #expect(try !charity.folder.files().contains { $0.value.range(of: half) != nil })
    }

    @Test func `Its ciphertexts and its entries' salts are in none of the database's bytes`() async throws {
        let file = file
        let bytes = try await charity.database.read { connection in
            try connection.rows("SELECT sealed AS bytes FROM records WHERE file = \(file.bytes)")
                .map { try $0.blob("bytes") }
                + connection.rows("SELECT salt AS bytes FROM entries WHERE file = \(file.bytes)")
                .map { try $0.blob("bytes") }
                + connection.rows("SELECT packed AS bytes FROM grants WHERE file = \(file.bytes)")
                .map { try Array($0.blob("bytes").suffix(256)) }
        }
        try await charity.casework.erase(file, as: guardian)
        let files = try charity.folder.files().values
        #expect(bytes.count > 10)
        for run in bytes { #expect(!files.contains { $0.range(of: Data(run)) != nil }) }
    }

    @Test
    func `The log still verifies, and says that something was erased, and not what, whose or when it was`()
        async throws
    {
        let message = try await charity.message(for: "Amina Begum")
        try await charity.casework.passOn(
            message, version: 1, to: file, as: try await charity.caller(.receptionist))
        let count = try await charity.entryCount()
        try await charity.casework.erase(file, as: guardian)
        #expect(try await charity.verification().holds)
        #expect(try await charity.entryCount() == count + 1)
        let file = file
        let (blank, rows) = try await charity.database.read { connection in
            (
                try connection.rows(
                    "SELECT * FROM entries WHERE file IS NULL AND salt IS NULL AND evidence IS NULL"),
                try connection.rows("SELECT record FROM records WHERE record = \(message.bytes)").count
                    + connection.rows("SELECT record FROM records WHERE record = \(file.bytes)").count
                    + connection.rows("SELECT record FROM records WHERE file = \(file.bytes)").count
            )
        }
        #expect(blank.count == 2)
        #expect(
            try blank.allSatisfy { row in
                try row.integer("at") == 0 && row.integer("kind") == 0 && row.text("clause").isEmpty
                    && row.blob("actor") == [UInt8](repeating: 0, count: 16)
            })
        #expect(rows == 0)
    }

    @Test(arguments: 0..<5)
    func `What somebody altered before it is not erased for them: it is refused, and nothing is done`(
        alteration: Int
    ) async throws {
        let other = try await charity.workedClient("Bilal Khan")
        let own: SQL = "(SELECT MIN(position) FROM entries WHERE file = \(file.bytes))"
        let others: SQL = "(SELECT MIN(position) FROM entries WHERE file = \(other.bytes))"
        let alterations: [SQL] = [
            "UPDATE entries SET file = \(file.bytes) WHERE position = \(sql: others)",
            """
            UPDATE entries SET evidence = (SELECT evidence FROM entries WHERE position = \(sql: others))
            WHERE position = \(sql: own)
            """,
            "UPDATE entries SET at = at + 1 WHERE position = \(sql: own)",
            "UPDATE entries SET salt = NULL WHERE position = \(sql: own)",
            "UPDATE entries SET at = at + 1 WHERE file = \(file.bytes) AND kind = 21",
        ]
        _ = try await charity.casework.readFile(file, as: guardian)
        try await charity.change(alterations[alteration])
        let before = try await charity.entryCount()
        // An altered entry is not believed of the rows that it wrote either: then the file opens no more. One that wrote none
        // of its keys is noticed by the erasure itself.
        await #expect(throws: alteration == 0 || alteration == 4 ? CaseworkError.logAltered : .notFound) {
            try await charity.casework.erase(file, as: guardian)
        }
        #expect(try await charity.entryCount() == before)
        #expect(charity.halves.half(for: file.bytes) != nil)
        for file in [file, other] {
            #expect(try await charity.record(.identity, of: file).version == 1)
            #expect(charity.halves.half(for: file.bytes) != nil)
        }
        #expect(try await !charity.verification().holds)
    }

    @Test(arguments: [Evidence.Table.member, .certificate, .teamSeed])
    func `An erasure excuses no row that an erasure does not remove`(table: Evidence.Table) async throws {
        let ids = try await charity.database.read { connection in
            var ids: Set<ID> = []
            try Evidence.StoredRow.each(of: table, connection) { if let row = $0 { ids.insert(row.id) } }
            return ids
        }
        try await charity.casework.act(.fileErased, on: .house, by: guardian.member) { act in
            for id in ids { act.note(.erased, id, Hash()) }
        }
        switch table {
        case .member: try await charity.change("DELETE FROM members")
        case .certificate: try await charity.change("DELETE FROM certificates")
        default: try await charity.change("DELETE FROM team_seeds")
        }
        guard case .row(table, _) = try await charity.verification().fault else {
            Issue.record("not named")
            return
        }
    }

    @Test func `The register forgets it at once, in memory and after a restart`() async throws {
        let receptionist = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Amina Begum", as: receptionist).count == 1)
        try await charity.casework.erase(file, as: guardian)
        #expect(try await charity.casework.find("Amina Begum", as: receptionist).isEmpty)
        let restarted = try await charity.restarted()
        #expect(
            try await restarted.casework.find("Amina Begum", as: try await restarted.caller(.receptionist))
                .isEmpty)
    }

    @Test func `Erasing one file leaves every other`() async throws {
        let other = try await charity.workedClient("Bilal Khan")
        try await charity.casework.erase(file, as: guardian)
        let contents = try await charity.casework.readFile(other, as: try await charity.caller(.caseworker))
        #expect(contents.identity?.text.name == "Bilal Khan" && contents.notes.count == 1)
    }

    @Test func `An erasure cut off before the half was destroyed is completed at the next start`()
        async throws
    {
        let half = try #require(charity.halves.half(for: file.bytes))
        try await charity.casework.erase(file, as: guardian)
        // As a crash leaves it between the act and the half.
        try await charity.halves.put(half, for: file.bytes)
        let restarted = try await charity.restarted()
        #expect(restarted.halves.half(for: file.bytes) == nil)
        #expect(try !restarted.folder.files().contains { $0.value.range(of: Data(half)) != nil })
    }

    @Test func `A half that was deleted and not yet overwritten is overwritten at the next start`()
        async throws
    {
        let (file, half) = (file, Data(try #require(charity.halves.half(for: file.bytes))))
        try await charity.casework.erase(file, as: guardian)
        try await charity.halves.put([UInt8](half), for: file.bytes)
        // As a crash leaves it between the deletion and the emptying of the write-ahead log.
        let second = try SQLiteDatabase(
            path: charity.folder.halves,
            migrations: HalvesStore.migrations)
        _ = try await second.write { try $0.execute("DELETE FROM half WHERE file = \(file.bytes)") }
        let files = try charity.folder.files().filter { !$0.key.hasSuffix("-shm") }
        try #require(files.contains { $0.value.range(of: half) != nil })
        let crashed = try await Charity.copy(of: charity, files: files)
        #expect(crashed.halves.half(for: file.bytes) == nil)
        #expect(try !crashed.folder.files().contains { $0.value.range(of: half) != nil })
    }

    @Test func `A row of erasures that no act wrote destroys no half`() async throws {
        try await charity.change("INSERT INTO erasures (file, at) VALUES (\(file.bytes), 0)")
        let restarted = try await charity.restarted()
        #expect(restarted.halves.half(for: file.bytes) != nil)
        let contents = try await restarted.casework.readFile(
            file, as: try await restarted.caller(.caseworker))
        #expect(contents.identity?.text.name == "Amina Begum")
    }

    @Test func `Something altered elsewhere does not keep an erasure from being completed`() async throws {
        let half = try #require(charity.halves.half(for: file.bytes))
        let other = try await charity.workedClient("Bilal Khan")
        try await charity.casework.erase(file, as: guardian)
        try await charity.halves.put(half, for: file.bytes)
        #expect(try await charity.casework.unfinishedErasures() == 1)
        try await charity.alterRecord(.identity, of: other)
        try await charity.change("UPDATE entries SET at = at + 1 WHERE position = 3")
        let restarted = try await charity.restarted()
        #expect(restarted.halves.half(for: file.bytes) == nil)
        #expect(try await restarted.casework.unfinishedErasures() == 0)
        #expect(try await !restarted.verification().holds)
    }

    @Test(arguments: [false, true])
    func `An erasure's entry that was made to name another file destroys no half, and the start can tell`(
        isCommitted: Bool
    ) async throws {
        let other = try await charity.workedClient("Bilal Khan")
        try await charity.casework.erase(other, as: guardian)
        let file = file
        try await charity.meddle { connection in
            let kind = Int64(EntryKind.fileErased.rawValue)
            var evidence = Evidence()
            evidence.add(.erased, file, Hash())
            try connection.execute("UPDATE entries SET evidence = \(evidence.packed) WHERE kind = \(kind)")
            try connection.execute("INSERT INTO erasures (file, at) VALUES (\(file.bytes), 0)")
            guard isCommitted else { return }
            let row = try #require(try connection.first("SELECT * FROM entries WHERE kind = \(kind)"))
            let salt = try #require(Hash(try row.blob("salt")))
            let commitment = Commitment(salt: salt, entry: try #require(try Entry(row)).body).hash.bytes
            try connection.execute("UPDATE entries SET commitment = \(commitment) WHERE kind = \(kind)")
        }
        let restarted = try await charity.restarted()
        #expect(restarted.halves.half(for: file.bytes) != nil)
        #expect(try await restarted.casework.unfinishedErasures() == 1)
    }
}
