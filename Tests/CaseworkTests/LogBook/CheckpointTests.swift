import Crypto
import Database
import Ledger
import Testing
import Vault

@testable import Casework

/// Checkpoints that somebody kept, laid beside the log.
@Suite struct KeptCheckpointTests {
    private let charity: Charity
    private let guardian: Caller

    init() async throws {
        charity = try await Charity()
        _ = try await charity.workedClient()
        guardian = try await charity.caller(.guardian)
    }

    private func found(_ text: String) async throws -> CheckpointFinding {
        try await charity.casework.check(text, as: guardian)
    }

    /// A head as somebody with the log's key could sign it.
    private func signed(size: UInt64, root: Hash, origin: String = Charity.origin) throws -> String {
        try Checkpoint(origin: origin, size: size, root: root).sign(with: charity.logKey, name: origin)
    }

    @Test(arguments: [Person.receptionist, .caseworker, .otherCaseworker, .counsellor])
    func `Checkpoints are for trustees, guardians and managers`(person: Person) async throws {
        let caller = try await charity.caller(person)
        let note = try await charity.casework.checkpoint(as: guardian).note
        let count = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFound) { try await charity.casework.checkpoint(as: caller) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.takeCheckpoint(as: caller)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.check(note, as: caller)
        }
        #expect(try await charity.entryCount() == count)
    }

    @Test func `What nobody signed is each told apart`() async throws {
        let note = try await charity.casework.checkpoint(as: guardian).note
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        let stranger = Curve25519.Signing.PrivateKey()
        let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
        #expect(try await found("nonsense") == .malformed)
        #expect(try await found(lines.dropFirst().joined(separator: "\n")) == .malformed)
        #expect(try await found(lines.prefix(4).joined(separator: "\n")) == .malformed)
        #expect(try await found(String(repeating: "x", count: 300_000)) == .malformed)
        #expect(
            try await found(try head.sign(with: stranger, name: Charity.origin)) == .unsigned)
        let other = try Checkpoint(origin: "amanah/other", size: head.size, root: head.root)
        #expect(try await found(try other.sign(with: stranger, name: "amanah/other")) == .otherLog)
        // This log's key, for another log.
        #expect(try await found(try other.sign(with: charity.logKey, name: Charity.origin)) == .otherLog)
        let raised = note.replacing("\n\(head.size)\n", with: "\n\(head.size - 1)\n")
        #expect(raised != note)
        #expect(try await found(raised) == .forged)
    }

    @Test func `A log that was cut, rewritten or altered is told from a checkpoint that is not ours`()
        async throws
    {
        let tree = try await charity.tree()
        let size = tree.checkpoint.size
        #expect(
            try await found(try signed(size: size + 9, root: tree.checkpoint.root))
                == .cut(entries: size + 9, left: size + 0))
        let now = try await charity.tree().checkpoint.size
        #expect(now == size + 1)
        #expect(
            try await found(try signed(size: 3, root: tree.checkpoint.root)) == .rewritten(entries: 3))
        let note = try await charity.casework.checkpoint(as: guardian).note
        try await charity.change("UPDATE entries SET commitment = zeroblob(32) WHERE position = 2")
        #expect(try await found(note) == .broken)
    }

    @Test func `An answer that alarms is given though nothing can be written any more`() async throws {
        let note = try await charity.casework.checkpoint(as: guardian).note
        try await charity.change(
            "DELETE FROM entries WHERE position = \(try await charity.lastPosition())")
        #expect(try await found(note) == .broken)
        await #expect(throws: CaseworkError.logAltered) {
            try await charity.casework.takeCheckpoint(as: guardian)
        }
    }

    @Test func `A checkpoint of before is found whole, however the copy's lines end`() async throws {
        let note = try await charity.casework.takeCheckpoint(as: guardian).note
        _ = try await charity.workedClient("Bilal Khan")
        let size = try Checkpoint(parsing: SignedNote(parsing: note).text).size
        for copy in [
            note, note.replacing("\n", with: "\r\n"), "\n  \(note)\n\n", "\u{FEFF}" + note,
            String(note.dropLast()),
        ] {
            let now = try await charity.tree().checkpoint.size
            #expect(
                try await found(copy) == .extends(entries: size, added: now - size, otherSignatures: 0))
        }
    }

    @Test func `Signatures by other keys are left aside, and counted`() async throws {
        let note = try await charity.casework.takeCheckpoint(as: guardian).note
        let text = try SignedNote(parsing: note).text
        let witness = try SignedNote(
            signing: text, with: Curve25519.Signing.PrivateKey(), name: "witness.example"
        ).encoded.dropFirst(text.utf8.count + 1)
        guard case .extends(_, 0, let others) = try await found(note + witness + witness) else {
            Issue.record("refused")
            return
        }
        #expect(others == 2)
    }

    @Test
    func `What is taken signs the entry of its taking, and the log says who compared, and what came of it`()
        async throws
    {
        let taken = try await charity.casework.takeCheckpoint(as: guardian)
        #expect(taken.entries == UInt64(try await charity.entryCount()))
        #expect(try await charity.entryKinds().last == .checkpointTaken)
        _ = try await found(taken.note)
        #expect(try await charity.entryKinds().last == .checkpointChecked)
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(kind: .checkpointChecked), as: guardian)
        #expect(day.lines.last?.details?.contains("The log extends it") == true)
        #expect(day.lines.last?.clause == "P4.5")
        #expect(try await charity.verification().holds)
    }

    @Test func `Looking at it changes nothing`() async throws {
        let count = try await charity.entryCount()
        let held = try await charity.casework.checkpoint(as: guardian)
        #expect(held.entries == UInt64(count))
        #expect(held.key == charity.casework.log.verifierKey.encoded)
        #expect(try await charity.entryCount() == count)
    }
}
