/// Folded letters: the bytes a–z, and a few that stand for sounds Latin letters do not have.
extension UInt8 {
    static let a = UInt8(ascii: "a"), b = UInt8(ascii: "b"), c = UInt8(ascii: "c"), d = UInt8(ascii: "d")
    static let e = UInt8(ascii: "e"), f = UInt8(ascii: "f"), g = UInt8(ascii: "g"), h = UInt8(ascii: "h")
    static let i = UInt8(ascii: "i"), j = UInt8(ascii: "j"), k = UInt8(ascii: "k"), l = UInt8(ascii: "l")
    static let m = UInt8(ascii: "m"), n = UInt8(ascii: "n"), o = UInt8(ascii: "o"), p = UInt8(ascii: "p")
    static let q = UInt8(ascii: "q"), r = UInt8(ascii: "r"), s = UInt8(ascii: "s"), t = UInt8(ascii: "t")
    static let u = UInt8(ascii: "u"), v = UInt8(ascii: "v"), w = UInt8(ascii: "w"), x = UInt8(ascii: "x")
    static let y = UInt8(ascii: "y"), z = UInt8(ascii: "z")
    /// ç, which is c to those who drop the mark, but never k.
    static let cedilla: UInt8 = 1
    /// đ, which is d to those who drop the stroke.
    static let crossedD: UInt8 = 3

    var isVowelLetter: Bool {
        switch self {
        case .a, .e, .i, .o, .u, .y: true
        default: false
        }
    }

    var isFrontVowel: Bool { self == .e || self == .i || self == .y }
}
