import Casework
import HTTPTypes
import Policy
import Vault

/// Who works with a file by name, and for what purpose somebody else is to (clauses S3.4, S4.2).
struct FilePeoplePage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    /// Whose access was to be ended.
    var ending: ID?
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await FilePeoplePage().answer(visit) }

    static func give(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        var access = AccessForm()
        (access.member, access.purpose) = (visit.form["member"], visit.form["purpose"])
        (access.items, access.why) = (Self.items(visit.form), visit.form["why"])
        do {
            try await visit.casework.giveAccess(access, id: visit.newID(), to: file, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = [
                    "member": "Choose a colleague.", "items": "Choose what they need.",
                    "purpose": "Choose what it is for.", "why": "Say why they need it.",
                ]
                return try await FilePeoplePage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(visit)
            case .stale: return try await FilePeoplePage(form: visit.form, isStale: true).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.filePeople.path(file))
    }

    static func end(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        guard let member = ID(text: visit.form["member"]) else { throw CaseworkError.notFound }
        do {
            try await visit.casework.endAccess(
                of: member, to: file, why: visit.form["why"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                var errors = FieldErrors.none
                for problem in problems {
                    errors.add(problem.reason.words, to: "\(problem.field)-\(member.reference)")
                }
                return try await FilePeoplePage(form: visit.form, errors: errors, ending: member)
                    .answer(visit)
            case .stale: return try await FilePeoplePage(isStale: true).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.filePeople.path(file))
    }

    private static func items(_ form: FormBody) -> [String] {
        form.fields.filter { $0.name == "items" }.map(\.value)
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let people = try await visit.casework.people(of: file, as: visit.caller)
        let staff = try await visit.casework.roster(as: visit.caller)
        let names = StaffNames(
            Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.profile.name) }))
        let purposes = try await visit.casework.purposes(as: visit.caller).filter {
            $0.text.state(on: visit.casework.now.day) == .approved
        }
        let colleagues = staff.filter {
            $0.id != visit.caller.member && visit.caller.certified.identity(of: $0.id) != nil
        }
        return visit.page(
            "Who works with this file", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Somebody changed this meanwhile: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading(
                "Who works with this file", above: "File \(file.reference)",
                below:
                    "By name, besides the teams whose work it is. Give only what somebody needs, and take it back when they don’t."
            )
            if people.holders.isEmpty {
                Paragraph("Nobody was given this file by name. It is the team’s.", isQuiet: true)
            }
            closing(people, visit)
            people.holders.map { holder(file, $0, names, visit) }
            seeing(people.seeing, names)
            LinkButton("Who looked at this file", href: Route.fileLooks.path(file))
            giving(file, people, colleagues, purposes, visit)
            ClauseNote("S3.4")
            ClauseNote("S4.2")
        }
    }

    /// The ways to close it to others, and the guardians' last resort.
    private func closing(_ people: FilePeople, _ visit: Visit) -> HTML {
        HTML {
            if people.isRestricted {
                Notice(
                    .info, "This file is restricted",
                    "It is there for nobody but those below and the data guardians.")
            }
            ButtonRow {
                if people.kind == .client, !people.isRestricted {
                    LinkButton("Restrict this file", href: Route.restrict.path(people.file))
                }
                if visit.caller.teams.contains(.guardian) {
                    if people.isRestricted {
                        LinkButton("Review the restriction", href: Route.restriction.path(people.file))
                    }
                    LinkButton("Open what is held in escrow", href: Route.escrow.path(people.file))
                }
            }
        }
    }

    private func holder(_ file: ID, _ holder: FileHolder, _ names: StaffNames, _ visit: Visit) -> Section {
        let field = "why-\(holder.member.reference)"
        return Section(names[holder.member], isSheet: true) {
            Paragraph(holder.items.sorted().map(\.words).joined(separator: ", "))
            if holder.member != visit.caller.member {
                Form(to: Route.endAccess.path(file), token: visit.token.text) {
                    HiddenField("member", value: holder.member.text)
                    TextField(
                        "why", label: "Why they need it no more",
                        hint:
                            "What they have read they have read. What is written from now on is closed to them.",
                        value: ending == holder.member ? form["why"] : "", error: errors[field],
                        maximum: 2000, isRequired: true, id: field)
                    SubmitButton("Take it back from \(names[holder.member])", style: .secondary)
                }
            }
        }
    }

    private func giving(
        _ file: ID, _ people: FilePeople, _ colleagues: [Colleague], _ purposes: [Record<Purpose>],
        _ visit: Visit
    ) -> Section {
        Section("Give a part of it to somebody", isSheet: true) {
            if purposes.isEmpty {
                Paragraph("No purpose is approved yet. The data guardian approves them, under Purposes.")
            } else {
                Form(to: Route.filePeople.path(file), token: visit.token.text) {
                    Select(
                        "member", label: "Who",
                        choices: colleagues.map {
                            Choice($0.id.text, "\($0.profile.name), \($0.profile.role.words)")
                        }, chosen: form["member"], error: errors["member"], isRequired: true)
                    CheckboxGroup(
                        "items", legend: "What they need",
                        choices: people.giveable.sorted().map { Choice("\($0)", $0.words) },
                        chosen: ending == nil ? Set(Self.items(form)) : [], error: errors["items"])
                    Select(
                        "purpose", label: "What it is for",
                        choices: purposes.map { Choice($0.id.text, $0.text.name) },
                        chosen: form["purpose"], error: errors["purpose"], isRequired: true)
                    TextArea(
                        "why", label: "Why they need it", hint: "Sealed in the log of the file.",
                        value: ending == nil ? form["why"] : "", error: errors["why"], rows: 3,
                        maximum: 2000, isRequired: true)
                    SubmitButton("Give it", busy: "Sealing keys…")
                }
            }
        }
    }
}
