/// A name or another short text that somebody gives a command or a setting, and that will be shown to others: on one line,
/// with nothing invisible in it that makes it read as something else.
package enum OneLine {
    /// Why a text is not taken, in words that end a sentence about it.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        case blank
        case severalLines
        case invisible
        case tooLong(Int)

        package var description: String {
            switch self {
            case .blank: "it is blank. Give at least one letter."
            case .severalLines: "it has more than one line. Give it on one."
            case .invisible:
                "it has an invisible character, one that turns the direction of what is read, or a control character. Type it again by hand."
            case .tooLong(let most): "it is too long: it can have up to \(most) characters."
            }
        }
    }

    /// The text without blanks at either end.
    /// - Parameter mayBeBlank: nothing at all is something too.
    package static func checked(
        _ text: String, longest: Int, mayBeBlank: Bool = false
    ) throws(Fault) -> String {
        var line = Substring(text)
        while line.first?.isWhitespace ?? false { line.removeFirst() }
        while line.last?.isWhitespace ?? false { line.removeLast() }
        if line.contains(where: \.isNewline) { throw .severalLines }
        let scalars = line.unicodeScalars
        if scalars.contains(where: isUnseen) { throw .invisible }
        let isBlank = scalars.allSatisfy { isSpace($0) || isJoiner($0) }
        if isBlank, !(mayBeBlank && line.isEmpty) { throw .blank }
        if line.count > longest { throw .tooLong(longest) }
        return String(line)
    }

    /// A path: whatever the disk takes, but not nothing, and not two lines.
    package static func checkedPath(_ text: String) throws(Fault) -> String {
        if text.allSatisfy(\.isWhitespace) { throw .blank }
        if text.contains(where: \.isNewline) { throw .severalLines }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { throw .invisible }
        return text
    }

    /// Control characters, and those that mark a direction or nothing. Joiners, which scripts need, may stay.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator: true
        case .format: !isJoiner(scalar)
        default: false
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200C || scalar.value == 0x200D
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        // Two letters of Hangul and the Braille blank are shown as nothing.
        scalar.properties.isWhitespace || [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800].contains(scalar.value)
    }
}
