/// Alphabets that write every sound, by the Latin letters that passports and readers write for theirs: Cyrillic, Greek,
/// Armenian, Georgian, Thaana, N'Ko, Ol Chiki, Tifinagh and Adlam. Capitals are folded first.
enum OtherAlphabets {
    /// The Latin letters for one of these, none for one that is silent; nil for any other scalar.
    static func latin(_ scalar: Unicode.Scalar) -> String? {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        if let found = letters[lower] { return found }
        let row = rows.first { lower.value >= $0.start && lower.value < $0.start + UInt32($0.letters.count) }
        return row.map { $0.letters[Int(lower.value - $0.start)] }
    }

    /// The letter that another one and a mark make, where it is read otherwise than without; nil for any other.
    static func withMark(_ scalar: Unicode.Scalar, _ mark: UInt32) -> Unicode.Scalar? {
        switch (scalar.properties.lowercaseMapping.unicodeScalars.first, mark) {
        case ("е", 0x308): "ё"
        case ("і", 0x308): "ї"
        case ("у", 0x306): "ў"
        case ("и", 0x304): "ӣ"
        case ("у", 0x304): "ӯ"
        default: nil
        }
    }

    private static let letters: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ё": "yo", "ж": "zh",
        "з": "z", "и": "y", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ј": "j", "љ": "l",
        "њ": "n",
        "ћ": "c", "џ": "dzh", "қ": "q", "ғ": "gh", "ү": "u", "ұ": "u", "ө": "o", "ә": "a", "һ": "h", "ң": "n",
        "ѕ": "dz", "ў": "w", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ҡ": "q", "ҙ": "z", "ҫ": "s", "ӑ": "a",
        "ӗ": "e", "җ": "j", "ѓ": "g", "ќ": "k", "ѐ": "e", "ѝ": "y", "ӊ": "n", "ҥ": "ng", "ӷ": "g", "ҕ": "g",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
        "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
        "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o", "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o",
        "ύ": "y", "ώ": "o", "ϊ": "i", "ϋ": "y", "ΐ": "i", "ΰ": "y",
    ]

    /// Alphabets whose letters stand in Unicode in one row, from `start` on; "-" for a place without a sound.
    private static let rows: [(start: UInt32, letters: [String])] = [
        (0x561, "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts w p k o f"),
        (0x10D0, georgian), (0x10A0, georgian), (0x2D00, georgian),
        (0x780, "h sh n r b l k - v m f dh th l g gn s d z t y p j ch th h kh th z sh s d t dh - gh q w"),
        (0x7A6, "a a i i u u e e o o -"),
        (0x7CA, "a e i e u o o - n b p t j ch d r r s gb f k l n m ny n h w y ny j ch r"),
        (0x1C5A, "o t g ng l a k j m w i s h n r u ch d n y e p d n r o t b w h"),
        (
            0x2D30,
            """
            a b b g g j j d d d d e f k k k h h h h - kh kh q q i j j j l m n ny ng p u r r gh gh gh s s sh t th ch t \
            v w y z z z e o
            """
        ),
        (0x1E922, "a d l m b s p b r e f i o d y w n k y u j ch h q g ny t ng v kh gb z kp sh"),
    ].map { ($0.0, $0.1.split(separator: " ").map { $0 == "-" ? "" : String($0) }) }

    private static let georgian =
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h ey y w kh o f"
}
