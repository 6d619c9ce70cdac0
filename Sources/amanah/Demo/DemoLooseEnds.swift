/// What somebody at the invented charity asked to be reminded of.
struct DemoReminder: Sendable {
    let of: String
    let day: Int
    let who: String
    /// When it is due, counted from the day on which the demonstration is made.
    let due: Int64
    let why: String

    static let all: [DemoReminder] = [
        .init(
            of: "Xaliimo Maxamed Nuur", day: 54, who: "karim", due: 0,
            why: "Ring Housing Options: three weeks are over."),
        .init(
            of: "Sahra Cismaan Diiriye", day: 50, who: "agnieszka", due: 0,
            why: "Same time, same room. Ask about the signal word."),
        .init(
            of: "Saif Muqbil Nasser", day: 54, who: "karim", due: -3,
            why: "Has the surgery’s transport been booked for December?"),
        .init(
            of: "Tesfalem Haile Woldu", day: 60, who: "karim", due: 12,
            why: "The adviser’s next date. Does he have the bus fare?"),
        .init(
            of: "Babátúndé Akínṣọlá", day: 50, who: "agnieszka", due: -1,
            why: "Breathing space ends. Creditors must have the plan."),
        .init(
            of: "Chidinma Eze-Okafor", day: 52, who: "yusuf", due: 0,
            why: "She was to bring her payslips today."),
        .init(
            of: "İbrahim Çağlayan", day: 52, who: "yusuf", due: -4,
            why: "The ramp was promised for the end of the month."),
        .init(
            of: "Fereshteh Karimi-Nejad", day: 60, who: "hodan", due: 0,
            why: "Supervision: who takes her over from the team?"),
        .init(
            of: "Shamsul Haque Talukdar", day: 51, who: "margaret", due: -2,
            why: "The grant committee wanted figures without names."),
    ]
}

/// What somebody was typing today and has not saved: the form's fields, as a browser sends them.
struct DemoDraft: Sendable {
    let who: String
    let form: Form
    let fields: [(name: String, value: String)]

    enum Form: Sendable {
        case enquiry
        case firstContact
        /// On the file of that client.
        case note(String)
        case contact(String)
    }

    static let all: [DemoDraft] = [
        .init(
            who: "karim", form: .note("Cabdiraxmaan Cali Jimcaale"),
            fields: [
                (
                    "note",
                    "Rang from the office with him. The claim is found under the spelling ‘Abdirahman Jama’; they want to see"
                )
            ]),
        .init(
            who: "rosa", form: .enquiry,
            fields: [
                ("forName", "Leila Hashimi"), ("from", "Her brother, he says"), ("reach", "07700 900988"),
                ("words", "He is in Eastmere until Thursday and would like"),
            ]),
        .init(
            who: "tunde", form: .firstContact,
            fields: [
                ("name", "Roza Abdulkadir Saleh"), ("born", "1994-07-07"), ("phone", "07700 900993"),
                (
                    "note",
                    "Came with a letter about the meter. The interpreter comes at two; sits by the window."
                ),
            ]),
        .init(
            who: "yusuf", form: .note("Gülten Yıldırım"),
            fields: [
                ("note", "Her cousin asked at the door how she is. I said the words. Wrote this down because")
            ]),
        .init(
            who: "agnieszka", form: .note("Sahra Cismaan Diiriye"),
            fields: [
                ("note", "Before we meet today: go through line four of the plan again, the neighbour has")
            ]),
        .init(
            who: "miriam", form: .contact("Layla al-Hashimi"),
            fields: [
                ("phone", "07700 900977"), ("safeToCall", "yes"), ("safeToText", "no"),
                ("safeToLeaveMessage", "no"),
                ("safetyNote", "Tuesdays only. She answers with her first name."),
            ]),
    ]
}
