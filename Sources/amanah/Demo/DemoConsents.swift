import Casework
import Policy

/// What somebody of the invented charity was told and answered (clauses S1.3, S4.1, S4.3).
struct DemoConsent: Sendable {
    /// Whose file it is in: a client's or an organisation's name.
    let of: String
    let day: Int
    let who: String
    /// Without the purpose and the last day, which are not known before the charity is there.
    let form: ConsentForm
    /// By its place on the register; nil for general consent.
    let purpose: Int?
    /// The last day, counted from the day on which the demonstration is made.
    let until: Int64?
    /// The words with which it was taken back, and the day.
    let withdrawn: (day: Int, words: String)?

    /// Who may get what, of a specific consent.
    private struct To {
        let recipient: Recipient
        let party: String
        let items: [Item]
        let purpose: Int

        init(_ recipient: Recipient, _ party: String, _ items: [Item], _ purpose: Int) {
            (self.recipient, self.party, self.items, self.purpose) = (recipient, party, items, purpose)
        }
    }

    private init(
        of name: String, day: Int, _ who: String, _ to: To?, answer: Consent.Answer = .agreed,
        but untold: Set<Consent.Telling> = [], until: Int64? = nil, in language: String = "",
        through interpreter: String = "", isWritten: Bool = false, isRequested: Bool = false,
        by giver: (Consent.Entitlement, String) = (.self, ""), withdrawn: (day: Int, words: String)? = nil
    ) {
        var form = ConsentForm()
        form.scope = to == nil ? "general" : "specific"
        form.recipient = to?.recipient.rawValue ?? ""
        form.party = to?.party ?? ""
        form.items = to?.items.map(\.rawValue) ?? []
        form.isRequested = isRequested
        form.told = Consent.Telling.allCases.filter { !untold.contains($0) }.map(\.rawValue)
        form.allSaid = untold.isEmpty
        form.answer = answer.rawValue
        (form.isWritten, form.language, form.interpreter) = (isWritten, language, interpreter)
        (form.entitlement, form.giverName) = (giver.0.rawValue, giver.1)
        (self.of, self.day, self.who, self.form) = (name, day, who, form)
        (self.purpose, self.until, self.withdrawn) = (to?.purpose, until, withdrawn)
    }

    static let all: [DemoConsent] = [
        .init(
            of: "Xaliimo Maxamed Nuur", day: 42, "karim",
            To(
                .council, "Eastmere Borough Council, Housing Options", [.identity, .contact, .casework],
                DemoPurpose.housing),
            until: 120, in: "Somali", through: "Ifrah Aden, by telephone"),
        .init(
            of: "Cabdiraxmaan Cali Jimcaale", day: 42, "karim",
            To(.serviceProvider, "Eastmere Money Advice", [.identity, .finance], DemoPurpose.money),
            until: -16, isWritten: true),
        .init(
            of: "মোঃ জয়নাল আবেদীন", day: 48, "karim",
            To(.healthProfessional, "Saltmarsh Lane Surgery", [.identity, .health], DemoPurpose.care),
            until: 9, in: "Sylheti", isWritten: true,
            by: (.attorney, "Shirin Abedin, his daughter, under a registered lasting power of attorney")),
        .init(
            of: "Amina Yuusuf Geeddi", day: 48, "karim",
            To(
                .council, "Eastmere Borough Council, School Admissions", [.identity, .household],
                DemoPurpose.families),
            until: 40, in: "Somali", through: "Hodan Warsame",
            by: (.parent, "Hibo Faarax Xirsi, her mother")),
        .init(of: "Gulnaz", day: 54, "karim", nil, in: "Dari", through: "Parwana Sahak, by telephone"),
        .init(
            of: "نور الهدى الشامي", day: 54, "karim",
            To(
                .serviceProvider, "Saltmarsh Primary School, family worker", [.identity, .contact],
                DemoPurpose.families),
            until: 24, in: "Arabic", through: "Samira Haddad, volunteer"),
        .init(
            of: "Taslima Khatun Choudhury", day: 44, "agnieszka",
            To(
                .partnerAgency, "Lantern House, a refuge", [.identity, .safeguarding],
                DemoPurpose.care),
            in: "Bengali", through: "Rehana Parvin, by telephone",
            withdrawn: (
                day: 56,
                words:
                    "Told me here, alone: her aunt has found out the name of the house. Nothing more is to go there."
            )),
        .init(
            of: "Rukhsana Bibi", day: 50, "agnieszka",
            To(
                .council, "Eastmere Borough Council, Housing Options", [.identity, .casework],
                DemoPurpose.housing),
            but: [.refusing], in: "Urdu", through: "Her sister-in-law, who had to go before the end"),
        .init(
            of: "Dorothy Ann Whitlock", day: 50, "agnieszka",
            To(.healthProfessional, "Saltmarsh Lane Surgery", [.health], DemoPurpose.care),
            by: (.unclear, "")),
        .init(
            of: "Hansaben Patel", day: 50, "agnieszka",
            To(.serviceProvider, "Eastmere Energy Trust", [.identity, .contact], DemoPurpose.winter),
            in: "Gujarati", isWritten: true),
        .init(
            of: "Ayaan Yuusuf Geeddi", day: 46, "yusuf",
            To(.partnerAgency, "Eastmere Job Club", [.identity, .contact], DemoPurpose.families),
            answer: .refused),
        .init(
            of: "Parveen Akhtar Mirza", day: 52, "yusuf", nil, answer: .refused, in: "Urdu",
            through: "Nasreen Akhtar"),
        .init(
            of: "Harbhajan Singh Dhaliwal", day: 52, "yusuf",
            To(
                .healthProfessional, "Eastmere Community Therapy Service", [.identity, .health],
                DemoPurpose.care),
            until: 20, in: "Punjabi", isWritten: true, isRequested: true),
        .init(
            of: "Maria da Conceição Evangelista dos Santos Albuquerque Ferreira de Sousa Pimentel", day: 46,
            "yusuf", To(.partnerAgency, "Saltmarsh Befrienders", [.identity, .contact], DemoPurpose.care),
            until: 200, in: "Portuguese"),
        .init(
            of: "Hooyo Somali Women’s Circle", day: 48, "karim",
            To(
                .council, "Eastmere Borough Council, Community Grants", [.organisation], DemoPurpose.families
            ), until: 60, isWritten: true,
            by: (.organisation, "Sagal Warsame Ducaale, treasurer, by a resolution of its committee")),
    ]
}
