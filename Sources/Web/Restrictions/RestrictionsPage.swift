import Casework
import HTTPTypes
import Vault

/// The guardians' list: which files are restricted, and which are to be looked at again (clause S3.7).
enum RestrictionsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let lines = try await visit.casework.restrictions(as: visit.caller)
        let people = try await StaffNames(visit)
        let today = visit.casework.now.day
        return visit.page("Restricted files", width: .wide, marking: .confidential) {
            PageHeading(
                "Restricted files",
                below:
                    "Every \(Restriction.longest) days somebody asks again whether each is needed. The next one is first."
            )
            if lines.isEmpty {
                EmptyState("No file is restricted", "Restrict one from its page, under who works with it.")
            } else {
                DataTable(
                    "The next review first", isCaptionSeen: false,
                    columns: [.init("Who"), .init("Works with it"), .init("Review"), .init("Next")],
                    rows: lines.map { row($0, today, people) })
            }
            ClauseNote("S3.7")
        }
    }

    private static func row(_ line: RestrictionLine, _ today: Day, _ people: StaffNames) -> [HTML] {
        let state = line.reviewOn < today ? Tag("Overdue", .alarm).html : .empty
        return [
            "\(Link(line.heading, href: Route.file.path(line.file)))",
            "\(line.named.map { people[$0] }.joined(separator: ", "))",
            "\(line.reviewOn.words) \(state)",
            Link("Review", href: Route.restriction.path(line.file), about: "file \(line.file.reference)")
                .html,
        ]
    }

    /// For a guardian, under Today: what is due, and who stepped back from a file that is still open to them.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        guard visit.caller.teams.contains(.guardian) else { return [] }
        var entries: [LinkList.Entry] = []
        let today = visit.casework.now.day
        let lines = try await visit.casework.restrictions(as: visit.caller)
        let due = lines.filter { $0.reviewOn <= today }.count
        if !lines.isEmpty {
            entries.append(
                .init(
                    due > 0 ? "Restrictions to review: \(due)" : "Restricted files",
                    href: Route.restrictions.path(),
                    note: due > 0
                        ? "Is each still needed?"
                        : "None is due for review. The next is on \(lines[0].reviewOn.words)."))
        }
        if visit.caller.certified.members(of: .guardian).count == 1, lines.contains(where: \.named.isEmpty) {
            entries.append(
                .init(
                    "Admit a second data guardian" as HTML, href: Route.staff.path() + "#invite",
                    note:
                        "Nobody works with a restricted file, so nobody else would see or review what you open of it in escrow."
                        as HTML))
        }
        let people = try await StaffNames(visit)
        for conflict in try await visit.casework.openConflicts(as: visit.caller) {
            entries.append(
                .init(
                    "\(PersonName(people[conflict.member])) stepped back from file \(conflict.file.reference)"
                        as HTML,
                    href: (conflict.isRestricted ? Route.filePeople : .restrict).path(conflict.file),
                    note: (conflict.isRestricted
                        ? "A conflict of interest. Take back what they hold of it."
                        : "A conflict of interest. Close it to them: name who works with it.") as HTML))
        }
        return entries
    }
}

/// Keeps one restriction, or lifts it.
struct RestrictionPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await RestrictionPage().answer(visit) }

    static func review(_ visit: Visit) async throws -> Answer {
        var review = RestrictionReview()
        (review.decision, review.why) = (visit.form["decision"], visit.form["why"])
        (review.reviewOn, review.version) = (visit.form["reviewOn"], UInt32(visit.form["version"]) ?? 0)
        do {
            try await visit.casework.review(
                review, id: visit.newID(), restrictionOf: visit.id(), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = [
                    "decision": "Say whether it is kept.", "why": "Say why.",
                    "reviewOn": "Say when to look again.",
                ]
                return try await RestrictionPage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(visit)
            case .stale: return try await RestrictionPage(form: visit.form, isStale: true).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.restrictions.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let line = try await visit.casework.restriction(of: visit.id(), as: visit.caller)
        let people = try await StaffNames(visit)
        let kept = line.keptFrom.sorted().map { people[$0] }
        return visit.page(
            "Review a restriction", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to restricted files", href: Route.restrictions.path())
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Somebody reviewed this meanwhile: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading(
                line.heading, above: "File \(line.file.reference), restricted",
                below: "Is it still needed that nobody else knows of this file?")
            SummaryList([
                .init("Why", line.record?.text.why ?? "It was restricted when it was made."),
                .init("Works with it", line.named.map { people[$0] }.joined(separator: ", ")),
                .init("Kept from", kept.isEmpty ? "Nobody in particular" : kept.joined(separator: ", ")),
                .init("To be reviewed by", line.reviewOn.words),
            ])
            if !line.canBeLifted {
                Notice(
                    .info, "It can’t be lifted",
                    "The teams would hold it again, and those it is kept from with them.")
            }
            Form(to: Route.restriction.path(line.file), token: visit.token.text) {
                HiddenField("version", value: "\(line.record?.version ?? 0)")
                RadioGroup(
                    "decision", legend: "What you decide",
                    choices: [Choice("keep", "Keep it restricted")]
                        + (line.canBeLifted
                            ? [Choice("lift", "Lift it", hint: "The teams hold it again, as any other file.")]
                            : []),
                    chosen: form["decision"], error: errors["decision"], isRequired: true)
                TextArea(
                    "why", label: "Why", hint: "Sealed in the log of the file.", value: form["why"],
                    error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                DateField(
                    "reviewOn", label: "If it is kept: when to look again",
                    hint: "Within \(Restriction.longest) days.",
                    value: form["reviewOn"].isEmpty && errors.isEmpty
                        ? visit.casework.now.day.adding(days: Restriction.longest).text
                        : form["reviewOn"],
                    error: errors["reviewOn"],
                    .coming(example: visit.casework.now.day.adding(days: Restriction.longest)))
                SubmitButton("Save the review", busy: "Sealing keys…")
            }
            ClauseNote("S3.7")
        }
    }
}

extension RestrictionLine {
    /// Whom it is about; by its reference where that could not be read.
    fileprivate var heading: HTML { name.map { "\(PersonName($0))" } ?? "File \(file.reference)" }
}
