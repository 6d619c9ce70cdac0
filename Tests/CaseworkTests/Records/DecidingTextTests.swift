import Database
import Testing
import Vault

@testable import Casework

/// A text that decides counts only if a genuine entry wrote its row (docs/keys.md, *What a sealed text says*). Here somebody
/// who has the item's key, the half and the database's file writes what they like, in whosever name they like.
@Suite struct DecidingTextTests: OneClient {
    let charity: Charity
    let file: ID

    private var casework: Casework { charity.casework }

    /// JSON that a note could be read from, of another kind.
    private struct Other: Kept {
        static let kind = TextKind.counsellingNote
        let words: String
    }

    /// How many notes the caseworker is shown, and how many are missing.
    private func notes() async throws -> [Int] {
        let caller = try await charity.caller(.caseworker)
        let notes = try await casework.readFile(file, as: caller).notes
        return [notes.count, caller.unread.count]
    }

    /// Seals a text and plants it as a version of a record, under the entry that wrote its newest one.
    /// - Returns: the row as it landed.
    @discardableResult
    private func plant(
        _ text: some Kept, as record: ID, version: UInt32, by author: ID, with key: ItemKey,
        columnAuthor: ID? = nil
    ) async throws -> SealedRecord {
        let at = casework.now
        return try await plant(
            packed: SealedText.packed(text, author: author, at: at), as: record, version: version,
            by: columnAuthor ?? author, at: at, with: key)
    }

    private func plant(
        packed: [UInt8], as record: ID, version: UInt32, by author: ID, at: Instant, with key: ItemKey
    ) async throws -> SealedRecord {
        let sealed = try key.seal(packed, record: record, version: version)
        try await charity.meddle { connection in
            let newest = try connection.first(
                "SELECT MAX(entry) AS entry FROM records WHERE record = \(record.bytes)")
            let entry = try newest?.optionalInteger("entry") ?? 0
            try connection.execute(
                "DELETE FROM records WHERE record = \(record.bytes) AND version = \(Int64(version))")
            try connection.execute(
                """
                INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
                VALUES (\(record.bytes), \(Int64(version)), \(key.file.bytes),
                        \(Int64(key.item.item.rawValue)), \(Int64(key.item.epoch)), \(author.bytes),
                        \(at.milliseconds), \(entry), \(sealed))
                """)
        }
        let row = try #require(try await charity.database.read { try SealedRecord.newest(record, $0) })
        try #require(row.version == version)
        return row
    }

    @Test func `a purpose that somebody approves in a guardian's name is no purpose, and counts as unread`()
        async throws
    {
        let worker = try await charity.caller(.caseworker)
        let id = casework.newID()
        try await casework.proposePurpose(name: "Housing", why: "A home", id: id, as: worker)
        let key = try worker.houseKey(.purposes)
        let purpose = Purpose(name: "Housing", why: "A home", approvedUntil: "2027-01-01")
        let row = try await plant(purpose, as: id, version: 2, by: charity.id(.guardian), with: key)
        // It landed: with the key it opens, and says what they wrote.
        #expect(try row.text(with: key).read(Purpose.self) == purpose)
        let again = try await charity.caller(.caseworker)
        #expect(try await casework.purposes(as: again).allSatisfy { $0.id != id })
        #expect(again.unread.count == 1)
        // Nor in the place of the version that a genuine entry wrote.
        try await charity.change("DELETE FROM records WHERE record = \(id.bytes) AND version = 2")
        try await plant(purpose, as: id, version: 1, by: charity.id(.guardian), with: key)
        let third = try await charity.caller(.caseworker)
        #expect(try await casework.purposes(as: third).allSatisfy { $0.id != id })
        #expect(third.unread.count == 1)
    }

    @Test func `an approval that names a manager in its text, and that no manager gave, releases nothing`()
        async throws
    {
        let worker = try await charity.caller(.caseworker)
        let purpose = try await charity.purpose()
        let share = ShareForm.filled(purpose: purpose)
        let seen = try await casework.previewShare(share, of: file, as: worker).decision
        let id = casework.newID()
        try await casework.share(share, of: file, id: id, seen: Decided(seen).mark, as: worker)
        let open = try await casework.openFile(file, holding: .disclosure, as: worker)
        let key = try open.key(of: .disclosure)
        let before = try await charity.record(.disclosure, of: file)
        var disclosure = try before.text(with: key).read(Disclosure.self)
        let manager = try charity.id(.manager)
        disclosure.rulings.append(
            .init(
                by: manager.text, at: casework.now.milliseconds, approval: "granted",
                items: disclosure.decided.withheld, refused: [], reason: "Yes"))
        try await plant(disclosure, as: id, version: before.version + 1, by: manager, with: key)
        await #expect(throws: CaseworkError.notFound) {
            try await casework.disclosure(id, of: file, as: try await charity.caller(.caseworker))
        }
        let again = try await charity.caller(.caseworker)
        #expect(try await casework.disclosures(of: file, as: again).isEmpty)
        #expect(again.unread.count == 1)
    }

    @Test func `a text whose author or time is not that of its columns can't be read`() async throws {
        let worker = try await charity.caller(.caseworker)
        let id = casework.newID()
        try await casework.writeNote("A word", id: id, in: file, as: worker)
        let before = try await notes()
        #expect(before[1] == 0)
        let manager = try charity.id(.manager)
        try await charity.change("UPDATE records SET author = \(manager.bytes) WHERE record = \(id.bytes)")
        #expect(try await notes() == [before[0] - 1, 1])
        try await charity.change(
            "UPDATE records SET author = \(worker.member.bytes) WHERE record = \(id.bytes)")
        #expect(try await notes() == before)
        try await charity.change("UPDATE records SET at = at + 1 WHERE record = \(id.bytes)")
        #expect(try await notes() == [before[0] - 1, 1])
    }

    @Test func `a text of another kind is not taken for one, and one of an unknown kind or form is missing`()
        async throws
    {
        let worker = try await charity.caller(.caseworker)
        let open = try await casework.openFile(file, holding: .casework, as: worker)
        let key = try open.key(of: .casework)
        let before = try await notes()
        let id = casework.newID()
        try await plant(Other(words: "A"), as: id, version: 1, by: worker.member, with: key)
        #expect(try await notes() == before)
        for (form, kind) in [(UInt8(2), TextKind.note.rawValue), (1, 9999)] {
            var packer = Packer()
            packer.add(form)
            packer.add(kind)
            packer.add(worker.member)
            packer.add(casework.now.milliseconds)
            packer.add(fixed: Array(#"{"words":"A"}"#.utf8))
            let row = try await plant(
                packed: packer.bytes, as: id, version: 1, by: worker.member, at: casework.now, with: key)
            #expect(row.version == 1)
            #expect(try await notes() == [before[0], 1], "form \(form), kind \(kind)")
        }
    }
}
