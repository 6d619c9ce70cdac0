/// A sound that a letter or a group of letters may stand for, broader than a phoneme.
///
/// What the spelling leaves open stays open here: `softC` is the c before e and i, whichever language wrote
/// it. The costs in `PhoneCosts` say how easily one spelling tradition writes another's sound so.
enum Phone: UInt8, CaseIterable {
    // Consonants.
    case b, p, f, v, w, m, n, t, d, r, l, s, z, k, q, g, h, j, y
    /// th: the Arabic ث and ت of different transliterations, and English th.
    case th
    /// dh: the Arabic ذ, ض and ظ, and the aspirated d of South Asia.
    case dh
    case sh
    /// ch of English, South Asia, French (sh), Greek and German (kh).
    case ch
    case zh
    /// kh: the Arabic خ and the aspirated k of South Asia.
    case kh
    /// gh: the Arabic غ, and ق in Persian mouths.
    case gh
    /// g before e, i and y: j in many languages.
    case softG
    /// c before e, i and y: s, ch or (in Turkish) j.
    case softC
    /// Any other c: k, or (in Turkish) j.
    case hardC
    /// ç: s in French and Portuguese, ch in Turkish and Albanian.
    case cedilla
    case ts
    /// s in Somali, which has no z.
    case softS
    /// জ and য in Bengali, which has no other letter for z.
    case bengaliJ
    /// The stops of Hangul and Tamil, which Latin letters write voiced or not: k and g, t and d, p and b, ch and j.
    case plainK, plainT, plainP, plainJ
    /// đ: d in Vietnam, j between Zagreb and Belgrade.
    case crossedD
    /// ב is b and v, פ p and f, ש sh and s.
    case vet, pef, shin
    // Vowels.
    case a, e, i, o, u
    /// aa; ee and ii; oo, ou and uu.
    case longA, longI, longU
    /// ai, ay, ei, ey and ae; au, aw, ao and ow; oi, oy and ui.
    case ai, au, oi
    // What scripts without all vowels leave open.
    /// The alif at the head of an Arabic word: any vowel.
    case anyVowel
    /// و: u, o, au or w. ی: i, e, ai or y.
    case waw, yeh
    /// او within a word: au, or a w between vowels.
    case alifWaw
    /// ه at the end behind a consonant: -a, -e or h.
    case finalHeh
    /// The vowel that a consonant of an Indic script carries unwritten.
    case inherent

    var isVowel: Bool { rawValue >= Phone.a.rawValue }

    /// How much of a word this sound is, in hundredths of a firm consonant.
    var weight: Int {
        switch self {
        case .h: 60
        case .w, .y: 80
        case .inherent: 10
        default: isVowel ? 40 : 100
        }
    }
}
