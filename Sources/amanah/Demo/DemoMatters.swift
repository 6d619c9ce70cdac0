import Casework

/// What the charity decides, shares and keeps apart, beside its visits and notes: by its place in the list that tells it.
enum Matter: Sendable {
    case proposesPurpose(Int)
    case approvesPurpose(Int)
    case consent(Int)
    case withdrawal(Int)
    case share(Int)
    case ruling(Int)
    case release(Int)
    /// Somebody asks at the desk, and a guardian answers if the plan says so.
    case caller(Int)
    /// How to go on with somebody who refused at the first contact.
    case refusal(Int)
    case session(Int, number: Int)
    case organisation(Int)
    case organisationNote(Int, number: Int)
    case reminder(Int)
    case suspends(DemoPerson)
    case watching(Watching)
}

/// What the guardians look after, by its place in the list that tells it.
enum Watching: Sendable {
    case reviewsRestriction(Int)
    case opensInEscrow(Int)
    case reviewsEscrow(Int)
    case looks(Int)
}

extension DemoPlan {
    /// The clients who must have come before the matters about them.
    static func subjects() throws -> Set<Int> {
        let organisations = Set(DemoOrganisation.all.map(\.form.name))
        let drafted = DemoDraft.all.compactMap(\.client)
        let names =
            DemoConsent.all.map(\.of) + DemoRefusal.all.map(\.of) + DemoShare.all.map(\.of)
            + DemoSession.all.map(\.of)
            + DemoReminder.all.map(\.of) + DemoCaller.all.compactMap { $0.answer?.client } + drafted + watched
        return Set(try names.filter { !organisations.contains($0) }.map(Self.client))
    }

    /// Puts the matters on their days.
    mutating func settle() throws {
        for (place, purpose) in DemoPurpose.all.enumerated() {
            ask(purpose.day, Self.person(purpose.by), .matter(.proposesPurpose(place)))
            if purpose.until != nil {
                ask(purpose.day + 1, DemoPerson.guardian, .matter(.approvesPurpose(place)))
            }
        }
        for (place, organisation) in DemoOrganisation.all.enumerated() {
            ask(organisation.day, Self.person(organisation.madeBy), .matter(.organisation(place)))
            for (number, note) in organisation.notes.enumerated() {
                ask(note.day, Self.person(note.who), .matter(.organisationNote(place, number: number)))
            }
        }
        for (place, consent) in DemoConsent.all.enumerated() {
            ask(consent.day, Self.person(consent.who), .matter(.consent(place)))
            if let withdrawn = consent.withdrawn {
                ask(withdrawn.day, Self.person(consent.who), .matter(.withdrawal(place)))
            }
        }
        for (place, share) in DemoShare.all.enumerated() {
            ask(share.day, Self.person(share.who), .matter(.share(place)))
            if let ruling = share.ruling { ask(ruling.day, Self.person(ruling.who), .matter(.ruling(place))) }
            if let day = share.released { ask(day, Self.person(share.who), .matter(.release(place))) }
        }
        for (place, refusal) in DemoRefusal.all.enumerated() {
            ask(refusal.day, Self.person(refusal.who), .matter(.refusal(place)))
        }
        for (place, caller) in DemoCaller.all.enumerated() {
            guard let day = caller.day.map(Self.deskDay) else { continue }
            ask(day, Self.desk(day), .matter(.caller(place)))
            // Whoever is found was here a few days before.
            if let client = caller.answer?.client {
                let visited = Self.deskDay(from: day - 4)
                ask(visited, Self.desk(visited), .visit(try Self.client(client), changesContact: false))
            }
        }
        for (place, session) in DemoSession.all.enumerated() {
            for number in session.words.indices {
                ask(
                    session.first + number * session.every, Self.person(session.who),
                    .matter(.session(place, number: number)))
            }
        }
        for (place, reminder) in DemoReminder.all.enumerated() {
            ask(reminder.day, Self.person(reminder.who), .matter(.reminder(place)))
        }
        for day in [8, 21].map(Self.deskDay) { ask(day, DemoPerson.departed, .read(0)) }
        ask(42, DemoPerson.managers[0], .matter(.suspends(DemoPerson.departed)))
    }
}

extension DemoDraft {
    /// The client whose file it is about.
    var client: String? {
        switch form {
        case .note(let name), .contact(let name): name
        case .enquiry, .firstContact: nil
        }
    }
}
