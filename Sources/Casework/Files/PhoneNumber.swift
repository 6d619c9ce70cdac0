/// A telephone number as far as it tells one from another: its digits, without what is written before them at home or
/// abroad (`0`, `+`, `00`). Digits of any script count.
package struct PhoneNumber: Hashable, Sendable {
    /// The fewest digits that are looked for: the end of a number.
    static let fewest = 6
    /// Numbers have no more (ITU-T E.164).
    private static let most = 15

    /// As it was typed, for another form.
    package let text: String
    private let digits: String

    init?(_ text: some StringProtocol) {
        // The zero of home in a number for abroad: +44 (0)7700 900123.
        let digits = text.withPlainDigits.replacing("(0)", with: "").filter(\.isASCIIDigit).drop { $0 == "0" }
        guard digits.count >= Self.fewest, digits.count <= Self.most else { return nil }
        self.text = text.split(separator: " ").joined(separator: " ")
        self.digits = String(digits)
    }

    /// Whether these are one number, or the end of it: `+44 7700 900123`, `07700 900123`, `900123`.
    func isLike(_ other: PhoneNumber) -> Bool {
        digits.hasSuffix(other.digits) || other.digits.hasSuffix(digits)
    }

    /// Whether a character may stand in a number.
    static func mayHold(_ character: Character) -> Bool {
        character.isASCIIDigit || "+().-–‑ ".contains(character)
    }

    /// The numbers in what somebody wrote, with words or other numbers beside them.
    static func all(in text: String) -> [PhoneNumber] {
        let runs = text.withPlainDigits.replacing("(0)", with: "").split { !mayHold($0) }
        return runs.flatMap { run -> [PhoneNumber] in
            // Two numbers with nothing but a space between them: another begins as numbers do, after a whole one.
            var numbers: [String] = [""]
            for word in run.split(separator: " ") {
                let written = numbers[numbers.count - 1].filter(\.isASCIIDigit).count
                if written >= 10, word.hasPrefix("0") || word.hasPrefix("+") { numbers.append("") }
                numbers[numbers.count - 1] += " " + word
            }
            return numbers.compactMap { PhoneNumber($0) }
        }
    }
}

extension Character {
    /// `0` to `9`.
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension StringProtocol {
    /// The same with decimal digits of any script as `0` to `9`. Words for numbers stay words.
    var withPlainDigits: String {
        String(
            map { character in
                guard character.unicodeScalars.first?.properties.numericType == .decimal,
                    let value = character.wholeNumberValue, (0...9).contains(value)
                else { return character }
                return Character("\(value)")
            })
    }
}
