import Database
import Vault

/// Somebody stepped back from a file that they still could open: a guardian closes it to them.
package struct OpenConflict: Sendable {
    package let file: ID
    package let member: ID
    package let at: Instant
    /// Whether the file is closed to everybody else already, so that what they hold is taken back from them alone.
    package let isRestricted: Bool
}

extension Casework {
    /// What somebody sees who is to step back from a file: whom it could go to, if they can close it themself.
    package func steppingBack(from file: ID, as caller: Caller) async throws(CaseworkError) -> Restricting {
        let open = try await openFile(file, as: caller)
        guard open.kind == .client, !caller.teams.contains(.guardian) else { throw .notFound }
        return try await choices(of: open, as: caller)
    }

    /// Steps back from a file over a conflict of interest (clause S3.4). Whoever holds enough of it closes it at once to
    /// everybody but those they name, themself included; for the others a guardian does. Why is sealed in the file's
    /// log. A guardian can't step back: their team's keys open every file.
    package func declareConflict(
        _ form: RestrictionForm, id: ID, file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, as: caller)
        guard open.kind == .client, !caller.teams.contains(.guardian) else { throw .notFound }
        let choices = try await choices(of: open, as: caller)
        if choices.keptFrom.contains(caller.member) { throw .alreadySaved }
        let name = try await nameOnRoster(caller.member, as: caller)
        let said = "\(name) has a conflict of interest and steps back."
        guard open.canBeClosed else {
            var words = Words()
            let why = words.passage("why", form.why, longest: 2000, required: true)
            try words.check()
            let letter = try letter("\(said) Why: \(why)", to: open, by: caller)
            try await act(
                .conflictDeclared, on: file, by: caller.member, letter: letter, form: SentForm(id)
            ) { act in
                act.note(keptFrom: file, Restriction.steppedBack(act.actor, from: file))
            }
            return
        }
        var form = form
        form.relatedTo = ""
        form.reviewOn = now.day.adding(days: Restriction.longest).text
        if form.named.contains(caller.member.text) { throw .invalid([Problem("named", .notAChoice)]) }
        let checked = try form.checked(choices, today: now.day)
        let act = try await closing(
            open, to: checked.named, id: id, kind: .conflictDeclared,
            text: Restriction(
                reviewOn: checked.reviewOn.text, why: checked.why,
                keptFrom: choices.keptFrom.union([caller.member]).map(\.text).sorted()),
            words: "\(said) Why: \(checked.why)", as: caller)
        try await self.act(
            act.kind, on: file, by: caller.member, letter: act.letter, form: SentForm(id), act.body)
        indexes.forget(file)
    }

    /// For the guardians: who stepped back from a file and still holds something of it. That it was shown is recorded
    /// first.
    package func openConflicts(as caller: Caller) async throws(CaseworkError) -> [OpenConflict] {
        guard caller.teams.contains(.guardian) else { return [] }
        let kind = Int64(EntryKind.conflictDeclared.rawValue)
        let found = try await read { [log] connection in
            try log.entries(where: "kind = \(kind)", connection).map { _, entry in
                (file: entry.file, member: entry.actor, at: entry.at)
            }
        }
        let opened = try await openFiles(Set(found.map(\.file)), as: caller)
        let conflicts = found.compactMap { file, member, at -> OpenConflict? in
            guard let open = opened[file], !open.itemsOpen(to: member).isEmpty else { return nil }
            return OpenConflict(file: file, member: member, at: at, isRestricted: open.isRestricted)
        }
        if !conflicts.isEmpty { try await record(.restrictions, as: caller) }
        return conflicts
    }
}
