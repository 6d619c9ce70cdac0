import Casework
import HTTPTypes
import Policy
import Vault

extension SharePage {
    /// What the procedure says, before anything leaves; then one button that does it.
    func decision(_ visit: Visit, isStale: Bool = false) async throws -> Answer {
        let file = try visit.id()
        let preview: SharePreview
        do {
            if !isStale { try await requireAnswers(visit) }
            preview = try await visit.casework.previewShare(ShareForm(form), of: file, as: visit.caller)
        } catch {
            guard case .invalid(let problems)? = error as? CaseworkError else { throw error }
            return try await sentBack(problems, visit)
        }
        let decision = preview.decision
        let decided = Decided(decision)
        let purposes = try await visit.casework.purposes(as: visit.caller)
        let purpose = purposes.first { $0.id == preview.asked.purpose }?.text.name
        return visit.page(
            "Share information", status: isStale ? .conflict : .ok, marking: .confidential
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            if isStale {
                Notice(
                    .warning, "Something changed since you looked: nothing was done",
                    "This is what the procedure says now.")
            }
            PageHeading("What the procedure says", above: "Step 3 of 3")
            summary(decided)
            AgreedElsewhereView(
                asked: preview.asked, agreed: preview.agreedElsewhere,
                again: preview.agreedElsewhere.map { choosing($0, visit) })
            if !preview.outlook.isEmpty { OutlookView(outlook: preview.outlook, isAskers: true) }
            if decision.answer == .neitherConfirmNorDeny {
                ReadAloud(EnquiryPage.statement, label: "To the asker, say only this")
            }
            Section("Part by part", isSheet: true) {
                DecidedView(
                    decided: decided, isOral: preview.asked.isOral, isDone: false,
                    agreedElsewhere: preview.agreedElsewhere)
                let unknown = unknown(preview)
                if !unknown.isEmpty {
                    Section("Not known, and it could change the answer", level: .third) {
                        Points(lines: unknown)
                    }
                }
                if !decision.nearMisses.isEmpty {
                    Section("One thing away", level: .third) {
                        Points(
                            lines: decision.nearMisses.map {
                                "\(ShareWords.of($0.item)) could go if \($0.fact.condition($0.value))."
                            })
                    }
                }
            }
            Section("What you asked", isSheet: true) { AskedView(asked: preview.asked, purpose: purpose) }
            Form(to: Route.shareDone.path(file), token: visit.token.text) {
                form.carried()
                HiddenField("seen", value: decided.mark)
                ButtonRow { buttons(preview, decided, file) }
            }
        }
    }

    private func summary(_ decided: Decided) -> Notice {
        let referees = ShareWords.referees(decided)
        return switch (decided.released.isEmpty, decided.referred.isEmpty) {
        case (false, true) where decided.withheld.isEmpty:
            Notice(.allowed, "This may go", "All that you asked for. Nothing has left yet.")
        case (false, true):
            Notice(.warning, "A part of this may go", "The rest is withheld. Nothing has left yet.")
        case (false, false):
            Notice(
                .warning, "A part of this may go",
                "The rest is for \(referees) to decide. Nothing has left yet.")
        case (true, false):
            Notice(.warning, "This is not yours to decide", "It goes to \(referees). Nothing has left.")
        case (true, true):
            Notice(.refusal, "This may not go", "The clause and the reason stand below. Nothing has left.")
        }
    }

    /// Refuses a form in which a question was left open: nothing is chosen beforehand, so each is answered on purpose.
    private func requireAnswers(_ visit: Visit) async throws {
        let shown = ShareForm(form)
        var problems: [Problem] = []
        do {
            _ = try await visit.casework.previewShare(shown, of: visit.id(), as: visit.caller)
        } catch {
            guard case .invalid(let found) = error else { throw error }
            problems = found
        }
        if !problems.contains(where: { Self.begun.contains($0.field) }) {
            let asked = try await visit.casework.shareQuestions(shown, of: visit.id(), as: visit.caller)
            problems += asked.filter { form["answer.\($0.rawValue)"].isEmpty }.map {
                Problem("answer.\($0.rawValue)", .missing)
            }
        }
        if !problems.isEmpty { throw CaseworkError.invalid(problems) }
    }

    /// What to find out: what the answer rests on now, and what an approval of it would.
    private func unknown(_ preview: SharePreview) -> [String] {
        let questions = preview.unanswered.map(\.fact)
        let others = preview.decision.missing.filter { Asked.Question($0) == nil }
        return (questions + others).map { "Ask for: \(ShareWords.toAsk($0))." }
    }

    /// The same request, to the one that they agreed to.
    private func choosing(_ agreed: AgreedElsewhere, _ visit: Visit) -> HTML {
        guard let file = try? visit.id(), agreed.differs != [.items] else { return .empty }
        let other = form.with([
            ("party", agreed.party), ("recipient", agreed.recipient), ("purpose", agreed.purpose),
        ])
        return Form(to: Route.share.path(file), token: visit.token.text) {
            other.carried()
            SubmitButton(
                "Choose \(agreed.party)", style: .secondary, busy: "One moment…", name: "step",
                value: "chosen")
        }.html
    }

    /// What is missing is answered first, where nothing may go; otherwise the decision is carried out.
    @HTMLBuilder private func buttons(_ preview: SharePreview, _ decided: Decided, _ file: ID) -> HTML {
        let isRefused = decided.released.isEmpty && decided.referred.isEmpty
        let canAnswer = !preview.unanswered.isEmpty
        let needsAge = preview.decision.missing.contains(.age)
        if isRefused, canAnswer {
            back("Answer what is missing", .primary, file)
        } else if isRefused, needsAge {
            LinkButton(
                "Answer what is missing: their date of birth", href: Route.identity.path(file),
                style: .primary)
        }
        SubmitButton(button(decided), style: isRefused && (canAnswer || needsAge) ? .secondary : .primary)
        if !(isRefused && canAnswer) {
            back(canAnswer ? "Answer what is missing" : "Change something", .secondary, file)
        }
    }

    private func back(_ label: String, _ style: ButtonStyle, _ file: ID) -> SubmitButton {
        SubmitButton(
            label, style: style, busy: "One moment…", name: "step", value: "questions",
            action: Route.share.path(file))
    }

    private func button(_ decided: Decided) -> String {
        let referees = ShareWords.referees(decided)
        return switch (decided.released.isEmpty, decided.referred.isEmpty) {
        case (false, true): "Release what may go, and record it"
        case (false, false): "Release what may go, and send the rest to \(referees)"
        case (true, false): "Send it to \(referees)"
        case (true, true): "Record that it was withheld"
        }
    }
}
