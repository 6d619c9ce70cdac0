/// How runs of vowel letters are said.
extension Spelling {
    /// Whether the letter at a position belongs to a run of vowels: y and w do in most places.
    func isVowel(at position: Int) -> Bool {
        let here = letter(position)
        let next = letter(position + 1)
        switch here {
        case .a, .e: return true
        case .o:
            return position > 0 || next != .u || !letter(2).isVowelLetter || letter(2) == .u
        case .u: return position > 0 || !(next == .a || next == .e) || letters.count < 4
        case .i: return position > 0 || !next.isVowelLetter || next == .i
        case .y: return position > 0 || !next.isVowelLetter
        case .w:
            // After a vowel w is a part of it, unless another vowel than u follows.
            guard position > 0, letter(position - 1).isVowelLetter else { return false }
            let after = letter(position + 2)
            // Polish: Dombrowski, Szewczenko.
            if next == .s && (after == .k || after == .z) || next == .c && after == .z { return false }
            return !next.isVowelLetter || next == .u || next == .o && (after == .o || after == .u)
        case .v:
            // Davood and Davud are Dawud in Persian.
            guard position > 0, letter(position - 1) == .a else { return false }
            return next == .u || next == .o && (letter(position + 2) == .o || letter(position + 2) == .u)
        default: return false
        }
    }

    /// Reads a whole run of vowel letters, and returns where it ends.
    mutating func readVowels(from start: Int) -> Int {
        var end = start
        while end < letters.count, isVowel(at: end) { end += 1 }
        if let ending = silentEnding(start, end) { silentEnding = ending }
        // que at the end: the q has taken the u already.
        if silentEnding == 0 {
            silentEnding = nil
            return end
        }
        var position = start
        while position < end { position = readVowel(at: position, end: end) }
        return end
    }

    private mutating func readVowel(at position: Int, end: Int) -> Int {
        var next = position + 1
        func skip(_ letters: UInt8...) {
            while next < end, letters.contains(letter(next)) { next += 1 }
        }
        func follows(_ letters: UInt8...) -> Bool { next < end && letters.contains(letter(next)) }
        switch letter(position) {
        case .a:
            skip(.a)
            let isLong = next > position + 1
            if follows(.i, .y, .e) {
                // aiya, aya: the second a is its own; aee, ayee, aai: one sound.
                skip(.i, .y)
                if follows(.e), letter(next + 1) == .e || letter(next - 1) == .a { skip(.e) }
                appendVowel(.ai)
            } else if follows(.u, .w, .o, .v) {
                skip(.u, .w, .o, .v)
                appendVowel(.au)
            } else {
                appendVowel(isLong ? .longA : .a)
            }
        case .e:
            if follows(.e) {
                skip(.e)
                // A long e in Somali: Xuseen is Husayn.
                appendVowel(tradition == .somali ? .ai : .longI)
            } else if follows(.i, .y) {
                skip(.i, .y)
                // Lindsey, Sergey: weaker at the end than within a word.
                appendVowel(next == letters.count && position > 1 ? .e : .ai)
            } else if follows(.w) {
                next += 1
                appendVowel(.longU)
            } else {
                appendVowel(.e)
            }
        case .i, .y:
            skip(.i, .y)
            let isLong = next > position + 1 && next == end
            // Sophie, Marie.
            if letter(position) == .i, position > 1, next == position + 1, follows(.e),
                next + 1 == letters.count
            {
                next += 1
            }
            appendVowel(isLong ? .longI : .i)
        case .o, .w:
            if follows(.o, .u) {
                skip(.o, .u)
                appendVowel(tradition == .somali ? .o : .longU)
            } else if follows(.w) {
                skip(.w, .u)
                appendVowel(.au)
            } else if follows(.i, .y) {
                skip(.i, .y)
                appendVowel(.oi)
            } else if follows(.e), letter(next + 1) == .e {
                skip(.e)
                appendVowel(.oi)
            } else {
                appendVowel(.o)
            }
        default:
            skip(.u, .w)
            if follows(.i, .y), !glides(from: next, end: end) {
                skip(.i, .y)
                appendVowel(.oi)
            } else if follows(.e), letter(next + 1) == .e {
                skip(.e)
                appendVowel(.oi)
            } else {
                appendVowel(next > position + 1 ? .longU : .u)
            }
        }
        return next
    }

    /// Whether the i or y from here on leads over to another vowel: Bhuiya.
    private func glides(from start: Int, end: Int) -> Bool {
        var position = start
        while position < end, letter(position) == .i || letter(position) == .y { position += 1 }
        return position < end
    }

    /// An i after a vowel that ends in one adds nothing: Sayeed, Saiid.
    mutating func appendVowel(_ phone: Phone) {
        switch (phones.last, phone) {
        case (.ai, .i), (.ai, .longI), (.oi, .i), (.oi, .longI), (.i, .i), (.longI, .i), (.longI, .longI):
            return
        case (.i, .longI): phones[phones.count - 1] = .longI
        default: phones.append(phone)
        }
    }

    /// The cost of leaving out an e at the end of the word; 0 where it is not a sound at all.
    private func silentEnding(_ start: Int, _ end: Int) -> Int? {
        guard end == letters.count, end - start <= 2, letter(end - 1) == .e, start > 1 else { return nil }
        let before = letter(start - 1)
        if end - start == 2 { return letter(start) == .u && (before == .q || before == .g) ? 0 : nil }
        if before == .u, letter(start - 2) == .q { return 0 }
        if start > 2, letter(start - 1) == letter(start - 2) {
            // Anne and Lynne are one syllable; Giselle and Danielle stand beside Gisel and Daniel.
            let first = letter(0).isVowelLetter ? 0 : 1
            return start == first + 3 && (letter(first).isVowelLetter) ? 15 : 70
        }
        // Nasrine and Imane write the long vowel as French does; Clarke and Browne an e that says nothing.
        if before == .n, [.i, .e, .a, .u].contains(letter(start - 2)) { return 10 }
        return letter(start - 2).isVowelLetter ? 62 : 12
    }
}
