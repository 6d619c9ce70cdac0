import Database
import FoundationEssentials
import Vault

/// An export that was asked for and is in the log: what follows may be shown.
package struct Export: Sendable {
    /// Nil for everything that its reader may read.
    package let file: ID?
    package let at: Instant
    let why: String
}

extension Caller {
    /// Whether they may take away all that they may read: the guardians, who answer for what leaves (clauses S1.2, S3.7).
    package var mayExportAll: Bool { teams.contains(.guardian) && house != nil }
}

extension OpenFile {
    /// Whether this colleague may take the file away: a guardian, or whoever works with it by name.
    func isExportable(by caller: Caller) -> Bool {
        guard kind == .client || kind == .organisation else { return false }
        return caller.mayExportAll || items(of: caller.member).isWork
    }
}

extension Casework {
    /// Begins an export: a guardian's of all that they may read, but for what its manifest names; or of one file, by a
    /// guardian or by whoever works with it by name, such as a person's own request for what is kept of them starts from
    /// (UK GDPR Arts 15 and 20). It is recorded with its reason before anything is shown, and listed as unusual.
    /// - Parameter why: sealed to the log, of the charity or of the file.
    /// - Throws: `notFresh` unless they have just typed their passphrase (clause S3.7).
    package func beginExport(
        of file: ID? = nil, why: String, as caller: Caller
    ) async throws(CaseworkError) -> Export {
        guard let house = caller.house else { throw .notFound }
        try await checkExport(of: file, as: caller)
        try caller.requireFresh(at: now)
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        if file == nil {
            let letter = try letter(
                "Exported what they may read: files, lists, drafts and log, but for what the manifest names. Why: \(why)",
                to: house, by: caller)
            try await act(.exported, on: .house, by: caller.member, letter: letter) { _ in }
        }
        return Export(file: file, at: now, why: why)
    }

    /// Whether the caller may export a file, or with nil all that they may read: the one rule, for pages and commands, and
    /// asked again for each file that goes out.
    /// - Throws: `notFound`.
    package func checkExport(of file: ID?, as caller: Caller) async throws(CaseworkError) {
        guard let file else {
            guard caller.mayExportAll else { throw .notFound }
            return
        }
        guard try await openFile(file, as: caller).isExportable(by: caller) else { throw .notFound }
    }

    /// Carries an export out, one part after the other: no more than one file is in memory, and the lists, which
    /// have a line for each of what they list. Each file says in its own log that it was exported, before its part
    /// is given out; what the caller does not hold is not in it, and is not counted.
    ///
    /// The session is asked after anew before each file and before the lists: whoever signs out, locks the screen, is
    /// suspended or gets another role takes nothing more away (clause S3.7).
    /// - Parameter write: takes the parts in their order; `manifest.json` is the last.
    /// - Throws: `signedOut` once the session has ended; no manifest was given out then.
    @discardableResult
    package func carryOut(
        _ export: Export, as caller: Caller, _ write: (ExportPart) async throws -> Void
    ) async throws -> ExportManifest {
        var manifest = ExportManifest(of: export, by: caller, organisation: settings.organisation)
        var lists = ExportLists()
        let unread = Unread()
        func give(_ part: ExportPart) async throws {
            manifest.add(part)
            try await write(part)
        }
        let own = try await ownReminders(of: caller)
        let files =
            if let file = export.file { [file] } else { try await exportable(to: caller) }
        for file in files {
            let caller = try await self.caller(cookie: caller.secret.cookie)
            guard
                let exported = try await exported(
                    file, own[file] ?? [], why: export.why, unread: unread, as: caller)
            else {
                continue
            }
            manifest.files += 1
            manifest.records += exported.records.values.reduce(0) { $0 + $1.count }
            lists.add(exported)
            try await give(exported.part)
        }
        let caller = try await self.caller(cookie: caller.secret.cookie)
        lists.add(try await roster(as: caller))
        lists.add(try await purposes(as: caller))
        if export.file == nil { try await ownParts(as: caller, give) }
        unread.add(caller.unread)
        manifest.unreadable = unread.count
        for list in lists.all where export.file == nil || list.rows > 0 { try await give(list.part) }
        try await write(manifest.part)
        return manifest
    }

