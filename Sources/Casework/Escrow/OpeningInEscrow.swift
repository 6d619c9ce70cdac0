import Database
import Vault

extension Casework {
    /// The items that have records to show.
    private static let shownInEscrow: Set<Item> = [
        .contact, .casework, .counselling, .organisation, .commercial,
    ]

    /// What a guardian holds of a file in escrow and in no other way; nothing of one that is kept from them.
    package func escrowChoices(_ file: ID, as caller: Caller) async throws(CaseworkError) -> EscrowChoices {
        try await escrowed(file, as: caller).choices
    }

    private func escrowed(
        _ file: ID, as caller: Caller
    ) async throws(CaseworkError) -> (choices: EscrowChoices, open: OpenFile) {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        let ordinary = try await openFile(file, holding: .log, as: caller)
        guard ordinary.kind == .client || ordinary.kind == .organisation,
            try await !keptFrom(ordinary).contains(caller.member)
        else { throw .notFound }
        try caller.requireFresh(at: now)
        let open = try await openToGive(file, certified: caller.certified, as: caller)
        let items = open.items.subtracting(ordinary.items).intersection(Self.shownInEscrow)
        let name = try await name(in: ordinary, as: caller)
        return (
            EscrowChoices(
                file: file, name: name, items: items.sorted(),
                until: try await pass(to: ordinary, as: caller)?.until,
                isUnseen: ordinary.logHolders.subtracting([caller.member]).isEmpty), open
        )
    }

    /// Opens items in escrow for this session, for an hour: with a reason, and on record before anything is shown.
    /// - Parameter id: drawn for the form: the record's, so that sending it twice opens once.
    package func openInEscrow(
        _ names: [String], why: String, id: ID, of file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let (choices, open) = try await escrowed(file, as: caller)
        var words = Words()
        let items = Set(names.compactMap { name in choices.items.first { "\($0)" == name } })
        if items.isEmpty || items.count != Set(names).count {
            words.refuse("items", names.isEmpty ? .missing : .notAChoice)
        }
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        let until = now.adding(seconds: EscrowOpening.lifetime)
        let text = EscrowOpening(
            openedBy: caller.member.text, items: items.sorted().map { "\($0)" }, why: why,
            until: until.milliseconds, session: caller.session.text)
        let log = try open.key(of: .log)
        let letter = try letter(
            "Opened in escrow, for an hour: \(items.listed). Why: \(why)", to: open, by: caller)
        try await act(.escrowOpened, on: file, by: caller.member, letter: letter, form: SentForm(id)) { act in
            try open.requireNotKept(from: act.actor, in: act)
            try SealedRecord.write(text, id: id, with: log, in: &act)
        }
    }

    /// What this session may read of a file in escrow now: what it opened itself within the hour. Of each such opening a
    /// genuine entry of this member's must have written the record, which names the session.
    private func pass(to open: OpenFile, as caller: Caller) async throws(CaseworkError) -> EscrowPass? {
        let (file, member, now) = (open.file, caller.member, now)
        let rows = try await read { [log] connection in
            try SealedRows.ofFiles(
                connection.rows(
                    """
                    SELECT records.* FROM entries JOIN records ON records.entry = entries.position
                    WHERE entries.file = \(file.bytes) AND entries.actor = \(member.bytes)
                      AND entries.kind = \(Int64(EntryKind.escrowOpened.rawValue))
                      AND entries.at > \(now.adding(seconds: -EscrowOpening.lifetime).milliseconds)
                      AND records.file = \(file.bytes) AND records.item = \(Int64(Item.log.rawValue))
                      AND records.version = 1
                    """), connection, by: log, unread: caller.unread)
        }
        let mine = rows.compactMap { row -> EscrowOpening? in
            let record = row.text(EscrowOpening.self, with: open.key(of: row.item), unread: caller.unread)
            guard let record, record.author == member, record.text.session == caller.session.text,
                now.milliseconds < record.text.until,
                record.text.until <= record.at.adding(seconds: EscrowOpening.lifetime).milliseconds
            else { return nil }
            return record.text
        }
        // Each opening is for what it names; the newest one counts, as the page says what is open.
        guard let newest = mine.max(by: { $0.until < $1.until }) else { return nil }
        return EscrowPass(
            items: Set(newest.items.compactMap { name in Self.shownInEscrow.first { "\($0)" == name } }),
            until: Instant(milliseconds: newest.until))
    }

    /// What this session opened in escrow, while it lasts. Each reading is an opening of the file, recorded first.
    package func readInEscrow(_ file: ID, as caller: Caller) async throws(CaseworkError) -> EscrowContents {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        // Still theirs in the ordinary way: not erased, nor they gone.
        let ordinary = try await openFile(file, holding: .log, as: caller)
        guard let pass = try await pass(to: ordinary, as: caller) else { throw .notFound }
        let open = try await openToGive(file, certified: caller.certified, as: caller)
        let rows = try await read { connection in
            try pass.items.map { ($0, try SealedRecord.current($0, of: file, connection)) }
        }
        try await act(.fileOpened, on: file, by: caller.member) { act in
            try open.requireNotKept(from: act.actor, in: act)
        }
        func records<Text: Kept>(_ item: Item, _: Text.Type) -> [Record<Text>] {
            // Nothing of it is remembered with the session.
            rows.first { $0.0 == item }?.1.texts(unread: caller.unread) { open.key(of: $0) }.reversed() ?? []
        }
        return EscrowContents(
            file: file, until: pass.until, items: pass.items.sorted(),
            contact: records(.contact, Contact.self).first?.text, notes: records(.casework, Note.self),
            sessions: records(.counselling, CounsellingNote.self),
            organisation: records(.organisation, Note.self), commercial: records(.commercial, Note.self))
    }

