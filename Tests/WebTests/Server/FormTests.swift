import Casework
import Database
import Testing
import Vault
import Web

/// Every form, filled in wrongly on purpose.
@Suite struct FormTests {
    /// A form: where it goes, who may send it, and its fields.
    struct Subject: Sendable, CustomTestStringConvertible {
        let route: Route
        let person: Person
        let fields: [String]

        var testDescription: String { "\(route)" }

        func path(_ charity: Charity) -> String {
            let path =
                [.suspend, .resetSecondStep, .changeRole, .readmit, .handOver, .giveBack].contains(route)
                ? route.path(charity.members[.trustee] ?? .house)
                : [.certify, .turnAway, .withdrawCode].contains(route)
                    ? route.path(charity.members[.newcomer] ?? .house) : route.path(charity.file(.known))
            // A record that there is none of.
            return path.replacing(":record", with: charity.file(.known).text)
        }
    }

    static let subjects = [
        Subject(route: .enquiry, person: .receptionist, fields: ["forName", "from", "reach", "words"]),
        Subject(route: .find, person: .receptionist, fields: ["query"]),
        Subject(route: .findLive, person: .receptionist, fields: ["query"]),
        Subject(route: .firstContact, person: .receptionist, fields: ["name"]),
        Subject(
            route: .makeFile, person: .receptionist,
            fields: [
                "name", "otherNames", "born", "phone", "email", "address", "safeToCall", "safeToText",
                "safeToLeaveMessage", "safetyNote", "answer", "worker", "note", "policyTold",
            ]),
        Subject(route: .contactMade, person: .receptionist, fields: []),
        Subject(route: .passOn, person: .receptionist, fields: ["message", "version"]),
        Subject(route: .note, person: .caseworker, fields: ["note"]),
        Subject(route: .organisationNote, person: .manager, fields: ["organisationNote"]),
        Subject(route: .commercialNote, person: .manager, fields: ["commercialNote"]),
        Subject(
            route: .organisationChange, person: .manager,
            fields: ["version", "aboutVersion", "name", "otherNames", "sort", "number", "consentGivers"]),
        Subject(
            route: .contact, person: .caseworker,
            fields: [
                "version", "phone", "email", "address", "safeToCall", "safeToText", "safeToLeaveMessage",
                "safetyNote",
            ]),
        Subject(
            route: .consent, person: .caseworker,
            fields: [
                "scope", "recipient", "party", "items", "purpose", "told", "answer", "how", "language",
                "interpreter", "entitlement", "giverName", "until",
            ]),
        Subject(
            route: .withdrawConsent, person: .caseworker, fields: ["consent", "version", "words"]),
        Subject(
            route: .identity, person: .caseworker,
            fields: ["version", "name", "otherNames", "born", "drafted"]),
        Subject(route: .export, person: .guardian, fields: ["why"]),
        Subject(route: .exportFile, person: .caseworker, fields: ["why"]),
        Subject(route: .takeOn, person: .manager, fields: ["worker"]),
        Subject(route: .answerPassedOn, person: .receptionist, fields: ["version"]),
        Subject(route: .withdrawCode, person: .manager, fields: ["why"]),
        Subject(route: .turnAway, person: .manager, fields: ["why"]),
        Subject(route: .adoptPolicy, person: .trustee, fields: ["policy", "day"]),
        Subject(route: .sheetHolders, person: .guardian, fields: ["holder1", "holder2", "holder3"]),
        Subject(route: .erase, person: .guardian, fields: ["why", "reference"]),
        Subject(route: .reminders, person: .caseworker, fields: ["day", "why"]),
        Subject(route: .reminderEnded, person: .caseworker, fields: ["reminder", "later"]),
        Subject(route: .draft, person: .caseworker, fields: ["draft", "quietly", "note"]),
        Subject(route: .draftThrownAway, person: .caseworker, fields: ["draft"]),
        Subject(
            route: .share, person: .caseworker,
            fields: ["recipient", "party", "ground", "purpose", "item", "step", "whyNotAnonymous", "power"]),
        Subject(
            route: .shareDone, person: .caseworker,
            fields: ["recipient", "party", "ground", "purpose", "item", "seen", "whyNotAnonymous", "power"]),
        Subject(route: .rule, person: .manager, fields: ["version", "item", "reason", "ruling"]),
        Subject(route: .releaseApproved, person: .caseworker, fields: ["version", "seen"]),
        Subject(
            route: .completeReferral, person: .caseworker, fields: ["version", "answer.verified"]),
        Subject(
            route: .refusedConsent, person: .manager, fields: ["position", "goingOn", "reason"]),
        Subject(
            route: .callerFound, person: .guardian, fields: ["version", "check", "age", "suspicion"]),
        Subject(route: .purposes, person: .caseworker, fields: ["name", "why"]),
        Subject(route: .approvePurpose, person: .guardian, fields: ["version", "until"]),
        Subject(route: .logCheck, person: .manager, fields: []),
        Subject(route: .checkpoint, person: .trustee, fields: ["checkpoint"]),
        Subject(route: .checkpointTaken, person: .trustee, fields: []),
        Subject(route: .invite, person: .manager, fields: ["name", "role"]),
        Subject(route: .certify, person: .manager, fields: ["fingerprint", "role", "version"]),
        Subject(route: .police, person: .receptionist, fields: CallerTests.fields),
        Subject(route: .family, person: .receptionist, fields: CallerTests.fields),
        Subject(route: .official, person: .receptionist, fields: CallerTests.fields),
        Subject(route: .callerLookUp, person: .guardian, fields: ["version"]),
        Subject(
            route: .callerAnswer, person: .guardian, fields: ["version", "file", "wordsForDesk"]),
        Subject(
            route: .callerRuling, person: .manager, fields: ["version", "item", "reason", "ruling"]),
        Subject(route: .acknowledge, person: .manager, fields: ["understood", "policy", "next"]),
        Subject(route: .sheetsDone, person: .guardian, fields: []),
        Subject(route: .sheets, person: .guardian, fields: []),
        Subject(route: .trySheets, person: .trustee, fields: ["first", "second"]),
        Subject(route: .suspend, person: .manager, fields: ["why", "successor"]),
        Subject(route: .endSession, person: .caseworker, fields: ["session"]),
        Subject(
            route: .changePassphrase, person: .caseworker,
            fields: ["passphrase", "code", "newPassphrase", "newPassphraseAgain"]),
        Subject(route: .secondStep, person: .caseworker, fields: ["offer", "passphrase", "code"]),
        Subject(route: .secondStepOff, person: .caseworker, fields: ["passphrase", "code"]),
        Subject(route: .recoveryCodes, person: .caseworker, fields: ["passphrase", "code"]),
        Subject(route: .resetSecondStep, person: .guardian, fields: ["why"]),
        Subject(route: .confirm, person: .caseworker, fields: ["passphrase", "code", "next"]),
        Subject(route: .changeRole, person: .manager, fields: ["version", "role", "why", "successor"]),
        Subject(route: .readmit, person: .guardian, fields: ["version", "why"]),
        Subject(route: .handOver, person: .guardian, fields: ["successor", "why"]),
        Subject(route: .giveBack, person: .guardian, fields: []),
        Subject(route: .filePeople, person: .caseworker, fields: ["member", "items", "purpose", "why"]),
        Subject(route: .restrict, person: .manager, fields: ["named", "relatedTo", "why", "reviewOn"]),
        Subject(
            route: .restriction, person: .guardian, fields: ["version", "decision", "why", "reviewOn"]),
        Subject(route: .conflict, person: .caseworker, fields: ["named", "why"]),
        Subject(route: .escrow, person: .guardian, fields: ["items", "why"]),
        Subject(route: .escrowReview, person: .manager, fields: ["review", "words"]),
        Subject(route: .endAccess, person: .manager, fields: ["member", "why"]),
        Subject(
            route: .unusual, person: .guardian, fields: ["what", "member", "day", "until", "why"]),
        Subject(route: .counselling, person: .counsellor, fields: ["day", "session"]),
        Subject(route: .organisation, person: .receptionist, fields: ["name"]),
        Subject(
            route: .makeOrganisation, person: .receptionist,
            fields: [
                "name", "otherNames", "sort", "number", "consentGivers", "phone", "email", "address",
                "safetyNote", "worker", "note",
            ]),
    ]

