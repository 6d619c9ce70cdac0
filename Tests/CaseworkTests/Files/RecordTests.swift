import Database
import Testing
import Vault

@testable import Casework

@Suite struct RecordTests {
    @Test func `A contact changed from an old version is stale, and is not changed`() async throws {
        let charity = try await Charity()
        let file = try await charity.client()
        let caller = try await charity.caller(.receptionist)
        try await charity.casework.changeContact(.filled(phone: "101"), of: file, from: 1, as: caller)
        for version: UInt32 in [0, 1, 3, .max] {
            await #expect(throws: CaseworkError.stale) {
                try await charity.casework.changeContact(
                    .filled(phone: "102"), of: file, from: version, as: caller)
            }
        }
        let contact = try await charity.casework.readFile(file, as: caller).contact
        #expect(contact?.text.phone == "101" && contact?.version == 2)
    }

    @Test(arguments: [
        ("", Problem.Reason.missing), ("a\u{0}", .unreadable(after: "a")),
        ("a\u{202E}b", .unreadable(after: "a")),
    ])
    func `A note that can't be kept is refused`(text: String, reason: Problem.Reason) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        await #expect(throws: CaseworkError.invalid([Problem("note", reason)])) {
            try await charity.casework.writeNote(
                text, id: charity.casework.newID(), in: file, as: try await charity.caller(.caseworker))
        }
    }

    @Test func `A note sent twice is kept once`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let id = charity.casework.newID()
        try await charity.casework.writeNote("Once", id: id, in: file, as: caller)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.writeNote("Twice", id: id, in: file, as: caller)
        }
        let notes = try await charity.casework.readFile(file, as: caller).notes
        #expect(notes.map(\.text.words) == ["Once", "First note"])
    }

    @Test func `A note that comes after its file was erased is refused and leaves nothing`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (guardian, worker) = (try await charity.caller(.guardian), try await charity.caller(.caseworker))
        charity.database.beforeNextWrite { try await charity.casework.erase(file, as: guardian) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.writeNote("Late", id: charity.casework.newID(), in: file, as: worker)
        }
        let left = try await charity.database.read { connection in
            try connection.rows("SELECT record FROM records WHERE file = \(file.bytes)").count
                + connection.rows("SELECT position FROM entries WHERE file = \(file.bytes)").count
        }
        #expect(left == 0)
        #expect(try await charity.verification().holds)
    }
}
