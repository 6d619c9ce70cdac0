import Casework
import Vault

/// Who works here; for key holders, who is to be let in.
struct StaffPage {
    var name = ""
    var role = ""
    var errors = FieldErrors.none
    var code: (name: String, text: String)?
    /// Somebody of the same name is here already.
    var isNamesake = false
    var isSomebodyElse = false

    static func show(_ visit: Visit) async throws -> Answer { try await StaffPage().answer(visit) }

    private func answer(_ visit: Visit) async throws -> Answer {
        let staff = try await visit.casework.roster(as: visit.caller)
        let canAdmit = visit.caller.holds(.certification)
        return visit.page("Staff", width: .wide, hasErrors: !errors.isEmpty) {
            if let code { Self.handOver(code.name, code.text) }
            ErrorSummary(errors)
            PageHeading("Staff", below: "Who works here, and what each may open by their keys.")
            if canAdmit { staff.compactMap { Self.certifying($0, visit) } }
            if canAdmit {
                ButtonRow {
                    LinkButton("Teams", href: Route.teams.path())
                    LinkButton("Who holds what", href: Route.staffMatrix.path())
                    LinkButton("Who has not signed the policy", href: Route.acknowledgements.path())
                }
            }
            DataTable(
                "Everyone on the roster",
                columns: [.init("Name"), .init("Role"), .init("May open"), .init("State")]
                    + (canAdmit ? [.init("Change")] : []),
                rows: staff.filter { !$0.isGone }.map { colleague in
                    [
                        "\(PersonName(colleague.profile.name))", "\(colleague.profile.role.words)",
                        "\(colleague.profile.role.meaning)", Self.state(colleague),
                    ] + (canAdmit ? [Self.changes(colleague, visit)] : [])
                })
            if canAdmit, staff.contains(where: \.isGone) {
                Details("Invited, and never let in") {
                    Paragraph(
                        "Their code was withdrawn or has run out, or they were turned away. Nothing of theirs opens anything."
                    )
                    Bullets(
                        staff.filter(\.isGone).map {
                            "\($0.profile.name), \($0.profile.role.words), invited on \($0.at.day.words)"
                        })
                }
            }
            if canAdmit { inviting(staff, visit) }
        }
    }

    /// Two rows of one name are told apart by when each was invited.
    private static func state(_ colleague: Colleague) -> HTML {
        switch colleague.standing {
        case .invited: "\(Tag("Code not used yet", .watch)) made on \(colleague.at.moment)"
        case .toCertify: "\(Tag("To be let in", .watch)) invited on \(colleague.at.moment)"
        case .withoutCode: "\(Tag("Never let in", .plain))"
        case .certified: "\(Tag("Here", .good))"
        case .suspended: "\(Tag("Suspended", .alarm))"
        }
    }

    /// What the reader may do about a colleague.
    private static func changes(_ colleague: Colleague, _ visit: Visit) -> HTML {
        let name = colleague.profile.name
        var links: [Link] = []
        if visit.caller.canWithdrawCode(of: colleague) {
            links.append(Link("Withdraw code", href: Route.withdrawCode.path(colleague.id), about: name))
        }
        if visit.caller.canTurnAway(colleague) {
            links.append(Link("Turn away", href: Route.turnAway.path(colleague.id), about: name))
        }
        if visit.caller.canSuspend(colleague.id) {
            links.append(Link("Leaving", href: Route.suspend.path(colleague.id), about: name))
            links.append(Link("Role", href: Route.changeRole.path(colleague.id), about: name))
        }
        if case .suspended = colleague.standing {
            links.append(Link("What they left", href: Route.workLeft.path(colleague.id), about: name))
        }
        if visit.caller.canReadmit(colleague) {
            links.append(Link("New keys", href: Route.readmit.path(colleague.id), about: name))
        }
        if visit.caller.canResetSecondFactor(of: colleague.id) {
            links.append(
                Link("Take off second step", href: Route.resetSecondStep.path(colleague.id), about: name))
        }
        return links.isEmpty ? "–" : HTML(joining: links.map { "\($0) " as HTML })
    }

    static func handOver(_ name: String, _ code: String) -> HTML {
        HTML {
            Notice(.success, "The code is made") {
                Paragraph("For \(PersonName(name)). It works once, within fourteen days:" as HTML)
                Paragraph("\(Spelled(code))" as HTML)
                Paragraph(
                    "Hand it over in person. It is not shown again, and it is not stored: if it is lost, withdraw it below and make another."
                )
            }
        }
    }

