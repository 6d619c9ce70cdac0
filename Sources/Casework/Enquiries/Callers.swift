import Database
import Policy
import Vault

/// What a guardian found when they looked somebody up.
package struct LookedUp: Sendable {
    package let finding: Finding
    /// When each of them last came or called.
    package let lastContacts: [Instant?]
}

extension Casework {
    /// Keeps what a special caller asked, with what the procedure says of it, for a guardian to answer. Looks nothing
    /// up: the rules are asked about what was told, and nothing on record is an input (clauses P1, P4.1, P4.3).
    /// - Parameter id: drawn for the form, so that sending it twice keeps one.
    package func recordCaller(_ form: CallerForm, id: ID, as caller: Caller) async throws(CaseworkError) {
        let key = try caller.houseKey(.callers)
        let special = try form.checked(by: rulebook)
        try await act(
            .callerRecorded, on: .house, by: caller.member, under: special.said.clause, form: SentForm(id)
        ) { act in
            try SealedRecord.write(special, id: id, with: key, in: &act)
        }
    }

    /// What the desk wrote down, and what the procedure says of it; nothing of the answer. Where there is something to pass
    /// on, the page names the caller: that it was shown is recorded first.
    package func specialCaller(
        _ id: ID, as caller: Caller
    ) async throws(CaseworkError) -> (record: Record<SpecialCaller>, decision: Decision) {
        let key = try caller.houseKey(.callers)
        let row = try await read { try SealedRecord.newest(id, $0, by: self.log) }
        guard let row, row.item.item == .callers else { throw .notFound }
        let record = try row.open(SpecialCaller.self, with: key)
        if record.isToPassOn(by: caller) { try await self.record(.callers, as: caller) }
        return (record, rulebook.decide(record.text.said.facts))
    }

    /// The guardians' queue: who waits to be answered, the urgent ones first, then the longest wait (clauses
    /// P4.1, P4.3).
    package func waitingCallers(as caller: Caller) async throws(CaseworkError) -> [Record<SpecialCaller>] {
        let waiting = try await callers(as: caller)
        try await record(.callers, as: caller)
        return waiting
    }

    /// How many they are: it names nobody, and leaves no entry.
    package func waitingCallerCount(as caller: Caller) async throws(CaseworkError) -> Int {
        try await callers(as: caller).count
    }

    private func callers(as caller: Caller) async throws(CaseworkError) -> [Record<SpecialCaller>] {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        return try await allCallers(as: caller).filter { $0.text.answered == nil }.urgentFirst
    }

    /// The look-up that a released M1 or M4 allows, over the register and the restricted files that this guardian
    /// holds. Recorded before anything is shown; the guardian says which of them it is, if any.
    package func lookUp(
        for id: ID, as caller: Caller
    ) async throws(CaseworkError) -> LookedUp {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        let seen = try await answering(caller: id, as: caller)
        let (record, decision) = (seen.record, seen.decision)
        guard record.text.answered == nil else { throw .stale }
        guard !decision.released.isEmpty else { throw .notFound }
        let found = try await find(record.text.said.name, as: caller)
        let contacts = try await read { connection in
            try found.map { try Entry.lastContact(with: $0.file, connection) }
        }
        return LookedUp(finding: found, lastContacts: contacts)
    }

    /// Records a guardian's answer and gives the words of it: exactly what was released, worked out from the file
    /// that the guardian found, or from there being none. What is withheld or referred is answered with the statement.
    ///
    /// - Parameters:
    ///   - version: the one that was read; stale if another guardian has answered since.
    ///   - file: the file that the guardian says it is; nil if there is none.
    ///   - wordsForDesk: what the desk is to say, if anything; it never sees more than this.
    package func answerCaller(
        _ id: ID, version: UInt32, file: ID?, wordsForDesk: String, as caller: Caller
    ) async throws(CaseworkError) -> String {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        let key = try caller.houseKey(.callers)
        var checking = Words()
        let wordsForDesk = checking.passage("wordsForDesk", wordsForDesk, longest: 1000)
        try checking.check()
        let seen = try await answering(caller: id, as: caller)
        let (record, decision) = (seen.record, seen.decision)
        guard record.version == version, record.text.answered == nil else { throw .stale }
        guard file == nil || !decision.released.isEmpty, let house = caller.house else { throw .notFound }
        var open = house
        if let file { open = try await openFile(file, holding: .identity, as: caller) }
        let recently = now.adding(seconds: -Int64(CallerAnswer.recentDays) * 86_400)
        let last = try await read { connection in
            try file.flatMap { try Entry.lastContact(with: $0, connection) }
        }
        let words: String
        if let permit = decision.permit(file: open.file.bytes) {
            words =
                CallerAnswer(
                    allows: { permit.allows($0, of: open.file.bytes) }, isKnown: file != nil,
                    isRecent: last.map { $0 >= recently } ?? false
                ).words
        } else {
            words = Decision.statement
        }
        let letter = try letter(
            "Answered \(record.text.said.who), \(record.text.said.organisation) (\(record.text.said.recipient.rawValue)): \(words)",
            to: open, by: caller)
        let (clause, subject) = (record.text.said.clause, open.file)
        try await act(.callerAnswered, on: subject, by: caller.member, under: clause, letter: letter) {
            act in
            guard let row = try SealedRecord.newest(id, act.connection, by: act.log), row.version == version
            else {
                throw CaseworkError.stale
            }
            var text = try row.open(SpecialCaller.self, with: key).carriedOn
            text.answered = .init(by: act.actor.text, at: act.at.milliseconds, wordsForDesk: wordsForDesk)
            try SealedRecord.write(text, id: id, after: version, about: subject, with: key, in: &act)
        }
        return words
    }
}

extension Entry {
    /// When the person of a file last came or called.
    static func lastContact(with file: ID, _ connection: any Connection) throws -> Instant? {
        let kinds: [EntryKind] = [.fileMade, .contactMade]
        return try connection.first(
            """
            SELECT at FROM entries
            WHERE file = \(file.bytes) AND kind IN \(list: kinds.map { Int64($0.rawValue) })
            ORDER BY position DESC LIMIT 1
            """
        ).map { Instant(milliseconds: try $0.integer("at")) }
    }
}
