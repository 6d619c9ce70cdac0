import Casework
import Policy

/// Somebody with a special standing who asked at the desk of the invented charity (clauses P4.1, P4.3).
struct DemoCaller: Sendable {
    /// Nil for today: they wait for a guardian.
    let day: Int?
    let form: CallerForm
    let answer: Answer?

    /// What a guardian made of it.
    struct Answer: Sendable {
        let by: String
        /// The client whom the guardian found; nil where nothing may be looked up.
        let client: String?
        let wordsForDesk: String
        /// Whether the desk has passed them on.
        var isPassedOn = true
    }

    private init(
        _ kind: SpecialCaller.Kind, day: Int? = nil, answer: Answer? = nil, _ fill: (inout CallerForm) -> Void
    ) {
        var form = CallerForm(kind)
        fill(&form)
        (self.day, self.form, self.answer) = (day, form, answer)
    }

    static let all: [DemoCaller] = [
        .init(
            .police, day: 46,
            answer: Answer(
                by: "nasreen", client: "Babátúndé Akínṣọlá",
                wordsForDesk: "I have rung the sergeant back. Nothing more to say at the desk.")
        ) {
            $0.who = "Sergeant Helen Carmody"
            $0.organisation = "Eastmere Police, Harbour Station"
            $0.reach = "0121 496 0100, through the switchboard"
            $0.check = "rungBack"
            $0.name = "Babatunde Akinsola"
            $0.about = Ground.crimeInvestigation.rawValue
            ($0.suspicion, $0.investigation) = ("yes", "yes")
            $0.matter = "A burglary at the boatyard on the 3rd. He was seen near it."
        },
        .init(
            .police, day: 58,
            answer: Answer(
                by: "nasreen", client: "নুসরাত জাহান তাসনিম",
                wordsForDesk: "If a constable comes to the door, fetch me. Say nothing to anybody else.")
        ) {
            $0.who = "PC Owen Treharne"
            $0.organisation = "Eastmere Police, Missing Persons"
            $0.reach = "0121 496 0100, through the switchboard"
            $0.check = "rungBack"
            $0.name = "Nusrat Jahan Tasnim"
            $0.about = Ground.missingPerson.rawValue
            ($0.age, $0.reportedMissing) = (AgeBand.under16.rawValue, "yes")
        },
        // Her father hears the statement, whatever is true.
        .init(
            .family, day: 58,
            answer: Answer(
                by: "gareth", client: nil,
                wordsForDesk:
                    "Give him tea, a chair, and the number of the constable. Say the words on the card.")
        ) {
            $0.who = "Abul Kashem Tasnim"
            $0.recipient = Recipient.parent.rawValue
            $0.reach = "07700 900961"
            $0.name = "Nusrat"
            ($0.age, $0.reportedMissing) = (AgeBand.under16.rawValue, "yes")
            $0.matter = "She did not come home from school yesterday. He has not slept."
        },
        .init(
            .official, day: 61,
            answer: Answer(
                by: "gareth", client: nil,
                wordsForDesk:
                    "Please write to us on your office’s own paper, and the data guardian will answer it.",
                isPassedOn: false)
        ) {
            $0.who = "A Mr Pell"
            $0.organisation = "The tax office, he says"
            $0.reach = "He would not say"
            $0.check = "no"
            $0.recipient = Recipient.taxAuthority.rawValue
            $0.name = "Delroy Blackwood"
            $0.about = Ground.none.rawValue
            $0.matter = "‘A routine check.’"
        },
        .init(.police) {
            $0.who = "DC Rowan Hale"
            $0.organisation = "Eastmere Police, Harbour Station"
            $0.reach = "0121 496 0100, through the switchboard"
            $0.check = "rungBack"
            $0.name = "Krzysztof Wasik"
            $0.about = Ground.crimeInvestigation.rawValue
            ($0.suspicion, $0.investigation) = ("yes", "yes")
            $0.matter = "Lead taken from a church roof. His van is on the film."
        },
        .init(.official) {
            $0.who = "Josephine Amankwah"
            $0.organisation = "Eastmere Borough Council, Adult Social Care"
            $0.reach = "0121 496 0190, through the switchboard"
            $0.check = "seen"
            $0.recipient = Recipient.council.rawValue
            $0.name = "Bridget O’Connell"
            $0.about = Ground.safeguardingAdult.rawValue
            $0.matter = "A neighbour hears shouting at night."
        },
        // The public is in danger: it stands above everything on Today of guardians and managers.
        .init(.police) {
            $0.who = "Inspector Gwyneth Rhys-Maddox"
            $0.organisation = "Eastmere Police, control room"
            $0.reach = "0121 496 0100, through the switchboard"
            $0.check = "rungBack"
            $0.name = "Marcus Thistlewood"
            $0.about = Ground.emergency.rawValue
            $0.publicSafety = "yes"
            $0.matter = "Gas cylinders were taken from the yard in Mill Lane. Did he say where he would go?"
        },
        .init(.family) {
            $0.who = "He says he is her uncle"
            $0.recipient = Recipient.family.rawValue
            $0.name = "Ayaan Geeddi"
            $0.matter = "‘She must come home.’ He left no number and did not wait."
        },
    ]
}
