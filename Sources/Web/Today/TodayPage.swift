import Casework
import Vault

/// What waits for me, and what is done most.
enum TodayPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let visit = visit.atOneMoment
        let caller = visit.caller
        // Whoever can’t wait comes before everything else.
        var waiting = try await UrgentCallers.waiting(visit)
        waiting += try await AnswersToPassOn.waiting(visit)
        if caller.holds(.certification) {
            let toCertify = try await visit.casework.roster(as: caller).filter {
                if case .toCertify = $0.standing { true } else { false }
            }
            waiting += toCertify.map {
                LinkList.Entry(
                    "\(PersonName($0.profile.name)) waits to be let in" as HTML, href: Route.staff.path(),
                    note: "\($0.profile.role.words). Compare the fingerprint with them." as HTML)
            }
        }
        let readiness = caller.certified.readiness
        if caller.teams.contains(.guardian), !readiness.hasSheets {
            waiting.append(
                .init(
                    "Hand over the three recovery sheets" as HTML, href: Route.sheets.path(),
                    note: "With the trustees present. No client’s file can be made before." as HTML))
        }
        if caller.holds(.certification), readiness.managers < 2 {
            waiting.append(
                .init(
                    "Invite managers: two are needed" as HTML, href: Route.staff.path() + "#invite",
                    note: "\(readiness.managers) of 2 can sign in." as HTML))
        }
        waiting += try await AdoptionWords.waiting(visit)
        waiting += try await WithoutWorkerPage.newToMe(visit)
        waiting += try await WithoutWorkerPage.waiting(visit)
        waiting += try await TrySheetsPage.waiting(visit)
        waiting += try await HandOverPage.waiting(visit)
        waiting += try await GiveBackPage.waiting(visit)
        waiting += try await EscrowReviewsPage.waiting(visit)
        waiting += try await RestrictionsPage.waiting(visit)
        waiting += try await UnusualPage.waiting(visit)
        waiting += try await ConsentsPage.waiting(visit)
        waiting += try await CallersPage.waiting(visit)
        waiting += try await Waiting.sharing(visit)
        let drafts = try await visit.casework.drafts(as: caller).count
        if drafts > 0 {
            waiting.append(
                .init(
                    "Something you were writing is not saved yet" as HTML, href: Route.draft.path(),
                    note: "\(drafts) in all. Only you can read it." as HTML))
        }
        waiting += try await visit.casework.dueReminders(as: caller).map(\.entry)
        var actions: [BigAction] = []
        if caller.holds(.messages) {
            actions.append(
                BigAction(
                    "Someone is asking about a person",
                    "The words to say, and a message to keep. Nothing is looked up.",
                    href: Route.enquiry.path(), key: .enquiry, ownsKey: false))
        }
        if caller.holds(.register) {
            actions.append(
                BigAction(
                    "Someone has come or called", "Find them, or meet them for the first time.",
                    href: Route.find.path(), key: .letter("s")))
        }
        if caller.teams.contains(.caseworkers) {
            actions.append(
                BigAction(
                    "My clients", "The files that were given to me.", href: Route.myFiles.path(),
                    key: .letter("m")))
        }
        if caller.teams.contains(.counselling) {
            actions.append(
                BigAction(
                    "My sessions", "The people I counsel, apart from casework.",
                    href: Route.mySessions.path(), key: .letter("m")))
        }
        actions.append(
            BigAction(
                "Log book", "What was done, by whom, under which clause.", href: Route.logBook.path(),
                key: .letter("l")))
        if caller.teams.contains(.trustees) {
            actions.append(
                BigAction(
                    "The log’s checkpoint", "Keep one at home, or compare one with today’s log.",
                    href: Route.checkpoint.path(), key: .letter("c")))
            actions.append(
                BigAction(
                    "Recovery sheets", "Try whether two of them work. It does not use them up.",
                    href: Route.trySheets.path(), key: .letter("r")))
        }
        let backups = caller.seesToBackups ? try await visit.casework.lastBackups(as: caller) : nil
        return visit.page("Today") {
            PageHeading(
                "Today", above: "\(visit.casework.now.day.weekday) \(visit.casework.now.day.words)")
            BigActions(actions)
            Section("Waiting for you") {
                if waiting.isEmpty {
                    Paragraph("Nothing waits for you now.", isQuiet: true)
                } else {
                    LinkList(waiting)
                }
            }
            if let backups {
                Section("Backups") {
                    SummaryList([
                        .init("Backup last made on", Self.when(backups.made)),
                        .init("Restore last tried on", Self.when(backups.tried)),
                    ])
                }
            }
        }
    }

    private static func when(_ time: Instant?) -> HTML { time.map { "\($0.moment)" } ?? "Never" }
}
