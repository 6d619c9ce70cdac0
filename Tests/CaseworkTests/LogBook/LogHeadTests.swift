import Crypto
import Database
import Foundation
import Ledger
import Testing
import Vault

@testable import Casework

/// The log never goes back, and never becomes another: `log.head`, which is beside the database and not in it.
@Suite struct LogHeadTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    /// The database as it is now, and nothing else.
    private func database() async throws -> Data {
        try await charity.database.purge()
        return try #require(try charity.folder.files()["amanah.sqlite"])
    }

    /// The charity with another database in its folder, started.
    private func started(with database: Data) async throws -> Charity {
        try await charity.casework.close()
        try await charity.halves.close()
        for ending in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: charity.folder.database + ending)
        }
        try database.write(to: URL(fileURLWithPath: charity.folder.database))
        return try await charity.restarted()
    }

    private func fault(_ body: () async throws -> Charity) async -> LogFault? {
        do {
            _ = try await body()
            return nil
        } catch { return error as? LogFault }
    }

    @Test func `An older database put back does not start, and says how many entries are missing`()
        async throws
    {
        let old = try await database()
        let size = charity.casework.log.size
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "Left", as: try await charity.caller(.manager))
        let head = charity.casework.log.size
        let fault = await fault { try await started(with: old) }
        #expect(fault == .shorter(database: size, head: head))
        #expect(
            fault?.description.contains("\(size)") == true && fault?.description.contains("\(head)") == true)
    }

    @Test func `Nor does a log that was cut off at its end, back to a checkpoint`() async throws {
        charity.time.move(seconds: 86_400)
        _ = try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        try await charity.casework.close()
        try await charity.meddle { connection in
            try connection.execute("DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)")
            try connection.execute(
                "DELETE FROM entries WHERE position >= (SELECT MAX(size) FROM checkpoints)")
        }
        guard case .shorter = await fault({ try await charity.restarted() }) else {
            Issue.record("It started.")
            return
        }
    }

    @Test func `An act that takes something away is in the head when it is answered`() async throws {
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "Left", as: try await charity.caller(.manager))
        let known = try charity.knownLog
        #expect(try #require(known.checkpoint).size == charity.casework.log.size)
    }

    @Test func `A head that is behind the database is no alarm: the program was cut off between the two`()
        async throws
    {
        let head = try #require(try charity.folder.logHead.read())
        for _ in 0..<3 {
            _ = try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        }
        try await charity.casework.close()
        try charity.folder.logHead.replace { _ throws(DatabaseError) in head }
        let restarted = try await charity.restarted()
        #expect(try await restarted.caller(.guardian).isCertified)
        #expect(try #require(try charity.knownLog.checkpoint).size == restarted.casework.log.size)
    }

    @Test func `A founding cut off before the head was written is completed at the next start`() async throws
    {
        let founded = try await Unready()
        try await founded.casework.close()
        // As it was before the founding; the halves have no witness yet.
        try founded.folder.beginLog()
        try await founded.halves.close()
        let halves = try SQLiteDatabase(path: founded.folder.halves, migrations: HalvesStore.migrations)
        _ = try await halves.write {
            try $0.execute("DELETE FROM named WHERE name = \(Casework.charityName)")
        }
        try await halves.close()
        let store = try HalvesStore(path: founded.folder.halves)
        #expect(store.value(named: Casework.charityName) == nil, "the control")
        let database = try SQLiteDatabase(path: founded.folder.database, migrations: Schema.migrations)
        let casework = try await Casework(
            settings: Charity.settings, database: database, halves: store, logKey: founded.logKey,
            logOrigin: Charity.origin, logHead: founded.folder.logHead, clock: founded.time.clock)
        #expect(casework.log.charity == founded.casework.log.charity)
        #expect(store.value(named: Casework.charityName) == founded.casework.log.charity?.bytes)
        #expect(try await casework.caller(cookie: founded.guardianCookie).isCertified)
    }

    @Test func `Another log of the same key, and a head of another log, do not start`() async throws {
        let copy = try await Charity.copy(of: charity)
        _ = try await copy.casework.signIn(name: "manager", passphrase: Person.passphrase)
        try await copy.casework.close()
        _ = try await charity.casework.signIn(name: "guardian", passphrase: Person.passphrase)
        try await charity.casework.close()
        let theirs = try #require(try copy.folder.files()["amanah.sqlite"])
        #expect(await fault { try await started(with: theirs) } == .anotherHistory)
        let head = try #require(try charity.folder.logHead.read())
        for (bytes, expected) in [
            (Array("amanah-head/1\n".utf8), LogFault.badHead), (head.map { $0 == 49 ? 50 : $0 }, .badHead),
        ] {
            try charity.folder.logHead.replace { _ throws(DatabaseError) in bytes }
            #expect(await fault { try await charity.restarted() } == expected)
        }
    }

    @Test func `Without a head nothing starts, and taking the log up makes one`() async throws {
        try await charity.casework.close()
        let database = try SQLiteDatabase(path: charity.folder.database, migrations: Schema.migrations)
        let head = charity.folder.logHead
        let before = try charity.knownLog
        try FileManager.default.removeItem(atPath: head.path)
        await #expect(throws: LogFault.noHead) {
            try await Casework(
                settings: Charity.settings, database: database, halves: charity.halves,
                logKey: charity.logKey,
                logOrigin: Charity.origin, logHead: head, clock: charity.time.clock)
        }
        let after = try await TakingUp.run(
            in: database, key: charity.logKey, origin: Charity.origin, head: head)
        #expect(after.charity == before.charity && after.head.branch == before.head.branch)
        #expect(try await charity.restarted().caller(.guardian).isCertified)
    }

    @Test func `Halves that witness another key do not start`() async throws {
        try await charity.casework.close()
        try await charity.halves.close()
        let store = try SQLiteDatabase(
            path: charity.folder.halves,
            migrations: HalvesStore.migrations)
        let other = [UInt8](repeating: 6, count: 32)
        let name = Casework.charityName
        #expect(
            try await store.write { try $0.execute("UPDATE named SET value = \(other) WHERE name = \(name)") }
                == 1)
        try await store.close()
        #expect(await fault { try await charity.restarted() } == .anotherCharity)
    }

    @Test func `Where the head can't be written, what takes away is answered all the same, after a while`()
        async throws
    {
        try FileManager.default.removeItem(atPath: charity.folder.logHead.path)
        try FileManager.default.createDirectory(
            atPath: charity.folder.logHead.path + ".new", withIntermediateDirectories: false)
        let clock = ContinuousClock()
        let time = try await clock.measure {
            try await charity.casework.signOut(try await charity.caller(.caseworker))
        }
        #expect(time >= .seconds(1.9))
        #expect(try await charity.entryKinds().last == .signedOut)
    }

    @Test func `A shorter head never takes the place of a longer one`() async throws {
        let beside = try await charity.beside()
        for _ in 0..<2 {
            _ = try await beside.casework.signIn(name: "manager", passphrase: Person.passphrase)
        }
        try await beside.casework.close()
        let longer = try #require(try charity.knownLog.checkpoint).size
        charity.casework.log.head.advance(to: try charity.knownLog.head.checkpoint, size: 1)
        try charity.casework.log.head.writeNow()
        #expect(try #require(try charity.knownLog.checkpoint).size == longer)
    }

    @Test func `The text of a head is read as it was written, and in no other form`() throws {
        let key = CharityPublicKey(bytes: [UInt8](repeating: 7, count: 32))
        var head = try LogHead().founded(with: key, at: 3)
        head.checkpoint = "origin\n4\nroot\n\n— signature\n"
        #expect(try LogHead(text: head.text) == head)
        #expect(throws: VaultError.refused) { try head.founded(with: key, at: 4) }
        for text in [
            "", "amanah-head/2\n", head.text.replacing("charity 3", with: "charity 03"),
            head.text.replacing("charity 3", with: "charity -3"),
            head.text.replacing("branch", with: "Branch"),
            head.text.replacing("0707", with: "07"), "\u{FEFF}" + head.text,
        ] { #expect(throws: VaultError.refused, "\(text)") { try LogHead(text: text) } }
    }
}
