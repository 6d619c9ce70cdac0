import Casework

/// Somebody looking again at a restriction, and keeping it (clause S3.7).
struct DemoRestriction: Sendable {
    let of: String
    let day: Int
    /// The next review, counted from the day on which the demonstration is made.
    let until: Int64
    let why: String

    static let all: [DemoRestriction] = [
        .init(
            of: "Rafiq Uddin", day: 48, until: 0,
            why: "His brother works here until the end of the month. Look again then.")
    ]
}

/// A guardian's opening of what the guardians hold in escrow, and what somebody else said of it (clause S3.7).
struct DemoEscrow: Sendable {
    let of: String
    let day: Int
    let why: String
    /// Nil where it waits for somebody else.
    let review: (day: Int, who: String, words: String)?

    static let all: [DemoEscrow] = [
        .init(
            of: "Séamus Mac Giolla Bhríde", day: 48,
            why: "Karim was off sick, and the bailiff was at the door: which creditors had agreed to wait?",
            review: (
                51, "margaret", "She rang me before she did it. One note was enough, and he kept his van."
            )),
        .init(
            of: "Chantelle Louise Pryce", day: 60,
            why: "Her sister rang: she had not come home. Did the notes say where she would go?",
            review: nil),
    ]
}

/// Looking things up in a way that the list of the unusual shows (clauses S3.4, S3.7). Each has an ordinary reason.
struct DemoLook: Sendable {
    let day: Int
    let who: String
    /// Minutes after midnight; nil for some time within office hours.
    var minute: Int?
    var searches: [String] = []
    var reads: [String] = []

    static let all: [DemoLook] = [
        // Clients share his surname, and so does somebody whom he may not find.
        .init(day: 60, who: "karim", searches: ["Uddin"]),
        // The hospital rang her caseworker at home.
        .init(
            day: 61, who: "yusuf", minute: 22 * 60 + 40, reads: ["Chantelle Louise Pryce", "Gülten Yıldırım"]),
        // Everybody came with the same letter of the council.
        .init(day: 61, who: "rosa", searches: DemoClient.all.prefix(34).map(\.name)),
    ]
}

extension DemoHistory {
    mutating func watch(_ watching: Watching, as caller: Caller) async throws {
        switch watching {
        case .reviewsRestriction(let place):
            let restriction = DemoRestriction.all[place]
            let file = try file(of: restriction.of)
            let caller = try await confirmed()
            let line = try await casework.restriction(of: file, as: caller)
            var review = RestrictionReview()
            (review.decision, review.why) = ("keep", restriction.why)
            (review.reviewOn, review.version) = (day(restriction.until), line.record?.version ?? 0)
            try await casework.review(review, id: casework.newID(), restrictionOf: file, as: caller)
        case .opensInEscrow(let place):
            let opening = DemoEscrow.all[place]
            let file = try file(of: opening.of)
            let caller = try await confirmed()
            let id = casework.newID()
            made.openings[place] = id
            clock.advance(seconds: 40)
            try await casework.openInEscrow(["casework"], why: opening.why, id: id, of: file, as: caller)
            _ = try await casework.readInEscrow(file, as: caller)
        case .reviewsEscrow(let place):
            let opening = DemoEscrow.all[place]
            guard let id = made.openings[place], let review = opening.review else { return }
            try await casework.reviewEscrow(
                id, of: try file(of: opening.of), accepts: true, words: review.words, as: caller)
        case .looks(let place):
            let look = DemoLook.all[place]
            for name in look.searches {
                _ = try await casework.find(name, as: caller)
                clock.advance(seconds: 25)
            }
            for name in look.reads {
                _ = try await casework.readFile(try file(of: name), as: caller)
                clock.advance(seconds: 120)
            }
        }
    }

    /// The guardian, with the passphrase typed afresh: what she does here reaches into escrow.
    private mutating func confirmed() async throws -> Caller {
        let guardian = DemoPerson.guardian.signInName
        try await casework.confirm(passphrase: DemoPerson.passphrase, as: try await caller(guardian))
        return try await caller(guardian)
    }
}

extension DemoPlan {
    /// The clients of whom it tells, who must have come before.
    static let watched =
        DemoRestriction.all.map(\.of) + DemoEscrow.all.map(\.of) + DemoLook.all.flatMap(\.reads)

    /// Puts it on its days.
    mutating func watch() {
        for (place, restriction) in DemoRestriction.all.enumerated() {
            ask(restriction.day, DemoPerson.guardian, .matter(.watching(.reviewsRestriction(place))))
        }
        for (place, opening) in DemoEscrow.all.enumerated() {
            ask(opening.day, DemoPerson.guardian, .matter(.watching(.opensInEscrow(place))))
            guard let review = opening.review else { continue }
            ask(review.day, Self.person(review.who), .matter(.watching(.reviewsEscrow(place))))
        }
        for (place, look) in DemoLook.all.enumerated() {
            ask(look.day, Self.person(look.who), .matter(.watching(.looks(place))), at: look.minute)
        }
    }
}
