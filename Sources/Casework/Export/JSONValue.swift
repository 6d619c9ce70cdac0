import FoundationEssentials

/// Any JSON text, taken in and written out again unchanged: what a record says, whatever part of the procedure wrote it
/// (RFC 8259).
enum JSONValue: Codable, Hashable, Sendable {
    case none
    case truth(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case fields([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .none
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .fields(try value.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .none: try value.encodeNil()
        case .truth(let truth): try value.encode(truth)
        case .whole(let whole): try value.encode(whole)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .fields(let fields): try value.encode(fields)
        }
    }

    /// The text of a field; nil where there is none.
    subscript(name: String) -> String? {
        guard case .fields(let fields) = self, case .text(let text)? = fields[name] else { return nil }
        return text
    }

    /// The same as one of the procedure's own texts.
    func read<Text: Decodable>(_: Text.Type) throws -> Text {
        try JSONDecoder().decode(Text.self, from: JSONEncoder().encode(self))
    }
}
