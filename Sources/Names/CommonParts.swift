/// The parts that are given to so many people, or stand for so little but sex, descent or respect, that
/// finding one of them proves nothing and missing one disproves nothing.
struct CommonParts: Sendable {
    static let shared = CommonParts()

    private let readings: [PhoneticKey: [Reading]]

    private init() {
        let words: [StaticString] = [
            "muhammad", "begum", "bibi", "khatun", "khanom", "banu", "kaur", "singh", "miah", "mian",
            "sayyid", "shaikh",
            "hajji", "mosammat", "kumar", "kumari", "devi", "hanim", "lady",
        ]
        var readings: [PhoneticKey: [Reading]] = [:]
        for word in words {
            for reading in Spelling.readings(of: Word(word).letters) {
                for key in PhoneticKey.keys(of: [reading]) { readings[key, default: []].append(reading) }
            }
        }
        self.readings = readings
    }

    /// Whether a word is one of them in any spelling.
    func contains(_ word: [Reading], keys: [PhoneticKey]) -> Bool {
        guard let first = word.first else { return false }
        let alignment = Alignment()
        return keys.contains { key in
            (readings[key] ?? []).contains { alignment.score($0, first) >= Verdict.sameScore }
        }
    }
}
