import Casework
import Hummingbird
import Logging

/// The one wiring of addresses to pages.
package func buildRouter(_ site: Site) -> Router<Context> {
    let router = Router(context: Context.self)
    let way = Guard(site: site)
    router.add(middleware: AccessLog(logger: site.logger))
    router.add(middleware: NothingHere(way: way))

    router.get("/assets/:asset") { _, context in AssetResponse.answer(context.parameters.get("asset"), site) }
    router.get(.signIn) { request, _ in
        try await way.open(request) { _ in
            let query = Query(of: request)
            return await SignInPage(
                next: SignInPage.safe(query[.next]), isLocked: !query[.locked].isEmpty,
                isLeft: way.isLeft(request)
            ).answer(site)
        }
    }
    router.post(.signIn) { request, context in
        // It brings along what was typed when the session ended.
        try await way.open(request, upTo: Guard.largestSealed + Guard.largestOpen) {
            try await SignInPage.submit($0, site, from: SignInSource(request, context, site))
        }
    }
    router.get(.enrol) { request, _ in try await way.open(request) { _ in EnrolPage().answer(site) } }
    router.post(.enrol) { request, context in
        try await way.open(request) {
            try await EnrolPage.submit($0, site, from: SignInSource(request, context, site))
        }
    }
    router.get(.recover) { request, _ in try await way.open(request) { _ in RecoverPage().answer(site) } }
    router.post(.recover) { request, context in
        try await way.open(request) {
            try await RecoverPage.submit($0, site, from: SignInSource(request, context, site))
        }
    }

    func get(
        _ route: Route, allowsUncertified: Bool = false,
        _ page: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        router.get(route) { request, context in
            try await way.answer(route, request, context, allowsUncertified: allowsUncertified, page)
        }
    }
    func post(
        _ route: Route, allowsUncertified: Bool = false,
        _ page: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        router.post(route) { request, context in
            try await way.answer(route, request, context, allowsUncertified: allowsUncertified, page)
        }
    }

    get(.waiting, allowsUncertified: true, WaitingPage.show)
    get(.stay, allowsUncertified: true) { Answer(html: "\($0.sessionMark)") }
    post(.signOut, allowsUncertified: true) { try await Leaving.signOut($0) }
    post(.lock, allowsUncertified: true) { try await Leaving.lock($0) }
    get(.mySignIn, MySignInPage.show)
    post(.endSession, MySignInPage.end)
    get(.changePassphrase, ChangePassphrasePage.show)
    post(.changePassphrase, ChangePassphrasePage.change)
    get(.secondStep, SecondStepPage.show)
    post(.secondStep, SecondStepPage.set)
    post(.secondStepOff, SecondStepPage.takeOff)
    get(.recoveryCodes, RecoveryCodesPage.show)
    post(.recoveryCodes, RecoveryCodesPage.renew)
    get(.resetSecondStep, ResetSecondStepPage.show)
    post(.resetSecondStep, ResetSecondStepPage.reset)
    get(.confirm, ConfirmPage.show)
    post(.confirm, ConfirmPage.confirm)
    get(.today, TodayPage.show)
    get(.enquiry, EnquiryPage.show)
    post(.enquiry, EnquiryPage.take)
    get(.enquiryKept, EnquiryPage.kept)
    get(.enquiryUnfinished, EnquiryPage.unfinished)
    for kind in SpecialCaller.Kind.allCases {
        get(kind.route) { try await SpecialCallerPage.show(kind, $0) }
        post(kind.route) { try await SpecialCallerPage.take(kind, $0) }
    }
    get(.callerSaid, SpecialCallerPage.said)
    post(.answerPassedOn, SpecialCallerPage.passOn)
    get(.callers, CallersPage.show)
    get(.caller, CallerPage.show)
    post(.callerLookUp, CallerPage.lookUp)
    post(.callerAnswer, CallerPage.answer)
    get(.callerRuling, CallerRulingPage.show)
    post(.callerRuling, CallerRulingPage.rule)
    post(.callerFound, CallerFound.write)
    get(.find, FindPage.show)
    post(.find, FindPage.search)
    post(.findLive, FindPage.live)
    get(.firstContact, FirstContactPage.show)
    post(.firstContact, FirstContactPage.begin)
    post(.makeFile, FirstContactPage.make)
    get(.myFiles, MyFilesPage.show)
    get(.withoutWorker, WithoutWorkerPage.show)
    post(.takeOn, WithoutWorkerPage.takeOn)
    get(.mySessions, MySessionsPage.show)
    get(.organisation, OrganisationPage.begin)
    post(.organisation, OrganisationPage.begin)
    post(.makeOrganisation, OrganisationPage.make)
    get(.file, FilePage.show)
    get(.fileLog, FileLogPage.show)
    get(.fileLooks, LooksPage.show)
    post(.contactMade, FilePage.contactMade)
    get(.messages, MessagesPage.show)
    post(.passOn, MessagesPage.passOn)
    for notes in FilePage.Notes.all {
        post(notes.route) { try await FilePage.write(notes, $0) }
    }
    get(.organisationChange, OrganisationChangePage.show)
    post(.organisationChange, OrganisationChangePage.change)
    get(.contact, ContactPage.show)
    post(.contact, ContactPage.change)
    get(.consent, ConsentPage.show)
    post(.consent, ConsentPage.record)
    get(.withdrawConsent, WithdrawPage.show)
    post(.withdrawConsent, WithdrawPage.withdraw)
    get(.consentForm, ConsentFormPage.show)
    get(.refusedConsent, RefusedConsentPage.show)
    post(.refusedConsent, RefusedConsentPage.rule)
    get(.consents, ConsentsPage.show)
    get(.share, SharePage.show)
    post(.share, SharePage.goOn)
    post(.shareDone, SharePage.carryOut)
    get(.disclosures, DisclosuresPage.show)
    get(.disclosure, DisclosurePage.show)
    get(.letter, LetterPage.show)
    post(.rule, DisclosurePage.rule)
    post(.completeReferral, DisclosurePage.complete)
    post(.releaseApproved, DisclosurePage.release)
    get(.decisions, DecisionsPage.show)
    get(.purposes, PurposesPage.show)
    post(.purposes, PurposesPage.propose)
    post(.approvePurpose, PurposesPage.approve)
    get(.counselling, CounsellingPage.show)
    post(.counselling, CounsellingPage.write)
    get(.identity, IdentityPage.show)
    post(.identity, IdentityPage.change)
    get(.export, ExportPage.show)
    post(.export, ExportPage.save)
    get(.exportFile, ExportPage.showFile)
    post(.exportFile, ExportPage.saveFile)
    get(.erase, ErasePage.show)
    post(.erase, ErasePage.erase)
    get(.erased, ErasedPage.show)
    get(.reminders, RemindersPage.show)
    post(.reminders, RemindersPage.set)
    post(.reminderEnded, RemindersPage.end)
    get(.draft, DraftPage.show)
    post(.draft, DraftPage.keep)
    post(.draftThrownAway, DraftPage.throwAway)
    get(.logBook, LogBookPage.today)
    get(.logDay, LogBookPage.day)
    post(.logCheck, LogBookPage.check)
    get(.logProof, LogBookPage.proof)
    get(.unusual, UnusualPage.show)
    post(.unusual, UnusualPage.lookInto)
    get(.checkpoint, CheckpointPage.show)
    post(.checkpoint, CheckpointPage.check)
    post(.checkpointTaken, CheckpointPage.take)
    get(.staff, StaffPage.show)
    post(.invite, StaffPage.invite)
    post(.certify, StaffPage.certify)
    get(.withdrawCode) { try await TurnAwayPage.show(.code, $0) }
    post(.withdrawCode) { try await TurnAwayPage.turnAway(.code, $0) }
    get(.turnAway) { try await TurnAwayPage.show(.newcomer, $0) }
    post(.turnAway) { try await TurnAwayPage.turnAway(.newcomer, $0) }
    get(.suspend, SuspendPage.show)
    post(.suspend, SuspendPage.suspend)
    get(.staffMatrix, MatrixPage.show)
    get(.teams, TeamsPage.show)
    get(.reach, ReachPage.show)
    get(.changeRole, RolePage.show)
    post(.changeRole, RolePage.change)
    get(.readmit, ReadmitPage.show)
    post(.readmit, ReadmitPage.readmit)
    get(.handOver, HandOverPage.show)
    post(.handOver, HandOverPage.handOver)
    get(.workLeft, WorkLeftPage.show)
    get(.giveBack, GiveBackPage.show)
    post(.giveBack, GiveBackPage.give)
    get(.filePeople, FilePeoplePage.show)
    post(.filePeople, FilePeoplePage.give)
    post(.endAccess, FilePeoplePage.end)
    get(.restrict, RestrictPage.show)
    post(.restrict, RestrictPage.restrict)
    get(.restrictions, RestrictionsPage.show)
    get(.restriction, RestrictionPage.show)
    post(.restriction, RestrictionPage.review)
    get(.conflict, ConflictPage.show)
    post(.conflict, ConflictPage.stepBack)
    get(.escrow, EscrowPage.show)
    post(.escrow, EscrowPage.open)
    get(.escrowRead, EscrowReadPage.show)
    get(.escrowReviews, EscrowReviewsPage.show)
    post(.escrowReview, EscrowReviewsPage.review)
    get(.sheets, SheetsPage.show)
    post(.sheets, SheetsPage.draw)
    get(.sheet, SheetsPage.sheet)
    get(.trySheets, TrySheetsPage.show)
    post(.trySheets, TrySheetsPage.tryThem)
    post(.sheetsDone, SheetsPage.done)
    get(.sheetHolders, SheetHoldersPage.show)
    post(.sheetHolders, SheetHoldersPage.write)
    get(.policy, PolicyPage.show)
    get(.acknowledge, AcknowledgePage.show)
    post(.acknowledge, AcknowledgePage.acknowledge)
    get(.adoptPolicy, AdoptPolicyPage.show)
    post(.adoptPolicy, AdoptPolicyPage.adopt)
    get(.acknowledgements, AcknowledgementsPage.show)
    return router
}

extension Router<Context> {
    fileprivate func get(
        _ route: Route, use page: @escaping @Sendable (Request, Context) async throws -> Response
    ) { on(RouterPath(route.rawValue), method: .get, use: page) }

    fileprivate func post(
        _ route: Route, use page: @escaping @Sendable (Request, Context) async throws -> Response
    ) { on(RouterPath(route.rawValue), method: .post, use: page) }
}

/// Ways out of a session.
enum Leaving {
    static func signOut(_ visit: Visit) async throws -> Answer {
        try await visit.casework.signOut(visit.caller)
        return Answer.see(Route.signIn.path()).withoutCookie()
    }

    /// Locks the screen at once: the session is ended, and only the passphrase opens another.
    static func lock(_ visit: Visit) async throws -> Answer {
        try await visit.casework.signOut(visit.caller, locking: true)
        return Answer.see(Route.signIn.path() + "?locked=1").withoutCookie()
    }
}
