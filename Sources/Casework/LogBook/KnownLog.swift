import Crypto
import Database
import Ledger
import Vault

/// What this computer knows of a log outside its database: the key that signs it, and `log.head`. For the commands that
/// look at a charity without serving it.
package struct KnownLog: Sendable {
    package let verifierKey: VerifierKey
    /// The key of the charity that certifies now; nil before the founding.
    package var charity: KnownCharity? { head.charity }
    let head: LogHead
    let marks: Marks

    /// - Throws: `LogFault` where `log.head` is missing or is none.
    package init(
        key: Curve25519.Signing.PrivateKey, origin: String, head file: ReplacedFile
    ) throws {
        guard let head = try HeadKeeper.read(file) else { throw LogFault.noHead }
        try self.init(key: key, origin: origin, head: head)
    }

    init(key: Curve25519.Signing.PrivateKey, origin: String, head: LogHead) throws {
        verifierKey = try VerifierKey(name: origin, publicKey: key.publicKey)
        self.head = head
        marks = Marks(seed: Array(key.rawRepresentation), branch: head.branch)
    }

    /// The newest head of the log that this computer has seen; nil before the first.
    package var checkpoint: Checkpoint? {
        try? Checkpoint(verifying: head.checkpoint, with: [verifierKey], origin: verifierKey.name)
    }

    /// When something was last recorded; nil if never.
    /// - Throws: `LogFault` where that entry is not genuine.
    package func last(_ kind: EntryKind, _ connection: any Connection) throws -> Instant? {
        try Entry.newest(kind, connection, marks)?.at
    }

    /// What recomputes the log and asks for this computer's marks too.
    package var verifier: Verifier { Verifier(key: verifierKey, marks: marks) }

    /// Compares the log with what this computer has seen of it: it may have grown, and nothing else.
    /// - Parameter connection: what it reads began after this was read: the head is never ahead of the database then.
    /// - Throws: `LogFault`, which says what to do.
    package func compare(_ connection: any Connection) throws {
        _ = try head.compared(
            with: Integrator.frontier(connection, signedBy: verifierKey), connection, by: verifierKey)
    }
}

/// The log taken up by a computer that knows nothing of it yet: after a restore, and where `log.head` is missing. The
/// whole log must have been recomputed before, with every row.
package enum TakingUp {
    /// Marks every entry and all that stands anew, and writes `log.head`.
    /// - Parameter key: signs the log from here on.
    /// - Returns: what this computer knows from then on.
    /// - Throws: `LogFault` unless the newest checkpoint bears the key's signature.
    @discardableResult
    package static func run(
        in database: any Database, key: Curve25519.Signing.PrivateKey, origin: String, head file: ReplacedFile
    ) async throws -> KnownLog {
        let known = try await database.write { connection in
            let verifierKey = try VerifierKey(name: origin, publicKey: key.publicKey)
            let frontier = try Integrator.frontier(connection, signedBy: verifierKey)
            let known = try KnownLog(key: key, origin: origin, head: head(of: connection))
            var positions: [(Int64, [UInt8])] = []
            try connection.pages("SELECT position, commitment FROM entries ORDER BY position") { rows in
                for row in rows {
                    guard let position = try? row.integer("position"),
                        let commitment = try? row.blob("commitment")
                    else { continue }
                    positions.append((position, commitment))
                }
            }
            for (position, commitment) in positions {
                let mark = known.marks.mark(.entry(position, commitment))
                try connection.append("UPDATE entries SET mark = \(mark) WHERE position = \(position)")
            }
            var standing = try WhatStands(entriesOf: connection, known.marks)
            let mark = known.marks.mark(.standing(frontier, standing.hash()))
            try connection.append(
                "UPDATE checkpoints SET standing = \(mark) WHERE size = \(Int64(frontier.size))")
            return known
        }
        try file.replace { _ throws(DatabaseError) in Array(known.head.text.utf8) }
        return known
    }

    /// The head that the log in a database comes to: its keys by the entry that founded the charity, its branch by the
    /// newest entry *restored*, and its newest checkpoint.
    private static func head(of connection: any Connection) throws -> LogHead {
        func rows(_ kind: EntryKind) throws -> [Row] {
            try connection.rows(
                "SELECT * FROM entries WHERE kind = \(Int64(kind.rawValue)) ORDER BY position")
        }
        var keys: [LogHead.Key] = []
        if let row = try rows(.charityFounded).first {
            guard let entry = try Entry.recomputed(row),
                let position = UInt64(exactly: try row.integer("position")),
                let key = try Evidence(packed: entry.evidence).items.first(where: { $0.table == .charity })
            else { throw LogFault.altered }
            keys = [LogHead.Key(position: position, key: CharityPublicKey(bytes: key.digest.bytes))]
        }
        let restored = try rows(.restored).last
        if let restored { guard try Entry.recomputed(restored) != nil else { throw LogFault.altered } }
        let newest = try connection.first("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")
        return LogHead(
            keys: keys, branch: try restored?.blob("commitment") ?? LogHead().branch,
            checkpoint: try newest?.text("note") ?? "")
    }
}
