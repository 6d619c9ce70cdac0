/// Cyrillic and Greek letters by the Latin letters that passports write for them; a mark is taken off first.
enum OtherAlphabets {
    static func latin(_ scalar: Unicode.Scalar) -> String {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        return letters[lower] ?? ""
    }

    private static let letters: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ё": "yo", "ж": "zh",
        "з": "z", "и": "y", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh",
        "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ј": "j", "љ": "l", "њ": "n",
        "ћ": "c",
        "џ": "dzh", "қ": "q", "ғ": "gh", "ү": "u", "ұ": "u", "ө": "o", "ә": "a", "һ": "h", "ң": "n",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
        "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y",
        "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o", "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o", "ύ": "y", "ώ": "o",
        "ϊ": "i",
        "ϋ": "y", "ΐ": "i", "ΰ": "y",
    ]
}
