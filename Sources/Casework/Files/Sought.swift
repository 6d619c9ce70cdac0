import Vault

/// What somebody typed to find a file, taken apart: a name, and what narrows it or finds alone. `Khan 12/03/1984`,
/// `Khan 1984`, `BBGM-RYGF` and `07700 900123` are each one line.
package struct Sought: Sendable {
    /// What is left for the name; empty if there is none.
    package private(set) var name = ""
    package private(set) var born: Born?
    package private(set) var number: PhoneNumber?
    /// What may be a file's reference: each time the first five bytes of its id. A double name may be one as well.
    private(set) var references: Set<[UInt8]> = []
    /// Whether one of them can be nothing else.
    private(set) var isReferenceOnly = false
    /// Whether something is written like a date, and is none that anybody was born on: it was left out.
    package private(set) var saysNoDate = false

    /// When somebody was born, as far as it was asked.
    package enum Born: Hashable, Sendable {
        case day(Day)
        case year(Int)
    }

    /// Whether what was typed is more than a name, so that its name is to be taken out of it.
    package var narrowsOnly: Bool { narrows || isReferenceOnly }

    /// Whether it asks for more than a name.
    var narrows: Bool { born != nil || number != nil }

    init() {}

    init(_ query: String, today: Day) {
        let dashes: [Character: Character] = ["‑": "-", "–": "-", "—": "-", "−": "-", "‐": "-"]
        let plain = String(query.withPlainDigits.map { dashes[$0] ?? $0 })
        var words = plain.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        takeReferences(from: &words)
        takeDate(from: &words, today: today)
        takeNumber(from: &words, today: today)
        name = words.filter { $0.contains(where: \.isLetter) }.joined(separator: " ")
    }

    private mutating func takeReferences(from words: inout [String]) {
        func isReference(_ text: some StringProtocol) -> Bool {
            let characters = text.filter { $0 != "-" }
            guard characters.count == 8, let plain = CodeText.plain(String(characters), characters: 8) else {
                return false
            }
            references.insert(CodeText.bytes(plain))
            return true
        }
        for place in words.indices.dropLast() where words[place].count == 4 && words[place + 1].count == 4 {
            _ = isReference(words[place] + words[place + 1])
        }
        words.removeAll { word in
            let isGrouped = word.count == 9 && word.dropFirst(4).first == "-"
            guard isGrouped || !word.contains("-"), isReference(word) else { return false }
            let isMixed = word.contains(where: \.isASCIIDigit) && word.contains(where: \.isLetter)
            guard isGrouped, isMixed else { return false }
            isReferenceOnly = true
            return true
        }
    }

    private mutating func takeDate(from words: inout [String], today: Day) {
        for place in words.indices {
            for length in [1, 3] where place + length <= words.count {
                let written = words[place..<(place + length)]
                guard let date = WrittenDate(written, today: today) else { continue }
                words.removeSubrange(place..<(place + length))
                if let day = date.day { born = .day(day) } else { saysNoDate = true }
                return
            }
        }
    }

    private mutating func takeNumber(from words: inout [String], today: Day) {
        func isNumeric(_ word: String) -> Bool {
            word.allSatisfy { PhoneNumber.mayHold($0) } && word.contains(where: \.isASCIIDigit)
        }
        func count(_ words: some Sequence<String>) -> Int {
            words.reduce(0) { $0 + $1.filter(\.isASCIIDigit).count }
        }
        for run in words.split(whereSeparator: { !isNumeric($0) }) {
            var run = Array(run)
            // A year beside a number, or with nothing that could be one.
            let year = run.lastIndex { WrittenDate.year($0, today: today) != nil }
            if let year, born == nil {
                let others = count(run) - 4
                let isBeside =
                    year == run.count - 1 || year == 0 && (run[1].first == "0" || run[1].first == "+")
                if others < PhoneNumber.fewest || others >= 9 && isBeside {
                    born = WrittenDate.year(run.remove(at: year), today: today).map(Born.year)
                }
            }
            if let found = PhoneNumber(run.joined(separator: " ")) { number = found }
        }
        words.removeAll(where: isNumeric)
    }

    /// Whether a file's person was born when it was asked; nil where that is not known.
    func matches(_ row: RegisterRow) -> Bool? {
        guard let born else { return true }
        if let day = Day(row.born) {
            return switch born {
            case .day(let asked): day == asked
            case .year(let asked): day.year == asked
            }
        }
        let years = row.born.split { !$0.isASCIIDigit }.filter { $0.count == 4 }.compactMap { Int($0) }
        guard let year = years.first else { return nil }
        let asked =
            switch born {
            case .day(let day): day.year
            case .year(let year): year
            }
        // Where more than the year is written, it is about that year.
        return row.born.count == 4 ? year == asked : abs(year - asked) <= 5
    }

    /// Those who were born then; after them those of whom it is not known.
    func narrowed(_ found: [FoundFile]) -> [FoundFile] {
        guard born != nil else { return found }
        return found.compactMap { file in
            switch matches(file.row) {
            case true?: file
            case false?: nil
            case nil:
                FoundFile(file: file.file, row: file.row, likeness: .possible, score: file.score - 100)
            }
        }
    }
}

/// A date as people write it here: the day, the month and the year.
private struct WrittenDate {
    /// Nil if there is no such day, or nobody was born on it.
    let day: Day?

    /// Nil for what is not written like a date.
    init?(_ words: ArraySlice<String>, today: Day) {
        let parts: [String]
        if words.count == 1, let word = words.first {
            let separators = word.filter { "/.-".contains($0) }
            guard separators.count == 2, Set(separators).count == 1 else { return nil }
            parts = word.split { "/.-".contains($0) }.map(String.init)
        } else {
            parts = words.map { $0 }
            // 12 03 1984, but no piece of a telephone number: `020 7946 1984`.
            guard parts.last?.count == 4 else { return nil }
        }
        guard parts.count == 3 else { return nil }
        let isYearFirst = parts[0].count == 4 && parts[0].allSatisfy(\.isASCIIDigit)
        let (year, month, day) = (parts[isYearFirst ? 0 : 2], parts[1], parts[isYearFirst ? 2 : 0])
        guard (1...2).contains(Self.ordinal(day).count), let days = Self.number(Self.ordinal(day)),
            var months = Self.month(month), [2, 4].contains(year.count), var years = Self.number(year)
        else { return nil }
        var daysOfMonth = days
        if months > 12, days <= 12 { (months, daysOfMonth) = (days, months) }
        if year.count == 2 { years += years <= today.year % 100 ? 2000 : 1900 }
        let found = Day(year: years, month: months, day: daysOfMonth)
        self.day = found.flatMap { $0.year >= 1890 && $0 <= today ? $0 : nil }
    }

    /// A year that somebody living or their file can be of.
    static func year(_ word: String, today: Day) -> Int? {
        guard word.count == 4, let year = number(word), (1890...today.year).contains(year) else { return nil }
        return year
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        text.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
    }

    /// `12th` is 12.
    private static func ordinal(_ text: String) -> String {
        for end in ["st", "nd", "rd", "th"] where text.lowercased().hasSuffix(end) {
            return String(text.dropLast(2))
        }
        return text
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]

    /// By its number or its name, at least three letters of it.
    private static func month(_ text: String) -> Int? {
        if let number = number(text) { return text.count <= 2 ? number : nil }
        let name = text.lowercased().filter { $0 != "." }
        guard name.count >= 3 else { return nil }
        return months.firstIndex { $0.hasPrefix(name) || name == "sept" && $0 == "september" }.map { $0 + 1 }
    }
}
