import Crypto
import Database
import Ledger
import Vault

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
        /// An entry that an erasure took out says something again: somebody put back an older row.
        case putBack(position: UInt64)
        /// An entry bears no mark of this computer: it came into the database by another hand.
        case unmarked(position: UInt64)
        /// What the newest checkpoint says of the rows that stand is not what the entries come to.
        case standing
        /// A checkpoint is not the log key's, or signs another tree; or the newest entries are not signed.
        case checkpoint
    }

    package var holds: Bool { fault == nil }
}

/// Recomputes the log from the database and compares every row with the entry that wrote it. Needs no
/// member's key.
package struct Verifier {
    private let key: VerifierKey
    /// What this computer marks entries with; nil for a log of which it knows no branch, such as a backup's.
    private let marks: Marks?

    package init(origin: String, key: Curve25519.Signing.PublicKey) throws {
        self.init(key: try VerifierKey(name: origin, publicKey: key))
    }

    package init(key: VerifierKey) { self.init(key: key, marks: nil) }

    init(key: VerifierKey, marks: Marks?) {
        self.key = key
        self.marks = marks
    }

    /// - Parameters:
    ///   - withRows: whether the rows that entries speak of are compared too, or the log is recomputed alone.
    ///   - isBackup: whether it is a backup's, which has no sessions.
    package func verify(
        _ connection: any Connection, withRows: Bool = true, isBackup: Bool = false
    ) throws -> Verification {
        let (signed, areSigned) = try roots(connection)
        var log = RecomputedLog(signed: signed, isKeepingRows: withRows)
        if !areSigned { log.faults.append(.checkpoint) }
        let marks = marks
        try connection.pages(RecomputedLog.query, { $0.map { CheckedEntry($0, marks) } }) { entries in
            for entry in entries { log.take(entry) }
        }
        // Where an entry is missing, what those after it wrote and took away is not known.
        if withRows, !log.isBroken {
            let without: Set<Evidence.Table> = isBackup ? [.session] : []
            if let fault = try log.rows.compare(with: connection, without: without) {
                log.faults.append(fault)
            }
        }
        if withRows, let marks, log.ended.holds, try !isMarked(&log.standing, connection, marks) {
            log.faults.append(.standing)
        }
        return log.ended
    }

    /// Whether the newest checkpoint's mark is made on what the entries say that stands.
    private func isMarked(
        _ standing: inout WhatStands, _ connection: any Connection, _ marks: Marks
    ) throws -> Bool {
        guard let row = try connection.first("SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1") else {
            return true
        }
        let signed = try SignedFrontier(row, by: key)
        return marks.made(signed.standing, on: .standing(signed.frontier, standing.hash()))
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
        case .entry(let position), .row(_, let position), .unmarked(let position), .putBack(let position):
            position
        case .unrecorded: .max - 2
        case .standing: .max - 1
        case .checkpoint: .max
        }
    }
}

extension Casework {
    /// Recomputes the whole log now, and says whether it holds.
    package func verifyLog(as caller: Caller) async throws(CaseworkError) -> Verification {
        guard caller.house != nil else { throw .notFound }
        let verifier = Verifier(key: log.verifierKey, marks: log.marks)
        do { return try await database.readAtLength { try verifier.verify($0) } } catch {
            throw CaseworkError(error)
        }
    }
}
