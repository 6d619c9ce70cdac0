import Crypto
import Database
import Ledger

/// What recomputing the whole log found.
package struct Verification: Sendable, Equatable {
    /// Entries that were recomputed.
    package let entries: UInt64
    /// The tree's root, 32 bytes.
    package let root: [UInt8]
    /// The first thing that does not agree; nil if all does.
    package let fault: Fault?

    package enum Fault: Sendable, Equatable {
        /// An entry's words are not the ones committed to, or an entry is missing without a
        /// later erasure naming it.
        case entry(position: UInt64)
        /// A row is not as the entry at `position` left it: put back, changed or removed.
        case row(table: Evidence.Table, position: UInt64)
        /// A row that no entry speaks of.
        case unrecorded(table: Evidence.Table)
        /// A checkpoint is not the log key's, or signs another tree; or the newest entries are not signed.
        case checkpoint
    }

    package var holds: Bool { fault == nil }
}

/// Recomputes the log from the database and compares every row with the entry that wrote it. Needs no
/// member's key.
package struct Verifier {
    private let key: VerifierKey

    package init(origin: String, key: Curve25519.Signing.PublicKey) throws {
        self.init(key: try VerifierKey(name: origin, publicKey: key))
    }

    package init(key: VerifierKey) { self.key = key }

    /// - Parameter withRows: whether the rows that entries speak of are compared too, or the log is recomputed alone.
    package func verify(_ connection: any Connection, withRows: Bool = true) throws -> Verification {
        let (signed, areSigned) = try roots(connection)
        var log = RecomputedLog(signed: signed, isKeepingRows: withRows)
        if !areSigned { log.faults.append(.checkpoint) }
        try connection.pages(RecomputedLog.query, { $0.map(CheckedEntry.init) }) { entries in
            for entry in entries { log.take(entry) }
        }
        if withRows, let fault = try log.rows.compare(with: connection) { log.faults.append(fault) }
        return log.ended
    }

    /// The roots that checkpoints sign, by size, and whether each of them is the log key's word.
    private func roots(_ connection: any Connection) throws -> ([UInt64: Hash], areSigned: Bool) {
        var roots: [UInt64: Hash] = [:]
        var areSigned = true
        for row in try connection.rows("SELECT * FROM checkpoints") {
            if let tree = try? SignedFrontier(row, by: key).frontier {
                roots[tree.size] = tree.root
            } else {
                areSigned = false
            }
        }
        return (roots, areSigned)
    }
}

extension Verification.Fault {
    /// Which fault is told of: earlier entries first; then what no entry speaks of; the checkpoint last.
    var place: UInt64 {
        switch self {
        case .entry(let position), .row(_, let position): position
        case .unrecorded: .max - 1
        case .checkpoint: .max
        }
    }
}

extension Casework {
    /// Recomputes the whole log now, and says whether it holds.
    package func verifyLog(as caller: Caller) async throws(CaseworkError) -> Verification {
        guard caller.house != nil else { throw .notFound }
        let verifier = Verifier(key: log.verifierKey)
        do { return try await database.readAtLength { try verifier.verify($0) } } catch {
            throw CaseworkError(error)
        }
    }
}