    static let open = [
        Subject(route: .signIn, person: .newcomer, fields: ["signInName", "passphrase", "code", "next"]),
        Subject(
            route: .enrol, person: .newcomer, fields: ["code", "signInName", "passphrase", "passphraseAgain"]),
        Subject(
            route: .recover, person: .newcomer,
            fields: [
                "first", "second", "step", "member", "name", "ending", "signInName", "passphrase",
                "passphraseAgain",
            ]),
    ]

    /// Text as an enemy types it.
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE records; --",
        "${7*7}{{7*7}}",
        "\u{202E}gnp.exe", "\u{2066}isolate", "a\u{0}b", "\u{1}", "\u{FEFF}x", "\u{1F468}\u{200D}\u{1F469}",
        "\\", "%00",
        "../../../etc/passwd", "\r\nSet-Cookie: x=y", String(repeating: "ع", count: 300),
    ]

    @Test func `every form there is stands in this list`() throws {
        let known = Set((Self.subjects + Self.open).map(\.route))
        // By the table of who may what, which another test compares with the program; signing out and locking have no fields.
        let written = try WrittenTable(WrittenTable.addresses).lines.keys
        let changing = Set(
            Route.allCases.filter { written.contains(WrittenTable.key("POST", $0)) }
        ).subtracting([.signOut, .lock])
        #expect(known == changing)
    }

    @Test(arguments: subjects + open)
    func `an empty form does nothing and says what to do`(subject: Subject) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        let reply = try await visitor.submit(subject.path(charity), [])
        #expect(reply.status < 500)
        if !subject.fields.isEmpty, subject.route != .find, subject.route != .findLive,
            subject.route != .firstContact, subject.route != .organisation
        {
            #expect([401, 404, 409, 422].contains(reply.status))
            #expect(!charity.changed)
        }
    }

    @Test(arguments: subjects + open)
    func `what is wrong is listed in the order of the page, whichever form it is`(subject: Subject)
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        for fields in [[], subject.fields.map { ($0, "\u{202E}") }, subject.fields.map { ($0, "") }] {
            let reply = try await visitor.submit(subject.path(charity), fields)
            let links = reply.body.matches(of: /<li><a href="#([^"]+)">/).map { String($0.output.1) }
            let places = links.map { reply.body.firstRange(of: " id=\"\($0)\"")?.lowerBound }
            let found = places.compactMap { $0 }
            #expect(found.count == links.count, "a link that leads nowhere: \(links)")
            #expect(found == found.sorted(), "\(links)")
            if reply.status == 422 { #expect(reply.body.contains("class=\"notice")) }
            if visitor.cookie == nil { return }
        }
    }

    @Test(arguments: subjects + open)
    func `hostile text in a field is refused or kept as text, never read as anything else`(
        subject: Subject
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        for text in Self.hostile {
            let token = try await visitor.token()
            for field in subject.fields {
                let fields = [("form", token)] + subject.fields.map { ($0, $0 == field ? text : "") }
                let reply = try await visitor.post(subject.path(charity), fields)
                #expect(reply.status < 500, "\(field)")
                #expect(!reply.body.contains("<script>alert"), "\(field)")
                #expect(!reply.body.contains("<img src=x"), "\(field)")
                #expect(!reply.bytes.contains(0), "\(field)")
                #expect(reply.location?.contains("\r") != true)
                if reply.cookie?.isEmpty == true { return }
            }
        }
    }

    /// Numbers at the edges of what a field or a part of an address is read as.
    static let numbers = [
        "-9223372036854775808", "9223372036854775807", "18446744073709551615", "4294967295", "0",
    ]

    @Test(arguments: subjects + open)
    func `a number as small or as large as there is stops no form, in one field or in all`(
        subject: Subject
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        for number in Self.numbers {
            let fields = subject.fields.map { ($0, number) }
            #expect(try await visitor.submit(subject.path(charity), fields).status < 500, "\(number)")
            if visitor.cookie == nil { return }
        }
    }

    @Test(arguments: subjects + open)
    func `bytes that are no text, names that are no fields, and half an escape are no failure`(
        subject: Subject
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        let form = Array("form=\(try await visitor.token())".utf8)
        let name = subject.fields.first ?? "x"
        let bodies: [[UInt8]] = [
            form + Array("&\(name)=".utf8) + [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80],
            form + Array("&\(name)=%FF%C0%80%ED%A0%80".utf8), form + Array("&\(name)=%".utf8),
            form + Array("&\(name)=%4".utf8), form + Array("&\(name)=%zz&&=&==&&&".utf8),
            form + [0x26, 0, 0, 0x3D, 0],
            form + Array(String(repeating: "&a=b", count: 5000).utf8), Array("&".utf8), [0xFF],
            Array("{\"form\": 1}".utf8),
        ]
        for body in bodies {
            let reply = try await visitor.post(subject.path(charity), body: body)
            #expect(reply.status < 500)
            #expect(!reply.bytes.contains(0))
        }
    }

    @Test(arguments: subjects + open)
    func `more than a million characters are refused in words`(subject: Subject) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        let form = Array("form=\(try await visitor.token())&x=".utf8)
        // What brings another form along, sealed, may be twice as long.
        let most = [Route.confirm, .acknowledge].contains(subject.route) ? 1 << 21 : 1 << 20
        let reply = try await visitor.post(
            subject.path(charity), body: form + [UInt8](repeating: 97, count: most))
        #expect(reply.status == 413)
        #expect(reply.text.contains("Nothing was saved."))
        #expect(!charity.changed)
    }

    @Test(arguments: [
        ["Origin": "https://elsewhere.test", "Sec-Fetch-Site": "cross-site"],
        ["Origin": "http://amanah.test", "Sec-Fetch-Site": "cross-site"],
        ["Origin": "http://amanah.test", "Sec-Fetch-Site": "same-site"],
        ["Origin": "http://amanah.test.elsewhere.test"],
        ["Origin": "http://amanah.test:8080"], ["Origin": "null"], [:],
    ])
    func `a form of another site does nothing, even with the right token`(headers: [String: String])
        async throws
    {
        let charity = try await Charity.copy()
        for subject in Self.subjects + Self.open {
            let visitor = charity.visitor(subject.person)
            let fields = [("form", try await visitor.token()), ("note", "Typed"), ("query", "Amina")]
            let reply = try await visitor.post(subject.path(charity), fields, headers: headers)
            #expect(reply.status == 403, "\(subject)")
            #expect(reply.text.contains("Nothing was done."))
        }
        #expect(!charity.changed)
    }

    @Test(arguments: [
        ["Origin": "http://amanah.test"], ["Origin": "https://amanah.test"],
        ["Sec-Fetch-Site": "same-origin"],
        ["Origin": "null", "Sec-Fetch-Site": "same-origin"],
    ])
    func `a form of this site is taken, from browsers old and new`(headers: [String: String]) async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let fields = [("form", try await visitor.token())] + DeskTests.message(for: "Somebody")
        #expect(try await visitor.post("/enquiry", fields, headers: headers).location == "/enquiry/kept")
    }

    @Test(arguments: ["", "x", String(repeating: "0", count: 96), String(repeating: "é", count: 48)])
    func `a form without a token does nothing, and says that the typing is still there`(token: String)
        async throws
    {
        let charity = try await Charity.copy()
        for subject in Self.subjects {
            let reply = try await charity.visitor(subject.person).post(
                subject.path(charity), [("form", token), ("note", "Typed")])
            #expect(reply.status == 403, "\(subject)")
            #expect(reply.text.contains("Nothing was done."))
        }
        #expect(!charity.changed)
    }

    @Test func `another session's form does nothing`() async throws {
        let charity = try await Charity.copy()
        let token = try await charity.visitor(.manager).token()
        for subject in Self.subjects where subject.person != .manager {
            let reply = try await charity.visitor(subject.person).post(
                subject.path(charity), [("form", token), ("note", "Typed by a manager")])
            #expect(reply.status == 403, "\(subject)")
            #expect(!reply.body.contains("Typed by a manager"))
        }
        #expect(!charity.changed)
    }

    @Test(arguments: subjects)
    func `whoever lacks the keys gets nothing from a form, filled or empty`(subject: Subject) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.administrator)
        let everybodys: Set<Route> = [
            .logCheck, .acknowledge, .purposes, .changePassphrase, .secondStep, .secondStepOff, .confirm,
            .export,
        ]
        if everybodys.contains(subject.route) { return }
        let fields = subject.fields.map { ($0, "1") }
        #expect(try await visitor.submit(subject.path(charity), fields).status == 404)
        #expect(!charity.changed)
    }
}

extension Charity {
    /// Whether any row but those of sessions and sign-ins was written since the charity was copied.
    var changed: Bool {
        database.statements.contains {
            $0.text.contains("INSERT INTO records") || $0.text.contains("INSERT INTO files")
                || $0.text.contains("INSERT INTO certificates") || $0.text.contains("INSERT INTO members")
                || $0.text.contains("INSERT INTO enrolments")
        }
    }
}
