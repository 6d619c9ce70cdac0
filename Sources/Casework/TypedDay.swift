import Vault

extension Day {
    /// Why what was typed is no day.
    package enum Slip: Error, Equatable, Sendable {
        case notADate
        /// A part that was left out.
        case noDay, noMonth, noYear
        /// There is a year and nothing else.
        case onlyYear
        /// There is no such month, no such day in it, or the year can't be meant.
        case noSuchMonth, noSuchDay, noSuchYear
    }

    /// What a year of two digits is taken for.
    package enum Century: Sendable {
        /// The last that has been, seen from this day.
        case past(Day)
        /// One of this day's own hundred years.
        case coming(Day)
        /// None: a year has four digits.
        case none
    }

    /// Reads a day as people in the United Kingdom write it: the day first, then the month, then the year. `27/3/1981`,
    /// `27.3.81`, `27 March 1981`, `27031981`, and `1981-03-27`, whose year of four digits says that it comes first. The
    /// month is never looked for before the day, unless it is written as a word.
    package init(typed: String, _ century: Century) throws(Slip) {
        self = try DayReading(typed).day(century)
    }

    /// A day that was typed with all four digits of its year; nil if it was not.
    package init?(typedInFull typed: String) {
        guard let day = try? Day(typed: typed, .none) else { return nil }
        self = day
    }

    fileprivate static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]
    fileprivate static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}

/// The three parts of a day, as far as they could be told apart.
private struct DayReading {
    private var day = ""
    private var month = ""
    private var year = ""

    init(_ typed: String) throws(Day.Slip) {
        let text = PlainCharacters.of(typed).lowercased()
        guard text.utf8.count <= 64 else { throw .notADate }
        // Three places, of which some may be empty, as three boxes send them.
        let places = text.split(separator: "/", omittingEmptySubsequences: false).map(Self.words)
        if places.count == 3, places.allSatisfy({ ($0?.count ?? 2) <= 1 }) {
            try place(places.map { $0?.first ?? "" })
            return
        }
        guard let words = Self.words(text[...]) else { throw .notADate }
        let told = words.filter { $0 != "of" && !Self.isWeekday($0) }
        switch told.count {
        case 3: try place(told[0].first?.isNumber == true ? told : [told[1], told[0], told[2]])
        case 2: try placeTwo(told[0], told[1])
        case 1: try placeOne(told[0])
        default: throw .notADate
        }
    }

    private mutating func place(_ parts: [String]) throws(Day.Slip) {
        (day, month, year) =
            parts[0].count == 4 ? (parts[2], parts[1], parts[0]) : (parts[0], parts[1], parts[2])
        if parts.allSatisfy(\.isEmpty) { throw .notADate }
    }

    /// One of the three is missing: which, is told by the word for a month and by the year's four digits.
    private mutating func placeTwo(_ first: String, _ second: String) throws(Day.Slip) {
        let known = [first, second].filter { $0.allSatisfy(\.isNumber) || Self.month($0) != nil }
        guard known.count == 2 else { throw .notADate }
        if second.count == 4, Int(second) != nil { throw Self.month(first) == nil ? .noMonth : .noDay }
        if first.count == 4, Int(first) != nil { throw .noDay }
        throw .noYear
    }

    /// Digits without a sign between them.
    private mutating func placeOne(_ only: String) throws(Day.Slip) {
        guard only.allSatisfy(\.isNumber) else { throw Self.month(only) == nil ? .notADate : .noDay }
        let digits = only.map(String.init)
        func part(_ range: Range<Int>) -> String { digits[range].joined() }
        switch digits.count {
        case 1, 2: throw .noMonth
        case 4: throw .onlyYear
        case 6: (day, month, year) = (part(0..<2), part(2..<4), part(4..<6))
        case 8:
            (day, month, year) = (part(0..<2), part(2..<4), part(4..<8))
            if (try? self.day(.none)) == nil {
                let (turned, kept) = ((part(6..<8), part(4..<6), part(0..<4)), (day, month, year))
                (day, month, year) = turned
                if (try? self.day(.none)) == nil { (day, month, year) = kept }
            }
        default: throw .notADate
        }
    }

    func day(_ century: Day.Century) throws(Day.Slip) -> Day {
        if day.isEmpty { throw month.isEmpty ? .onlyYear : .noDay }
        if month.isEmpty { throw .noMonth }
        if year.isEmpty { throw .noYear }
        guard day.count <= 2, let day = Int(day) else { throw .notADate }
        guard let month = Self.month(month) else {
            throw self.month.allSatisfy(\.isNumber) ? .noSuchMonth : .notADate
        }
        guard year.allSatisfy(\.isNumber), let typed = Int(year) else { throw .notADate }
        guard (1...31).contains(day) else { throw .noSuchDay }
        let year =
            switch year.count {
            case 4: typed
            case 2: Self.year(typed, month, day, century)
            default: nil as Int?
            }
        guard let year, year >= 1 else { throw .noSuchYear }
        guard let found = Day(year: year, month: month, day: day) else { throw .noSuchDay }
        return found
    }

    private static func year(_ digits: Int, _ month: Int, _ day: Int, _ century: Day.Century) -> Int? {
        switch century {
        case .none: return nil
        case .coming(let today): return today.year / 100 * 100 + digits
        case .past(let today):
            let year = today.year / 100 * 100 + digits
            return (year, month, day) > (today.year, today.month, today.day) ? year - 100 : year
        }
    }

    /// From 1 to 12: a number, or the English name or its beginning.
    private static func month(_ text: String) -> Int? {
        if let number = Int(text) { return (1...12).contains(number) ? number : nil }
        let name = text == "sept" ? "sep" : text
        guard name.count >= 3 else { return nil }
        return Day.monthNames.firstIndex { $0.hasPrefix(name) }.map { $0 + 1 }
    }

    private static func isWeekday(_ word: String) -> Bool {
        word.count >= 3 && Day.weekdays.contains { $0.hasPrefix(word) }
    }

    /// Runs of digits and of letters, without the ending of a number that is counted (27th); nil if anything else stands
    /// among them but what is written between the parts of a date.
    private static func words(_ text: Substring) -> [String]? {
        var words: [String] = []
        var last: Character?
        for character in text {
            let isWord = isDigit(character) || character.isLetter
            guard isWord || character.isWhitespace || "/.-,،'’".contains(character) else { return nil }
            if isWord {
                if let last, isDigit(last) == isDigit(character) {
                    words[words.count - 1].append(character)
                } else {
                    // An ending stands right behind its number.
                    words.append(last == nil ? String(character) : endingMark + String(character))
                }
            }
            last = isWord ? character : nil
        }
        return words.filter { !["st", "nd", "rd", "th"].map { endingMark + $0 }.contains($0) }.map {
            $0.replacing(endingMark, with: "")
        }
    }

    private static let endingMark = "|"

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
