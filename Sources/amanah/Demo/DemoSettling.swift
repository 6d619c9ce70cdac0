import Casework
import Vault
import Web

/// The ids of what the matters of a history have made, by their places in their lists.
struct DemoMade {
    var purposes: [Int: ID] = [:]
    var consents: [Int: ID] = [:]
    var disclosures: [Int: ID] = [:]
    var openings: [Int: ID] = [:]
    /// By name.
    var organisations: [String: ID] = [:]

    enum Fault: Error, CustomStringConvertible {
        /// The demonstration tells of a share that the procedure decides in another way.
        case decidedOtherwise(place: Int, EntryKind)

        var description: String {
            switch self {
            case .decidedOtherwise(let place, let kind):
                "Share \(place) of the demonstration ended as ‘\(kind)’. Its facts do not fit the procedure."
            }
        }
    }
}

extension DemoHistory {
    mutating func settle(_ matter: Matter, as caller: Caller) async throws {
        clock.advance(seconds: 60)
        switch matter {
        case .proposesPurpose(let place):
            let (purpose, id) = (DemoPurpose.all[place], casework.newID())
            made.purposes[place] = id
            try await casework.proposePurpose(name: purpose.name, why: purpose.why, id: id, as: caller)
        case .approvesPurpose(let place):
            guard let id = made.purposes[place], let until = DemoPurpose.all[place].until else { return }
            try await casework.approvePurpose(id, version: 1, until: day(until), as: caller)
        case .consent(let place): try await ask(place, as: caller)
        case .withdrawal(let place):
            let consent = DemoConsent.all[place]
            guard let id = made.consents[place], let words = consent.withdrawn?.words else { return }
            try await casework.withdrawConsent(
                id, version: 1, of: try file(of: consent.of), words: words, as: caller)
        case .share(let place): try await share(place, as: caller)
        case .ruling(let place): try await rule(on: place, as: caller)
        case .refusal(let place):
            let refusal = DemoRefusal.all[place]
            let file = try file(of: refusal.of)
            let seen = try await casework.refusedConsent(of: file, as: caller)
            clock.advance(seconds: 180)
            try await casework.rule(
                onRefusedConsentOf: file, position: seen.position, goingOn: refusal.goingOn.rawValue,
                reason: refusal.reason, as: caller)
        case .release(let place):
            guard let id = made.disclosures[place] else { return }
            let file = try file(of: DemoShare.all[place].of)
            let open = try await casework.disclosure(id, of: file, as: caller)
            try await casework.releaseApproved(
                id, version: open.record.version, of: file, seen: open.ready.mark, as: caller)
        case .caller(let place): try await hear(place, as: caller)
        case .session(let place, let number):
            let session = DemoSession.all[place]
            let file = try file(of: session.of)
            _ = try await casework.sessions(of: file, as: caller)
            try await casework.writeSession(
                CounsellingForm(day: casework.now.day.text, words: session.words[number]),
                id: casework.newID(), in: file, as: caller)
        case .organisation(let place):
            let organisation = DemoOrganisation.all[place]
            var form = organisation.form
            form.worker = organisation.worker.flatMap { members[$0] }?.text ?? ""
            let id = try await casework.makeOrganisation(form, id: casework.newID(), as: caller)
            made.organisations[form.name] = id
        case .organisationNote(let place, let number):
            let organisation = DemoOrganisation.all[place]
            let note = organisation.notes[number]
            let file = try file(of: organisation.form.name)
            try await casework.writeNote(
                note.words, about: note.isCommercial ? .commercial : .organisation, id: casework.newID(),
                in: file, as: caller)
        case .reminder(let place):
            let reminder = DemoReminder.all[place]
            try await casework.setReminder(
                on: day(reminder.due), why: reminder.why, id: casework.newID(),
                of: try file(of: reminder.of), as: caller)
        case .suspends(let person):
            guard let member = members[person.signInName] else { return }
            try await casework.suspend(
                member, why: "Moved to Leeds; last day today. Gave back the key of the hall.", as: caller)
        case .watching(let watching): try await watch(watching, as: caller)
        }
    }

