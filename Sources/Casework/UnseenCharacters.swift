/// Characters that nobody sees, such as come along with what is pasted: which are left out of a text without a word, and
/// which may not stay because they make it read as what it is not (docs/decisions/0099-typing-kept.md).
enum UnseenCharacters {
    /// The text without what nobody sees and nobody means. Joiners in words whose script is spelt with them stay, and so do
    /// direction marks inside a line that is written from the right.
    static func leftOut(of text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var kept = String.UnicodeScalarView()
        var line: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if endsLine(scalar) {
                kept.append(contentsOf: UnseenLine(line).kept)
                line = []
                kept.append(scalar)
            } else {
                line.append(scalar)
            }
        }
        kept.append(contentsOf: UnseenLine(line).kept)
        return String(kept)
    }

    /// What ends a line: also the soft line break of a word processor, and the ends that only Unicode has.
    static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// What may not stay: controls, overrides that turn letters round, and annotations that hide one text behind another.
    static func misleads(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB:
            true
        default: false
        }
    }
}

/// One line of a text: an embedding, an override or an isolate reaches no further.
private struct UnseenLine {
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var kept: [Unicode.Scalar] {
        guard scalars.contains(where: Self.isUnseen) else { return scalars }
        let isSeen = { (scalar: Unicode.Scalar) in !Self.isUnseen(scalar) && !Self.isSpace(scalar) }
        let first = scalars.firstIndex(where: isSeen) ?? scalars.endIndex
        let last = scalars.lastIndex(where: isSeen) ?? -1
        let hasRightToLeft = scalars.contains(where: Self.isRightToLeft)
        let meant = overridesThatMislead.union(tagsOfFlags)
        return scalars.indices.compactMap { index in
            let scalar = scalars[index]
            if !Self.isUnseen(scalar) || meant.contains(index) { return scalar }
            let before = scalars[..<index].last { !Self.isUnseen($0) }
            let after = scalars[(index + 1)...].first { !Self.isUnseen($0) }
            let isInside = first < index && index < last
            let stays =
                switch scalar.value {
                case 0x200C, 0x200D: Self.joins(scalar, before, after, isInside: isInside)
                case 0x200E, 0x200F, 0x061C: hasRightToLeft && isInside
                // Variants of the character before, such as an emoji's colour.
                case 0xFE00...0xFE0F, 0xE0100...0xE01EF: before.map { !Self.isSpace($0) } ?? false
                case 0x180B...0x180F: before.map { (0x1820...0x18AA).contains($0.value) } ?? false
                // Keeps two accents apart.
                case 0x034F: isInside && (Self.isMark(before) || Self.isMark(after))
                default: false
                }
            return stays ? scalar : nil
        }
    }

    /// Joiners are part of the spelling after a virama and of *hijri* (heh and a joiner), also at the end; and between the
    /// letters of a script that joins them, and in an emoji.
    private static func joins(
        _ joiner: Unicode.Scalar, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?, isInside: Bool
    ) -> Bool {
        guard let before, !isSpace(before) else { return false }
        if before.properties.canonicalCombiningClass == .virama { return true }
        if joiner.value == 0x200D, before.value == 0x0647 { return true }
        guard isInside, let after, !isSpace(after) else { return false }
        return isJoined(before) || isJoined(after)
    }

    /// Overrides that turn letters or digits round: right-to-left over what is written from the left, and the reverse. Any
    /// other has no effect on what is read.
    private var overridesThatMislead: Set<Int> {
        var open: [Int] = []
        var found: Set<Int> = []
        func close(_ index: Int, at end: Int) {
            let turns: (Unicode.Scalar) -> Bool
            switch scalars[index].value {
            case 0x202D: turns = Self.isRightToLeft
            case 0x202E:
                turns = {
                    !Self.isRightToLeft($0)
                        && ($0.properties.isAlphabetic || $0.properties.generalCategory == .decimalNumber)
                }
            default: return
            }
            if scalars[(index + 1)..<end].contains(where: turns) { found.insert(index) }
        }
        for (index, scalar) in scalars.enumerated() {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E, 0x2066...0x2068: open.append(index)
            case 0x202C, 0x2069: if let begun = open.popLast() { close(begun, at: index) }
            default: break
            }
        }
        for index in open { close(index, at: scalars.endIndex) }
        return found
    }

    /// The unseen letters after a black flag that name a country, such as those of Scotland.
    private var tagsOfFlags: Set<Int> {
        var found: Set<Int> = []
        for index in scalars.indices where scalars[index].value == 0x1F3F4 {
            let tags = scalars[(index + 1)...].prefix(7).prefix { (0xE0020...0xE007E).contains($0.value) }
            if !tags.isEmpty, tags.endIndex < scalars.endIndex, scalars[tags.endIndex].value == 0xE007F {
                found.formUnion(tags.startIndex...tags.endIndex)
            }
        }
        return found
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private static func isMark(_ scalar: Unicode.Scalar?) -> Bool {
        scalar?.properties.generalCategory == .nonspacingMark
    }

    /// A letter of a script that is written from the right: Hebrew, Arabic and their relatives.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            scalar.properties.isAlphabetic
        default: false
        }
    }

    /// A letter of a script whose letters are joined, or a sign of an emoji.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x109F, 0x1780...0x18AF, 0x1900...0x1CFF, 0xA800...0xABFF, 0xFB50...0xFDFF,
            0xFE70...0xFEFC, 0x10A00...0x11FFF, 0x1E900...0x1E95F:
            true
        default: scalar.value > 0xFF && scalar.properties.isEmoji
        }
    }
}
