import Foundation
import Testing

/// A form as a page gave it: filled in with what the page offers, and sent with a button that it has. Whatever the page
/// does not ask can't be answered.
struct PageForm {
    struct Button {
        let label: String
        let name: String?
        let value: String?
        let action: String?
    }

    let action: String
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var buttons: [Button] = []
    /// The choices of each field that has them; those that are typed have none.
    private(set) var offered: [String: [String]] = [:]
    private var typed: Set<String> = []

    /// The forms of a page, from the top.
    static func all(on page: Reply) -> [PageForm] {
        page.body.components(separatedBy: "<form ").dropFirst().map { part in
            PageForm(part.components(separatedBy: "</form>")[0])
        }
    }

    /// The form of a page that has a button.
    static func with(_ button: String, on page: Reply) throws -> PageForm {
        try #require(
            all(on: page).first { $0.has(button) }, "no button \(button) on: \(page.text.prefix(2000))")
    }

    private init(_ markup: String) {
        let head = String(markup.prefix { $0 != ">" })
        action = Self.attribute("action", of: head) ?? ""
        var select = ""
        for match in markup.matches(of: /<(input|textarea|select|option|button)\b([^>]*)>([^<]*)/) {
            let (attributes, inside) = (String(match.output.2), Self.plain(String(match.output.3)))
            let name = Self.attribute("name", of: attributes)
            let value = Self.attribute("value", of: attributes)
            switch match.output.1 {
            case "select":
                select = name ?? ""
                offered[select] = []
            case "option":
                offered[select, default: []].append(value ?? "")
                if attributes.contains(" selected") { fields.append((select, value ?? "")) }
            case "textarea":
                typed.insert(name ?? "")
                fields.append((name ?? "", inside))
            case "button":
                buttons.append(
                    Button(
                        label: inside.split(whereSeparator: \.isWhitespace).joined(separator: " "),
                        name: name, value: value, action: Self.attribute("formaction", of: attributes)))
            default:
                switch Self.attribute("type", of: attributes) {
                case "radio", "checkbox":
                    offered[name ?? "", default: []].append(value ?? "")
                    if attributes.contains(" checked") { fields.append((name ?? "", value ?? "")) }
                case "hidden": fields.append((name ?? "", value ?? ""))
                default:
                    typed.insert(name ?? "")
                    fields.append((name ?? "", value ?? ""))
                }
            }
        }
    }

    /// What is filled in, but for one field.
    func fieldsWithout(_ name: String) -> [(String, String)] {
        fields.filter { $0.name != name }.map { ($0.name, $0.value) }
    }

    func has(_ button: String) -> Bool { buttons.contains { $0.label.hasPrefix(button) } }

    /// What is filled in, or chosen.
    subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// Types, or chooses what is offered.
    mutating func fill(_ name: String, _ value: String) throws {
        let isOffered = typed.contains(name) || offered[name]?.contains(value) == true
        try #require(isOffered, "\(name)=\(value) is not offered: \(offered[name] ?? [])")
        fields.removeAll { $0.name == name }
        fields.append((name, value))
    }

    /// Ticks one of several boxes.
    mutating func tick(_ name: String, _ value: String) throws {
        try #require(offered[name]?.contains(value) == true, "\(name)=\(value) is not offered")
        if !fields.contains(where: { $0 == (name, value) }) { fields.append((name, value)) }
    }

    /// Sends the form with one of its buttons.
    func send(_ label: String, by visitor: Visitor) async throws -> Reply {
        let button = try #require(buttons.first { $0.label.hasPrefix(label) })
        var sent: [(String, String)] = fields
        if let name = button.name { sent.append((name, button.value ?? "")) }
        return try await visitor.post(button.action ?? action, sent)
    }

    private static func attribute(_ name: String, of tag: String) -> String? {
        guard
            let start = tag.range(of: " \(name)=\"")
                ?? (tag.hasPrefix("\(name)=\"") ? tag.range(of: "\(name)=\"") : nil)
        else { return nil }
        return plain(String(tag[start.upperBound...].prefix { $0 != "\"" }))
    }

    private static func plain(_ markup: String) -> String {
        markup.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
