import Database
import Ledger
import Texts
import Vault

/// What was found when somebody laid a checkpoint that they had kept beside the log (clause P4.5).
package enum CheckpointFinding: Sendable, Equatable {
    /// The log begins with exactly the entries that it signs, and has `added` more. Signatures by other keys were left
    /// aside, as C2SP signed-note asks; there were so many.
    case extends(entries: UInt64, added: UInt64, otherSignatures: Int)
    /// This log's key signed it, and the log begins with something else.
    case rewritten(entries: UInt64)
    /// This log's key signed it, and the log has fewer entries now.
    case cut(entries: UInt64, left: UInt64)
    /// It is no checkpoint, or not the whole of one.
    case malformed
    /// It is another log's.
    case otherLog
    /// It names this log, and this log's key has not signed it.
    case unsigned
    /// It bears this log's name and key, and the signature is not of these words.
    case forged
    /// The log as it stands is not what its own newest checkpoint signs.
    case broken

    /// Whether all is well.
    package var isGood: Bool { if case .extends = self { true } else { false } }

    /// Whether the log itself is in doubt, rather than what was laid beside it.
    package var isAlarm: Bool {
        switch self {
        case .rewritten, .cut, .broken: true
        case .extends, .malformed, .otherLog, .unsigned, .forged: false
        }
    }

    /// As the log book tells it to those who hold the charity's log.
    var words: String {
        switch self {
        case .extends(let entries, let added, _):
            "The log extends it: \(entries) entries, then \(added) more."
        case .rewritten(let entries): "The log does NOT begin with its \(entries) entries."
        case .cut(let entries, let left): "It signs \(entries) entries, and the log has \(left)."
        case .malformed: "It was not a whole checkpoint."
        case .otherLog: "It was another log’s."
        case .unsigned: "This log’s key had not signed it."
        case .forged: "Its signature was false."
        case .broken: "The log is not what its newest checkpoint signs."
        }
    }

    /// Reads a note that somebody kept, as editors and mail leave it: the signature decides over what it says.
    package static func read(
        _ kept: KeptText, key: VerifierKey
    ) -> Result<(Checkpoint, others: Int), Refused> {
        let note = kept.note(beginning: key.name)
        do {
            let checkpoint = try Checkpoint(verifying: note, with: [key], origin: key.name)
            let signatures = (try? SignedNote(parsing: note))?.signatures.count ?? 1
            return .success((checkpoint, others: signatures - 1))
        } catch {
            let origin = (try? SignedNote(parsing: note)).flatMap { try? Checkpoint(parsing: $0.text) }?
                .origin
            let finding: CheckpointFinding =
                switch (error, origin) {
                case (_, let origin?) where origin != key.name: .otherLog
                case (.note(.noKnownKey), .some): .unsigned
                case (.note(.badSignature), .some): .forged
                default: .malformed
                }
            return .failure(Refused(finding: finding))
        }
    }

    /// Why a note is no checkpoint of this log.
    package struct Refused: Error { package let finding: CheckpointFinding }
}

/// The newest head of the log, as the trustees hold it.
package struct HeldCheckpoint: Sendable {
    /// The signed note: C2SP tlog-checkpoint.
    package let note: String
    package let entries: UInt64
    /// What verifies it, as C2SP signed-note writes a key.
    package let key: String
}

extension Caller {
    /// Whether they hold the log's checkpoints for the charity: trustees, guardians and managers. It opens nobody's file.
    package var holdsCheckpoints: Bool {
        house != nil && !teams.isDisjoint(with: [.trustees, .guardian, .management])
    }
}

extension Casework {
    /// The last checkpoint that was signed by the end of a day.
    package static func checkpoint(by day: String, _ connection: any Connection) throws -> String? {
        try connection.first(
            "SELECT note FROM checkpoints WHERE day <= \(day) ORDER BY day DESC LIMIT 1"
        )?.text("note")
    }

    /// The newest checkpoint, to look at.
    package func checkpoint(as caller: Caller) async throws(CaseworkError) -> HeldCheckpoint {
        guard caller.holdsCheckpoints else { throw .notFound }
        let day = now.day.text
        let note = try await read { try Self.checkpoint(by: day, $0) }
        guard let note,
            let head = try? Checkpoint(verifying: note, with: [log.verifierKey], origin: log.origin)
        else { throw .unavailable }
        return HeldCheckpoint(note: note, entries: head.size, key: log.verifierKey.encoded)
    }

    /// Takes the newest checkpoint away, to keep outside the charity's computer. The log says who took one, and when, and
    /// what is taken signs that entry too.
    package func takeCheckpoint(as caller: Caller) async throws(CaseworkError) -> HeldCheckpoint {
        guard caller.holdsCheckpoints else { throw .notFound }
        try await act(.checkpointTaken, on: .house, by: caller.member) { _ in }
        return try await checkpoint(as: caller)
    }

    /// Shows to others that an entry is in the log, and not what it says: a C2SP tlog-proof.
    /// - Throws: `notFound` alike for an entry that is not there, was erased, or is not shown to the caller.
    package func proof(of position: UInt64, as caller: Caller) async throws(CaseworkError) -> String {
        guard caller.house != nil, let place = Int64(exactly: position) else { throw .notFound }
        let entry = try await read { connection in
            try connection.first("SELECT * FROM entries WHERE position = \(place)").flatMap { try Entry($0) }
        }
        guard let entry else { throw .notFound }
        let opened = try await openFiles([entry.file], as: caller)
        guard entry.isShown(to: caller.member, opening: opened[entry.file]) else { throw .notFound }
        let key = log.verifierKey
        return try await read { try LogTree($0, key: key).proof(of: position) }
    }

    /// Lays a checkpoint that somebody kept beside the log, which is recomputed for it.
    package func check(
        _ text: String, as caller: Caller
    ) async throws(CaseworkError) -> CheckpointFinding {
        guard caller.holdsCheckpoints, let house = caller.house else { throw .notFound }
        let key = log.verifierKey
        let finding: CheckpointFinding
        switch CheckpointFinding.read(KeptText(text), key: key) {
        case .failure(let refused): finding = refused.finding
        case .success(let (older, others)):
            finding = try await read { connection in
                guard let tree = try? LogTree(connection, key: key) else { return .broken }
                guard older.size <= tree.checkpoint.size else {
                    return .cut(entries: older.size, left: tree.checkpoint.size)
                }
                guard tree.extends(older) else { return .rewritten(entries: older.size) }
                return .extends(
                    entries: older.size, added: tree.checkpoint.size - older.size, otherSignatures: others)
            }
        }
        // To a log that does not hold nothing is written. Whoever asked must hear of it all the same.
        let letter = try letter(finding.words, to: house, by: caller)
        do { try await act(.checkpointChecked, on: .house, by: caller.member, letter: letter) { _ in } } catch
        {
            guard finding.isAlarm else { throw error }
        }
        return finding
    }
}