    /// What waits when the demonstration is opened: callers for the guardians, and typing that nobody has saved.
    mutating func leaveOpen() async throws {
        let desk = DemoPerson.receptionists[0].signInName
        for place in DemoCaller.all.indices where DemoCaller.all[place].day == nil {
            try await hear(place, as: try await caller(desk))
            clock.advance(seconds: 240)
        }
        try await meetToday(as: try await caller(DemoPerson.receptionists[1].signInName))
        for draft in DemoDraft.all {
            try await keep(draft, as: try await caller(draft.who))
            clock.advance(seconds: 60)
        }
    }

    /// A day counted from the one on which the demonstration is made, `yyyy-mm-dd`.
    func day(_ days: Int64) -> String { now.day.adding(days: days).text }

    private mutating func ask(_ place: Int, as caller: Caller) async throws {
        let consent = DemoConsent.all[place]
        var form = consent.form
        form.purpose = consent.purpose.flatMap { made.purposes[$0] }?.text ?? ""
        form.until = consent.until.map(day) ?? ""
        let id = casework.newID()
        made.consents[place] = id
        try await casework.recordConsent(form, of: try file(of: consent.of), id: id, as: caller)
    }

    /// As the page does it: the decision is shown first, and carried out if it is still the same.
    private mutating func share(_ place: Int, as caller: Caller) async throws {
        let share = DemoShare.all[place]
        let file = try file(of: share.of)
        var form = share.form
        form.purpose = share.purpose.flatMap { made.purposes[$0] }?.text ?? ""
        let decision = try await casework.previewShare(form, of: file, as: caller).decision
        guard EntryKind(of: decision) == share.outcome else {
            throw DemoMade.Fault.decidedOtherwise(place: place, EntryKind(of: decision))
        }
        clock.advance(seconds: 90)
        let id = casework.newID()
        made.disclosures[place] = id
        try await casework.share(form, of: file, id: id, seen: Decided(decision).mark, as: caller)
    }

    private func rule(on place: Int, as caller: Caller) async throws {
        let share = DemoShare.all[place]
        guard let id = made.disclosures[place], let ruling = share.ruling else { return }
        let file = try file(of: share.of)
        _ = try await casework.disclosure(id, of: file, as: caller)
        clock.advance(seconds: 240)
        try await casework.rule(
            on: id, version: 1, of: file, items: ruling.items, reason: ruling.reason, as: caller)
    }

    /// The desk writes down what a special caller says; a guardian looks up what may be, and answers.
    private mutating func hear(_ place: Int, as desk: Caller) async throws {
        let special = DemoCaller.all[place]
        let id = casework.newID()
        try await casework.recordCaller(special.form, id: id, as: desk)
        guard let answer = special.answer else { return }
        clock.advance(seconds: 300)
        let guardian = try await caller(answer.by)
        if answer.client != nil { _ = try await casework.lookUp(for: id, as: guardian) }
        clock.advance(seconds: 60)
        _ = try await casework.answerCaller(
            id, version: 1, file: try answer.client.map(file), wordsForDesk: answer.wordsForDesk, as: guardian
        )
        guard answer.isPassedOn else { return }
        clock.advance(seconds: 120)
        try await casework.passOnAnswer(id, version: 2, as: desk)
    }

    private func keep(_ draft: DemoDraft, as caller: Caller) async throws {
        let file = try draft.client.map(file)
        var fields = draft.fields
        let address: String
        switch draft.form {
        case .enquiry: address = Route.enquiry.path()
        case .firstContact: address = Route.makeFile.path()
        case .note: address = file.map { Route.note.path($0) } ?? ""
        case .contact:
            address = file.map { Route.contact.path($0) } ?? ""
            // The version that the form was filled from goes with it.
            guard let file, let contact = try await casework.readFile(file, as: caller).contact else {
                return
            }
            fields.append(("version", "\(contact.version)"))
        }
        _ = try await casework.keepDraft(
            fields.map { Draft.Field($0.name, $0.value) }, at: caller.draftPlace(address, about: file),
            as: caller)
    }
}
