import Crypto
import Database
import Testing
import Vault

@testable import Casework

@Suite struct FoundingTests {
    @Test func `No client's file is made before the sheets are handed over and two managers certified`()
        async throws
    {
        let charity = try await Unready()
        func expectNotReady(_ hasSheets: Bool, _ managers: Int) async throws {
            let guardian = try await charity.casework.caller(cookie: charity.guardianCookie)
            await #expect(
                throws: CaseworkError.notReady(Readiness(hasSheets: hasSheets, managers: managers))
            ) {
                try await charity.casework.makeFirstContact(
                    .filled(), id: charity.casework.newID(), as: guardian)
            }
        }
        try await expectNotReady(false, 0)
        _ = try await charity.admit(.manager)
        try await expectNotReady(false, 1)
        try await charity.handOverSheets()
        try await expectNotReady(true, 1)
        _ = try await charity.admit(.otherManager)
        let guardian = try await charity.casework.caller(cookie: charity.guardianCookie)
        await #expect(throws: Never.self) {
            try await charity.casework.makeFirstContact(.filled(), id: charity.casework.newID(), as: guardian)
        }
    }

    @Test func `A charity is founded once`() async throws {
        let charity = try await Unready()
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.found(guardian: "Another")
        }
    }

    @Test func `A code of a founding made anew ends the one before`() async throws {
        let folder = try Folder()
        let casework = try await Charity.empty(in: folder)
        let first = try await casework.found(guardian: "Gwen")
        let second = try await casework.found(guardian: "Gwen")
        await #expect(throws: CaseworkError.wrongCode) {
            try await casework.enrol(.filled(first.text, "gwen"))
        }
        await #expect(throws: Never.self) { try await casework.enrol(.filled(second.text, "gwen")) }
    }

    @Test func `A founding cut off before its act is done again with the same code`() async throws {
        let folder = try Folder()
        let database = WatchedDatabase(
            try SQLiteDatabase(path: folder.database, migrations: Schema.migrations))
        let casework = try await Charity.empty(in: folder, database)
        let code = try await casework.found(guardian: "Gwen")
        database.beforeNextWrite { throw DatabaseError.full }
        await #expect(throws: CaseworkError.unavailable) {
            try await casework.enrol(.filled(code.text, "gwen"))
        }
        let secret = try await casework.enrol(.filled(code.text, "gwen"))
        #expect(try await casework.caller(cookie: secret.cookie).holds(.certification))
    }

    @Test func `Sheets are a guardian's, drawn from the first on, and handed over once`() async throws {
        let charity = try await Unready()
        let secret = try await charity.casework.signIn(
            name: Person.guardian.rawValue, passphrase: Person.passphrase)
        let unasked = try await charity.casework.caller(cookie: secret.cookie)
        #expect(throws: CaseworkError.notFresh) { try charity.casework.sheet(1, as: unasked) }
        #expect(throws: CaseworkError.notFresh) { try charity.casework.drawSheets(as: unasked) }
        #expect(throws: CaseworkError.notFound) { try charity.casework.sheet(2, as: charity.guardian) }
        #expect(throws: CaseworkError.notFound) { try charity.casework.sheet(0, as: charity.guardian) }
        #expect(throws: CaseworkError.notFound) { try charity.casework.sheet(4, as: charity.guardian) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.handOverSheets(as: charity.guardian)
        }
        let first = try charity.casework.sheet(1, as: charity.guardian)
        #expect(try charity.casework.sheet(1, as: charity.guardian) == first)
        #expect(throws: CaseworkError.notFound) { try charity.casework.sheet(3, as: charity.guardian) }
        let second = try charity.casework.sheet(2, as: charity.guardian)
        #expect(throws: CaseworkError.alreadySaved) { try charity.casework.sheet(1, as: charity.guardian) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.handOverSheets(as: charity.guardian)
        }
        let third = try charity.casework.sheet(3, as: charity.guardian)
        #expect([first, second, third].map(\.number) == [1, 2, 3])
        #expect(Set([first, second, third].map(\.text)).count == 3)
        try await charity.casework.handOverSheets(as: charity.guardian)
        let guardian = try await charity.casework.caller(cookie: charity.guardianCookie)
        #expect(guardian.certified.readiness.hasSheets)
        #expect(throws: CaseworkError.alreadySaved) { try charity.casework.sheet(1, as: guardian) }
        let manager = try await charity.casework.caller(cookie: try await charity.admit(.manager).cookie)
        #expect(throws: CaseworkError.notFound) { try charity.casework.sheet(1, as: manager) }
    }
}

extension Charity {
    /// Casework over new files, before anything is founded.
    fileprivate static func empty(in folder: Folder, _ database: WatchedDatabase? = nil) async throws
        -> Casework
    {
        try folder.beginLog()
        return try await Casework(
            settings: settings,
            database: database
                ?? WatchedDatabase(SQLiteDatabase(path: folder.database, migrations: Schema.migrations)),
            halves: HalvesStore(path: folder.halves), logKey: Curve25519.Signing.PrivateKey(),
            logOrigin: origin, logHead: folder.logHead, clock: Time(noon).clock)
    }
}
