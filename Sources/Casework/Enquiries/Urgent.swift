import Policy
import Vault

extension SpecialCaller.Said {
    /// Whether somebody may come to harm while it waits: the police say that the public is in danger, or a child may be
    /// missing (clauses S1.3(b), P4.3). An age that nobody said may be a child's; of relatives all are urgent, so that
    /// nothing they say makes a difference at the desk.
    package var isUrgent: Bool {
        switch ground {
        case .emergency: true
        case .missingPerson: kind == .family || age != .adult
        default: answers[.publicSafety] == true
        }
    }
}

extension Record<SpecialCaller> {
    /// Who wrote it down: the author of the first version, which later ones carry on.
    var recorder: String { text.by ?? author.text }

    /// When they asked, whatever was done about it since.
    package var asked: Instant { text.asked.map { Instant(milliseconds: $0) } ?? at }

    /// The text for its next version.
    var carriedOn: SpecialCaller {
        var text = text
        (text.by, text.asked) = (recorder, asked.milliseconds)
        return text
    }
}

extension [Record<SpecialCaller>] {
    /// The urgent ones first; of each, the longest wait.
    package var urgentFirst: [Record<SpecialCaller>] {
        sorted {
            ($0.text.said.isUrgent ? 0 : 1, $0.asked, $0.id) < (
                $1.text.said.isUrgent ? 0 : 1, $1.asked, $1.id
            )
        }
    }
}

/// A special caller in a list that names nobody.
package struct CallerLine: Sendable {
    package let id: ID
    package let kind: SpecialCaller.Kind
    /// When they asked; of an answer, when it was given.
    package let at: Instant
    /// Whether it waits for the reader's own ruling.
    package let isToRule: Bool
}

extension Casework {
    /// The urgent callers whom nobody has answered, for guardians and managers. It names nobody, and leaves no entry.
    package func urgentCallers(as caller: Caller) async throws(CaseworkError) -> [CallerLine] {
        guard caller.holds(.callers), !caller.teams.isDisjoint(with: [.guardian, .management]) else {
            return []
        }
        return try await allCallers(as: caller).filter { $0.text.answered == nil && $0.text.said.isUrgent }
            .urgentFirst.map {
                CallerLine(
                    id: $0.id, kind: $0.text.said.kind, at: $0.asked,
                    isToRule: !$0.waiting(
                        for: caller, decided: rulebook.decide($0.text.said.facts), now: now
                    ).isEmpty)
            }
    }

    /// The answers of guardians that the desk is to pass on and has not, for those at the desk and for whoever wrote the
    /// caller down (clauses P4.1, P4.3). It names nobody, and leaves no entry.
    package func answersToPassOn(as caller: Caller) async throws(CaseworkError) -> [CallerLine] {
        guard caller.holds(.callers) else { return [] }
        return try await allCallers(as: caller).filter { $0.isToPassOn(by: caller) }.map {
            CallerLine(id: $0.id, kind: $0.text.said.kind, at: $0.at, isToRule: false)
        }
    }

    /// Ticks a guardian's words as passed on to the caller.
    /// - Parameter version: the one that was read.
    /// - Throws: `alreadySaved` if somebody has passed them on.
    package func passOnAnswer(
        _ id: ID, version: UInt32, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.callers)
        let record = try await specialCaller(id, as: caller).record
        if record.text.passedOn != nil { throw .alreadySaved }
        guard record.isToPassOn(by: caller) else { throw .notFound }
        guard record.version == version else { throw .stale }
        try await act(.callerAnswerPassedOn, on: .house, by: caller.member) { act in
            guard let row = try SealedRecord.newest(id, act.connection, by: act.log), row.version == version
            else {
                throw CaseworkError.alreadySaved
            }
            var text = try row.open(SpecialCaller.self, with: key).carriedOn
            text.passedOn = .init(by: act.actor.text, at: act.at.milliseconds)
            try SealedRecord.write(text, id: id, after: version, with: key, in: &act)
        }
    }

    /// Every special caller that was ever written down.
    func allCallers(as caller: Caller) async throws(CaseworkError) -> [Record<SpecialCaller>] {
        let key = try caller.houseKey(.callers)
        let rows = try await read { try SealedRecord.current(.callers, of: .house, $0, by: self.log) }
        return rows.texts(unread: caller.unread, in: caller.memory) { _ in key }
    }
}

extension Record<SpecialCaller> {
    /// Whether there are words of a guardian that this colleague is to pass on.
    package func isToPassOn(by caller: Caller) -> Bool {
        guard let answered = text.answered, !answered.wordsForDesk.isEmpty, text.passedOn == nil else {
            return false
        }
        return caller.teams.contains(.frontDesk) || recorder == caller.member.text
    }
}
