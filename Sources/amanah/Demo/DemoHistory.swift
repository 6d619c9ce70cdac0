import Casework
import Vault

/// Tells the history of the invented charity through the operations that the pages use, and through nothing else.
struct DemoHistory {
    let casework: Casework
    let clock: DemoClock
    private let calendar: DemoCalendar
    let now: Instant
    /// Cookies by sign-in name.
    private var cookies: [String: String] = [:]
    private(set) var members: [String: ID] = [:]
    private var files: [Int: ID] = [:]
    /// What the matters of the history have made.
    var made = DemoMade()
    private var messages: [Int: ID] = [:]

    init(casework: Casework, clock: DemoClock, calendar: DemoCalendar, now: Instant) {
        self.casework = casework
        self.clock = clock
        self.calendar = calendar
        self.now = now
    }

    /// - Returns: the code of the one who is invited and has not enrolled.
    mutating func tell() async throws -> EnrolmentCode {
        let plan = try DemoPlan()
        clock.advance(to: calendar.instant(0, minute: 9 * 60 + 5))
        try await found()
        try await signOutAll()
        var day = 1
        for event in plan.events {
            if event.day != day {
                try await signOutAll()
                day = event.day
            }
            clock.advance(to: calendar.instant(event.day, minute: event.minute))
            try await perform(event)
        }
        try await signOutAll()
        clock.advance(to: calendar.instant(DemoPlan.days - 1, minute: 16 * 60))
        try await takeAway()
        let code = try await inviteNewcomers()
        try await signOutAll()
        clock.advance(to: now.adding(seconds: -70 * 60))
        for message in DemoMessage.all.indices.suffix(DemoMessage.today) {
            try await take(message, as: try await caller(DemoPerson.receptionists[0].signInName))
            clock.advance(seconds: 600)
        }
        try await leaveOpen()
        try await signOutAll()
        return code
    }

    // MARK: Staff

    /// The first day: the charity's key, the recovery sheets, and everybody who works here.
    private mutating func found() async throws {
        let first = try await casework.found(guardian: DemoPerson.guardian.name)
        try await enrol(DemoPerson.guardian, with: first)
        try await acknowledge(DemoPerson.guardian.signInName)
        clock.advance(seconds: 300)
        let guardian = try await fresh(DemoPerson.guardian.signInName)
        for number in 1...3 {
            _ = try casework.sheet(number, as: guardian)
            clock.advance(seconds: 120)
        }
        try await casework.handOverSheets(to: DemoPerson.sheetHolders, as: guardian)
        for person in DemoPerson.all + [DemoPerson.departed] {
            guard let admitting = try await admit(person) else { continue }
            try await certify(person, by: admitting)
            try await acknowledge(person.signInName)
        }
        clock.advance(seconds: 900)
        let trustee = DemoPlan.person("imran").signInName
        try await casework.adoptPolicy(
            casework.policyHash, on: casework.now.day.text, as: try await caller(trustee))
    }

    /// Invites and enrols somebody.
    /// - Returns: the sign-in name of whoever is to certify them; nil for the first guardian.
    private mutating func admit(_ person: DemoPerson) async throws -> String? {
        guard let admittedBy = person.admittedBy else { return nil }
        let admitting = DemoPerson.all[admittedBy].signInName
        try await enrol(person, with: try await invite(person, by: admitting))
        clock.advance(seconds: 180)
        return admitting
    }

    private mutating func inviteNewcomers() async throws -> EnrolmentCode {
        if let admitting = try await admit(DemoPerson.reading) {
            try await certify(DemoPerson.reading, by: admitting)
        }
        _ = try await admit(DemoPerson.newcomer)
        clock.advance(seconds: 600)
        // The first code was lost on the way to her.
        let lost = DemoPerson.managers[1].signInName
        _ = try await invite(DemoPerson.invited, by: lost)
        clock.advance(seconds: 240)
        if let member = members[DemoPerson.invited.signInName] {
            try await casework.withdrawCode(
                of: member, why: "The envelope was left on the bus. She gets another.",
                as: try await fresh(lost))
        }
        clock.advance(seconds: 60)
        return try await invite(DemoPerson.invited, by: DemoPerson.managers[1].signInName)
    }

    private mutating func invite(_ person: DemoPerson, by admitting: String) async throws -> EnrolmentCode {
        let id = casework.newID()
        members[person.signInName] = id
        return try await casework.invite(
            id: id, name: person.name, role: person.role, as: try await fresh(admitting))
    }

    private mutating func enrol(_ person: DemoPerson, with code: EnrolmentCode) async throws {
        clock.advance(seconds: 240)
        let form = EnrolmentForm(
            code: code.text, signInName: person.signInName, passphrase: DemoPerson.passphrase,
            passphraseAgain: DemoPerson.passphrase)
        cookies[person.signInName] = try await casework.enrol(form).cookie
    }

    private mutating func certify(_ person: DemoPerson, by admitting: String) async throws {
        let admitting = try await fresh(admitting)
        for colleague in try await casework.roster(as: admitting) {
            guard colleague.id == members[person.signInName],
                case .toCertify(let fingerprint) = colleague.standing
            else { continue }
            try await casework.certify(
                colleague.id, fingerprint: fingerprint, role: colleague.profile.role,
                version: colleague.version,
                as: admitting)
        }
    }

