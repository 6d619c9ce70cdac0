/// One way to say a written word: its sounds, and what each would cost to leave out at its place.
struct Reading: Sendable, Hashable {
    /// Sound and cost of leaving it out, in turn: two bytes a sound.
    private(set) var bytes: [UInt8]
    /// The sum of the sounds' weights.
    private(set) var weight: Int
    /// What it costs to read the word in this way at all.
    var penalty = 0
    /// Whether short vowels are not written: the Arabic script.
    let isUnvocalised: Bool

    /// Weighs up the sounds of a word; `silentEnding` is the cost of leaving out a written e at the end.
    init(phones: [Phone], isUnvocalised: Bool = false, silentEnding: Int? = nil) {
        self.isUnvocalised = isUnvocalised
        bytes = []
        bytes.reserveCapacity(phones.count * 2)
        weight = 0
        for position in phones.indices {
            bytes.append(phones[position].rawValue)
            bytes.append(UInt8(Self.omission(of: position, in: phones, silentEnding: silentEnding)))
            weight += phones[position].weight
        }
    }

    var count: Int { bytes.count / 2 }

    var phones: [Phone] {
        stride(from: 0, to: bytes.count, by: 2).compactMap { Phone(rawValue: bytes[$0]) }
    }

    func forEachPhone(_ body: (Phone) -> Void) {
        for position in stride(from: 0, to: bytes.count, by: 2) {
            if let phone = Phone(rawValue: bytes[position]) { body(phone) }
        }
    }

    var last: Phone? { phone(count - 1) }

    /// The sound at a position, nil outside the word.
    func phone(_ position: Int) -> Phone? {
        position >= 0 && position < count ? Phone(rawValue: bytes[2 * position]) : nil
    }

    /// This reading with short vowels that may be left out, for comparison with a script that does not write
    /// them.
    func withoutShortVowels() -> Reading {
        var relaxed = self
        for position in stride(from: 0, to: bytes.count - 2, by: 2) {
            switch Phone(rawValue: bytes[position]) {
            case .a, .e, .i, .o, .u: relaxed.bytes[position + 1] = min(4, bytes[position + 1])
            default: continue
            }
        }
        return relaxed
    }

    /// The cost of leaving out one sound, by what stands around it.
    private static func omission(of position: Int, in phones: [Phone], silentEnding: Int?) -> Int {
        let phone = phones[position]
        let before = position > 0 ? phones[position - 1] : nil
        let after = position + 1 < phones.count ? phones[position + 1] : nil
        if after == nil, let silentEnding { return silentEnding }
        guard phone.isVowel else {
            let isAfterGlide = position > 1 && (phones[position - 2] == .i || phones[position - 2] == .longI)
            return omission(ofConsonant: phone, before: before, after: after, isAfterGlide: isAfterGlide)
        }
        guard let before else { return phone == .anyVowel ? 54 : 60 }
        guard let after else { return omission(ofFinal: phone, before: before) }
        // Beside another vowel a short one is often only a matter of spelling: Ayesha, Mueller, Davies.
        if before.isVowel || after.isVowel {
            switch phone {
            case .e: return 15
            case .i, .u, .o, .a: return 60
            case .longA, .longI, .longU: return 70
            default: return 80
            }
        }
        // A liquid needs no vowel to be said: Chowdhury and Chowdhry.
        let isLiquid = after == .r || after == .l || before == .r
        switch phone {
        case .inherent: return 2
        case .anyVowel: return 4
        case .e: return 28
        case .a: return 30
        case .o, .u: return isLiquid ? 32 : 45
        case .i: return isLiquid ? 42 : 55
        default: return 90
        }
    }

    private static func omission(ofFinal phone: Phone, before: Phone) -> Int {
        switch phone {
        case .inherent: 2
        case .e: before.isVowel ? 10 : 60
        case .a, .longA: 130
        case .i, .longI: 110
        case .yeh, .waw: 100
        default: 90
        }
    }

    private static func omission(ofConsonant phone: Phone, before: Phone?, after: Phone?, isAfterGlide: Bool)
        -> Int
    {
        switch phone {
        case .h:
            guard let before else { return 45 }
            return after == nil ? 8 : before.isVowel ? 28 : 15
        case .w, .waw: return 55
        case .y: return 60
        // Thompson, Baptista; Singh, Leigh; the nasal vowel of Bhuiyan and Mian.
        case .p where before == .m && after?.isVowel != true || after == .t: return 15
        case .g, .gh: return after == nil ? (before == .n ? 15 : 60) : after == .n ? 40 : 130
        case .n where after == nil && before?.isVowel == true: return isAfterGlide ? 45 : 75
        case .t where after == nil: return 90
        default: return before == nil ? 160 : 130
        }
    }
}
