/// The characters that are meant in a code, a number or a date, whatever a telephone, a page or a keyboard made of them.
package enum PlainCharacters {
    /// Digits of any script as 0 to 9, letters and signs of full width as the usual ones, every dash as `-` and every space
    /// as a space; what nobody sees is left out. Line ends stay.
    package static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let meant = meant(by: scalar) { plain.append(meant) }
        }
        return String(plain)
    }

    private static func meant(by scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return scalar }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return nil }
        switch properties.generalCategory {
        case .decimalNumber:
            guard let digit = properties.numericValue, (0...9).contains(digit) else { return scalar }
            return Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit))
        case .dashPunctuation: return "-"
        case .spaceSeparator: return " "
        default: break
        }
        switch scalar.value {
        // Full width: from ! to ~.
        case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
        // The minus sign, and the bullet that is a hyphen.
        case 0x2212, 0x2043: return "-"
        default: return scalar
        }
    }
}
