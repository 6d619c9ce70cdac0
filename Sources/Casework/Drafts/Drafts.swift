import Database
import Synchronization
import Vault

extension Casework {
    /// Keeps what somebody is typing, for them alone. Nothing was done yet, so the log book says nothing.
    ///
    /// A form with nothing in it leaves no draft, and removes the one that was kept.
    package func keepDraft(
        _ fields: [Draft.Field], at place: DraftPlace, as caller: Caller
    ) async throws(CaseworkError) -> Draft.Outcome {
        guard fields.count <= 500,
            fields.reduce(0, { $0 + $1.name.utf8.count + $1.value.utf8.count })
                <= Draft.largest
        else { return .tooLong }
        var half: [UInt8]?
        if let file = place.file { half = try await openFile(file, as: caller).half }
        let isEmpty = fields.allSatisfy { $0.value.allSatisfy(\.isWhitespace) }
        let (member, now, oldest) = (caller.member, clock.now(), oldestDraft)
        let finished = finishedForms
        do {
            let sealed = try SealedDraft.sealed(
                fields, at: place, half: half, with: caller.keyring.keys.own(.drafts))
            return try await database.write { connection in
                // It was saved while this was on its way.
                if let form = place.form, finished.contains(form) { return .kept }
                if isEmpty {
                    try SealedDraft.remove(place, of: member, connection)
                    return .kept
                }
                let others = try connection.first(
                    """
                    SELECT COUNT(*) AS others FROM drafts WHERE member = \(member.bytes)
                      AND name <> \(place.name.bytes) AND at > \(oldest.milliseconds)
                    """)
                guard try others?.integer("others") ?? 0 < Draft.most else { return .tooMany }
                try connection.execute(
                    """
                    INSERT INTO drafts (member, name, at, sealed)
                    VALUES (\(member.bytes), \(place.name.bytes), \(now.milliseconds), \(sealed))
                    ON CONFLICT (member, name) DO UPDATE SET at = excluded.at, sealed = excluded.sealed
                    """)
                return .kept
            }
        } catch { throw CaseworkError(error) }
    }

    /// What the caller had typed in a form; nil if nothing was kept, or its file was erased.
    package func draft(at place: DraftPlace, as caller: Caller) async throws(CaseworkError) -> Draft? {
        try await read { try self.draft(at: place, as: caller, $0) }
    }

    /// The same within a snapshot.
    func draft(at place: DraftPlace, as caller: Caller, _ connection: any Connection) throws -> Draft? {
        let row = try SealedDraft.at(place, of: caller.member, since: oldestDraft, connection)
        let half = place.file.flatMap { halves.half(for: $0.bytes) }
        return try? row?.draft(about: place.file, half: half, with: caller.keyring.keys.own(.drafts))
    }

    /// The forms that the caller has drafts of, newest first; those of files that are not there for them are not among them.
    package func drafts(as caller: Caller) async throws(CaseworkError) -> [DraftLine] {
        let (member, oldest) = (caller.member, oldestDraft)
        let rows = try await read { try SealedDraft.all(of: member, since: oldest, $0) }
        let key = caller.keyring.keys.own(.drafts)
        let lines = rows.compactMap { try? $0.line(with: key) }
        let opened = try await openFiles(Set(lines.compactMap(\.file)), as: caller)
        return lines.filter { line in line.file.map { opened[$0] != nil } ?? true }
    }

    /// Throws a draft away.
    package func throwAwayDraft(at place: DraftPlace, as caller: Caller) async throws(CaseworkError) {
        let (member, finished) = (caller.member, finishedForms)
        let act = randomness.bytes(16)
        do {
            try await database.write { connection in
                if let form = place.form { finished.add(form, by: act) }
                try SealedDraft.remove(place, of: member, connection)
            }
        } catch {
            finished.takeBack(act)
            throw CaseworkError(error)
        }
    }

    /// Removes everybody's drafts that nobody went on with; called with the idle sessions.
    package func sweepDrafts() async {
        let oldest = oldestDraft.milliseconds
        _ = try? await database.write { try $0.execute("DELETE FROM drafts WHERE at <= \(oldest)") }
    }

    private var oldestDraft: Instant { clock.now().adding(seconds: -Draft.daysKept * 86_400) }
}

/// The forms that were saved or thrown away lately: typing that was sent before and arrives after is not kept again.
final class FinishedForms: Sendable {
    private let forms = Mutex<[(form: ID, act: [UInt8])]>([])

    /// Within the act's own transaction, so that typing in the same one comes too late.
    /// - Parameter act: random bytes that name the act: another's failure does not take it back.
    func add(_ form: ID, by act: [UInt8]) {
        forms.withLock {
            if $0.count >= 256 { $0.removeFirst(128) }
            $0.append((form, act))
        }
    }

    /// The act failed: its form is being typed in still.
    func takeBack(_ act: [UInt8]) { forms.withLock { $0.removeAll { $0.act == act } } }

    func contains(_ form: ID) -> Bool { forms.withLock { $0.contains { $0.form == form } } }
}
