import Names
import Vault

/// Reads typed fields and collects what is wrong with them, so that a form is answered whole. What nobody sees and nobody
/// means is left out here, of every text (`UnseenCharacters`).
package struct Words {
    package private(set) var problems: [Problem] = []

    package init() {}

    package mutating func refuse(_ field: String, _ reason: Problem.Reason) {
        problems.append(Problem(field, reason))
    }

    /// One line: trimmed, white space folded, at most `longest` characters.
    package mutating func line(_ field: String, _ raw: String, longest: Int, required: Bool = false) -> String
    {
        let text = UnseenCharacters.leftOut(of: raw).split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        return checked(field, text, longest: longest, required: required)
    }

    /// One line that holds a number, such as a telephone's: digits of any script, dashes and letters of full width are
    /// kept as the usual ones.
    package mutating func number(
        _ field: String, _ raw: String, longest: Int, required: Bool = false
    ) -> String {
        let text = line(field, raw, longest: longest, required: required)
        return PlainCharacters.of(text)
    }

    /// A name of somebody or something, on one line: whatever the script, it has a letter, or nobody could find it again.
    package mutating func name(_ field: String, _ raw: String, longest: Int, required: Bool = false) -> String
    {
        let before = problems.count
        let text = line(field, raw, longest: longest, required: required)
        if !text.isEmpty, problems.count == before, !PersonName.hasLetter(text) { refuse(field, .noLetter) }
        return text
    }

    /// Several lines: trimmed at both ends, line ends as `\n`.
    package mutating func passage(
        _ field: String, _ raw: String, longest: Int, required: Bool = false
    ) -> String {
        var text = Substring(UnseenCharacters.leftOut(of: raw))
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        let folded = String(
            text.map {
                $0 == "\r\n" || $0.unicodeScalars.first.map(UnseenCharacters.endsLine) == true ? "\n" : $0
            })
        return checked(field, folded, longest: longest, required: required)
    }

    /// A day that has been, from 1890 on; nil if left empty or refused. A year of two digits is the last that has been.
    package mutating func pastDate(
        _ field: String, _ raw: String, today: Day, required: Bool = false
    ) -> Day? {
        guard let day = day(field, raw, .past(today), required: required) else { return nil }
        guard day.year >= 1890 else {
            refuse(field, .date(.noSuchYear))
            return nil
        }
        if day > today { refuse(field, .inTheFuture) }
        return day
    }

    /// A telephone number, kept as it was typed: of this country or another, with a prefix such as a text relay's, an
    /// extension, or a second number. What nobody could ring is refused.
    package mutating func phone(_ field: String, _ raw: String) -> String {
        let text = number(field, raw, longest: 60)
        guard !text.isEmpty, !problems.contains(where: { $0.field == field }) else { return text }
        let digits = text.count { $0.wholeNumberValue != nil }
        let words = text.lowercased().split { !$0.isLetter }
        let isMark: (Character) -> Bool = { "+()-–‑./,;#*&:\u{200E}\u{200F}".contains($0) || $0.isWhitespace }
        let isWritten = text.allSatisfy { $0.wholeNumberValue != nil || $0.isLetter || isMark($0) }
        if digits < 3 || !isWritten || !words.allSatisfy(Self.besideNumbers.contains) {
            refuse(field, .notAPhone)
        }
        return text
    }

    /// What stands beside the digits of a telephone number.
    private static let besideNumbers: Set<Substring> = ["x", "ext", "extn", "extension", "or", "and"]

    /// An e-mail address, or several, kept as typed: something, an @, something. What no mail could go to is refused.
    package mutating func email(_ field: String, _ raw: String) -> String {
        let text = line(field, raw, longest: 254)
        guard !text.isEmpty, !problems.contains(where: { $0.field == field }) else { return text }
        let addresses = text.split(whereSeparator: { ",; ".contains($0) })
        let isWritten = addresses.allSatisfy { address in
            guard let at = address.lastIndex(of: "@") else { return false }
            return at > address.startIndex && address.index(after: at) < address.endIndex
        }
        if addresses.isEmpty || !isWritten { refuse(field, .notAnEmail) }
        return text
    }

    /// A day after today, at most so many days ahead; nil if left empty or refused.
    package mutating func comingDate(
        _ field: String, _ raw: String, today: Day, within days: Int64 = Self.twoYears, required: Bool = false
    ) -> Day? {
        guard let day = day(field, raw, .coming(today), required: required) else { return nil }
        if day <= today || day > today.adding(days: days) { refuse(field, .outOfRange(days: days)) }
        return day
    }

    /// Two years, one of them a leap year, in days.
    package static let twoYears: Int64 = 731

    private mutating func day(
        _ field: String, _ raw: String, _ century: Day.Century, required: Bool
    ) -> Day? {
        if UnseenCharacters.leftOut(of: raw).allSatisfy(\.isWhitespace) {
            if required { refuse(field, .missing) }
            return nil
        }
        do { return try Day(typed: raw, century) } catch {
            refuse(field, .date(error))
            return nil
        }
    }

    /// Throws all that was found wrong, if anything was.
    package func check() throws(CaseworkError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    private mutating func checked(_ field: String, _ text: String, longest: Int, required: Bool) -> String {
        if text.isEmpty {
            if required { refuse(field, .missing) }
        } else if text.unicodeScalars.count > longest {
            refuse(field, .tooLong(longest))
        } else if let place = text.unicodeScalars.firstIndex(where: UnseenCharacters.misleads) {
            refuse(field, .unreadable(after: Self.lastWord(before: place, of: text)))
        }
        return text
    }

    /// What stands before a place, so that a person finds it: the end of the word, or nothing at the beginning.
    private static func lastWord(before place: String.Index, of text: String) -> String {
        let before = text.unicodeScalars[..<place].filter { !UnseenCharacters.misleads($0) }
        return String(
            String(String.UnicodeScalarView(before)).split(whereSeparator: \.isWhitespace).last?.suffix(24)
                ?? "")
    }
}
