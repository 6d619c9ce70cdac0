import Database
import Vault

/// What an export has besides files and lists: each part by the operation that a page shows it by, which checks and
/// records it as the page does (clauses S3.4, S3.7).
extension Casework {
    /// Gives out the caller's drafts, the log book day by day, and for those whose it is the callers who wait and who
    /// acknowledged the policy. A day of the log is in memory, and no more.
    func ownParts(as caller: Caller, _ give: (ExportPart) async throws -> Void) async throws {
        try await give(OwnDraft.part(try await ownDrafts(of: caller)))
        if caller.teams.contains(.guardian) {
            let waiting = try await waitingCallers(as: caller)
            try await give(ExportedCaller.part(waiting))
        }
        if !caller.teams.isDisjoint(with: [.management, .guardian]) {
            var table = CSVTable("acknowledgements.csv", columns: ["member", "name", "acknowledged"])
            for each in try await acknowledgements(as: caller) {
                table.add([
                    each.colleague.id.text, each.colleague.profile.name, each.at?.timestamp ?? "",
                ])
            }
            try await give(table.part)
        }
        try await logDays(as: caller, give)
    }

    private func ownDrafts(of caller: Caller) async throws(CaseworkError) -> [OwnDraft] {
        var own: [OwnDraft] = []
        for line in try await drafts(as: caller) {
            let place = caller.draftPlace(line.address, about: line.file)
            guard let draft = try await draft(at: place, as: caller) else { continue }
            own.append(OwnDraft(line, draft))
        }
        return own
    }

    /// The log book as its pages show it, a part for each day that has a line for the caller.
    private func logDays(as caller: Caller, _ give: (ExportPart) async throws -> Void) async throws {
        // An erased entry has no time.
        let first = try await read {
            try $0.first("SELECT MIN(at) AS first FROM entries WHERE at > 0")?.optionalInteger("first")
        }
        let today = now.day
        var day = first.map { Instant(milliseconds: $0).day } ?? today
        while day <= today {
            var lines: [LogLine] = []
            var last: Int64?
            repeat {
                let page = try await logDay(day, filter: LogFilter(), after: last, as: caller)
                lines += page.lines
                last = page.next
            } while last != nil
            if !lines.isEmpty {
                let part = lines.map { ExportedFile.Line($0, file: $0.file) }
                try await give(ExportPart(name: "log/\(day.text).json", bytes: ExportedFile.json(part)))
            }
            day = day.adding(days: 1)
        }
    }
}

/// A form that the reader had not saved yet.
private struct OwnDraft: Encodable {
    struct Field: Encodable {
        let name: String
        let value: String
    }

    let form: String
    let file: String?
    let at: String
    let fields: [Field]

    init(_ line: DraftLine, _ draft: Draft) {
        form = line.address
        file = line.file?.text
        at = draft.at.timestamp
        fields = draft.fields.map { Field(name: $0.name, value: $0.value) }
    }

    static func part(_ drafts: [OwnDraft]) throws -> ExportPart {
        ExportPart(name: "drafts.json", bytes: try ExportedFile.json(drafts))
    }
}

/// A special caller who waits for a guardian (clauses P4.1, P4.3).
private struct ExportedCaller: Encodable {
    let record: String
    let author: String
    let at: String
    let text: SpecialCaller

    static func part(_ callers: [Record<SpecialCaller>]) throws -> ExportPart {
        let callers = callers.map {
            ExportedCaller(record: $0.id.text, author: $0.author.text, at: $0.at.timestamp, text: $0.text)
        }
        return ExportPart(name: "callers.json", bytes: try ExportedFile.json(callers))
    }
}