    private static func certifying(_ colleague: Colleague, _ visit: Visit) -> HTML? {
        guard case .toCertify(let fingerprint) = colleague.standing else { return nil }
        return HTML {
            Section("Someone is waiting to be let in", isSheet: true) {
                Paragraph(
                    "\(PersonName(colleague.profile.name)), \(colleague.profile.role.words), has enrolled. Ask to see their screen and compare:"
                        as HTML)
                Paragraph("\(Spelled(fingerprint))" as HTML)
                Form(to: Route.certify.path(colleague.id), token: visit.token.text) {
                    HiddenField("fingerprint", value: fingerprint)
                    HiddenField("role", value: colleague.profile.role.rawValue)
                    HiddenField("version", value: String(colleague.version))
                    SubmitButton("It is the same: let them in", busy: "Sealing keys…")
                }
                Paragraph(
                    "If it is not the same, let nobody in, and tell the data guardian.", isQuiet: true)
                if visit.caller.canTurnAway(colleague) {
                    Paragraph("They were invited on \(colleague.at.moment)." as HTML, isQuiet: true)
                    LinkButton("Turn them away", href: Route.turnAway.path(colleague.id))
                }
                ClauseNote("S3.7")
            }
        }
    }

    private func inviting(_ staff: [Colleague], _ visit: Visit) -> Section {
        Section("Invite somebody", id: "invite", isSheet: true) {
            Form(to: Route.invite.path(), token: visit.token.text) {
                if isNamesake {
                    Notice(
                        .warning, "Somebody of this name is here or on their way already",
                        "If their code was lost, withdraw it first, in the list above. If this is another person, tick it."
                    )
                    Checkbox(
                        "isSomebodyElse", label: "This is somebody else of the same name",
                        isChosen: isSomebodyElse, error: errors["isSomebodyElse"])
                }
                TextField(
                    "name", label: "Name, as colleagues know it", value: name, error: errors["name"],
                    kind: .name, length: .medium, maximum: 120, isRequired: true)
                RadioGroup(
                    "role", legend: "Role",
                    choices: Role.allCases.filter { $0.canBeGiven(by: visit.caller.teams) }.map {
                        Choice($0.rawValue, $0.words, hint: $0.meaning)
                    }, chosen: role, error: errors["role"], isRequired: true)
                SubmitButton("Make their code")
            }
        }
    }

    static func invite(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.certification) else { throw CaseworkError.notFound }
        var page = StaffPage(name: visit.form["name"], role: visit.form["role"])
        // Once it was asked, it stays on the page, ticked as it was.
        page.isSomebodyElse = visit.form.isTicked("isSomebodyElse")
        page.isNamesake = page.isSomebodyElse
        guard let role = Role(rawValue: page.role) else {
            if page.name.isEmpty { page.errors.add("Please write their name.", to: "name") }
            page.errors.add("Please choose a role.", to: "role")
            return try await page.answer(visit)
        }
        let isHere = try await visit.casework.roster(as: visit.caller).contains {
            !$0.isGone && $0.profile.name.lowercased() == page.name.lowercased()
        }
        if isHere, !page.isSomebodyElse, visit.caller.isFresh(at: visit.casework.now) {
            page.isNamesake = true
            page.errors.add("Tick this if it is another person.", to: "isSomebodyElse")
            return try await page.answer(visit)
        }
        do {
            let code = try await visit.casework.invite(
                id: visit.newID(), name: page.name, role: role, as: visit.caller)
            return try await StaffPage(code: (page.name, code.text)).answer(visit)
        } catch {
            guard let problems = (error as? CaseworkError)?.problems else { throw error }
            page.errors = FieldErrors(problems)
            return try await page.answer(visit)
        }
    }

    static func certify(_ visit: Visit) async throws -> Answer {
        guard let role = Role(rawValue: visit.form["role"]), let version = UInt32(visit.form["version"])
        else {
            throw CaseworkError.notFound
        }
        try await visit.casework.certify(
            visit.id("member"), fingerprint: visit.form["fingerprint"], role: role, version: version,
            as: visit.caller)
        return .see(Route.staff.path())
    }
}

extension Colleague {
    /// Whether they were invited and never came in.
    fileprivate var isGone: Bool { if case .withoutCode = standing { true } else { false } }
}
