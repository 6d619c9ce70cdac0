import Casework
import Testing
import Vault
import Web

/// A charity with a record of each kind that an address may be of, made at its pages by those whose work it is; and where
/// each of them is asked for.
struct EveryRecord {
    /// An address, and what its form says of which record it is.
    struct Place {
        let path: String
        var fields: [(String, String)] = []
    }

    /// What a ruling lacks of being one is its reason: whoever may not rule is told so before.
    private static let refusal = [("version", "1"), ("ruling", "refuse")]

    let charity: Charity
    private(set) var places: [Route: Place] = [:]

    init() async throws {
        charity = try await Charity.copy()
        charity.time.pass(seconds: 1)
        try await write()
        try await ask()
        try await share()
        try await leave()
        try await openInEscrow()
        try await handOverSheets()
        try await useOwnSignIn()
        // Nobody has just typed their passphrase.
        charity.time.pass(seconds: 301)
    }

    private var known: ID { charity.file(.known) }

    private func id(_ person: Person) throws -> ID { try #require(charity.members[person]) }

    /// The first group of what was found in a page.
    private func part(_ page: Reply, _ pattern: Regex<(Substring, Substring)>) throws -> String {
        String(try #require(page.body.firstMatch(of: pattern), "\(page.title)").output.1)
    }

    /// A message, an organisation's file, a consent, a reminder, a purpose, and somebody who works with the client.
    private mutating func write() async throws {
        let (desk, worker) = (charity.visitor(.receptionist), charity.visitor(.caseworker))
        _ = try await desk.submit(Route.enquiry.path(), DeskTests.message(for: Client.known.rawValue))
        let message = try part(
            try await desk.get(Route.messages.path(known)), /name="message" value="([0-9a-f]{32})"/)
        places[.passOn] = Place(
            path: Route.passOn.path(known), fields: [("message", message), ("version", "1")])
        let made = try await desk.submit(
            Route.makeOrganisation.path(), [("name", "The Garden"), ("sort", "charity"), ("phone", "101")])
        let organisation = try #require(made.location?.split(separator: "/").last).description
        for route in [Route.organisationNote, .commercialNote, .organisationChange] {
            places[route] = Place(path: route.path(organisation))
        }
        _ = try await worker.submit(
            Route.consent.path(known),
            [("scope", "general"), ("allSaid", "yes"), ("answer", "agreed"), ("entitlement", "self")])
        let consent = try part(
            try await worker.get(Route.file.path(known)), /consent\/withdraw\?consent=([0-9a-f]{32})/)
        places[.withdrawConsent] = Place(
            path: Route.withdrawConsent.path(known) + "?consent=\(consent)", fields: [("consent", consent)])
        _ = try await worker.submit(
            Route.reminders.path(known),
            [("day", charity.site.casework.now.day.adding(days: 1).text), ("why", "Ring them")])
        let reminder = try part(
            try await worker.get(Route.reminders.path(known)), /name="reminder" value="([0-9a-f]{32})"/)
        places[.reminderEnded] = Place(
            path: Route.reminderEnded.path(known), fields: [("reminder", reminder)])
        _ = try await desk.submit(
            Route.makeFile.path(),
            [
                ("name", "Hodan Aweys"), ("policyTold", "yes"), ("sharingTold", "yes"),
                ("refusingTold", "yes"), ("answer", "refused"),
            ])
        places[.refusedConsent] = Place(
            path: try part(
                try await charity.visitor(.manager).get(Route.decisions.path()),
                /href="(\/file\/[0-9a-f]{32}\/consent\/refused)"/))
        places[.endAccess] = Place(
            path: Route.endAccess.path(known), fields: [("member", try id(.caseworker).text)])
        places[.restriction] = Place(path: Route.restriction.path(charity.file(.restricted)))
        _ = try await worker.submit(Route.purposes.path(), [("name", "Housing"), ("why", "For a home")])
        places[.approvePurpose] = Place(
            path: try part(
                try await charity.visitor(.guardian).get(Route.purposes.path()),
                /action="(\/purposes\/[0-9a-f]{32}\/approve)"/))
    }

    /// A caller whom a guardian answers, and one on whom somebody else rules.
    private mutating func ask() async throws {
        let desk = charity.visitor(.receptionist)
        let officer = try await desk.submit(
            Route.police.path(), CallerTests.officer(asking: Client.known.rawValue))
        let caller = try #require(officer.location?.split(separator: "/").last).description
        for route in [Route.callerSaid, .caller, .callerLookUp, .callerAnswer] {
            places[route] = Place(path: route.path(caller))
        }
        places[.callerAnswer]?.fields = [("version", "1"), ("file", "nobody")]
        let answered = try await desk.submit(Route.police.path(), CallerTests.officer(asking: Client.unknown))
        let words = try #require(answered.location?.split(separator: "/").last).description
        _ = try await charity.visitor(.guardian).submit(
            Route.callerAnswer.path(words),
            [("version", "1"), ("file", "nobody"), ("wordsForDesk", "We will write.")])
        places[.answerPassedOn] = Place(path: Route.answerPassedOn.path(words), fields: [("version", "2")])
        let council = try await desk.submit(Route.official.path(), CallerRulingPageTests.council)
        let referred = try #require(council.location?.split(separator: "/").last).description
        places[.callerRuling] = Place(path: Route.callerRuling.path(referred), fields: Self.refusal)
        places[.callerFound] = Place(path: Route.callerFound.path(referred), fields: [("version", "1")])
    }

    /// A disclosure that waits for its ruling, one that was approved, and one that has gone.
    private mutating func share() async throws {
        places[.rule] = Place(
            path: try await ShareTests.refer(charity, party: "Dr Waiting") + "/rule", fields: Self.refusal)
        places[.releaseApproved] = Place(
            path: try await ShareTests.approve(charity, party: "Dr Approved") + "/release",
            fields: [("version", "2")])
        places[.completeReferral] = Place(
            path: try await ShareTests.approve(charity, party: "Dr Approved Too") + "/complete",
            fields: [("version", "2")])
        let gone = try await ShareTests.release(charity, party: "Dr Answered")
        places[.disclosure] = Place(path: gone)
        places[.letter] = Place(path: gone + "/letter")
    }

    /// Somebody who waits to be let in, somebody who has left, and somebody whose new keys lack a file.
    private mutating func leave() async throws {
        let print = try part(
            try await charity.visitor(.newcomer).get(Route.waiting.path()), /([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})/
        )
        places[.certify] = Place(
            path: Route.certify.path(try id(.newcomer)),
            fields: [
                ("fingerprint", print), ("role", Person.newcomer.role.rawValue), ("version", "1"),
            ])
        places[.turnAway] = Place(path: Route.turnAway.path(try id(.newcomer)))
        let manager = charity.visitor(.manager)
        try await manager.confirm()
        _ = try await manager.submit(Route.invite.path(), [("name", "Nia"), ("role", "caseworker")])
        places[.withdrawCode] = Place(
            path: try part(
                try await manager.get(Route.staff.path()), /href="(\/staff\/[0-9a-f]+\/withdraw-code)"/))
        let nobodys = try await charity.site.casework.makeFirstContact(
            .filled("Zubaida Khatun", worker: nil), id: charity.site.casework.newID(),
            as: try await charity.site.casework.caller(cookie: charity.cookies[.receptionist]))
        places[.takeOn] = Place(path: Route.takeOn.path(nobodys))
        let second = try id(.secondManager)
        let casework = charity.site.casework
        let file = try await casework.makeFirstContact(
            .filled("Khadija Rahman", worker: try id(.caseworker)), id: casework.newID(),
            as: try await casework.caller(cookie: charity.cookies[.manager]))
        let restricted = try await charity.visitor(.manager).submit(
            Route.restrict.path(file),
            [
                ("named", second.text), ("why", "Her brother works here"),
                ("reviewOn", casework.now.day.adding(days: 90).text),
            ])
        #expect(restricted.location == "/")
        try await PeoplePageTests.readmitted(.secondManager, charity)
        for route in [Route.workLeft, .giveBack] { places[route] = Place(path: route.path(second)) }
    }

    /// An opening in escrow that nobody has reviewed.
    private mutating func openInEscrow() async throws {
        let guardian = charity.visitor(.guardian)
        try await guardian.confirm()
        let opened = try await guardian.submit(
            Route.escrow.path(known), [("items", "casework"), ("why", "The worker is ill")])
        places[.escrowRead] = Place(path: try #require(opened.location))
        let page = try await charity.visitor(.manager).get(Route.escrowReviews.path())
        places[.escrowReview] = Place(
            path: try part(page, /action="(\/file\/[0-9a-f]+\/escrow-review\/[0-9a-f]+)"/))
    }

    /// A new set of recovery sheets, of which each was shown.
    private mutating func handOverSheets() async throws {
        let guardian = charity.visitor(.guardian)
        #expect(try await guardian.submit(Route.sheets.path(), []).status == 303)
        for sheet in 1...3 { #expect(try await guardian.get(Route.sheet.path("\(sheet)")).status == 200) }
        places[.sheetsDone] = Place(
            path: Route.sheetsDone.path(), fields: (1...3).map { ("holder\($0)", "Trustee \($0)") })
    }

    /// The caseworker's second step, and a session of theirs at another browser.
    private mutating func useOwnSignIn() async throws {
        let other = charity.visitor()
        let signedIn = try await other.post(
            Route.signIn.path(),
            [("signInName", Person.caseworker.rawValue), ("passphrase", Person.passphrase)])
        #expect(signedIn.location == "/")
        let worker = charity.visitor(.caseworker)
        let session = try part(
            try await worker.get(Route.mySignIn.path()), /name="session" value="([0-9a-f]{32})"/)
        places[.endSession] = Place(path: Route.endSession.path(), fields: [("session", session)])
        try await SecondStepPageTests.setUp(worker, charity)
        places[.recoveryCodes] = Place(path: Route.recoveryCodes.path())
    }
}
