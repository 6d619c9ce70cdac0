/// Sessions of counselling at the invented charity, apart from everything else (clause P2).
struct DemoSession: Sendable {
    let of: String
    let who: String
    /// The first working day; the next ones are each so many later.
    let first: Int
    let every: Int
    let words: [String]

    static let all: [DemoSession] = [
        .init(
            of: "Layla al-Hashimi", who: "miriam", first: 48, every: 6,
            words: [
                "First session. Fifty minutes. She speaks of her sister in the present tense, and noticed it herself.",
                "Sleeps a little. The drawer with the scarves is still closed; she need not open it.",
                "Opened the drawer. Laughed and wept. We agreed on four more sessions.",
            ]),
        .init(
            of: "Gülten Yıldırım", who: "miriam", first: 48, every: 12,
            words: [
                "First session, in Turkish with an interpreter in the room. She asked that her cousin is never told of it.",
                "She went to the grave for the first time. Quiet. Goes on in two weeks.",
            ]),
        .init(
            of: "زبیدہ خاتون", who: "bushra", first: 50, every: 10,
            words: [
                "First session, in Urdu. Forty years of marriage in fifty minutes. She wants to come again.",
                "She brought his reading glasses. We did not speak for some while.",
            ]),
        .init(
            of: "Angharad Llwyd Gruffydd", who: "bushra", first: 50, every: 10,
            words: [
                "She came because her mother wished it. Told her that she need not.",
                "She came because she wished it. Panic on the bus; worked on breathing.",
            ]),
    ]
}