    /// The openings in escrow of every file whose log the caller holds, newest first: all that nobody has reviewed, and
    /// the newest others. That they were shown is recorded first.
    /// - Parameter position: the place of the last reviewed one of the page before; nil for the first page. What nobody
    ///   has reviewed is on the first.
    /// - Returns: the openings, and the place of the last reviewed one if there are more.
    package func escrowOpenings(
        before position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> (lines: [EscrowLine], next: Int64?) {
        guard caller.house != nil else { throw .notFound }
        let principals = caller.keyring.principals
        let (found, next) = try await read { connection in
            // A review is the second version.
            func rows(
                _ versions: SQL, before position: Int64 = .max, most: Int64 = .max
            ) throws -> [(SealedRecord, Int64)] {
                let rows = try connection.rows(
                    """
                    SELECT records.*, entries.position AS opened FROM entries
                    JOIN records AS first ON first.entry = entries.position AND first.version = 1
                    JOIN records ON records.record = first.record
                    WHERE entries.kind = \(Int64(EntryKind.escrowOpened.rawValue))
                      AND records.item = \(Int64(Item.log.rawValue)) AND \(sql: versions)
                      AND entries.position < \(position)
                      AND records.version = (SELECT MAX(version) FROM records AS every
                                             WHERE every.record = records.record)
                      AND \(sql: Grant.isListed("records.file", for: principals, [.log]))
                    ORDER BY entries.position DESC LIMIT \(most)
                    """
                )
                return try rows.flatMap { row in
                    try SealedRows.ofFiles([row], connection, by: self.log, unread: caller.unread).map {
                        ($0, try row.integer("opened"))
                    }
                }
            }
            let waiting = position == nil ? try rows("records.version = 1") : []
            let reviewed = try rows(
                "records.version > 1", before: position ?? .max, most: ListPage<ID>.longest + 1)
            let page = ListPage(reviewed)
            let both = waiting + reviewed.prefix(page.shown.count)
            return (both.sorted { $0.1 > $1.1 }.map(\.0), page.next)
        }
        let opened = try await openFiles(Set(found.map(\.file)), as: caller)
        let lines: [EscrowLine] = found.compactMap { row in
            guard let open = opened[row.file], open.holds(.log),
                let record = row.text(EscrowOpening.self, with: open.key(of: row.item), unread: caller.unread)
            else { return nil }
            let isTheirs = record.text.openedBy == caller.member.text
            return EscrowLine(
                file: row.file, record: record,
                isToReview: record.text.review == nil && !isTheirs && caller.reviews(open))
        }
        if !lines.isEmpty { try await self.record(.escrow, as: caller) }
        return (lines, next)
    }

    /// Says of somebody else's opening whether it was right.
    package func reviewEscrow(
        _ record: ID, of file: ID, accepts: Bool?, words typed: String, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .log, as: caller)
        guard let row = try await read({ try SealedRecord.newest(record, $0, by: self.log) }),
            row.item.item == .log
        else { throw .notFound }
        let opening = try row.open(EscrowOpening.self, with: open.key(of: row.item))
        guard opening.text.openedBy != caller.member.text, caller.reviews(open) else { throw .notFound }
        guard opening.text.review == nil else { throw .alreadySaved }
        var words = Words()
        if accepts == nil { words.refuse("review", .missing) }
        let typed = words.passage("words", typed, longest: 2000, required: true)
        try words.check()
        guard let accepts else { return }
        var text = opening.text
        text.review = .init(by: caller.member.text, accepts: accepts, words: typed)
        let (log, reviewed) = (try open.key(of: .log), text)
        let letter = try letter(
            "The opening in escrow was \(accepts ? "accepted" : "objected to"): \(typed)", to: open,
            by: caller)
        try await act(.escrowReviewed, on: file, by: caller.member, letter: letter) { act in
            try SealedRecord.write(
                reviewed, id: record, after: opening.version, with: log, in: &act)
        }
    }
}

extension OpenFile {
    /// Who reads the file's log today.
    fileprivate var logHolders: Set<ID> {
        let grants = newest[.log]?.grants ?? []
        return Set(
            grants.filter { !$0.principal.isMember || certified.stands($0) }.flatMap {
                certified.people($0.principal)
            })
    }
}

extension Caller {
    /// Whether they look at others' openings: managers and guardians; of a restricted file, those it was given to.
    fileprivate func reviews(_ open: OpenFile) -> Bool {
        !teams.isDisjoint(with: [.management, .guardian]) || open.isRestricted
    }
}
