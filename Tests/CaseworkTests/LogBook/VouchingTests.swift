import Database
import Ledger
import Testing
import Vault

@testable import Casework

/// An act, and a start, vouch for nothing that no entry of the log wrote: what they sign from a row, they ask about first.
@Suite struct VouchingTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    @Test func `An entry that nobody here wrote is not taken along by an erasure, and nothing is erased`()
        async throws
    {
        let file = try await charity.workedClient()
        let other = try await charity.workedClient("Zahra Idris")
        let note = try await charity.record(.identity, of: other)
        var evidence = Evidence()
        evidence.add(.record, note.id, version: 1, note.digest)
        let planted = Entry(
            at: charity.casework.now, actor: charity.casework.newID(), kind: .fileOpened, file: file,
            clause: "S3.4",
            letter: nil, evidence: evidence)
        let salt = [UInt8](repeating: 7, count: Commitment.saltByteCount)
        let position = try await charity.lastPosition() - (Int64(1) << 32)
        try await charity.meddle { [log = charity.casework.log] connection in
            _ = try planted.append(to: connection, at: position, salt: salt, log.marks)
            try connection.execute("UPDATE entries SET mark = NULL WHERE position = \(position)")
        }
        let guardian = try await charity.fresh(.guardian)
        await #expect(throws: CaseworkError.self) { try await charity.casework.erase(file, as: guardian) }
        #expect(try await charity.record(.identity, of: other).id == note.id)
        #expect(charity.halves.half(for: file.bytes) != nil)
    }

    @Test func `A start that works out what stands notices an entry that is missing from the middle`()
        async throws
    {
        let position = try await charity.lastPosition()
        _ = try await charity.workedClient()
        try await charity.change("DELETE FROM entries WHERE position = \(position - 1)")
        // What stood does not fit, so it is worked out from the entries.
        try await charity.change("UPDATE checkpoints SET standing = NULL")
        await #expect(throws: (any Error).self) { try await charity.restarted() }
    }

    @Test func `A forged grant is not vouched for by a restriction`() async throws {
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.caseworker)
        let open = try await charity.casework.openFile(file, as: worker)
        let given = try open.give(
            [.health], to: .member(charity.id(.otherCaseworker)), at: charity.casework.now, by: worker,
            .system)
        let grant = given.grant
        try await charity.change(
            """
            INSERT INTO grants (grant_id, file, principal, items, packed, entry)
            VALUES (\(grant.id.bytes), \(file.bytes), \(grant.principal.packed), \(Grant.mask(grant.items.map(\.item))),
                    \(grant.packed), (SELECT entry FROM files WHERE file = \(file.bytes)))
            """)
        var form = RestrictionForm()
        (form.named, form.why) = ([worker.member.text], "Kept close")
        form.reviewOn = charity.casework.now.day.adding(days: 30).text
        try await charity.casework.restrict(
            form, id: charity.casework.newID(), file: file, as: try await charity.fresh(.guardian))
        let rows = try #require(try await charity.database.read { try FileRows(file, $0) })
        let genuine = try await charity.database.read { [log = charity.casework.log] in
            try log.genuine(rows, $0)
        }
        let place = try #require(rows.grants.firstIndex { $0.id == grant.id.bytes })
        #expect(!genuine.grants[place])
        #expect(genuine.grants.filter { $0 }.count == rows.grants.count - 1)
    }
}