    /// The policy comes first (clause S3.5).
    private mutating func acknowledge(_ who: String) async throws {
        try await casework.acknowledgePolicy(casework.policyHash, as: try await caller(who))
    }

    /// Somebody's session: the one that they have, or a new one where it has ended.
    mutating func caller(_ who: String) async throws -> Caller {
        if let cookie = cookies[who] {
            do { return try await casework.caller(cookie: cookie) } catch CaseworkError.signedOut {}
        }
        let cookie = try await casework.signIn(name: who, passphrase: DemoPerson.passphrase).cookie
        cookies[who] = cookie
        clock.advance(seconds: 20)
        return try await casework.caller(cookie: cookie)
    }

    /// The same, with the passphrase typed within the last five minutes: for what lets others in (clause S3.7).
    mutating func fresh(_ who: String) async throws -> Caller {
        let caller = try await caller(who)
        if caller.isFresh(at: casework.now) { return caller }
        try await casework.confirm(passphrase: DemoPerson.passphrase, as: caller)
        return try await self.caller(who)
    }

    private func mistype(_ who: String) async throws {
        do {
            _ = try await casework.signIn(name: who, passphrase: DemoPerson.passphrase + "s")
        } catch CaseworkError.wrongSignIn {}
    }

    private mutating func signOut(_ who: String, locking: Bool = false) async throws {
        guard let cookie = cookies.removeValue(forKey: who) else { return }
        do {
            try await casework.signOut(try await casework.caller(cookie: cookie), locking: locking)
        } catch CaseworkError.signedOut {}
    }

    private mutating func signOutAll() async throws {
        for who in cookies.keys.sorted() {
            clock.advance(seconds: 45)
            try await signOut(who)
        }
    }

    // MARK: Clients

    /// The file of a client or an organisation, by its name.
    func file(of name: String) throws -> ID {
        let client = DemoClient.all.firstIndex { $0.name == name }
        guard let file = client.flatMap({ files[$0] }) ?? made.organisations[name] else {
            throw DemoPlan.Fault.noSuchClient(name)
        }
        return file
    }

    private mutating func perform(_ event: DemoPlan.Event) async throws {
        if case .mistypesPassphrase = event.act {
            return try await mistype(event.who)
        }
        let caller = try await caller(event.who)
        clock.advance(seconds: 30)
        switch event.act {
        case .firstContact(let client): try await meet(client, as: caller)
        case .visit(let client, let changesContact):
            guard let file = files[client] else { return }
            _ = try await casework.find(DemoClient.all[client].name, as: caller)
            try await casework.makeContact(with: file, as: caller)
            try await passOn(to: client, file, as: caller)
            if changesContact { try await changeContact(of: client, file, as: caller) }
        case .message(let message): try await take(message, as: caller)
        case .note(let client, let words):
            guard let file = files[client] else { return }
            _ = try await casework.readFile(file, as: caller)
            clock.advance(seconds: 150)
            try await casework.writeNote(words, id: casework.newID(), in: file, as: caller)
        case .read(let client):
            guard let file = files[client] else { return }
            _ = try await casework.readFile(file, as: caller)
        case .readLog:
            _ = try await casework.logDay(casework.now.day, filter: LogFilter(), as: caller)
        case .locksScreen: try await signOut(event.who, locking: true)
        case .matter(let matter): try await settle(matter, as: caller)
        case .mistypesPassphrase: break
        }
    }

    private mutating func meet(_ client: Int, as caller: Caller) async throws {
        let person = DemoClient.all[client]
        _ = try await casework.find(person.name, as: caller)
        clock.advance(seconds: 360)
        let worker = person.worker.flatMap { members[DemoPerson.caseworkers[$0].signInName] }
        let relative = person.relativeOf.flatMap { members[$0] }
        let file = try await casework.makeFirstContact(
            person.form(number: client, worker: worker, relative: relative), id: casework.newID(), as: caller)
        files[client] = file
        if !person.isRestricted { try await passOn(to: client, file, as: caller) }
    }

    /// Shows the messages that wait, as the page does, and ticks those that are for this client.
    private func passOn(to client: Int, _ file: ID, as caller: Caller) async throws {
        let waiting = try await casework.waitingMessages(for: file, as: caller)
        for message in waiting.messages
        where messages.contains(where: { $0.value == message.id && DemoMessage.all[$0.key].isFor(client) }) {
            clock.advance(seconds: 60)
            try await casework.passOn(message.id, version: message.version, to: file, as: caller)
        }
    }

    private mutating func take(_ message: Int, as caller: Caller) async throws {
        let left = DemoMessage.all[message]
        let id = casework.newID()
        messages[message] = id
        try await casework.takeMessage(
            MessageForm(forName: left.forName, from: left.from, reach: left.reach, words: left.words), id: id,
            as: caller)
    }

    private func changeContact(of client: Int, _ file: ID, as caller: Caller) async throws {
        guard let contact = try await casework.readFile(file, as: caller).contact else { return }
        clock.advance(seconds: 90)
        try await casework.changeContact(
            contact.text.moved(number: client), of: file, from: contact.version, as: caller)
    }
}
