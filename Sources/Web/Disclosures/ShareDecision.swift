import Casework
import HTTPTypes
import Policy

extension SharePage {
    /// What the procedure says, before anything leaves; then one button that does it.
    func decision(_ visit: Visit, isStale: Bool = false) async throws -> Answer {
        let file = try visit.id()
        let preview: SharePreview
        do {
            preview = try await visit.casework.previewShare(ShareForm(form), of: file, as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
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
            if decision.answer == .neitherConfirmNorDeny {
                ReadAloud(EnquiryPage.statement, label: "To the asker, say only this")
            }
            Section("Part by part", isSheet: true) {
                DecidedView(decided: decided)
                if !decision.missing.isEmpty {
                    Section("Not known, and it could change the answer", level: .third) {
                        Points(lines: decision.missing.map { "Ask for: \(ShareWords.toAsk($0))." })
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
                ButtonRow {
                    SubmitButton(button(decided))
                    SubmitButton(
                        "Change something", style: .secondary, busy: "One moment…", name: "step",
                        value: "questions", action: Route.share.path(file))
                }
            }
        }
    }

    private func summary(_ decided: Decided) -> Notice {
        let referees = ShareWords.referees(decided)
        return switch (decided.released.isEmpty, decided.referred.isEmpty) {
        case (false, true) where decided.withheld.isEmpty:
            Notice(.success, "This may go", "All that you asked for. Nothing has left yet.")
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
