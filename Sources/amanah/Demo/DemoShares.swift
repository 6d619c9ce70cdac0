import Casework
import Policy

/// Something that a caseworker of the invented charity wanted to share, and what became of it (clauses S1.2, S4.2).
struct DemoShare: Sendable {
    /// Whose file it is of: a client's or an organisation's name.
    let of: String
    let day: Int
    let who: String
    /// Without the purpose, which is not known before the charity is there.
    let form: ShareForm
    let purpose: Int?
    /// What the procedure says of it: telling the history stops if it says anything else.
    let outcome: EntryKind
    let ruling: Ruling?
    /// The day on which the asker released what was approved.
    let released: Int?

    /// What somebody else ruled on a referral (clause P4.4).
    struct Ruling: Sendable {
        let day: Int
        let who: String
        /// What may go, by the items' words; empty to refuse.
        let items: [String]
        let reason: String

        init(_ day: Int, _ who: String, _ items: [Item], _ reason: String) {
            (self.day, self.who, self.items, self.reason) = (day, who, items.map(\.rawValue), reason)
        }
    }

    private init(
        of name: String, day: Int, _ who: String, to recipient: Recipient, _ party: String,
        on ground: Ground = .service, for purpose: Int? = nil, why: String,
        _ parts: [(item: Item, need: String, words: String)], isOral: Bool = false,
        yes answers: [Asked.Question] = [.verified, .undertaking], power: (String, [Item]) = ("", []),
        outcome: EntryKind, ruling: Ruling? = nil, released: Int? = nil
    ) {
        self.form = ShareForm(
            recipient: recipient.rawValue, party: party,
            parts: parts.map { ($0.item.rawValue, $0.need, $0.words) }, whyNotAnonymous: why,
            ground: ground.rawValue, purpose: "", isOral: isOral,
            answers: Dictionary(uniqueKeysWithValues: answers.map { ($0.rawValue, "yes") }), power: power.0,
            powerItems: power.1.map(\.rawValue))
        (self.of, self.day, self.who, self.purpose) = (name, day, who, purpose)
        (self.outcome, self.ruling, self.released) = (outcome, ruling, released)
    }

    static let all = released + withheld + referred

    /// Agreed to, asked for by law, or a warning that others are owed.
    private static let released: [DemoShare] = [
        .init(
            of: "Xaliimo Maxamed Nuur", day: 48, "karim", to: .council,
            "Eastmere Borough Council, Housing Options", for: DemoPurpose.housing,
            why: "The application is in her name.",
            [
                (.identity, "Whose application it is.", "Xaliimo Maxamed Nuur, born 2 November 1986."),
                (
                    .casework, "When she has to leave, and why she asks for this part of town.",
                    "Notice to leave by the end of next month. Her two children are at Saltmarsh Primary; she asks to stay within a bus ride of it."
                ),
            ], outcome: .shareReleased),
        .init(
            of: "মোঃ জয়নাল আবেদীন", day: 54, "karim", to: .healthProfessional, "Saltmarsh Lane Surgery",
            for: DemoPurpose.care, why: "The nurse has to know whom to visit.",
            [
                (
                    .health, "To plan the home visit.",
                    "He can’t manage the stairs to the surgery since August. Mornings are best; he fasts on Mondays."
                )
            ], isOral: true, outcome: .shareReleased),
        // She agreed to her contact details going there, and to no more.
        .init(
            of: "Maria da Conceição Evangelista dos Santos Albuquerque Ferreira de Sousa Pimentel", day: 58,
            "yusuf", to: .partnerAgency, "Saltmarsh Befrienders", for: DemoPurpose.care,
            why: "Somebody has to ring her.",
            [
                (
                    .contact, "To ring her and to find the door.",
                    "Please ring before noon. The bell is the lower one."
                ),
                (.health, "So that the volunteer walks slowly.", "She tires easily and uses a stick."),
            ], outcome: .shareReleased),
        .init(
            of: "Derek Hollingsworth", day: 58, "yusuf", to: .partnerAgency, "Eastmere Foodbank",
            on: .violenceWarning, why: "Their volunteers know him by name.",
            [
                (
                    .violence, "So that nobody serves him alone.",
                    "He threw a chair at our counter on Tuesday when a parcel was late. Nobody was hurt. He has apologised."
                )
            ], outcome: .shareReleased),
        .init(
            of: "Hooyo Somali Women’s Circle", day: 54, "karim", to: .council,
            "Eastmere Borough Council, Community Grants", for: DemoPurpose.families,
            why: "The grant is for this group and no other.",
            [
                (
                    .organisation, "To judge the application for a crèche.",
                    "Forty women meet on Tuesdays and Saturdays in our hall. Two of its members hold a childcare certificate."
                )
            ], outcome: .shareReleased),
        // The order names two things; the court’s clerk asked for a third, and the guardian has not decided yet.
        .init(
            of: "Kovács Eszter Júlia", day: 62, "agnieszka", to: .court, "Eastmere Family Court",
            on: .legalDuty, why: "The order is about her.",
            [
                (.identity, "The order asks for it.", "Kovács Eszter Júlia, born 8 August 1989."),
                (.contact, "The order asks for it, to serve papers.", "47 Lighterman’s Walk, Eastmere."),
                (
                    .casework, "The clerk asked on the telephone for ‘anything else that bears on it’.",
                    "She has come here about four debts since the spring, and keeps every appointment."
                ),
            ],
            power: ("Order of the Family Court at Eastmere to disclose an address", [.identity, .contact]),
            outcome: .shareReleasedInPart),
    ]

