/// A purpose on the invented charity's register (clause S3.1), by its place in `all`.
struct DemoPurpose: Sendable {
    let name: String
    let why: String
    /// Who proposed it, and on which working day.
    let by: String
    let day: Int
    /// The day, counted from the day on which the demonstration is made, until which a guardian approved it; nil while
    /// it is only proposed.
    let until: Int64?

    static let housing = 0
    static let money = 1
    static let care = 2
    static let papers = 3
    static let families = 4
    static let winter = 5

    static let all: [DemoPurpose] = [
        .init(
            name: "Housing and homelessness help",
            why:
                "So that people keep their home or find one. Councils and landlords ask who they are and why.",
            by: "margaret", day: 1, until: 210),
        .init(
            name: "Benefits, debt and money advice",
            why:
                "So that claims are paid and creditors agree to a plan. Figures only, as far as figures will do.",
            by: "margaret", day: 1, until: 11),
        .init(
            name: "Health and social care",
            why: "So that the surgery, therapists and the council know what somebody needs at home.",
            by: "hodan", day: 1, until: 330),
        .init(
            name: "Immigration advice from a regulated adviser",
            why: "We may not advise. A regulated adviser reads the one letter that somebody brings.",
            by: "hodan", day: 1, until: 150),
        .init(
            name: "School places and family support",
            why: "So that every child has a school place, a uniform and a meal.",
            by: "hodan", day: 1, until: 90),
        .init(
            name: "Winter fuel grants",
            why: "The energy trust pays a grant for people whom we name. Ended with the cold weather.",
            by: "margaret", day: 1, until: -9),
        .init(
            name: "Befriending by matched volunteers",
            why:
                "A volunteer is told a first name, a street and what somebody likes to talk about. Nothing else.",
            by: "karim", day: 60, until: nil),
        .init(
            name: "Thursday lunch: what people can’t eat",
            why: "The kitchen needs to know what to leave out. It does not need to know for whom.",
            by: "margaret", day: 60, until: nil),
    ]
}
