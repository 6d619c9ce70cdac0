import Casework

/// How a manager decided to go on with somebody who refused at the first contact (clause S4.2).
struct DemoRefusal: Sendable {
    let of: String
    let day: Int
    let who: String
    let goingOn: GoingOn
    let reason: String

    static let all = [
        DemoRefusal(
            of: "Taslima Khatun Choudhury", day: 43, who: "margaret", goingOn: .team,
            reason:
                "She is afraid of who might hear of it. She agrees that her caseworker knows, and nobody else does."
        ),
        DemoRefusal(
            of: "Babátúndé Akínṣọlá", day: 44, who: "hodan", goingOn: .askAgain,
            reason: "He had ten minutes and a queue behind him. Explain it in peace at the next meeting."),
    ]
}
