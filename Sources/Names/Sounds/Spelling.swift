/// Turns the letters of a Latin word into sounds: the one place that knows spelling traditions.
struct Spelling {
    /// The tradition in which the letters that differ most are read.
    enum Tradition {
        /// Transliterations and European spellings as they are written in Britain.
        case general
        /// Somali: c is ʿayn and is not heard by others, x is ḥ.
        case somali
        /// French of West Africa: Di- and Thi- before a vowel are j and ch, and so is di within Kadiatou.
        case westAfrican
    }

    let letters: [UInt8]
    let tradition: Tradition
    var phones: [Phone] = []
    /// The cost of leaving out an e at the end of the word, once one has been read.
    var silentEnding: Int?

    /// All readings of a word of folded letters (`LetterFolding`), the general one first.
    static func readings(of letters: [UInt8]) -> [Reading] {
        if letters.first == OwnLetters.mark { return SyllableReading.readings(of: letters) }
        var readings = [Spelling(letters, .general).reading]
        if looksSomali(letters) {
            readings.append(Spelling(letters, .somali).reading)
        }
        if letters.starts(with: [.c, .a, .a]) {
            // ʿāʾi has lost its i: Caasha is Aisha.
            readings.append(Spelling([.a, .i] + letters.dropFirst(3), .somali).reading.with(penalty: 10))
        }
        if palatal(letters) != nil || hasPalatal(letters) {
            readings.append(Spelling(letters, .westAfrican).reading)
        }
        for other in [harmonised(letters), IrishSpelling.english(letters)] {
            guard let other else { continue }
            readings.append(Spelling(other, .general).reading.with(penalty: 20))
        }
        if let other = continental(letters) {
            readings.append(Spelling(other, .general).reading.with(penalty: 5))
        }
        return readings
    }

    /// A word as it would be written in English where its end is Slavic or a vowel within it Dutch: Ivanow and Ivanoff
    /// are Ivanov, Andrej is Andrey, Dijk Dyk.
    private static func continental(_ letters: [UInt8]) -> [UInt8]? {
        let count = letters.count
        if count > 4, letters[count - 2] == .o, letters[count - 1] == .w { return letters.dropLast() + [.v] }
        if count > 5, letters.suffix(3) == [.o, .f, .f] { return letters.dropLast(2) + [.v] }
        if count > 3, letters[count - 1] == .j, letters[count - 2].isVowelLetter {
            return letters.dropLast() + [.y]
        }
        guard
            let place = letters.indices.dropFirst(2).first(where: {
                letters[$0] == .j && letters[$0 - 1] == .i
                    && ($0 + 1 == count || !letters[$0 + 1].isVowelLetter)
            })
        else { return nil }
        return letters[..<(place - 1)] + [.y] + letters[(place + 1)...]
    }

    /// Whether a word ends as West African names do and has a di before a vowel: Kadidiatou.
    private static func hasPalatal(_ letters: [UInt8]) -> Bool {
        letters.last == .u && letters.indices.dropFirst(2).contains { isPalatal(letters, $0) }
    }

    private static func isPalatal(_ letters: [UInt8], _ position: Int) -> Bool {
        letters[position] == .d && position + 2 < letters.count && letters[position + 1] == .i
            && letters[position + 2].isVowelLetter
    }

    /// A word with its last e as u, where the vowel before is u and no liquid follows: Youssef is Yusuf, and
    /// Younes Yunus.
    private static func harmonised(_ letters: [UInt8]) -> [UInt8]? {
        let place = letters.count - 2
        guard place > 2, letters[place] == .e, !letters[place - 1].isVowelLetter else { return nil }
        switch letters[place + 1] {
        case .f, .s, .b, .d, .k, .t, .m: break
        default: return nil
        }
        guard let vowel = letters[..<place].last(where: \.isVowelLetter), vowel == .u else { return nil }
        return letters[..<place] + [.u, letters[place + 1]]
    }

    /// Whether a word has x, c, or a doubled vowel that English does not write.
    private static func looksSomali(_ letters: [UInt8]) -> Bool {
        letters.indices.contains { position in
            switch letters[position] {
            case .x, .c: true
            case .a, .i, .u: position > 0 && letters[position - 1] == letters[position]
            default: false
            }
        }
    }

    /// Where Di-, Ti- or Thi- before a vowel ends, at the head of a word or behind its N: Diallo, Ndiaye,
    /// Thiam.
    private static func palatal(_ letters: [UInt8]) -> Int? {
        var position = letters.first == .n ? 1 : 0
        guard letters.count > position + 3, letters[position] == .d || letters[position] == .t else {
            return nil
        }
        position += letters[position + 1] == .h ? 2 : 1
        guard letters[position] == .i, letters[position + 1].isVowelLetter else { return nil }
        return position + 1
    }

    private init(_ letters: [UInt8], _ tradition: Tradition) {
        // Somali c is only kept apart from k and s in Somali; taken out first, the vowels around it meet.
        self.letters =
            tradition == .somali
            ? letters.indices.filter { !Self.isSilentC(letters, $0) }.map { letters[$0] } : letters
        self.tradition = tradition
        phones.reserveCapacity(letters.count)
    }

