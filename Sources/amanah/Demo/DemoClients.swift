/// Somebody who came to the invented charity. Nobody here is a real person.
struct DemoClient: Sendable {
    let name: String
    let otherNames: String
    /// `yyyy-mm-dd`, or empty where they would rather not say.
    let born: String
    let need: DemoNeed
    /// The caseworker's place among the caseworkers; nil where the team works with them.
    let worker: Int?
    /// Safe to call, to text, to leave a message: `y`, `n` or `-` for not asked.
    let safe: String
    /// The answer to general consent.
    let answer: String
    let isRestricted: Bool
    /// The sign-in name of the member whose relative they are.
    let relativeOf: String?

    private init(
        _ name: String, also otherNames: String = "", _ born: String, _ need: DemoNeed, _ worker: Int?,
        _ safe: String = "yyy", answer: String = "agreed", isRestricted: Bool = false,
        relativeOf: String? = nil
    ) {
        self.name = name
        self.otherNames = otherNames
        self.born = born
        self.need = need
        self.worker = worker
        self.safe = safe
        self.answer = answer
        self.isRestricted = isRestricted
        self.relativeOf = relativeOf
    }

    static let all: [DemoClient] = [
        // Somali, Tigrinya, Sudanese
        .init("Cabdiraxmaan Cali Jimcaale", also: "Abdirahman Ali Jama", "1979-03-14", .benefits, 0),
        .init("Xaliimo Maxamed Nuur", "1986-11-02", .housing, 0, "yyn"),
        .init("Faadumo Xasan Guuleed", "1958-01-01", .disability, 2, "y-y"),
        .init("Ayaan Yuusuf Geeddi", "2001-07-19", .work, 2),
        .init("Amina Yuusuf Geeddi", "2014-02-08", .school, 0, "n--"),
        .init("Sahra Cismaan Diiriye", "1992-05-30", .safety, 1, "nnn"),
        .init("Selam Gebremedhin", also: "ሰላም ገብረመድህን", "1994-09-11", .papers, 1, "yyn"),
        .init("Tesfalem Haile Woldu", "1998-02-27", .papers, 0),
        .init("Omar Abdelkarim Eltayeb", "1971-06-05", .debt, 2, "y-n"),
        // Arabic
        .init("محمود عبد الرحمن الحداد", also: "Mahmoud Abdulrahman al-Haddad", "1967-10-21", .housing, 2),
        .init("نور الهدى الشامي", "1990-04-08", .school, 0, "yyn"),
        .init("Layla al-Hashimi", "1983-12-17", .bereavement, 1),
        .init("Saif Muqbil Nasser", "1955-08-01", .olderAge, 0, "yny"),
        // Bengali and Sylheti
        .init("শাহানা বেগম", "1976-02-11", .school, 0, "ynn"),
        .init("মোঃ জয়নাল আবেদীন", also: "Md Joynal Abedin", "1949-01-01", .olderAge, 0, "yny"),
        .init("Mosammat Rahima Begum", "1962-01-01", .benefits, 0, "y--"),
        .init("Md Abdul Quddus Miah", also: "Quddus Mia", "1951-01-01", .disability, nil, "yny"),
        .init("Taslima Khatun Choudhury", "1988-06-23", .safety, 1, "nyn", answer: "refused"),
        .init("Shamsul Haque Talukdar", "1969-09-09", .debt, nil),
        .init("নুসরাত জাহান তাসনিম", also: "Nusrat Jahan Tasnim", "2013-08-19", .school, 0, "n--"),
        // Urdu, Punjabi, Gujarati, Tamil, Sinhala
        .init("محمد اقبال چوہدری", "1953-03-23", .benefits, 1, "yny"),
        .init("زبیدہ خاتون", "1960-01-01", .bereavement, nil, "y-n"),
        .init("Rukhsana Bibi", "1974-07-04", .housing, 1),
        .init("Ghulam Mustafa Kiyani", "1980-10-30", .work, 2),
        .init("Parveen Akhtar Mirza", "1965-05-15", .loneliness, nil, "yyy", answer: "notAsked"),
        .init("Harbhajan Singh Dhaliwal", "1947-04-13", .olderAge, 2, "yny"),
        .init("Manjit Kaur Sandhu", "1982-08-28", .school, 0),
        .init("Hansaben Patel", also: "Hansa Patel", "1950-11-11", .loneliness, 1),
        .init("Sivapalan Thevarajah", "1973-01-26", .papers, 2, "y--"),
        .init(
            "Rathnayake Mudiyanselage Nimal Chandrasiri Bandara Ekanayake", also: "Nimal Ekanayake",
            "1968-12-03", .disability, 1),
        // Yoruba, Igbo, Akan
        .init("Oluwaseun Temitope Adébáyọ̀", "1995-03-03", .work, 0),
        .init("Folásadé Ògúnlẹ́yẹ", "1978-09-18", .housing, nil, "yyn"),
        .init("Babátúndé Akínṣọlá", "1984-06-12", .debt, 1, "yyy", answer: "refused"),
        .init("Chidinma Eze-Okafor", "1999-10-06", .food, 2),
        .init("Akosua Boateng Mensah", "1987-12-25", .school, 0),
        // Polish, Romanian, Hungarian, Ukrainian
        .init("Małgorzata Szczepańska", "1981-04-29", .safety, 1, "nny"),
        .init("Krzysztof Wąsik", "1970-02-02", .food, nil),
        .init("Zbigniew Żurkowski", "1959-11-20", .loneliness, 1, "y-y"),
        .init("Ionuț Ștefănescu", "1993-01-31", .work, 2),
        .init("Kovács Eszter Júlia", also: "Eszter Kovacs", "1989-08-08", .debt, 1),
        .init("Олена Коваленко", also: "Olena Kovalenko", "1985-05-24", .papers, 1),
        // Turkish, Kurdish, Persian, Dari
        .init("Gülten Yıldırım", "1972-03-08", .bereavement, 2),
        .init("İbrahim Çağlayan", "1963-07-16", .disability, 2, "yny"),
        .init("Şêrko Hama Rashid", "1991-09-27", .papers, 2, "yyn"),
        .init("Fereshteh Karimi-Nejad", "1977-12-21", .work, nil),
        .init("Gulnaz", "2000-01-01", .school, 0, "nyn"),
        // Vietnamese, Chinese, Filipino
        .init("Nguyễn Thị Bích Ngọc", "1996-02-14", .food, 1),
        .init("Trần Văn Dũng", "1961-06-30", .benefits, 0),
        .init("Wu Xi", "1997-11-27", .housing, nil),
        .init("Maricel Dela Cruz Villanueva", "1983-10-10", .work, 1),
        // Portuguese, Jamaican
        .init(
            "Maria da Conceição Evangelista dos Santos Albuquerque Ferreira de Sousa Pimentel",
            "1957-08-15", .loneliness, 2),
        .init("Delroy Constantine Blackwood", "1956-02-06", .olderAge, nil, "yyy", answer: "notAsked"),
        // English, Irish, Welsh
        .init("Dorothy Ann Whitlock", also: "Dot Whitlock", "1939-05-09", .olderAge, 1, "yny"),
        .init("Derek Hollingsworth", "1964-09-01", .food, nil),
        .init("Chantelle Louise Pryce", "1998-04-17", .safety, 2, "nnn"),
        .init("Kai Thornton-Reid", "2004-12-12", .housing, 0),
        .init("Bríd Ní Chonaill", also: "Bridget O’Connell", "1945-02-01", .loneliness, 1),
        .init("Séamus Mac Giolla Bhríde", also: "Seamus McBride", "1966-03-17", .debt, 0, "y-n"),
        .init("Angharad Llwyd Gruffydd", "1990-03-01", .bereavement, 2),
        .init("Ieuan ap Rhys", "1952-07-07", .disability, nil, "yyy", answer: "notAsked"),
        // Restricted: a colleague's relative, and somebody in danger
        .init("Rafiq Uddin", "1985-01-20", .debt, 1, "yyn", isRestricted: true, relativeOf: "karim"),
        .init("Hannah Ashdown", also: "Hannah Keeble", "1989-06-02", .safety, 2, "nnn", isRestricted: true),
    ]
}
