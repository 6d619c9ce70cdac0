import Casework
import HTTPTypes
import Policy
import Vault

/// The guardians' queue of special callers (clauses P4.1, P4.3).
enum CallersPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let callers = try await visit.casework.waitingCallers(as: visit.caller)
        return visit.page("Callers to answer", marking: .confidential) {
            PageHeading(
                "Callers to answer",
                below:
                    "Officials and relatives who asked at the desk. Whoever can’t wait comes first, then the longest wait."
            )
            if callers.isEmpty {
                EmptyState("Nobody waits to be answered", "Whoever asks at the desk comes up here at once.")
            } else {
                LinkList(
                    callers.map { record in
                        let said = record.text.said
                        return LinkList.Entry(
                            "\(said.isUrgent ? Tag("Urgent", .alarm) : nil) \(said.recipient.asked): \(PersonName(said.who))"
                                as HTML,
                            href: Route.caller.path(record.id),
                            note: "\(said.ground.asked) · \(record.asked.moment)\(Self.state(record.text))"
                                as HTML)
                    })
            }
        }
    }

    /// Where a referral stands.
    private static func state(_ caller: SpecialCaller) -> HTML {
        if let ruling = caller.ruling {
            return ruling.items.isEmpty ? " · \(Tag("Refused", .alarm))" : " · \(Tag("Approved", .good))"
        }
        return caller.decided.referred.isEmpty ? .empty : " · \(Tag("Waits for a decision", .watch))"
    }

    /// The line on Today, for whoever may answer.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        guard visit.caller.teams.contains(.guardian), visit.caller.holds(.callers) else { return [] }
        let count = try await visit.casework.waitingCallerCount(as: visit.caller)
        guard count > 0 else { return [] }
        return [
            LinkList.Entry(
                "\(count) \(count == 1 ? "caller waits" : "callers wait") for your answer" as HTML,
                href: Route.callers.path(), note: "Asked at the desk. Only a guardian answers." as HTML)
        ]
    }
}

