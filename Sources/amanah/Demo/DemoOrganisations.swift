import Casework

/// An organisation that the invented charity works with: its affairs are owed what a person's are (clauses S1.4, S2.4).
struct DemoOrganisation: Sendable {
    let form: OrganisationForm
    /// The sign-in name of whoever works with it; nil for the team.
    let worker: String?
    let madeBy: String
    let day: Int
    let notes: [Note]

    struct Note: Sendable {
        let day: Int
        let who: String
        let isCommercial: Bool
        let words: String
    }

    private init(
        _ name: String, also otherNames: String = "", _ sort: About.Sort, phone: String, address: String,
        askFor: String, consentGivers: String, worker: String?, by madeBy: String, day: Int, note: String,
        _ notes: [Note]
    ) {
        var form = OrganisationForm()
        (form.name, form.otherNames, form.sort) = (name, otherNames, sort.rawValue)
        (form.phone, form.address, form.contactNote) = (phone, address, askFor)
        (form.consentGivers, form.note) = (consentGivers, note)
        (self.form, self.worker, self.madeBy, self.day) = (form, worker, madeBy, day)
        self.notes = notes
    }

    static let all: [DemoOrganisation] = [
        .init(
            "Hooyo Somali Women’s Circle", also: "Kooxda Haweenka Hooyo", .community, phone: "07700 900971",
            address: "The hall behind 3 Hope Terrace\nEastmere", askFor: "Sagal, in the afternoon",
            consentGivers: "Sagal Warsame Ducaale, treasurer; Khadra Aw Muuse, chair", worker: "karim",
            by: "margaret", day: 33, note: "Meets in our hall twice a week. Wants a crèche.",
            [
                .init(
                    day: 48, who: "karim", isCommercial: false,
                    words:
                        "The committee met. They apply to the council for the crèche, and agree to what we say about them."
                ),
                .init(
                    day: 54, who: "karim", isCommercial: true,
                    words:
                        "They hold £2,140, of which £1,500 is promised to a family for a funeral. Not for the council."
                ),
            ]),
        .init(
            "Anadolu Bakery and Café Ltd", .business, phone: "0121 496 0166",
            address: "12 Cooper Street\nEastmere",
            askFor: "İsmet Bey, before six in the morning or not at all",
            consentGivers: "İsmet Karadağ, director", worker: "yusuf", by: "hodan", day: 42,
            note: "Gives forty loaves on Fridays, for the parcels.",
            [
                .init(
                    day: 52, who: "yusuf", isCommercial: true,
                    words:
                        "The lease is not renewed in March. His staff do not know yet; it is not ours to tell."
                ),
                .init(
                    day: 58, who: "yusuf", isCommercial: false,
                    words: "Would take one trainee. He asks for somebody who can be there at four."),
            ]),
        .init(
            "Saltmarsh Road Mosque and Community Kitchen", also: "مسجد وطعام المجتمع", .worship,
            phone: "0121 496 0140", address: "88 Saltmarsh Lane\nEastmere",
            askFor: "The kitchen, after prayers",
            consentGivers: "Its trustees, together", worker: nil, by: "margaret", day: 51,
            note:
                "Sends people to us, and takes people whom we send, on their own feet: no names go between us.",
            [
                .init(
                    day: 56, who: "agnieszka", isCommercial: false,
                    words:
                        "They can cook on a fourth evening from next month. They ask for halal meat by the case."
                )
            ]),
    ]
}
