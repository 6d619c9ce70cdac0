import Casework

/// The log's signed head, for those who keep it outside the charity's computer: to see, save and print, and to lay an old
/// one beside today's log (clause P4.5). Nothing on it is about anybody.
struct CheckpointPage {
    var kept = ""
    var finding: CheckpointFinding?
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await CheckpointPage().answer(visit) }

    /// The newest checkpoint as a file; the log says who took it.
    static func take(_ visit: Visit) async throws -> Answer {
        let taken = try await visit.casework.takeCheckpoint(as: visit.caller)
        return .save(taken.note, as: "checkpoint-\(visit.casework.now.day.text).txt")
    }

    static func check(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holdsCheckpoints else { throw CaseworkError.notFound }
        let kept = visit.form["checkpoint"]
        guard kept.contains(where: { !$0.isWhitespace }) else {
            return try await CheckpointPage(
                errors: ["checkpoint": "Paste the checkpoint that you kept, all of it."]
            ).answer(visit)
        }
        let finding = try await visit.casework.check(kept, as: visit.caller)
        guard finding.isGood || finding.isAlarm else {
            return try await CheckpointPage(
                kept: kept, errors: ["checkpoint": "\(finding.heading). \(finding.advice)"]
            ).answer(visit)
        }
        return try await CheckpointPage(kept: kept, finding: finding).answer(visit)
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let newest = try await visit.casework.checkpoint(as: visit.caller)
        let now = visit.casework.now
        return visit.page("Checkpoint", hasErrors: !errors.isEmpty) {
            BackLink("Back to the log book", href: Route.logBook.path())
            ErrorSummary(errors)
            if let finding { Notice(finding.tone, finding.heading, finding.advice) }
            PageHeading(
                "The log’s checkpoint", above: "\(now.day.weekday) \(now.day.words), \(now.time)",
                below: "Three lines that stand for the whole log book, signed.")
            Section("What it is for", isSheet: true) {
                Paragraph(
                    "The log book says what was done here, by whom, and when. Its checkpoint is worked out from every entry since the first. If one entry is changed, put in or taken out later, no checkpoint from before agrees with the log any more."
                )
                Paragraph(
                    "That helps only if old checkpoints are where nobody here can change them. So please keep one now and then: save or print this page’s checkpoint, and put it away at home. It names no client, and opens nothing."
                )
            }
            Section("The newest checkpoint", isSheet: true) {
                SummaryList([
                    .init("Entries that it signs", "\(newest.entries)"),
                    .init("The log’s public key", Spelled(newest.key)),
                ])
                Preformatted(newest.note)
                Form(to: Route.checkpointTaken.path(), token: visit.token.text) {
                    ButtonRow {
                        SubmitButton("Save it as a file", style: .secondary)
                        PrintButton()
                    }
                }
                Paragraph(
                    "Keep the key with your first checkpoint: with the two, other people’s programs can check the log too. Saving one is written in the log book.",
                    isQuiet: true)
            }
            Section("Compare one that you kept", id: "compare", isSheet: true) {
                Form(to: Route.checkpoint.path(), token: visit.token.text) {
                    TextArea(
                        "checkpoint", label: "A checkpoint from before",
                        hint: "Open the file, and paste all of it, the lines that begin with a dash too.",
                        value: kept, error: errors["checkpoint"], rows: 7, isRequired: true)
                    SubmitButton("Compare it with today’s log", busy: "Comparing…")
                }
            }
            ClauseNote("P4.5")
        }
    }
}

extension CheckpointFinding {
    fileprivate var tone: Notice.Kind { isGood ? .success : .warning }

    /// What was found, in a sentence.
    fileprivate var heading: String {
        switch self {
        case .extends: "The log agrees with your checkpoint"
        case .rewritten: "The log does NOT agree with your checkpoint"
        case .cut: "Entries are missing from the log"
        case .malformed: "This is not a whole checkpoint"
        case .otherLog: "This checkpoint is of another log"
        case .unsigned: "This checkpoint does not bear this log’s signature"
        case .forged: "The signature on this checkpoint is false"
        case .broken: "The log book does not hold"
        }
    }

    /// What it means, and what to do.
    fileprivate var advice: String {
        switch self {
        case .extends(let entries, let added, let others):
            Self.agreed(entries, added) + (others == 0 ? "" : " \(Self.besides(others))")
        case .rewritten(let entries):
            "This log’s own key signed your checkpoint, and the first \(entries) entries are not those any more: somebody rewrote the past. \(Self.alarm)"
        case .cut(let entries, let left):
            "Your checkpoint signs \(entries) entries, and the log has \(left) now. Somebody took some away, or put back an old copy of the database. \(Self.alarm)"
        case .malformed:
            "A line may be missing. Paste all of it again: the name, the number, the line of letters, an empty line, and every line that begins with a dash."
        case .otherLog:
            "Its first line names another log than ours, so it says nothing about ours. Look for a checkpoint that begins like the one above."
        case .unsigned:
            "It names our log, and nobody signed it with our log’s key. Nothing follows from it. Ask where it came from."
        case .forged:
            "It names our log and our key, and its words are not what the key signed: a line was changed after, by mistake or on purpose. Compare it with the paper or the file that you kept first."
        case .broken:
            "What stands in the database is not what the newest checkpoint signs, so yours could not be compared. \(Self.alarm)"
        }
    }

    private static func agreed(_ entries: UInt64, _ added: UInt64) -> String {
        let more =
            switch added {
            case 0: "Nothing has been added since."
            case 1: "One entry has been added since."
            default: "\(added) have been added since."
            }
        return
            "The \(entries) entries that it signs are all in today’s log, in their order, and none was changed. \(more)"
    }

    private static func besides(_ others: Int) -> String {
        others == 1
            ? "It bears one more signature, by a key that is not this log’s; that was left aside."
            : "It bears \(others) more signatures, by keys that are not this log’s; those were left aside."
    }

    private static let alarm =
        "Touch nothing, keep your copy safe, and tell the chair of trustees and the data guardian now."
}
