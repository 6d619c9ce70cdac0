import Casework
import HTTPTypes
import Policy
import Vault

/// Whose text the policy is, and whether the trustees adopted it (clause R).
struct AdoptionWords {
    let adoption: Record<Adoption>?
    let people: StaffNames

    init(_ visit: Visit) async throws {
        adoption = try await visit.casework.adoption(as: visit.caller)
        people = try await StaffNames(visit)
    }

    /// In one line.
    var state: HTML {
        guard let adoption else { return "Not adopted yet by the trustees" }
        let day = Day(adoption.text.day)?.words ?? adoption.text.day
        return "Adopted by the trustees on \(day); recorded by \(PersonName(people[adoption.author]))" as HTML
    }

    /// What everybody is told before they read it.
    func notice(_ visit: Visit) -> Notice {
        Notice(
            adoption == nil ? .warning : .info,
            adoption == nil ? "The trustees have not adopted this text yet" : "The trustees adopted this text"
        ) {
            Paragraph("\(state)." as HTML)
            Paragraph(
                "These are the words of this software: its reading of the charity’s confidentiality procedure, which the rules of this program follow. They are the charity’s own only once its trustees have adopted them."
            )
            if adoption == nil, visit.caller.mayRecordAdoption, visit.caller.hasAcknowledged {
                LinkButton(
                    "The trustees have adopted it", href: Route.adoptPolicy.path(), style: .secondary)
            }
        }
    }

    /// The line on a trustee's Today.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        guard visit.caller.mayRecordAdoption,
            try await visit.casework.adoption(as: visit.caller) == nil
        else { return [] }
        return [
            .init(
                "The trustees have not adopted the policy yet" as HTML, href: Route.policy.path(),
                note: "Read it, decide on it together, and record the day." as HTML)
        ]
    }
}

/// A trustee records that the trustees adopted the text (clauses R, S3.6).
struct AdoptPolicyPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.mayRecordAdoption else { throw CaseworkError.notFound }
        let words = try await AdoptionWords(visit)
        guard words.adoption == nil else {
            return visit.page("Adopt the policy") {
                BackLink("The policy", href: Route.policy.path())
                PageHeading("The trustees have adopted the policy")
                words.notice(visit)
                ClauseNote("R")
            }
        }
        return AdoptPolicyPage().answer(visit)
    }

    static func adopt(_ visit: Visit) async throws -> Answer {
        guard visit.caller.mayRecordAdoption else { throw CaseworkError.notFound }
        var page = AdoptPolicyPage(form: visit.form)
        do {
            try await visit.casework.adoptPolicy(
                visit.form["policy"], on: visit.form["day"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                page.errors = FieldErrors(
                    problems, saying: ["day": "Write the day of the trustees’ decision."])
                return page.answer(visit)
            case .stale:
                page.errors.add("The policy has changed since. Please read it again first.", to: "day")
                return page.answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.policy.path())
    }

    private func answer(_ visit: Visit) -> Answer {
        let rulebook = visit.casework.rulebook
        return visit.page("Adopt the policy", hasErrors: !errors.isEmpty) {
            BackLink("The policy", href: Route.policy.path())
            ErrorSummary(errors)
            PageHeading(
                "The trustees have adopted the policy",
                above: "\(rulebook.title), version \(rulebook.version)",
                below:
                    "Record it when the trustees have decided it together. Your name stands beside it, on the policy’s page and in the log book."
            )
            Form(to: Route.adoptPolicy.path(), token: visit.token.text) {
                HiddenField("policy", value: visit.casework.policyHash)
                DateField(
                    "day", label: "On which day did they decide it?", value: form["day"],
                    error: errors["day"], .past, isRequired: true)
                ButtonRow {
                    SubmitButton("Record that it was adopted")
                    LinkButton("Leave it", href: Route.policy.path())
                }
            }
            Section("Exactly which text this is") { Preformatted(visit.casework.policyHash) }
            ClauseNote("R", isOpen: true)
        }
    }
}