    private static let withheld: [DemoShare] = [
        // Her agreement had lapsed; he has to be asked again.
        .init(
            of: "Cabdiraxmaan Cali Jimcaale", day: 60, "karim", to: .serviceProvider, "Eastmere Money Advice",
            for: DemoPurpose.money, why: "They have to open a case in his name.",
            [
                (
                    .finance, "To work out a plan.",
                    "Three weeks without benefit; rent arrears of £412; one energy debt."
                )
            ], outcome: .shareWithheld),
        // One of the five points was not told.
        .init(
            of: "Rukhsana Bibi", day: 56, "agnieszka", to: .council,
            "Eastmere Borough Council, Housing Options",
            for: DemoPurpose.housing, why: "The application is in her name.",
            [(.casework, "Why she has to move.", "Damp in both bedrooms; the younger child has asthma.")],
            outcome: .shareWithheld),
        .init(
            of: "Taslima Khatun Choudhury", day: 62, "agnieszka", to: .partnerAgency,
            "Lantern House, a refuge",
            for: DemoPurpose.care, why: "They keep a bed for one named person.",
            [(.safeguarding, "To keep the bed until Friday.", "She would come with one child.")],
            outcome: .shareWithheld),
        // Agreed to, for a purpose whose review date has passed.
        .init(
            of: "Hansaben Patel", day: 62, "agnieszka", to: .serviceProvider, "Eastmere Energy Trust",
            for: DemoPurpose.winter, why: "The grant is paid into her meter.",
            [(.contact, "To send the voucher.", "By post, please; she has no e-mail.")],
            outcome: .shareWithheld),
        .init(
            of: "Anadolu Bakery and Café Ltd", day: 58, "yusuf", to: .council,
            "Eastmere Borough Council, Business Rates", for: DemoPurpose.money,
            why: "They asked about this shop.",
            [(.organisation, "They ask whether it trades.", "It bakes four days a week.")],
            outcome: .shareWithheld),
        .init(
            of: "Chantelle Louise Pryce", day: 58, "yusuf", to: .press, "A reporter of the Eastmere Echo",
            on: .none, why: "He asked about her by name.",
            [(.casework, "He writes about the hostel.", "No comment of ours.")], yes: [],
            outcome: .shareWithheld),
    ]

