import Testing
import Vault

@testable import Casework
@testable import Database

/// A list is read again from memory only while nobody has changed anything but the log: each test reads the lists until
/// they are in memory, changes something, and looks at the very next request.
@Suite struct ListAgainTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
    }

    /// What a session is shown of every list; each is asked for as a page asks, by the cookie.
    private struct Shown: Equatable {
        var clients: [String] = []
        var due: [DueReminder] = []
        var lapsing: [ID] = []
        var messages: [ID]? = []
    }

    private func shown(_ caller: Caller) async throws -> Shown {
        let casework = charity.casework
        // First: where there are any, their showing is an entry of the file, which moves it up.
        let messages = await self.messages(caller)
        return Shown(
            clients: try await casework.myFiles(as: caller).map(\.name),
            due: try await casework.dueReminders(as: caller).sorted { "\($0)" < "\($1)" },
            lapsing: try await casework.lapsingConsents(as: caller).map(\.consent.id),
            messages: messages)
    }

    private func messages(_ caller: Caller) async -> [ID]? {
        do {
            return try await charity.casework.waitingMessages(for: file, as: caller).messages.map(\.id)
        } catch {
            return nil
        }
    }

    /// Reads until every list is in memory.
    private func warm(_ person: Person = .caseworker) async throws -> Caller {
        let caller = try await charity.caller(person)
        for _ in 0..<3 { _ = try await shown(caller) }
        return caller
    }

    /// The same person in a session that remembers nothing.
    private func fresh(_ person: Person = .caseworker) async throws -> Caller {
        let secret = try await charity.casework.signIn(name: person.rawValue, passphrase: Person.passphrase)
        return try await charity.casework.caller(cookie: secret.cookie)
    }

    @Test func `Another's hand on the rows, and a half destroyed, are seen at the next request`() async throws
    {
        let worker = try await warm()
        #expect(try await shown(worker).clients == ["Amina Begum"])
        let other = try await charity.workedClient("Bilal Khan")
        #expect(try await shown(worker).clients == ["Bilal Khan", "Amina Begum"])
        try await charity.alterRecord(.identity, of: other)
        #expect(try await shown(worker).clients == ["Amina Begum"])
        _ = try await shown(worker)
        try await charity.halves.destroy(file.bytes)
        let left = try await shown(worker)
        #expect(left.clients.isEmpty && left.messages == nil)
    }

    @Test func `Grants taken away are seen at the next request`() async throws {
        let worker = try await warm()
        let principal = Principal.member(worker.member).packed
        try await charity.change("DELETE FROM grants WHERE principal = \(principal) AND file = \(file.bytes)")
        #expect(try await charity.casework.myFiles(as: worker).isEmpty)
        #expect(try await charity.casework.dueReminders(as: worker).isEmpty)
    }

    @Test func `Somebody suspended is shown nothing at their next request, even one under way`() async throws
    {
        let worker = try await warm()
        #expect(try await !shown(worker).clients.isEmpty)
        try await charity.casework.suspend(
            worker.member, why: "They have left", as: try await charity.caller(.otherManager))
        #expect(try await charity.casework.myFiles(as: worker).isEmpty)
        #expect(try await charity.casework.dueReminders(as: worker).isEmpty)
        #expect(await messages(worker) == nil)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
    }

    @Test func `A reminder set and ended in another session is seen at the next request`() async throws {
        let (worker, elsewhere) = (try await warm(), try await fresh())
        let id = charity.casework.newID()
        try await charity.casework.setReminder(
            on: "2026-11-23", why: "Ask about the letter", id: id, of: file, as: elsewhere)
        #expect(try await shown(worker).due.isEmpty)
        charity.time.move(seconds: 86_400)
        let tomorrow = [try await fresh(), try await fresh()]
        for caller in tomorrow {
            #expect(try await shown(caller).due == [DueReminder(file: file, reason: .set)])
        }
        try await charity.casework.endReminder(id, of: file, as: tomorrow[0])
        #expect(try await shown(tomorrow[1]).due.isEmpty)
    }

    @Test func `A consent recorded and withdrawn by a colleague is seen at the next request`() async throws {
        let (worker, manager) = (try await warm(), try await charity.caller(.manager))
        let purpose = try await charity.proposedPurpose()
        let consent = try await charity.consent(.filled(purpose: purpose, until: "2026-12-01"), of: file)
        #expect(try await shown(worker).lapsing == [consent])
        #expect(try await shown(worker).due.count == 1)
        try await charity.casework.withdrawConsent(
            consent, version: 1, of: file, words: "Said so", as: manager)
        #expect(try await shown(worker).lapsing.isEmpty)
        #expect(try await shown(worker).due.isEmpty)
    }

    @Test func `A message kept at the desk and one passed on are seen at the next request`() async throws {
        let desk = try await warm(.receptionist)
        let message = try await charity.message(for: "Amina Begum")
        #expect(await messages(desk) == [message])
        let entries = try await charity.entryCount()
        #expect(await messages(desk) == [message])
        #expect(try await charity.entryKinds(after: entries - 1) == [.messagesShown])
        try await charity.casework.passOn(
            message, version: 1, to: file, as: try await fresh(.receptionist))
        #expect(await messages(desk) == [])
    }

    @Test func `A contact moves its file up at the next request, though only the log has changed`()
        async throws
    {
        _ = try await charity.workedClient("Bilal Khan")
        let worker = try await warm()
        #expect(try await shown(worker).clients == ["Bilal Khan", "Amina Begum"])
        try await charity.casework.makeContact(with: file, as: try await charity.caller(.manager))
        #expect(try await shown(worker).clients == ["Amina Begum", "Bilal Khan"])
    }

    @Test func `What nobody has changed is read from no record, and what can't be asked is not shown`()
        async throws
    {
        let worker = try await warm()
        let statements = try await charity.database.statements {
            _ = try await charity.casework.myFiles(as: worker)
            _ = try await charity.casework.dueReminders(as: worker)
            _ = try await charity.casework.lapsingConsents(as: worker)
        }
        #expect(!statements.contains { $0.contains("records") || $0.contains("reminders") })
        charity.database.beforeNextWrite { throw CaseworkError.unavailable }
        await #expect(throws: CaseworkError.unavailable) {
            _ = try await charity.casework.dueReminders(as: worker)
        }
    }

    /// After each of many changes, a session that remembers and one that reads everything anew are shown the same.
    @Test func `After any change, what is read again is what is read anew`() async throws {
        let (worker, anew) = (try await warm(), try await fresh())
        let purpose = try await charity.proposedPurpose()
        let manager = try await charity.caller(.manager)
        let casework = charity.casework
        for step in 0..<24 {
            switch step % 6 {
            case 0: try? await casework.writeNote("Note", id: casework.newID(), in: file, as: manager)
            case 1: _ = try await charity.workedClient("Client \(step)")
            case 2: try await charity.consent(.filled(purpose: purpose, until: "2026-12-01"), of: file)
            case 3: _ = try await charity.message(for: "Amina Begum")
            case 4: _ = try? await casework.readFile(file, as: manager)
            default:
                if step > 12 { try await charity.alterRecord([.consent, .identity][step / 6 % 2], of: file) }
            }
            anew.forgetOpened()
            let (known, read) = (try await shown(worker), try await shown(anew))
            #expect(known == read, "step \(step)")
        }
    }
}
