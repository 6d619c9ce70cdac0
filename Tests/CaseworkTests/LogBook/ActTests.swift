import Database
import Testing
import Vault

@testable import Casework

@Suite struct ActTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private struct Refusal: Error {}

    @Test func `An act that throws leaves neither rows nor an entry`() async throws {
        let manager = try await charity.caller(.manager)
        let key = try manager.houseKey(.messages)
        let (before, id) = (try await charity.entryCount(), charity.casework.newID())
        await #expect(throws: CaseworkError.unavailable) {
            try await charity.casework.act(.messageTaken, on: .house, by: manager.member) { act in
                try SealedRecord.write(Note(words: "A"), id: id, with: key, in: &act)
                throw Refusal()
            }
        }
        #expect(try await charity.entryCount() == before)
        #expect(try await charity.database.read { try SealedRecord.newest(id, $0) } == nil)
        #expect(try await charity.verification().holds)
    }

    @Test func `Of acts that share a transaction, one that fails takes no other with it`() async throws {
        let caller = try await charity.caller(.receptionist)
        let casework = charity.casework
        let (before, taken) = (try await charity.entryCount(), casework.newID())
        let outcomes = await withTaskGroup(of: Bool.self) { group -> [Bool] in
            for number in 0..<24 {
                group.addTask {
                    // Every third sends the same form.
                    let id = number % 3 == 0 ? taken : casework.newID()
                    let form = MessageForm(forName: "Amina", words: "Message \(number)")
                    return (try? await casework.takeMessage(form, id: id, as: caller)) != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 17)
        #expect(try await charity.entryCount() == before + 17)
        #expect(try await charity.verification().holds)
    }

    @Test
    func `Of the charity's records an act on a file writes only one about that file, which goes with it`()
        async throws
    {
        let caller = try await charity.caller(.caseworker)
        let file = try await charity.workedClient()
        let (key, id) = (try caller.houseKey(.messages), charity.casework.newID())
        let message = Message(forName: "Amina", from: "", reach: "", words: "Call")
        let other = try await charity.workedClient("Zahra Idris")
        let before = try await charity.entryCount()
        for subject in [nil, other] {
            await #expect(throws: CaseworkError.unavailable) {
                try await charity.casework.act(.contactMade, on: file, by: caller.member) { act in
                    try SealedRecord.write(message, id: id, about: subject, with: key, in: &act)
                }
            }
        }
        #expect(try await charity.entryCount() == before)
        try await charity.casework.act(.contactMade, on: file, by: caller.member) { act in
            try SealedRecord.write(message, id: id, about: file, with: key, in: &act)
        }
        try await charity.casework.erase(file, as: try await charity.fresh(.guardian))
        #expect(try await charity.database.read { try SealedRecord.newest(id, $0) } == nil)
        #expect(try await charity.verification().holds)
    }

    @Test func `Every operation leaves one entry of its kind`() async throws {
        let casework = charity.casework
        let (desk, worker) = (try await charity.caller(.receptionist), try await charity.caller(.caseworker))
        let (manager, guardian) = (try await charity.fresh(.manager), try await charity.caller(.guardian))
        let (message, newcomer) = (casework.newID(), casework.newID())
        var file = casework.newID()
        let workerID = try charity.id(.caseworker)
        func expect(_ kinds: [EntryKind], _ operation: () async throws -> Void) async throws {
            let before = try await charity.entryCount()
            try await operation()
            #expect(try await charity.entryKinds(after: before - 1) == kinds)
        }
        try await expect([.messageTaken]) {
            try await casework.takeMessage(
                MessageForm(forName: "Muhammad Husayn", words: "Call"), id: message, as: desk)
        }
        try await expect([.fileMade]) {
            file = try await casework.makeFirstContact(.filled(worker: workerID), id: file, as: desk)
        }
        try await expect([.namesSearched]) { _ = try await casework.find("Husayn", as: desk) }
        try await expect([.contactMade]) { try await casework.makeContact(with: file, as: desk) }
        try await expect([.messagesShown]) { _ = try await casework.waitingMessages(for: file, as: desk) }
        try await expect([.messagePassedOn]) {
            try await casework.passOn(message, version: 1, to: file, as: desk)
        }
        try await expect([]) { _ = try await casework.waitingMessages(for: file, as: desk) }
        try await expect([.fileOpened]) { _ = try await casework.readFile(file, as: worker) }
        try await expect([.contactChanged]) {
            try await casework.changeContact(.filled(phone: "07700 900123"), of: file, from: 1, as: worker)
        }
        try await expect([.noteWritten]) {
            try await casework.writeNote("A", id: casework.newID(), in: file, as: worker)
        }
        var code = ""
        try await expect([.memberInvited]) {
            code = try await casework.invite(id: newcomer, name: "Nadia", role: .trustee, as: manager).text
        }
        var secret: SessionSecret?
        try await expect([.memberEnrolled, .signedIn]) {
            secret = try await casework.enrol(.filled(code, "nadia"))
        }
        let enrolled = try await casework.caller(cookie: secret?.cookie)
        try await expect([.memberCertified]) {
            try await casework.certify(
                newcomer, fingerprint: enrolled.keyring.keys.identity.fingerprint, as: manager)
        }
        try await expect([.signInRefused]) {
            _ = try? await casework.signIn(name: "nadia", passphrase: "wrong")
        }
        try await expect([.screenLocked]) { try await casework.signOut(enrolled, locking: true) }
        try await expect([.signedIn]) {
            secret = try await casework.signIn(name: "nadia", passphrase: Person.passphrase)
        }
        try await expect([.signedOut]) {
            try await casework.signOut(try await casework.caller(cookie: secret?.cookie))
        }
        try await expect([.fileErased]) { try await casework.erase(file, as: guardian) }
        try await expect([]) { _ = try await casework.roster(as: desk) }
        try await expect([.listShown]) {
            _ = try await casework.logDay(casework.now.day, filter: LogFilter(), as: desk)
        }
        #expect(try await charity.verification().holds)
    }

    @Test func `That a file was opened is recorded before any text of it is opened`() async throws {
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.caseworker)
        let (before, opened) = (try await charity.entryCount(), worker.memory.count)
        charity.database.beforeNextWrite {
            #expect(worker.memory.count == opened)
            throw CaseworkError.unavailable
        }
        await #expect(throws: CaseworkError.unavailable) {
            try await charity.casework.readFile(file, as: worker)
        }
        #expect(worker.memory.count == opened)
        _ = try await charity.casework.readFile(file, as: worker)
        #expect(worker.memory.count > opened)
        #expect(try await charity.entryKinds(after: before - 1) == [.fileOpened])
    }

    @Test func `What can't be recorded is not shown`() async throws {
        let file = try await charity.workedClient()
        _ = try await charity.message(for: "Muhammad Husayn")
        let worker = try await charity.caller(.caseworker)
        let casework = charity.casework
        let readings: [() async throws -> Void] = [
            { _ = try await casework.readFile(file, as: worker) },
            { _ = try await casework.find("Husayn", as: worker) },
            { _ = try await casework.waitingMessages(for: file, as: worker) },
        ]
        for reading in readings {
            charity.database.beforeNextWrite { throw DatabaseError.full }
            await #expect(throws: CaseworkError.unavailable) { try await reading() }
        }
    }

    @Test func `A commit waits for the disk`() async throws {
        #expect(
            try await charity.database.write { try $0.first("PRAGMA synchronous")?.integer("synchronous") }
                == 2)
        #expect(
            try await charity.database.write { try $0.first("PRAGMA journal_mode")?.text("journal_mode") }
                == "wal"
        )
    }
}
