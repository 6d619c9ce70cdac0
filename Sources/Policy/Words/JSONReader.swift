/// Reads JSON from bytes that are known to be UTF-8. Strict: nothing that RFC 8259 does not allow.
struct JSONReader {
    let bytes: [UInt8]
    private(set) var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset >= bytes.count }

    private var next: UInt8? { isAtEnd ? nil : bytes[offset] }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
    }

    /// Takes the byte if it is next, after white space.
    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard let next, next == byte.asciiValue else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ byte: Character) throws(JSONText.Failure) {
        guard take(byte) else { throw .unexpected(at: offset) }
    }

    mutating func value(depth: Int) throws(JSONText.Failure) -> JSONText {
        skipSpace()
        guard depth <= JSONText.deepest else { throw .tooDeep(at: offset) }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONText.Failure) -> JSONText {
        try expect("{")
        var members: [JSONText.Member] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let name = try string()
            try expect(":")
            members.append(JSONText.Member(name: name, value: try value(depth: depth + 1)))
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONText.Failure) -> JSONText {
        try expect("[")
        var values: [JSONText] = []
        if take("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return .array(values)
    }

    private mutating func literal(_ word: String, _ value: JSONText) throws(JSONText.Failure) -> JSONText {
        for byte in word.utf8 {
            guard next == byte else { throw .unexpected(at: offset) }
            offset += 1
        }
        return value
    }

    private mutating func number() throws(JSONText.Failure) -> JSONText {
        if next == UInt8(ascii: "-") { offset += 1 }
        if next == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return .number
    }

    private mutating func digits() throws(JSONText.Failure) {
        let start = offset
        while let byte = next, 0x30...0x39 ~= byte { offset += 1 }
        guard offset > start else { throw .unexpected(at: offset) }
    }

    private mutating func string() throws(JSONText.Failure) -> String {
        guard next == UInt8(ascii: "\"") else { throw .unexpected(at: offset) }
        offset += 1
        var text: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw .unexpected(at: offset - 1)
            default: text.append(byte)
            }
        }
        throw .unexpected(at: offset)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONText.Failure) {
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        guard let byte = next else { throw .unexpected(at: offset) }
        offset += 1
        if let meant = plain[byte] {
            text.append(meant)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw .unexpected(at: offset - 1) }
        var units = [try hexadecimal()]
        if UTF16.isLeadSurrogate(units[0]) {
            guard next == UInt8(ascii: "\\") else { throw .unexpected(at: offset) }
            offset += 1
            guard next == UInt8(ascii: "u") else { throw .unexpected(at: offset) }
            offset += 1
            units.append(try hexadecimal())
        }
        guard let character = String(validating: units, as: UTF16.self) else { throw .unexpected(at: offset) }
        text += character.utf8
    }

    private mutating func hexadecimal() throws(JSONText.Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80
            else {
                throw .unexpected(at: offset)
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }
}
