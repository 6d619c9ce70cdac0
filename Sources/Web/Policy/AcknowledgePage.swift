import Casework
import HTTPTypes
import Hummingbird
import Vault

/// The policy is shown and acknowledged at the first sign-in and at each new version, before anything else opens
/// (clause S3.5).
struct AcknowledgePage {
    var next = ""
    /// What was typed into a form that came while the policy had still to be acknowledged.
    var kept: KeptTyping?
    var errors = FieldErrors.none

    /// What opens before the policy is acknowledged: itself, and the ways out.
    static func opensBefore(_ route: Route?) -> Bool {
        switch route {
        case .policy, .acknowledge, .waiting, .signOut, .lock, .stay: true
        default: false
        }
    }

    /// What the guard answers in place of any other page. Typing that came along is kept in this one.
    static func first(_ visit: Visit, _ path: String) async throws -> Answer {
        guard visit.form.fields.isEmpty else {
            guard visit.route != .findLive else { return Answer(html: .empty) }
            let kept = KeptTyping(keeper: visit.caller.member, action: path, form: visit.form)
            return try await AcknowledgePage(kept: kept).answer(visit, status: .conflict)
        }
        let next = visit.route == nil || visit.route == .today ? "" : SignInPage.safe(path)
        return .see(Route.acknowledge.path() + (next.isEmpty ? "" : "?next=" + next))
    }

    static func show(_ visit: Visit) async throws -> Answer {
        let next = SignInPage.safe(visit.query[.next])
        if visit.caller.hasAcknowledged { return .see(next.isEmpty ? Route.today.path() : next) }
        return try await AcknowledgePage(next: next).answer(visit)
    }

    private func answer(_ visit: Visit, status: HTTPResponse.Status = .ok) async throws -> Answer {
        let casework = visit.casework
        let adoption = try await AdoptionWords(visit)
        let kept = kept?.field(casework)
        return visit.page(
            "Acknowledge the policy", status: status, hasErrors: !errors.isEmpty
        ) {
            ErrorSummary(errors)
            if kept != nil {
                Notice(
                    .info, "What you typed is kept",
                    "The policy comes first. When you have acknowledged it, what you typed is put before you again, to save."
                )
            }
            PolicyPage.heading(casework.rulebook)
            adoption.notice(visit)
            Notice(
                .info, "Please read this before you go on",
                "Everyone who works here knows their part in keeping confidence, and says so again whenever the policy changes. It is recorded in the log book."
            )
            PolicyPage.clauses(casework.rulebook)
            Section("Your acknowledgement", isSheet: true) {
                Form(to: Route.acknowledge.path(), token: visit.token.text) {
                    HiddenField("policy", value: casework.policyHash)
                    HiddenField("next", value: next)
                    kept
                    Checkbox(
                        "understood", label: "I have read the policy and know my part in it",
                        hint: "Ask a manager about anything that is not clear.",
                        error: errors["understood"], isRequired: true)
                    SubmitButton("Acknowledge and go on")
                }
                ClauseNote("S3.5", isOpen: true)
            }
        }
    }

    static func acknowledge(_ visit: Visit) async throws -> Answer {
        var page = AcknowledgePage(
            next: SignInPage.safe(visit.form["next"]), kept: KeptTyping(visit.form, visit.casework))
        guard visit.form.isTicked("understood") else {
            page.errors.add("Read the policy, then tick this to go on.", to: "understood")
            return try await page.answer(visit)
        }
        do {
            try await visit.casework.acknowledgePolicy(visit.form["policy"], as: visit.caller)
        } catch {
            guard error == .stale else { throw error }
            page.errors.add(
                "The policy has changed since. Please read it again, then tick this.", to: "understood")
            return try await page.answer(visit)
        }
        if let kept = page.kept, kept.keeper == visit.caller.member {
            return KeptPage(kept: kept).answer(visit.site, visit.caller)
        }
        return .see(page.next.isEmpty ? Route.today.path() : page.next)
    }
}

/// Who has not yet acknowledged the policy; for managers and guardians (clause S3.5).
enum AcknowledgementsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let all = try await visit.casework.acknowledgements(as: visit.caller)
        let waiting = all.filter { $0.at == nil }.count
        return visit.page("Who has acknowledged the policy", width: .wide) {
            BackLink("The policy", href: Route.policy.path())
            PageHeading(
                "Who has acknowledged the policy",
                below: waiting == 0
                    ? "Everyone has."
                    : "\(waiting) of \(all.count) have not yet. Amanah asks them when they next sign in.")
            DataTable(
                "Everyone who has been let in", columns: [.init("Name"), .init("Role"), .init("State")],
                rows: all.map { row in
                    [
                        "\(PersonName(row.colleague.profile.name))", "\(row.colleague.profile.role.words)",
                        state(row),
                    ]
                })
            ClauseNote("S3.5")
        }
    }

    private static func state(_ row: Acknowledging) -> HTML {
        if let at = row.at { return "\(Tag("Acknowledged", .good)) \(at.moment)" }
        return row.hasAcknowledgedEarlier
            ? "\(Tag("An earlier version only", .watch))" : "\(Tag("Not yet", .watch))"
    }
}
