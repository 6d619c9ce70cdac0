import Database
import Vault

extension Casework {
    /// Sets a reminder on a file, for the caller alone (clause S1.1). Nothing was done yet, so the log book says nothing.
    /// - Parameter id: drawn for the form, so that sending it twice sets one.
    package func setReminder(
        on day: String, why: String, id: ID, of file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .casework, as: caller)
        var words = Words()
        let read = words.comingDate("day", day, today: now.day, required: true)
        let why = words.passage("why", why, longest: 1000, required: true)
        try words.check()
        guard let read else { return }
        let (member, sent) = (caller.member, now)
        do {
            let sealed = try caller.keyring.keys.own(.reminders).about(file, half: open.half).seal(
                try Reminder.Text(day: read.text, why: why).packed, row: id)
            try await database.write { connection in
                guard try connection.first("SELECT file FROM files WHERE file = \(file.bytes)") != nil else {
                    throw CaseworkError.notFound
                }
                try SentForm(id).begin(by: member, at: sent, connection)
                let others = try connection.first(
                    "SELECT COUNT(*) AS others FROM reminders WHERE member = \(member.bytes)")
                guard try others?.integer("others") ?? 0 < Reminder.most else {
                    throw CaseworkError.invalid([Problem("why", .tooMany(Reminder.most))])
                }
                try connection.execute(
                    """
                    INSERT INTO reminders (reminder, member, file, sealed)
                    VALUES (\(id.bytes), \(member.bytes), \(file.bytes), \(sealed))
                    """)
            }
        } catch { throw CaseworkError(error) }
    }

    /// The caller's reminders on a file that they still work with, the nearest day first.
    package func reminders(of file: ID, as caller: Caller) async throws(CaseworkError) -> [Reminder] {
        let open = try await openFile(file, holding: .casework, as: caller)
        return try await read { try Reminder.all(of: caller, on: file, half: open.half, $0) }
    }

    /// Ends a reminder, or puts it off until so many days from today.
    /// - Parameter days: nil if what it was for is done.
    package func endReminder(
        _ id: ID, of file: ID, puttingOff days: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .casework, as: caller)
        guard let reminder = try await reminders(of: file, as: caller).first(where: { $0.id == id }) else {
            throw .notFound
        }
        let member = caller.member
        do {
            let sealed = try days.map { days in
                try caller.keyring.keys.own(.reminders).about(file, half: open.half).seal(
                    try Reminder.Text(day: now.day.adding(days: days).text, why: reminder.why).packed,
                    row: id)
            }
            let change: SQL =
                if let sealed {
                    """
                    UPDATE reminders SET sealed = \(sealed)
                    WHERE reminder = \(id.bytes) AND member = \(member.bytes)
                    """
                } else {
                    "DELETE FROM reminders WHERE reminder = \(id.bytes) AND member = \(member.bytes)"
                }
            _ = try await database.write { try $0.execute(change) }
        } catch { throw CaseworkError(error) }
    }

    /// The files that ask for the caller's attention today: their own reminders that are due, and, for files that
    /// were given to them, a consent that ends and a long silence.
    package func dueReminders(as caller: Caller) async throws(CaseworkError) -> [DueReminder] {
        let today = now.day
        return try await again(.due(today), as: caller) {
            () async throws(CaseworkError) -> ([DueReminder], from: [OpenFile]) in
            let set = try await self.set(as: caller, today: today)
            let automatic = try await self.automatic(as: caller, today: today)
            return (set.due + automatic.due, from: set.files + automatic.files)
        }
    }

    /// The caller's own reminders that are due.
    private func set(
        as caller: Caller, today: Day
    ) async throws(CaseworkError) -> (due: [DueReminder], files: [OpenFile]) {
        let key = caller.keyring.keys.own(.reminders)
        var due: [DueReminder] = []
        var files: [OpenFile] = []
        var seen: Set<ID> = []
        // Their own text says the day, so each is opened; a file is opened only for one that is due.
        for row in try await rows(of: caller) {
            guard let file = ID(Self.bytes(row)), let half = halves.half(for: file.bytes) else { continue }
            guard let reminder = try? Reminder(row, half: half, with: key) else {
                caller.unread.add([(try? row.blob("reminder")) ?? []])
                continue
            }
            guard reminder.day <= today,
                !seen.contains(file),
                let open = try await openFile(ifHolding: .casework, file, as: caller)
            else { continue }
            seen.insert(file)
            files.append(open)
            due.append(DueReminder(file: file, reason: .set))
        }
        return (due, files)
    }

    private static func bytes(_ row: Row) -> [UInt8] { (try? row.blob("file")) ?? [] }

    /// What the files given to the caller themself give reason to remember, out of one snapshot.
    private func automatic(
        as caller: Caller, today: Day
    ) async throws(CaseworkError) -> (due: [DueReminder], files: [OpenFile]) {
        let given = try await read { connection in
            try Self.givenFiles(to: caller, connection).compactMap {
                file -> (open: OpenFile, consents: SealedRows, last: Int64?)? in
                guard let open = try self.openFiles([file], as: caller, connection)[file],
                    open.holds(.casework)
                else { return nil }
                return (
                    open,
                    open.holds(.consent)
                        ? try SealedRecord.current(
                            .consent, of: file, connection, by: self.log) : SealedRows(),
                    try connection.first(
                        """
                        SELECT COALESCE((SELECT MAX(at) FROM records WHERE file = \(file.bytes)
                                           AND item = \(Int64(Item.casework.rawValue))), made) AS last
                        FROM files WHERE file = \(file.bytes)
                        """)?.integer("last")
                )
            }
        }
        let due = given.flatMap { open, consents, last in
            var due: [DueReminder] = []
            let consents = consents.texts(Consent.self, of: open, as: caller).map(\.text)
            let general = consents.last { $0.scope == .general }
            if general?.isToExplain == true { due.append(DueReminder(file: open.file, reason: .toExplain)) }
            for consent in consents {
                guard
                    consent.withdrawn == nil, consent.answer == .agreed,
                    let until = consent.until.flatMap({ Day($0) }), until >= today,
                    until <= today.adding(days: DueReminder.consentDays)
                else { continue }
                due.append(DueReminder(file: open.file, reason: .consentEnds(until)))
            }
            if let last {
                let day = Instant(milliseconds: last).day
                if day.adding(days: DueReminder.quietDays) <= today {
                    due.append(DueReminder(file: open.file, reason: .quiet(since: day)))
                }
            }
            return due
        }
        return (due, given.map(\.open))
    }

    private func rows(of caller: Caller) async throws(CaseworkError) -> [Row] {
        let member = caller.member
        return try await read {
            try $0.rows("SELECT reminder, file, sealed FROM reminders WHERE member = \(member.bytes)")
        }
    }

    /// The files granted to the caller themself, not through a team.
    private static func givenFiles(to caller: Caller, _ connection: any Connection) throws -> [ID] {
        let principal = Principal.member(caller.member).packed
        return try connection.rows(
            """
            SELECT DISTINCT file FROM grants WHERE principal = \(principal) AND items <> 0
              AND file <> \(ID.house.bytes)
            """
        ).compactMap { ID(try $0.blob("file")) }
    }
}
