import Database
import Dispatch
import Foundation
import Testing
import Vault

@testable import Casework

/// An erasure as a guardian asks for it on a page, and beside a backup that is reading (UK GDPR Art 17).
@Suite struct ConfirmedErasureTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
    }

    private func fresh(_ person: Person) async throws -> Caller {
        try await charity.casework.confirm(
            passphrase: Person.passphrase, as: try await charity.caller(person))
        return try await charity.caller(person)
    }

    @Test(arguments: Person.allCases.filter { $0 != .guardian })
    func `Nobody but a guardian, whatever they typed`(person: Person) async throws {
        let caller = try await fresh(person)
        for file in [file, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.erase(
                    file, why: "Asked", confirming: file.reference, as: caller)
            }
        }
    }

    @Test func `Not the guardian whom the file is kept from, asked before or inside the act`() async throws {
        var form = FirstContactForm.filled("Zahra Idris", worker: try charity.id(.caseworker))
        form.relatedTo = try charity.id(.guardian).text
        let theirs = try await charity.client(form)
        let guardian = try await fresh(.guardian)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.checkErasable(theirs, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.erase(
                theirs, why: "Asked", confirming: theirs.reference, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.erase(theirs, as: guardian)
        }
        #expect(charity.halves.half(for: theirs.bytes) != nil)
    }

    @Test func `Without a reason, the reference or a fresh passphrase nothing is erased`() async throws {
        let guardian = try await charity.caller(.guardian)
        await #expect(
            throws: CaseworkError.invalid([Problem("why", .missing), Problem("reference", .missing)])
        ) { try await charity.casework.erase(file, why: " ", confirming: "", as: guardian) }
        await #expect(throws: CaseworkError.invalid([Problem("reference", .notRight)])) {
            try await charity.casework.erase(file, why: "Asked", confirming: "AAAA-AAAA", as: guardian)
        }
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.erase(
                file, why: "Asked", confirming: file.reference, as: guardian)
        }
        #expect(charity.halves.half(for: file.bytes) != nil)
    }

    @Test func `With them it is erased once, and why stays sealed in the charity's own log`() async throws {
        let guardian = try await fresh(.guardian)
        let typed = file.reference.lowercased().replacing("-", with: " ")
        try await charity.casework.erase(file, why: "They asked for it", confirming: typed, as: guardian)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.erase(
                file, why: "They asked for it", confirming: typed, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.checkErasable(file, as: try await charity.caller(.manager))
        }
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(kind: .fileErased), as: guardian)
        #expect(day.lines.count == 1)
        #expect(day.lines.first?.details?.contains("They asked for it") == true)
        #expect(try await charity.verification().holds)
    }

    @Test func `While a backup reads, an erasure is done, and its bytes are overwritten afterwards`()
        async throws
    {
        let half = Data(try #require(charity.halves.half(for: file.bytes)))
        let second = try SQLiteDatabase(path: charity.folder.database, migrations: Schema.migrations)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let end = DispatchSemaphore(value: 0)
        let reading = Task {
            try await second.read { connection in
                _ = try connection.rows("SELECT file FROM files")
                start.yield()
                end.wait()
            }
        }
        for await _ in started { break }
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.readFile(file, as: try await charity.caller(.caseworker))
        }
        #expect(charity.halves.half(for: file.bytes) == nil)
        #expect(await charity.casework.overwriteErased() == false)
        end.signal()
        try await reading.value
        try await second.close()
        #expect(await charity.casework.overwriteErased())
        #expect(try !charity.folder.files().contains { $0.value.range(of: half) != nil })
    }
}
