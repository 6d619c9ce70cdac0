/// What it costs to take one sound for another, in hundredths of a firm consonant.
///
/// The figures are about transliteration and regional speech, not about single names: each row says which
/// traditions write the one where others write the other.
struct PhoneCosts: Sendable {
    static let shared = PhoneCosts()

    /// The costs by `first × 64 + second`.
    let substitution: [UInt8]

    /// A pair of sounds that no tradition confuses.
    static let unrelatedConsonants = 160
    private static let unrelatedVowels = 110
    private static let consonantForVowel = 250

    func cost(_ first: Phone, _ second: Phone) -> Int {
        Int(substitution[Int(first.rawValue) * 64 + Int(second.rawValue)])
    }

    private init() {
        var costs = [UInt8](repeating: 0, count: 64 * 64)
        func set(_ first: Phone, _ second: Phone, _ cost: Int) {
            costs[Int(first.rawValue) * 64 + Int(second.rawValue)] = UInt8(cost)
            costs[Int(second.rawValue) * 64 + Int(first.rawValue)] = UInt8(cost)
        }
        for first in Phone.allCases {
            for second in Phone.allCases where first != second {
                let cost =
                    first.isVowel != second.isVowel
                    ? Self.consonantForVowel : first.isVowel ? Self.unrelatedVowels : Self.unrelatedConsonants
                set(first, second, cost)
            }
        }
        for (first, second, cost) in Self.consonants + Self.openConsonants + Self.vowels + Self.openVowels {
            set(first, second, cost)
        }
        substitution = costs
    }

    private static let consonants: [(Phone, Phone, Int)] = [
        // ق, ك, خ, غ and گ: one letter in one country is the other's in the next.
        (.k, .q, 5), (.k, .kh, 25), (.q, .kh, 40), (.q, .gh, 25), (.k, .gh, 60), (.g, .gh, 5), (.g, .q, 40),
        (.g, .k, 70),
        (.g, .softG, 5), (.softG, .gh, 10), (.kh, .h, 40), (.kh, .gh, 60), (.g, .h, 60), (.softG, .h, 60),
        (.gh, .h, 60),
        // ج: j, dj, the g of Cairo, the z of Bengal, the y of German and Slavic spelling.
        (.j, .softG, 15), (.j, .g, 30), (.j, .zh, 15), (.j, .z, 45), (.j, .y, 35), (.j, .dh, 120),
        (.j, .ch, 70),
        (.softG, .zh, 30), (.softG, .z, 70),
        (.bengaliJ, .j, 3), (.bengaliJ, .z, 12), (.bengaliJ, .softG, 10), (.bengaliJ, .zh, 15),
        (.bengaliJ, .dh, 20), (.bengaliJ, .y, 35), (.bengaliJ, .softS, 40), (.bengaliJ, .s, 52),
        // ث, ذ, ض, ظ and their stops and hisses.
        (.th, .t, 5), (.th, .s, 25), (.th, .z, 70), (.dh, .d, 5), (.dh, .z, 15), (.th, .dh, 60), (.d, .z, 60),
        (.dh, .th, 60),
        (.t, .d, 70), (.dh, .t, 90), (.dh, .s, 90),
        // Hisses: Bengal, Turkey, Somalia and France write them differently.
        (.s, .sh, 20), (.s, .z, 52), (.sh, .ch, 20), (.sh, .zh, 60), (.z, .zh, 20), (.s, .ts, 25),
        (.ts, .ch, 40),
        (.ts, .z, 60), (.ts, .t, 60), (.s, .ch, 60), (.s, .zh, 60), (.sh, .z, 110), (.softS, .s, 0),
        (.softS, .z, 15), (.softS, .sh, 20), (.softS, .ts, 25), (.softS, .cedilla, 5),
        (.softS, .th, 20), (.softS, .softC, 5), (.softS, .dh, 40),
        // c in its five alphabets, and the ch of Greek names.
        (.hardC, .k, 0), (.hardC, .q, 5), (.hardC, .kh, 25), (.hardC, .g, 70), (.hardC, .j, 45),
        (.hardC, .cedilla, 5),
        (.hardC, .softC, 20), (.softC, .s, 5), (.softC, .j, 25), (.softC, .ch, 25), (.softC, .k, 90),
        (.softC, .z, 50),
        (.softC, .ts, 15), (.softC, .cedilla, 5), (.softC, .sh, 40), (.cedilla, .s, 5), (.cedilla, .ch, 5),
        (.cedilla, .sh, 25), (.hardC, .ch, 45), (.ch, .k, 40), (.ch, .kh, 35), (.ch, .h, 45),
        // Lips: v and w are one letter in Persian and Hindi, v and b in Bengali and Spanish; Arabic has
        // neither p nor v.
        (.v, .w, 5), (.v, .b, 25), (.w, .b, 45), (.f, .v, 45), (.p, .f, 60), (.b, .p, 70), (.m, .b, 70),
        (.f, .b, 110),
        (.m, .n, 110),
    ]

