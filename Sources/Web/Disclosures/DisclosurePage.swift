import Casework
import HTTPTypes
import Policy
import Vault

/// One disclosure: what was asked and decided, what somebody ruled on it, what left, and what may be done next.
struct DisclosurePage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false
    var draft: Draft?

    /// With the reasons that the reader was writing, if they are to rule on it.
    static func show(_ visit: Visit) async throws -> Answer {
        let draft = try await visit.draft(.rule, about: visit.id(), visit.id("record"))
        return try await DisclosurePage(form: draft.map { FormBody($0) } ?? .empty, draft: draft).answer(
            visit)
    }

    /// Approves what is ticked, or refuses, with a reason (clause P4.4).
    static func rule(_ visit: Visit) async throws -> Answer {
        let (file, record) = (try visit.id(), try visit.id("record"))
        let isApproval = visit.form["ruling"] == "approve"
        let items = isApproval ? visit.form.values(of: "item") : []
        if isApproval, items.isEmpty {
            let errors: FieldErrors = ["items": "Tick what may go, or refuse."]
            return try await DisclosurePage(form: visit.form, errors: errors).answer(visit)
        }
        do {
            try await visit.casework.rule(
                on: record, version: UInt32(visit.form["version"]) ?? 0, of: file, items: items,
                reason: visit.form["reason"], finishing: visit.finishing(.rule, about: file, record),
                as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["reason": "Say why, for whoever asked."])
                return try await DisclosurePage(form: visit.form, errors: errors).answer(visit)
            case .stale, .alreadySaved:
                return try await DisclosurePage(form: visit.form, isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.decisions.path())
    }

    /// Releases what was approved, if the procedure still says what was seen.
    static func release(_ visit: Visit) async throws -> Answer {
        let (file, record) = (try visit.id(), try visit.id("record"))
        do {
            try await visit.casework.releaseApproved(
                record, version: UInt32(visit.form["version"]) ?? 0, of: file, seen: visit.form["seen"],
                as: visit.caller)
        } catch {
            switch error {
            case .stale, .alreadySaved: return try await DisclosurePage(isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.disclosure.path(file, record))
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let seen = try await visit.casework.disclosure(visit.id("record"), of: file, as: visit.caller)
        let disclosure = seen.record.text
        let people = try await StaffNames(visit)
        return visit.page(
            "Disclosure", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to what was shared", href: Route.disclosures.path(file))
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Something changed since you looked: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading(
                "<bdi>\(disclosure.asked.party)</bdi>" as HTML,
                above: "Disclosure \(seen.record.id.reference)")
            disclosure.stage.tag
            disclosure.releases.indices.map { released($0, disclosure.releases[$0], seen, people) }
            disclosure.rulings.map { ruled($0, people) }
            if !seen.lacking.isEmpty { completing(seen, visit) }
            if !seen.ready.isEmpty {
                release(seen, visit)
            } else if !seen.lacking.isEmpty {
                HTML.empty
            } else if disclosure.asked.by == visit.caller.member.text, !disclosure.approved.isEmpty {
                askAgain(disclosure, visit, file)
            } else if let asker = ID(text: disclosure.asked.by), !disclosure.approved.isEmpty,
                visit.caller.certified.identity(of: asker) == nil
            {
                askerGone(disclosure, visit, file, isWhole: seen.isWhole)
            }
            if disclosure.stage == .withheld, disclosure.decided.obligations.contains("readStatement") {
                ReadAloud(EnquiryPage.statement, label: "To the asker, say only this")
            }
            if disclosure.stage == .referred, seen.toRule.isEmpty { waiting(disclosure) }
            if !seen.toRule.isEmpty { ruling(seen, visit) }
            AgreedElsewhereView(asked: disclosure.asked, agreed: seen.agreedElsewhere)
            Section("What was asked", isSheet: true) {
                Paragraph(
                    "By \(PersonName(people[ID(text: disclosure.asked.by) ?? .house]))" as HTML, isQuiet: true
                )
                AskedView(
                    asked: disclosure.answered, purpose: seen.purpose, isWhole: seen.isWhole,
                    unknown: seen.outlook.questions + seen.lacking.flatMap(\.questions))
            }
            Section("What the procedure said then", isSheet: true) {
                DecidedView(
                    decided: disclosure.decided, isOral: disclosure.asked.isOral,
                    agreedElsewhere: seen.agreedElsewhere)
            }
        }
    }

    private func released(
        _ number: Int, _ release: Disclosure.Release, _ seen: OpenDisclosure, _ people: StaffNames
    ) -> Section {
        Section("Shared", isSheet: true) {
            SummaryList([
                .init("What", ShareWords.items(release.parts.map(\.item))),
                .init("When", Instant(milliseconds: release.at).moment),
                .init("By", PersonName(people[ID(text: release.by) ?? .house])),
            ])
            if seen.isWhole {
                LinkButton(
                    seen.record.text.asked.isOral ? "The words to say" : "The letter",
                    href: Route.letter.path(seen.file, seen.record.id) + "?number=\(number + 1)")
            }
        }
    }

    private func ruled(_ ruling: Disclosure.Ruling, _ people: StaffNames) -> Section {
        Section("Decided by \(ShareWords.referee(ruling.approval))", isSheet: true) {
            SummaryList(
                (ruling.items.isEmpty
                    ? []
                    : [
                        .init("May go", ShareWords.items(ruling.items)),
                        .init("Until", ruling.expires.moment),
                    ])
                    + (ruling.refused.isEmpty
                        ? [] : [.init("Refused", ShareWords.items(ruling.refused))])
                    + [
                        .init("Why", Written(ruling.reason)),
                        .init("By", PersonName(people[ID(text: ruling.by) ?? .house])),
                        .init("When", Instant(milliseconds: ruling.at).moment),
                    ])
            ClauseNote("P4.4")
        }
    }

    private func release(_ seen: OpenDisclosure, _ visit: Visit) -> Section {
        Section("Approved: you may release it", isSheet: true) {
            seen.ready.map { ready in
                HTML {
                    Paragraph("This may go: \(ShareWords.items(ready.items)).")
                    DecidedView(
                        decided: ready.decided, isOral: seen.record.text.asked.isOral, isDone: false)
                }
            }
            Form(to: Route.releaseApproved.path(seen.file, seen.record.id), token: visit.token.text) {
                HiddenField("version", value: "\(seen.record.version)")
                HiddenField("seen", value: seen.ready.mark)
                SubmitButton("Release what was approved, and record it")
            }
        }
    }

    /// What was approved lacks an answer: just that is asked, and then it can be released.
    private func completing(_ seen: OpenDisclosure, _ visit: Visit) -> Section {
        let items = seen.lacking.map(\.item)
        let questions = Asked.Question.allCases.filter { question in
            seen.lacking.contains { $0.questions.contains(question) }
        }
        return Section("Approved: one thing is to be answered first", isSheet: true) {
            Paragraph("\(ShareWords.items(items)) was approved, and can go once this is known.")
            Form(to: Route.completeReferral.path(seen.file, seen.record.id), token: visit.token.text) {
                HiddenField("version", value: "\(seen.record.version)")
                questions.map { question in
                    let name = "answer.\(question.rawValue)"
                    return RadioGroup(
                        name, legend: ShareWords.of(question),
                        choices: [Choice("yes", "Yes"), Choice("no", "No")], chosen: form[name],
                        error: errors[name], isRequired: true)
                }
                SubmitButton("Keep the answer and go on")
            }
        }
    }

    /// Answers what an approval lacked.
    static func complete(_ visit: Visit) async throws -> Answer {
        let (file, record) = (try visit.id(), try visit.id("record"))
        let answers = Asked.Question.allCases.map { ($0.rawValue, visit.form["answer.\($0.rawValue)"]) }
        do {
            try await visit.casework.complete(
                record, version: UInt32(visit.form["version"]) ?? 0, of: file,
                answers: Dictionary(uniqueKeysWithValues: answers), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = Asked.Question.allCases.map {
                    ("answer.\($0.rawValue)", "\(ShareWords.of($0)) Choose yes or no.")
                }
                let errors = FieldErrors(problems, saying: Dictionary(uniqueKeysWithValues: words))
                return try await DisclosurePage(form: visit.form, errors: errors).answer(visit)
            case .stale, .alreadySaved: return try await DisclosurePage(isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.disclosure.path(file, record))
    }

    /// The approval ran out, or something else has changed: nothing goes on the strength of it.
    private func askAgain(_ disclosure: Disclosure, _ visit: Visit, _ file: ID) -> Section {
        Section("The approval can’t be used any more", isSheet: true) {
            Paragraph(
                "An approval is good for seven days, and only while the facts that it rests on stand. Ask again with the same words."
            )
            Form(to: Route.share.path(file), token: visit.token.text) {
                FormBody(disclosure.asked).carried()
                SubmitButton("Ask again", busy: "One moment…", name: "step", value: "decision")
            }
        }
    }

    /// An approval is the asker's, who must not be the one that approves (clause P4.4): whoever takes the work over asks
    /// in their own name.
    private func askerGone(
        _ disclosure: Disclosure, _ visit: Visit, _ file: ID, isWhole: Bool
    ) -> Section {
        Section("Whoever asked has left", isSheet: true) {
            Paragraph(
                "The approval was for them, and nobody else can use it. If it is still needed, ask again in your own name, with the same words. If you approved it, somebody else decides this time."
            )
            if isWhole {
                Form(to: Route.share.path(file), token: visit.token.text) {
                    FormBody(disclosure.asked).carried()
                    SubmitButton("Ask again", busy: "One moment…", name: "step", value: "decision")
                }
            }
        }
    }

    private func waiting(_ disclosure: Disclosure) -> Notice {
        let guardian =
            disclosure.forGuardian == nil
            ? "" : " Where none of them can, because of whom this file is kept from, a data guardian decides."
        return Notice(
            .info, "This waits for a decision",
            "It is for \(ShareWords.referees(disclosure.decided)) to decide.\(guardian) Whoever asked finds the outcome on Today."
        )
    }

    private func ruling(_ seen: OpenDisclosure, _ visit: Visit) -> Section {
        let approvable = seen.outlook.approvable
        return Section("Your decision", isSheet: true) {
            OutlookView(outlook: seen.outlook)
            DraftedForm(
                .rule, about: seen.file, record: seen.record.id, visit, draft: draft
            ) {
                HiddenField("version", value: "\(seen.record.version)")
                if !approvable.isEmpty {
                    CheckboxGroup(
                        "item", legend: "What may go?", hint: "What you do not tick is refused.",
                        choices: seen.toRule.filter(approvable.contains).map {
                            Choice($0, ShareWords.item($0))
                        },
                        chosen: Set(form.values(of: "item")), error: errors["items"], id: "items")
                }
                TextArea(
                    "reason", label: "Why", hint: "Whoever asked will read this.", value: form["reason"],
                    error: errors["reason"], rows: 3, maximum: 2000, isRequired: true)
            } buttons: {
                if !approvable.isEmpty {
                    SubmitButton("Approve what is ticked", name: "ruling", value: "approve")
                }
                SubmitButton("Refuse all of it", style: .danger, name: "ruling", value: "refuse")
            }
            ClauseNote("P4.4")
        }
    }
}

extension FormBody {
    /// A share form as it was once asked.
    init(_ asked: Asked) {
        self.init(
            fields: [
                ("recipient", asked.recipient.rawValue), ("party", asked.party),
                ("ground", asked.ground.rawValue), ("purpose", asked.purpose?.text ?? ""),
                ("manner", asked.isOral ? "oral" : "written"),
                ("whyNotAnonymous", asked.whyNotAnonymous), ("power", asked.power),
            ]
                + asked.parts.flatMap { part in
                    [
                        ("item", part.item.rawValue), ("need.\(part.item.rawValue)", part.need),
                        ("words.\(part.item.rawValue)", part.words),
                    ]
                } + asked.powerItems.map { ("powerItem", $0.rawValue) }
                + asked.answers.map { ("answer.\($0.key.rawValue)", $0.value ? "yes" : "no") })
    }
}
