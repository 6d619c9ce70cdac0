/// Writes JSON by hand, as bytes: the answers of `amanah policy decide`.
package struct AnswerWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Takes what was written so far, and begins anew.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// One decision as one line (‘The words of a request and of an answer’).
    package mutating func write(_ decision: Decision, id: String?) {
        put("{\"id\":")
        put(string: id)
        put(",\"outcome\":\"\(decision.outcome.rawValue)\"")
        put("released", decision.released)
        put("referred", decision.referred)
        put("withheld", decision.withheld)
        put("referTo", decision.referTo)
        put(",\"answer\":")
        put(string: decision.answer?.rawValue)
        put(",\"deciding\":[")
        var isFirst = true
        for citation in decision.deciding {
            put(isFirst ? "{\"rule\":" : ",{\"rule\":")
            put(string: citation.rule)
            put(",\"clause\":")
            put(string: citation.clause)
            put("items", citation.items)
            put("}")
            isFirst = false
        }
        put("]")
        put("obligations", decision.obligations)
        put("missing", decision.missing)
        put("}\n")
    }

    /// One line for a request that could not be read.
    package mutating func write(_ error: PolicyRequestError, line: Int) {
        put("{\"id\":")
        put(string: error.id)
        put(",\"error\":")
        put(string: error.message(line: line))
        put("}\n")
    }

    private mutating func put(_ text: String) {
        bytes += text.utf8
    }

    /// A member whose value is a list of words.
    private mutating func put(_ name: String, _ words: some Sequence<some Word>) {
        put(",\"\(name)\":[")
        var isFirst = true
        for word in words {
            put(isFirst ? "\"" : ",\"")
            put(word.rawValue)
            put("\"")
            isFirst = false
        }
        put("]")
    }

    /// A string with what JSON demands escaped, or `null`.
    private mutating func put(string text: String?) {
        guard let text else { return put("null") }
        let digits = Array("0123456789abcdef".utf8)
        put("\"")
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes += [0x5C, byte]
            case 0..<0x20, 0x7F:
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        put("\"")
    }
}