    private static func isSilentC(_ letters: [UInt8], _ position: Int) -> Bool {
        guard letters[position] == .c else { return false }
        return position + 1 >= letters.count || letters[position + 1] != .h && letters[position + 1] != .k
    }

    private var reading: Reading {
        var spelling = self
        let phones = spelling.read()
        return Reading(
            phones: phones, isUnvocalised: letters.last.map(SoundLetter.isUnvocalised) ?? false,
            silentEnding: spelling.silentEnding)
    }

    /// The letter at a position, 0 outside the word.
    func letter(_ position: Int) -> UInt8 {
        position >= 0 && position < letters.count ? letters[position] : 0
    }

    private mutating func read() -> [Phone] {
        var position = 0
        while position < letters.count {
            position = isVowel(at: position) ? readVowels(from: position) : readConsonant(at: position)
        }
        return phones
    }

    private mutating func readConsonant(at position: Int) -> Int {
        let here = letter(position)
        let next = letter(position + 1)
        if tradition == .westAfrican, position < 2, here == .d || here == .t, let end = Self.palatal(letters)
        {
            phones.append(here == .d ? .j : .ch)
            return end
        }
        if tradition == .westAfrican, position > 1, letters.last == .u, Self.isPalatal(letters, position) {
            append(.j)
            return position + 2
        }
        let (phone, length) = consonant(here, next, at: position)
        if let phone { phone.isVowel ? appendVowel(phone) : append(phone) }
        if here == .x, phone == .k { append(.s) }
        return position + length
    }

    /// Doubled and homorganic neighbours are one sound: Siddiqi, Siddhartha, Akkhtar.
    private mutating func append(_ phone: Phone) {
        if let last = phones.last, !last.isVowel, last == phone { return }
        switch (phones.last, phone) {
        case (.t, .th), (.th, .t), (.k, .kh), (.d, .dh), (.s, .sh), (.g, .gh), (.g, .softG), (.softG, .j),
            (.t, .ch),
            (.d, .j),
            (.hardC, .k), (.hardC, .q), (.hardC, .softC):
            phones[phones.count - 1] = phone
        default: phones.append(phone)
        }
    }

    private func consonant(_ here: UInt8, _ next: UInt8, at position: Int) -> (Phone?, Int) {
        switch here {
        case .b: return (.b, next == .h ? 2 : 1)
        case .c: return letterC(next, at: position)
        case .d:
            if next == .h { return (.dh, 2) }
            if next == .j { return (.j, 2) }
            if next == .z && letter(position + 2) == .h { return (.j, 3) }
            return next == .t && position + 2 == letters.count ? (.t, 2) : (.d, 1)
        case .f: return (.f, 1)
        case .g:
            if next == .h { return (.gh, 2) }
            let after = letter(position + 2)
            if next == .u && (after == .e || after == .i) { return (.g, 2) }
            return next.isFrontVowel ? (.softG, 1) : (.g, 1)
        case .h: return (.h, 1)
        case .j: return (.j, next == .h ? 2 : 1)
        case .k: return next == .h ? (.kh, 2) : (.k, 1)
        case .l: return (.l, 1)
        case .m: return (.m, 1)
        case .n: return (.n, 1)
        case .p: return next == .h || next == .f ? (.f, 2) : (.p, 1)
        case .q: return (.q, next == .u && letter(position + 2).isVowelLetter ? 2 : 1)
        case .r: return (.r, 1)
        case .s: return letterS(next, at: position)
        case .t: return letterT(next, at: position)
        case .v: return (.v, 1)
        case .w: return (.w, next == .h ? 2 : 1)
        case .x: return next == .h ? (.j, 2) : tradition == .somali ? (.h, 1) : (.k, 1)
        case .y, .i: return (.y, 1)
        // The French ou before a vowel at the head of a word.
        case .o, .u: return (.w, here == .o ? 2 : 1)
        case .z: return next == .h ? (.zh, 2) : (.z, 1)
        case .cedilla: return (.cedilla, 1)
        case .crossedD: return (.crossedD, 1)
        default: return (SoundLetter.phone(here), 1)
        }
    }

    private func letterC(_ next: UInt8, at position: Int) -> (Phone?, Int) {
        switch next {
        case .h: (.ch, letter(position + 2) == .h ? 3 : 2)
        case .k: (.k, 2)
        case .z: (.ch, 2)
        case .q: (nil, 1)
        default: next.isFrontVowel ? (.softC, 1) : (.hardC, 1)
        }
    }

    private func letterS(_ next: UInt8, at position: Int) -> (Phone?, Int) {
        switch next {
        case .h: (.sh, 2)
        case .z: (.sh, 2)
        case .c: letter(position + 2) == .h ? (.sh, 3) : (.s, letter(position + 2).isFrontVowel ? 2 : 1)
        case .x where tradition == .somali: (.sh, 2)
        default: (tradition == .somali ? .softS : .s, 1)
        }
    }

    private func letterT(_ next: UInt8, at position: Int) -> (Phone?, Int) {
        switch next {
        case .h: (.th, 2)
        case .c where letter(position + 2) == .h: (.ch, 3)
        case .s where letter(position + 2) == .h: (.ch, 3)
        case .s, .z: (.ts, 2)
        default: (.t, 1)
        }
    }
}
