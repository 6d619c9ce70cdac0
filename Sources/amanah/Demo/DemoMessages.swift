/// Words left at the desk for somebody, as the caller said the name.
struct DemoMessage: Sendable {
    let forName: String
    let from: String
    let reach: String
    let words: String
    let course: Course

    /// What becomes of it. The desk knows none of this.
    enum Course: Sendable {
        /// It waited until that client came for the first time, and was passed on.
        case beforeFirstContact(of: String)
        /// It was passed on when that client came again.
        case untilTheyCame(String)
        /// It waits for that client still.
        case waiting(for: String)
        /// It waits for somebody who has never been here.
        case neverSeen
    }

    private init(
        for forName: String, from: String, _ reach: String, _ words: String, _ course: Course = .neverSeen
    ) {
        self.forName = forName
        self.from = from
        self.reach = reach
        self.words = words
        self.course = course
    }

    /// How many, the last of them, were left at the desk today.
    static let today = 2

    static let all: [DemoMessage] = [
        .init(
            for: "Abdulrahman Ali Jama", from: "Ali, a neighbour", "07700 900811",
            "The letter about his benefit came to our flat again. I have kept it.",
            .beforeFirstContact(of: "Cabdiraxmaan Cali Jimcaale")),
        .init(
            for: "Mohammad Iqbal Chowdhury", from: "Tariq", "0121 496 0140",
            "Tell him the mosque can lend the wheelchair until Friday.",
            .beforeFirstContact(of: "محمد اقبال چوہدری")),
        .init(
            for: "Shahana Begum", from: "Mrs Roberts, school office", "0121 496 0177",
            "Please ring me about the uniform voucher. It is good news.",
            .beforeFirstContact(of: "শাহানা বেগম")),
        .init(
            for: "Malgorzata Szczepanska", from: "Ewa", "07700 900823",
            "I am back from Gdynia. She can stay whenever she needs to.",
            .beforeFirstContact(of: "Małgorzata Szczepańska")),
        .init(
            for: "Olena Kovalenko", from: "Her host", "07700 900836",
            "A parcel from her mother is here.", .beforeFirstContact(of: "Олена Коваленко")),
        .init(
            for: "Halima Mohamed Noor", from: "Amina", "07700 900842",
            "Can she ring after five about the viewing on Cooper Street?",
            .untilTheyCame("Xaliimo Maxamed Nuur")),
        .init(
            for: "Mahmud Abdel Rahman al Hadad", from: "Would not say", "",
            "The job at the garage is still open.", .untilTheyCame("محمود عبد الرحمن الحداد")),
        .init(
            for: "Gulten Yildirim", from: "Sevgi, her cousin", "07700 900857",
            "The headstone is ready. We will go together.", .untilTheyCame("Gülten Yıldırım")),
        .init(
            for: "Bridget O'Connell", from: "Father Donal", "0121 496 0162",
            "The Thursday lunch is on again from next week.", .untilTheyCame("Bríd Ní Chonaill")),
        .init(
            for: "Ibrahim Caglayan", from: "A friend from the café", "07700 900868",
            "His stick was left on the bus and the driver has it.", .untilTheyCame("İbrahim Çağlayan")),
        .init(
            for: "Folashade Ogunleye", from: "Bisi", "07700 900871",
            "Please ring about the room. It must be this week.", .waiting(for: "Folásadé Ògúnlẹ́yẹ")),
        .init(
            for: "Mohammed Joynul Abedin", from: "Dr Rahman’s surgery", "0121 496 0155",
            "Please ask him to ring the surgery. Nothing to worry about.",
            .waiting(for: "মোঃ জয়নাল আবেদীন")),
        .init(
            for: "Nguyen Thi Bich Ngoc", from: "Huong", "07700 900884",
            "The nail bar on the Parade is looking for people.", .waiting(for: "Nguyễn Thị Bích Ngọc")),
        .init(
            for: "Zubeda Khatun", from: "Her niece", "07700 900895",
            "I am coming on Saturday with the children.", .waiting(for: "زبیدہ خاتون")),
        .init(
            for: "Shamus MacBride", from: "Would not say", "",
            "Tell him Michael was asking for him.", .waiting(for: "Séamus Mac Giolla Bhríde")),
        .init(
            for: "Sherko Hamarashid", from: "A man from the football", "07700 900903",
            "We play on Sundays now, at two.", .waiting(for: "Şêrko Hama Rashid")),
        .init(
            for: "Hansa Patel", from: "Neighbour at 14", "07700 900917",
            "Her back door was open. I have closed it.", .waiting(for: "Hansaben Patel")),
        .init(
            for: "Winston Lattimore", from: "His daughter", "07700 900924",
            "I only want him to know that the baby came. Both are well."),
        .init(
            for: "Petra Novotná", from: "A friend", "07700 900939",
            "Please ring me. I am not angry."),
        .init(
            for: "Abebe Lemma Desta", from: "Would not say", "",
            "Somebody in Leeds has his papers."),
        .init(
            for: "Jacqueline Osei", from: "Solicitor’s clerk", "0121 496 0133",
            "The appointment on the 14th is moved to the 21st, same time."),
        .init(
            for: "Terence Maguire", from: "His brother", "07700 900946",
            "Mam is in hospital, ward 7. Visiting is until eight."),
        .init(
            for: "Kamala Gurung", from: "Temple kitchen", "0121 496 0121",
            "There is rice and dal put by for her."),
        .init(
            for: "Baran Azad", from: "An old colleague", "07700 900952",
            "I have moved. This is my new number."),
        .init(
            for: "Lowri Protheroe", from: "Would not say", "",
            "Tell her the cat is with me and eating well."),
    ]
}
