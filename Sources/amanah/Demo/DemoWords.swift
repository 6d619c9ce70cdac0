/// What somebody came for, with the words that caseworkers write about it.
enum DemoNeed: CaseIterable, Sendable {
    case housing, benefits, debt, papers, bereavement, loneliness, safety, school, disability, food, work
    case olderAge

    /// The first note, written at the first contact.
    var first: String {
        switch self {
        case .housing: "Notice to leave by the end of next month. Wants to stay near the school and the bus."
        case .benefits: "Claim stopped after a change of address. No income for three weeks."
        case .debt: "Four creditors and a bailiff’s letter. Asked for help to put it in order."
        case .papers: "Letter from the Home Office, not opened for fear of it. Opened it here together."
        case .bereavement: "Lost a partner of many years in the spring. Would like somebody to talk to."
        case .loneliness: "Sees nobody from Sunday to Friday. Came in to get warm and stayed to talk."
        case .safety: "Not safe at home. Nothing is to be sent to the address; nobody rings."
        case .school: "A child without a school place since the move."
        case .disability: "Can’t manage the stairs any more. Wants an assessment of the home."
        case .food: "Nothing in the cupboard until Thursday. Parcel given today."
        case .work: "Wants to work again. Certificates are from abroad and not recognised yet."
        case .olderAge: "Wants to stay at home as long as possible. Getting to the surgery is hard."
        }
    }

    /// Later notes, in the order in which they may follow.
    var later: [String] {
        switch self {
        case .housing:
            [
                "Read the notice together: it is not valid. Wrote to the landlord with the client’s agreement.",
                "The council has opened a homelessness application. Reference given to the client on paper.",
                "Viewed a flat on Tanner’s Row. Two rooms, ground floor. They would like it.",
                "Keys collected. Close in a month if all is well.",
            ]
        case .benefits:
            [
                "Rang together from the office. Identity is proved; payment within ten days.",
                "Still nothing paid. Asked for an advance, and a parcel in the meantime.",
                "Paid, with arrears. Explained how to report the next change.",
            ]
        case .debt:
            [
                "List of debts made. Two of them are too old to be claimed.",
                "Breathing space applied for; sixty days. Explained what it does and what it doesn’t.",
                "Plan agreed with two creditors. The energy supplier has not answered.",
            ]
        case .papers:
            [
                "Referred to a regulated adviser, with consent, for that letter alone. No advice given here.",
                "The adviser has seen them. Next date is in six weeks.",
                "They are calmer. Comes to the English class on Mondays.",
            ]
        case .bereavement:
            [
                "Explained what our counsellor does and that notes of it are kept apart. They want to think about it.",
                "They would like to begin. Handed over to the counsellor for a first meeting.",
                "Help with the papers of the estate is done. They come for tea on Wednesdays.",
            ]
        case .loneliness:
            [
                "Went to the Thursday lunch and sat with two people from the same street.",
                "A befriender is found. They met here, and both want to go on.",
                "Missed two lunches. Rang, as it is safe to: a cold, nothing more.",
            ]
        case .safety:
            [
                "Met here only. Safety plan gone through line by line; they keep no copy at home.",
                "Talked about what may be shared and with whom. They decide; nothing is sent today.",
                "Has a place to go if it comes to it. The signal word is agreed.",
                "They are well. Asked for the same time next week.",
            ]
        case .school:
            [
                "Admissions form filled in together and sent, with consent, to the council only.",
                "A place is offered, two bus rides away. They will appeal, and accept in the meantime.",
                "The child starts on Monday. Uniform from the store.",
            ]
        case .disability:
            [
                "Asked the council for an assessment at home, with consent for the health part that it needs.",
                "The assessor came. A rail and a ramp are promised; no date.",
                "The rail is in. Chasing the ramp.",
            ]
        case .food:
            [
                "Second parcel. Asked gently what lies behind it: hours were cut.",
                "Told about the benefits check. They will bring their payslips.",
                "Income is up a little after the check. No parcel needed this week.",
            ]
        case .work:
            [
                "CV written in one page. A volunteer reads it on Friday.",
                "Certificates sent for comparison. It takes about six weeks.",
                "Interview at the hospital laundry. Lent a jacket.",
                "Begins on the first. Very glad.",
            ]
        case .olderAge:
            [
                "Arranged the surgery’s transport. Wrote the day in large letters on the kitchen calendar.",
                "Went through what they want if they become ill, and who is to be rung. They decide.",
                "A neighbour has a key, with their agreement.",
            ]
        }
    }

    /// A manager's note after reading the file.
    static let supervision = [
        "Read in supervision. Plan is clear; consent is on the file.",
        "Read in supervision. Ask about consent again at the next meeting.",
        "Read in supervision. Nothing to add. Review in a month.",
    ]

    /// When and how it is safe, in the person's words: it fits what they said is not. Nothing where all is safe.
    /// - Parameter answers: to call, to text, to leave a message.
    static func wayToReach(_ number: Int, _ answers: [String]) -> String {
        let no = answers.map { $0 == "no" }
        guard no.count == 3, no.contains(true) else { return "" }
        let ways: [String] =
            switch (no[0], no[1]) {
            case (true, true):
                ["Don’t ring or write. I come on Tuesdays.", "Wait until I ring. It is safer."]
            case (true, false):
                ["Somebody else answers the telephone.", "Mornings only, and never by voice."]
            case (false, true): ["Texts are read by the children.", "I can’t read texts. Please ring twice."]
            case (false, false):
                ["Only between ten and two. The machine is shared.", "Say your first name only."]
            }
        return ways[number % ways.count]
    }

    /// Streets of a town that does not exist.
    static let streets = [
        "Tanner’s Row", "Cooper Street", "Old Ferry Road", "Saltmarsh Lane", "Lighterman’s Walk",
        "Hope Terrace", "Ropewalk Close", "Chandler Street",
    ]
}