    /// For somebody else to decide: some wait, some were ruled on.
    private static let referred: [DemoShare] = [
        .init(
            of: "Amina Yuusuf Geeddi", day: 60, "karim", to: .safeguardingBody,
            "Eastmere Children’s Services, the front door", on: .safeguardingChild,
            why: "They can help only a child whom they can find.",
            [
                (
                    .safeguarding, "To decide whether to visit.",
                    "Twice this month she came alone and asked for food for the baby. She did not want to say who is at home."
                ),
                (.household, "Who else may be there.", "Her mother, a baby brother, and a grown-up sister."),
            ], outcome: .shareReferred),
        .init(
            of: "Dorothy Ann Whitlock", day: 62, "agnieszka", to: .council,
            "Eastmere Borough Council, Adult Social Care", on: .safeguardingAdult,
            why: "They have to visit her, and nobody else.",
            [
                (
                    .safeguarding, "To decide whether to visit.",
                    "A man who says he is her nephew now collects her pension. She seems afraid when we name him."
                ),
                (.contact, "Where she can be seen alone.", "She is here on Thursdays from eleven to one."),
            ], outcome: .shareReferred),
        .init(
            of: "Ieuan ap Rhys", day: 60, "hodan", to: .healthProfessional,
            "Eastmere Community Mental Health Team",
            on: .riskOfHarm, why: "They know him already, by name.",
            [
                (
                    .health, "To bring his appointment forward.",
                    "He told the lunch club that he has stopped his tablets and gives his things away."
                )
            ], outcome: .shareReferred),
        .init(
            of: "Małgorzata Szczepańska", day: 56, "agnieszka", to: .council,
            "Eastmere Borough Council, Adult Social Care", on: .safeguardingAdult,
            why: "The meeting is about her.",
            [
                (
                    .safeguarding, "For the meeting on Monday.",
                    "She has a place to go to and a signal word. She asks that nobody writes or rings."
                ),
                (.contact, "To invite her.", "Not by post, not by telephone: through us."),
            ], outcome: .shareReferred,
            ruling: Ruling(
                63, "margaret", [.safeguarding, .contact],
                "The meeting can’t protect her without it, and the words say no more than it needs. Tell her before you send it."
            )),
        .init(
            of: "Séamus Mac Giolla Bhríde", day: 48, "karim", to: .healthProfessional,
            "Old Ferry Road Surgery", on: .riskOfHarm, why: "It is his own doctor.",
            [(.health, "To see him this week.", "He sleeps in the car park behind us and coughs blood.")],
            outcome: .shareReferred,
            ruling: Ruling(
                51, "margaret", [.health],
                "He may die of it. He was asked and did not answer; tell him again what you send."),
            released: 54),
        .init(
            of: "Ghulam Mustafa Kiyani", day: 46, "yusuf", to: .council,
            "Eastmere Borough Council, Adult Social Care", on: .safeguardingAdult,
            why: "They ask about one employer and one worker.",
            [
                (.contact, "To meet him away from work.", "He can be met here on a Friday after two."),
                (.finance, "What he is paid.", "About £20 a day, in cash, for eleven hours."),
                (.health, "Whether he is well.", "A burn on the left hand, not seen by a doctor."),
            ], outcome: .shareReferred,
            ruling: Ruling(
                51, "margaret", [.contact, .finance],
                "What he is paid and where he can be met is what they need to begin. His hand is for him to tell a doctor."
            ), released: 52),
        .init(
            of: "Trần Văn Dũng", day: 54, "karim", to: .police, "DC Rowan Hale, Eastmere Police",
            on: .crimeInvestigation, why: "They ask about him by name.",
            [
                (
                    .casework, "He asks for everything that we wrote since June.",
                    "He came about a benefit claim, four times."
                )
            ], yes: [.verified, .suspicion, .investigation], outcome: .shareReferred,
            ruling: Ruling(
                60, "hodan", [],
                "A benefit claim has no bearing on a theft from a boatyard, and ‘everything’ is not a need. If they come back with a narrower question or an order, ask me again."
            )),
        .init(
            of: "Ionuț Ștefănescu", day: 52, "yusuf", to: .partnerAgency, "Harbour Lodgings",
            on: .riskOfHarm, why: "He lives there.",
            [(.health, "They think he drinks.", "He has not told us anything about it.")],
            outcome: .shareReferred,
            ruling: Ruling(
                60, "hodan", [],
                "A guess of theirs is no risk of harm. Nothing of his health goes to whoever lets him a room."
            )),
    ]
}
