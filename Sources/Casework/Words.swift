/// Reads typed fields and collects what is wrong with them, so that a form is answered whole.
package struct Words {
    package private(set) var problems: [Problem] = []

    package init() {}

    package mutating func refuse(_ field: String, _ reason: Problem.Reason) {
        problems.append(Problem(field, reason))
    }

    /// One line: trimmed, white space folded, at most `longest` characters.
    package mutating func line(_ field: String, _ raw: String, longest: Int, required: Bool = false) -> String
    {
        let text = raw.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return checked(field, text, longest: longest, required: required) {
            $0.value >= 32 && $0.value != 127
        }
    }

    /// Several lines: trimmed at both ends, line ends as `\n`.
    package mutating func passage(
        _ field: String, _ raw: String, longest: Int, required: Bool = false
    ) -> String {
        var text = Substring(raw)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        let folded = String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
        return checked(field, folded, longest: longest, required: required) {
            $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\t"
        }
    }

    /// A date written `yyyy-mm-dd`, not after `today`; nil if left empty.
    package mutating func pastDate(_ field: String, _ raw: String, today: Day) -> Day? {
        let text = raw.filter { !$0.isWhitespace }
        if text.isEmpty { return nil }
        guard let day = Day(text), day.year >= 1890 else {
            refuse(field, .notADate)
            return nil
        }
        if day > today { refuse(field, .inTheFuture) }
        return day
    }

    /// Throws all that was found wrong, if anything was.
    package func check() throws(CaseworkError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    private mutating func checked(
        _ field: String, _ text: String, longest: Int, required: Bool, allows: (Unicode.Scalar) -> Bool
    ) -> String {
        if text.isEmpty {
            if required { refuse(field, .missing) }
        } else if text.unicodeScalars.count > longest {
            refuse(field, .tooLong(longest))
        } else if !text.unicodeScalars.allSatisfy({ allows($0) && !Self.misleads($0) }) {
            refuse(field, .unreadable)
        }
        return text
    }

    /// Bidirectional overrides and isolates, and other invisible characters that make text read as what it is not.
    private static func misleads(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
