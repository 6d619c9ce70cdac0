import Crypto
import Database
import Foundation
import Ledger
import Testing
import Vault

@testable import Casework

@Suite struct ReplayTests {
    private let charity: Charity
    private let file: ID
    private let other: ID
    private let guardian: Caller

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        other = try await charity.workedClient("Bilal Khan")
        guardian = try await charity.caller(.guardian)
    }

    /// The database as it is now.
    private func backup() async throws -> Data {
        let copy = try Folder()
        let database = try SQLiteDatabase(path: charity.folder.database, migrations: Schema.migrations)
        try await database.copy(to: copy.database)
        try await database.close()
        return try #require(try copy.files()["amanah.sqlite"])
    }

    /// The charity of an older database with the halves as they are now.
    private func restored(_ database: Data) async throws -> Charity {
        let halves = try Folder()
        let store = try HalvesStore(path: halves.halves)
        try await store.fill(from: charity.halves.everything())
        try await store.close()
        let files = [
            "amanah.sqlite": database, "halves.sqlite": try #require(try halves.files()["halves.sqlite"]),
        ]
        return try await Charity.copy(of: charity, files: files)
    }

    @Test func `A client erased since the backup is erased again, before anybody signs in`() async throws {
        let old = try await backup()
        let sealed = try await charity.record(.identity, of: file).sealed
        #expect(old.range(of: Data(sealed)) != nil)
        try await charity.casework.erase(file, as: guardian)
        let restored = try await restored(old)
        #expect(try await restored.casework.replayErasures() == 1)
        #expect(try await restored.entryKinds().last == .fileErased)
        for person in Person.allCases {
            await #expect(throws: CaseworkError.notFound) {
                try await restored.casework.readFile(file, as: try await restored.caller(person))
            }
        }
        #expect(
            try await restored.casework.find("Amina Begum", as: try await restored.caller(.receptionist))
                .isEmpty)
        #expect(try !restored.folder.files().contains { $0.value.range(of: Data(sealed)) != nil })
        #expect(try await restored.verification().holds)
        let contents = try await restored.casework.readFile(
            other, as: try await restored.caller(.caseworker))
        #expect(contents.identity?.text.name == "Bilal Khan")
    }

    @Test func `Even before it is erased again, today's halves open nothing of it`() async throws {
        let old = try await backup()
        try await charity.casework.erase(file, as: guardian)
        let restored = try await restored(old)
        await #expect(throws: CaseworkError.notFound) {
            try await restored.casework.readFile(file, as: try await restored.caller(.caseworker))
        }
    }

    @Test func `With yesterday's halves it opens: the copies must be the newest only`() async throws {
        let (old, yesterday) = (try await backup(), charity.halves.everything())
        try await charity.casework.erase(file, as: guardian)
        let folder = try Folder()
        let store = try HalvesStore(path: folder.halves)
        try await store.fill(from: yesterday)
        try await store.close()
        let restored = try await Charity.copy(
            of: charity,
            files: ["amanah.sqlite": old, "halves.sqlite": try #require(try folder.files()["halves.sqlite"])])
        let contents = try await restored.casework.readFile(file, as: try await restored.caller(.caseworker))
        #expect(contents.identity?.text.name == "Amina Begum")
    }

    @Test func `Erasing again twice erases once`() async throws {
        let old = try await backup()
        try await charity.casework.erase(file, as: guardian)
        let restored = try await restored(old)
        #expect(try await restored.casework.replayErasures() == 1)
        #expect(try await restored.casework.replayErasures() == 0)
        #expect(try await restored.restarted().casework.replayErasures() == 0)
    }

    @Test func `A half that is merely missing is lost, not erased`() async throws {
        var halves = charity.halves.everything()
        halves.halves[file.bytes] = nil
        let files = try await charity.database.read { [halves] in try LiveFiles($0, halves: halves) }
        #expect(files.lost == [file])
        #expect(files.erased.isEmpty)
        #expect(files.open == [other, .house])
    }

    @Test func `A half put back beside the word that it was destroyed does not count`() async throws {
        var halves = charity.halves.everything()
        halves.destroyed.insert(file.bytes)
        let files = try await charity.database.read { [halves] in try LiveFiles($0, halves: halves) }
        #expect(files.erased == [file] && files.open == [other, .house])
    }

    @Test func `The charity's own file is never erased again`() async throws {
        var halves = charity.halves.everything()
        halves.destroyed.insert(ID.house.bytes)
        halves.halves[ID.house.bytes] = nil
        let files = try await charity.database.read { [halves] in try LiveFiles($0, halves: halves) }
        #expect(files.erased.isEmpty && files.lost == [.house])
    }

    @Test func `An erasure from before destroyed halves were remembered is remembered from the next start`()
        async throws
    {
        try await charity.casework.erase(file, as: guardian)
        let store = try SQLiteDatabase(
            path: charity.folder.halves,
            migrations: HalvesStore.migrations)
        let changed = try await store.write { try $0.execute("DELETE FROM destroyed") }
        try await store.close()
        #expect(changed == 1)
        let restarted = try await charity.restarted()
        #expect(restarted.halves.wasDestroyed(file.bytes))
    }

    @Test func `Backups, trials and restores are in the log, which holds`() async throws {
        let count = try await charity.entryCount()
        let state = try #require(
            try await charity.database.read { try LogState(of: UInt64(count), in: $0) })
        #expect(try await charity.verification().root == state.root)
        try await charity.casework.recordBackup(of: state)
        try await charity.casework.recordRestoreTest(of: state)
        _ = try await charity.casework.recordRestore(insteadOf: state, isKeyNew: false)
        #expect(
            try await charity.entryKinds(after: count - 1) == [.backupMade, .restoreTested, .restored])
        #expect(try await charity.verification().holds)
        let marks = charity.casework.log.marks
        let (last, never) = try await charity.database.read {
            (try Entry.newest(.backupMade, $0, marks), try Entry.newest(.memberSuspended, $0, marks))
        }
        #expect(last?.at == charity.casework.now && never == nil)
        // Somebody makes the backup look newer than it is.
        _ = try await charity.database.write {
            try $0.execute(
                "UPDATE entries SET at = at + 86400000 WHERE kind = \(Int64(EntryKind.backupMade.rawValue))")
        }
        await #expect(throws: LogFault.altered) {
            try await charity.database.read { try Entry.newest(.backupMade, $0, marks) }
        }
    }

    @Test func `Under a new key the log goes on, and the old key signs no more of it`() async throws {
        let (old, new) = (charity.logKey.publicKey, Curve25519.Signing.PrivateKey())
        let folder = try Folder(holding: ["amanah.sqlite": try await backup()])
        let database = try SQLiteDatabase(path: folder.database, migrations: Schema.migrations)
        let known = try VerifierKey(name: Charity.origin, publicKey: old)
        let other = try VerifierKey(name: Charity.origin, publicKey: new.publicKey)
        await #expect(throws: LogFault.altered) {
            try await database.write {
                try LogKeyChange.make(in: $0, from: other, to: new, at: Charity.noon)
            }
        }
        try await database.write { try LogKeyChange.make(in: $0, from: known, to: new, at: Charity.noon) }
        try await TakingUp.run(in: database, key: new, origin: Charity.origin, head: folder.logHead)
        let casework = try await Casework(
            settings: Charity.settings, database: database, halves: charity.halves, logKey: new,
            logOrigin: Charity.origin, logHead: folder.logHead, clock: charity.time.clock)
        _ = try await casework.recordRestore(
            insteadOf: LogState(size: 0, root: known.publicKey), isKeyNew: true)
        let (after, before) = try await database.read {
            (try Verifier(key: other).verify($0), try Verifier(key: known).verify($0))
        }
        let count = try await charity.entryCount()
        #expect(after.holds && after.entries == UInt64(count) + 1)
        #expect(before.fault == .checkpoint)
    }

    @Test func `A log has no state of a size that it has not reached`() async throws {
        let count = UInt64(try await charity.entryCount())
        #expect(try await charity.database.read { try LogState(of: count + 1, in: $0) } == nil)
    }
}