    /// The files of which anything was granted to the caller or a team of theirs; `openFile` decides on each.
    private func exportable(to caller: Caller) async throws(CaseworkError) -> [ID] {
        let principals = caller.keyring.principals.map(\.packed)
        return try await read { connection in
            try connection.rows(
                """
                SELECT DISTINCT file FROM grants
                WHERE principal IN \(list: principals) AND file <> \(ID.house.bytes) ORDER BY file
                """
            ).compactMap { ID(try $0.blob("file")) }
        }
    }

    /// One file; nil if it is not theirs, or is gone since.
    private func exported(
        _ file: ID, _ reminders: [Row], why: String, unread: Unread, as caller: Caller
    ) async throws -> ExportedFile? {
        let letter: Letter
        do {
            try await checkExport(of: file, as: caller)
            letter = try self.letter(
                "Exported. Why: \(why)", to: try await openFile(file, as: caller), by: caller)
        } catch {
            guard error == .notFound else { throw error }
            return nil
        }
        try await act(.fileExported, on: file, by: caller.member, letter: letter) { _ in }
        let (open, rows) = try await read { connection in
            let open = try self.openFile(file, as: caller, connection)
            return (
                open,
                try open.items.sorted().map {
                    ($0, try SealedRecord.every($0, of: file, connection, by: self.log))
                }
            )
        }
        if rows.contains(where: { $0.0 == .counselling && !$0.1.isEmpty }) {
            try await act(.counsellingOpened, on: file, by: caller.member) { _ in }
        }
        var records: [String: [ExportedFile.Record]] = [:]
        var earlier: [String: [ExportedFile.Record]] = [:]
        for (item, sealed) in rows where !(sealed.isEmpty && sealed.broken.isEmpty) {
            let newest = Dictionary(sealed.map { ($0.id, $0.version) }, uniquingKeysWith: max)
            let opened = sealed.written(unread: unread) { open.key(of: $0) }
            records["\(item)"] = opened.filter { $0.version == newest[$0.id] }.map(ExportedFile.Record.init)
            let before = opened.filter { $0.version != newest[$0.id] }.map(ExportedFile.Record.init)
            if !before.isEmpty { earlier["\(item)"] = before }
        }
        let key = caller.keyring.keys.own(.reminders)
        let own = open.holds(.casework) ? reminders : []
        return ExportedFile(
            file: file.text, reference: file.reference, kind: "\(open.kind)", isRestricted: open.isRestricted,
            itemsHeld: open.items.sorted().map { "\($0)" }, records: records, earlierVersions: earlier,
            reminders: own.compactMap { row in
                let reminder = try? Reminder(row, half: open.half, with: key)
                if reminder == nil { unread.add([(try? row.blob("reminder")) ?? []]) }
                return reminder
            }.sorted { $0.day < $1.day }.map { ExportedFile.Reminder(day: $0.day.text, why: $0.why) },
            log: open.holds(.log) ? try await wholeLog(of: open, as: caller) : nil)
    }

    /// Every line of a file's log that the caller may see, oldest first.
    private func wholeLog(
        of open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> [ExportedFile.Line] {
        let reader = LogReader([open], as: caller)
        var lines: [ExportedFile.Line] = []
        var before: Int64?
        repeat {
            let place = before
            let rows = try await read {
                try LogRow.ofFile(open.file, before: place, limit: LogDay.longest, $0)
            }
            lines += rows.filter { $0.entry.isShown(to: caller.member, opening: open) }.map {
                ExportedFile.Line(reader.line($0))
            }
            before = rows.last?.position
        } while before != nil
        return lines.reversed()
    }

    /// The rows of the caller's reminders by their file.
    private func ownReminders(of caller: Caller) async throws(CaseworkError) -> [ID: [Row]] {
        let member = caller.member
        let rows = try await read {
            try $0.rows("SELECT reminder, file, sealed FROM reminders WHERE member = \(member.bytes)")
        }
        return Dictionary(grouping: rows) { (try? $0.blob("file")).flatMap { ID($0) } ?? .house }
    }
}