    private static let openConsonants: [(Phone, Phone, Int)] = [
        (.plainK, .k, 0), (.plainK, .g, 0), (.plainK, .q, 5), (.plainK, .hardC, 3), (.plainK, .softG, 5),
        (.plainK, .kh, 15), (.plainK, .gh, 15), (.plainK, .h, 60), (.plainT, .t, 0), (.plainT, .d, 0),
        (.plainT, .th, 3), (.plainT, .dh, 3), (.plainP, .p, 0), (.plainP, .b, 0), (.plainP, .f, 30),
        (.plainP, .v, 30), (.plainJ, .j, 0), (.plainJ, .ch, 0), (.plainJ, .softG, 5), (.plainJ, .softC, 10),
        (.plainJ, .z, 15), (.plainJ, .zh, 15), (.plainJ, .ts, 15), (.plainJ, .s, 40), (.plainJ, .sh, 40),
        (.crossedD, .d, 0), (.crossedD, .dh, 5), (.crossedD, .j, 3), (.crossedD, .softG, 10),
        (.crossedD, .t, 70),
        (.crossedD, .z, 60), (.crossedD, .plainT, 0), (.softG, .y, 40), (.vet, .b, 0), (.vet, .v, 0),
        (.vet, .w, 5), (.vet, .f, 45), (.pef, .p, 0), (.pef, .f, 0),
        (.pef, .v, 45), (.pef, .b, 70), (.shin, .sh, 0), (.shin, .s, 3), (.shin, .ch, 25),
        (.shin, .softC, 10),
        (.shin, .z, 52), (.shin, .zh, 50), (.shin, .th, 30), (.shin, .cedilla, 10),
    ]

    private static let vowels: [(Phone, Phone, Int)] = [
        // Length is seldom written.
        (.a, .longA, 3), (.i, .longI, 3), (.u, .longU, 3),
        // Arabic has three short vowels; each is written with two letters, and loses its colour where it is
        // not stressed.
        (.a, .e, 10), (.e, .i, 12), (.o, .u, 8), (.a, .o, 20), (.a, .u, 30), (.e, .o, 40), (.i, .u, 45),
        (.i, .o, 65),
        (.a, .i, 70), (.e, .u, 80),
        (.longA, .e, 30), (.longA, .o, 30), (.longA, .u, 70), (.longA, .i, 90), (.longI, .e, 25),
        (.longI, .a, 90),
        (.longI, .u, 70), (.longI, .o, 90), (.longU, .o, 10), (.longU, .a, 80), (.longU, .e, 90),
        (.longU, .i, 55),
        (.longA, .longI, 110), (.longA, .longU, 100), (.longI, .longU, 90),
        // Diphthongs become long vowels in the dialects.
        (.ai, .e, 15), (.ai, .i, 35), (.ai, .longI, 50), (.ai, .a, 70), (.ai, .longA, 80), (.ai, .oi, 30),
        (.au, .o, 12), (.au, .u, 25), (.au, .longU, 30), (.au, .a, 65), (.au, .longA, 60), (.oi, .i, 60),
        (.oi, .longI, 60),
        (.oi, .u, 60), (.oi, .o, 60),
        // Glides.
        (.w, .u, 35), (.w, .longU, 35), (.w, .o, 50), (.w, .au, 60), (.y, .i, 30), (.y, .longI, 40),
    ]

    private static let openVowels: [(Phone, Phone, Int)] = [
        (.anyVowel, .a, 3), (.anyVowel, .e, 3), (.anyVowel, .i, 3), (.anyVowel, .o, 5), (.anyVowel, .u, 5),
        (.anyVowel, .longA, 3), (.anyVowel, .longI, 20), (.anyVowel, .longU, 20), (.anyVowel, .ai, 20),
        (.anyVowel, .au, 20),
        (.waw, .u, 3), (.waw, .longU, 2), (.waw, .o, 3), (.waw, .au, 5), (.waw, .w, 2), (.waw, .v, 5),
        (.waw, .oi, 30),
        (.waw, .b, 50), (.yeh, .i, 3), (.yeh, .longI, 2), (.yeh, .e, 5), (.yeh, .ai, 5), (.yeh, .y, 2),
        (.yeh, .oi, 30),
        (.alifWaw, .au, 5), (.alifWaw, .w, 5), (.alifWaw, .v, 5), (.alifWaw, .o, 15), (.alifWaw, .waw, 5),
        (.alifWaw, .u, 30), (.finalHeh, .a, 0), (.finalHeh, .longA, 3), (.finalHeh, .e, 3),
        (.finalHeh, .h, 5),
        (.finalHeh, .inherent, 5), (.yeh, .j, 40), (.inherent, .a, 3), (.inherent, .o, 3),
        (.inherent, .u, 10), (.inherent, .e, 12),
        (.inherent, .longA, 10),
        (.inherent, .i, 40),
    ]
}
