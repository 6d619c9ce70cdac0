/// What a form sent: names and values, in order, as typed. The three boxes of a day are one value (`DateField`).
package struct FormBody: Sendable {
    package let fields: [(name: String, value: String)]

    package static let empty = FormBody(fields: [])

    init(fields: [(name: String, value: String)]) { self.fields = fields }

    /// Reads `application/x-www-form-urlencoded`; bytes that are not UTF-8 become U+FFFD, which no field accepts as
    /// a choice and every text shows.
    init(decoding bytes: some Sequence<UInt8>) {
        let fields = Array(bytes).split(separator: UInt8(ascii: "&")).prefix(500).map { pair in
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: Self.decoded(parts[0]), value: parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
        self.fields = Self.joiningDates(fields)
    }

    /// The first value of a field; empty if it was not sent.
    package subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// Whether a tick box was ticked.
    package func isTicked(_ name: String) -> Bool { fields.contains { $0.name == name && !$0.value.isEmpty } }

    private static func decoded(_ part: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count)
        var index = part.startIndex
        while index < part.endIndex {
            if part[index] == UInt8(ascii: "%"), part.endIndex - index > 2,
                let high = digit(part[index + 1]), let low = digit(part[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(part[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : part[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