/// One special caller before a guardian: what was told, what the procedure says, the look-up if it allows one, and the
/// words to say.
struct CallerPage {
    var found: LookedUp?
    var form = FormBody.empty
    var errors = FieldErrors.none
    /// Somebody ruled on it while this was open.
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await CallerPage().answer(visit) }

    static func lookUp(_ visit: Visit) async throws -> Answer {
        do {
            let found = try await visit.casework.lookUp(for: visit.id("caller"), as: visit.caller)
            return try await CallerPage(found: found).answer(visit)
        } catch {
            guard error as? CaseworkError == .stale else { throw error }
            return answered(visit)
        }
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("caller")
        let seen = try await visit.casework.callerToAnswer(id, as: visit.caller)
        let (record, decision) = (seen.record, seen.decision)
        let mayLookUp = !decision.released.isEmpty
        let people = try await StaffNames(visit)
        let mayRule = try await !CallerRulingPage.waiting(id, visit).isEmpty
        return visit.page(
            "A caller to answer", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Callers to answer", href: Route.callers.path())
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Something changed since you looked: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading("\(PersonName(record.text.said.who)) waits for an answer" as HTML)
            CallerFacts(record: record).html
            CallerFacts.decision(decision, visit.casework.rulebook)
            if let ruling = record.text.ruling {
                CallerFacts.ruling(ruling, because: seen.reason ?? "", by: people)
            }
            if mayRule {
                LinkButton("Read it and decide", href: Route.callerRuling.path(id), style: .primary)
            }
            if record.text.answered == nil, !seen.toFind.isEmpty {
                CallerFound(
                    caller: id, version: record.version, toFind: seen.toFind, token: visit.token.text)
            }
            if record.text.answered != nil {
                Notice(.info, "This was answered", "What was said stands in the log book.")
            } else if mayLookUp, found == nil {
                Form(to: Route.callerLookUp.path(id), token: visit.token.text) {
                    Paragraph("The look-up is recorded. Ring them back through the switchboard first.")
                    SubmitButton("Look for this person now")
                }
            } else {
                answering(id, record, mayLookUp, visit)
            }
        }
    }

    private func answering(
        _ id: ID, _ record: Record<SpecialCaller>, _ mayLookUp: Bool, _ visit: Visit
    ) -> Section {
        Section(mayLookUp ? "Which of these is the person?" : "Answer them", isSheet: true) {
            if let found { SearchGaps(found.finding) }
            Form(to: Route.callerAnswer.path(id), token: visit.token.text) {
                HiddenField("version", value: "\(record.version)")
                if mayLookUp {
                    RadioGroup(
                        "file", legend: "The person they ask about is",
                        choices: choices + [Choice("nobody", "None of these, or nobody was found")],
                        chosen: form["file"], error: errors["file"], isRequired: true)
                } else {
                    Paragraph("Nothing may be looked up. Say this to them, and nothing more:")
                    ReadAloud(EnquiryPage.statement)
                }
                TextArea(
                    "wordsForDesk", label: "Words for the desk to pass on, if any",
                    hint:
                        "They come up on Today of the desk until they are passed on. The desk sees only what you write here. Usually you ring back yourself.",
                    value: form["wordsForDesk"], error: errors["wordsForDesk"], maximum: 1000)
                SubmitButton(mayLookUp ? "Record it and show the words to say" : "I have answered them")
            }
        }
    }

    /// Everybody who was found: none is left out of what a guardian answers by.
    private var choices: [Choice] {
        guard let found else { return [] }
        return zip(found.finding, found.lastContacts).map {
            Choice($0.file.text, $0.row.name, hint: Self.hint($0, $1))
        }
    }

    private static func hint(_ found: FoundFile, _ last: Instant?) -> String {
        let born = Day(found.row.born).map { "Born \($0.words)" } ?? "Date of birth not known"
        return "\(born). Last contact: \(last.map { $0.day.words } ?? "none"). File \(found.file.reference)."
    }

    static func answer(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("caller")
        guard let version = UInt32(visit.form["version"]) else { throw CaseworkError.notFound }
        let before = try await visit.casework.callerToAnswer(id, as: visit.caller)
        let (decision, said) = (before.decision, before.record.text.said)
        var page = CallerPage(form: visit.form)
        let file = ID(text: visit.form["file"])
        if !decision.released.isEmpty, file == nil, visit.form["file"] != "nobody" {
            return try await lookUpAgain(id, &page, "Choose who it is, or that it is none of these.", visit)
        }
        do {
            let words = try await visit.casework.answerCaller(
                id, version: version, file: file, wordsForDesk: visit.form["wordsForDesk"], as: visit.caller)
            return toSay(words, under: said.clause, visit)
        } catch {
            switch error {
            case .stale:
                let now = try await visit.casework.callerToAnswer(id, as: visit.caller).record.text
                return now.answered == nil
                    ? try await CallerPage(isStale: true).answer(visit) : answered(visit)
            case .invalid(let problems):
                page.errors = FieldErrors(problems)
                return try await lookUpAgain(id, &page, nil, visit)
            default: throw error
            }
        }
    }

    /// The page again with what was typed, the list too where there is one.
    private static func lookUpAgain(
        _ id: ID, _ page: inout CallerPage, _ problem: String?, _ visit: Visit
    ) async throws -> Answer {
        if let problem { page.errors.add(problem, to: "file") }
        do { page.found = try await visit.casework.lookUp(for: id, as: visit.caller) } catch {
            if error == .stale { return answered(visit) }
            guard error == .notFound else { throw error }
        }
        return try await page.answer(visit)
    }

    private static func toSay(_ words: String, under clause: String, _ visit: Visit) -> Answer {
        visit.page("What to say", marking: .confidential) {
            Notice(.success, "It is recorded", "In the log book, and in the file if there is one.")
            PageHeading("Say this to them, and nothing more")
            ReadAloud(words)
            ClauseNote(clause)
            LinkButton("Callers to answer", href: Route.callers.path(), style: .primary)
        }
    }

    private static func answered(_ visit: Visit) -> Answer {
        visit.page("Answered already", status: .conflict) {
            PageHeading("Somebody has answered this caller already")
            Paragraph("Nothing was done twice. What was said stands in the log book.")
            LinkButton("Callers to answer", href: Route.callers.path(), style: .primary)
        }
    }
}
