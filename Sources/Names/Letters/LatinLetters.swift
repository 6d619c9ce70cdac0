/// The base letter of every Latin letter with a mark, by the canonical decompositions of Unicode 16, and of
/// those letters that have none: đ, ħ, ı, ł, ø, ə, and the hooked letters of West Africa. A dot is a letter
/// that is not used in names.
enum LatinLetters {
    private static let from00C0 = Array(
        """
        aaaaaa.1eeeeiiiidnooooo.ouuuuy..aaaaaa.1eeeeiiiidnooooo.ouuuuy.y\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllll.\
        .llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
        .b....o...d....ee.f.....kk...n..oo.............uu.vyy...........\
        .............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....\
        aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
        ................
        """.utf8)
    private static let from0250 = Array(
        "...bo..d.e.e....g........i........n........................v....".utf8)
    private static let from1E00 = Array(
        """
        aabbbbbb11ddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
        mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
        wwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
        eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......
        """.utf8)

    /// The letters a–z that `scalar` stands for; empty if it is not a Latin letter outside ASCII.
    static func base(of scalar: Unicode.Scalar) -> [UInt8] {
        switch scalar {
        case "ß", "ẞ": [.s, .s]
        case "æ", "Æ": [.a, .e]
        case "œ", "Œ": [.o, .e]
        case "þ", "Þ": [.t, .h]
        case "ĳ", "Ĳ": [.i, .j]
        case "ẛ": [.s]
        case "đ", "Đ": [.crossedD]
        default: single(scalar.value).map { [$0] } ?? []
        }
    }

    private static func single(_ value: UInt32) -> UInt8? {
        let (table, start): ([UInt8], UInt32) =
            switch value {
            case 0xC0...0x24F: (from00C0, 0xC0)
            case 0x250...0x28F: (from0250, 0x250)
            case 0x1E00...0x1EFF: (from1E00, 0x1E00)
            default: ([], 0)
            }
        let offset = Int(value - start)
        guard offset < table.count else { return nil }
        return switch table[offset] {
        case UInt8(ascii: "."): nil
        case UInt8(ascii: "1"): .cedilla
        default: table[offset]
        }
    }
}
