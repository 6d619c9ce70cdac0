import Glibc

/// A DNS name of the office's own network, as a certificate may bear it (RFC 5280 §4.2.1.6, RFC 1034 §3.5): at least
/// two labels, no wildcard. A single label would permit a whole top domain to the authority.
package struct DNSName: Hashable, Sendable {
    let text: String

    /// Why a text is no such name, in words that end a sentence about it.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        case blank
        case address(String)
        case webAddress(String?)
        case wildcard
        case oneLabel(String)
        case endsInDot(String)
        case emptyLabel
        case otherLetters
        case underscore
        case hyphen
        case tooLong
        case number

        package var description: String {
            switch self {
            case .blank: "it is blank. Give a name such as office.example."
            case .address(let text): "it is an address, not a name. Write: --address \(text)"
            case .webAddress(let name):
                "only the server’s name belongs here, without https://, a port or a path."
                    + (name.map { " Write: --name \($0)" } ?? "")
            case .wildcard:
                """
                a certificate with * would be good for servers that are not yours. Give each name in full, with --name before \
                each.
                """
            case .oneLabel(let text):
                """
                a name of one word can’t be kept to your own network. Give one with a dot that your computers find, such as \
                \(text).local, or the address with --address.
                """
            case .endsInDot(let text): "leave out the dot at the end. Write: --name \(text)"
            case .emptyLabel: "it has two dots together, or begins with one."
            case .otherLetters:
                """
                it has other characters than the letters a to z, digits, hyphens and dots. A name in other letters is given in the \
                form that begins with xn--.
                """
            case .underscore: "browsers take no name with _ in it. Use a hyphen, and call the server so."
            case .hyphen: "a part of it begins or ends with a hyphen."
            case .tooLong: "it is too long: each part can have 63 characters, and the whole 253."
            case .number: "its last part is a number, so it is neither a name nor a whole address."
            }
        }
    }

    /// As it was typed on the command line.
    package init(checking typed: String) throws(Fault) {
        let text = typed.lowercased()
        if text.allSatisfy(\.isWhitespace) { throw .blank }
        if let address = Address.within(text) { throw .address(address) }
        if text.contains(where: { "/:?#@".contains($0) }) {
            let host = text.split(separator: "/").first { !$0.hasSuffix(":") }?.prefix { $0 != ":" }
            throw .webAddress(host.flatMap { try? DNSName(checking: String($0)).text })
        }
        if text.contains("*") { throw .wildcard }
        if text.hasSuffix("."), let plain = try? DNSName(checking: String(text.dropLast())) {
            throw .endsInDot(plain.text)
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        if labels.contains("") { throw .emptyLabel }
        if text.contains("_") { throw .underscore }
        let isPlain = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        guard isPlain else { throw .otherLetters }
        guard text.utf8.count <= 253, labels.allSatisfy({ $0.utf8.count <= 63 }) else { throw .tooLong }
        if labels.contains(where: { $0.first == "-" || $0.last == "-" }) { throw .hyphen }
        if labels.last?.allSatisfy(\.isNumber) ?? true { throw .number }
        guard labels.count > 1 else { throw .oneLabel(text) }
        self.text = text
    }
}

/// An IP address, of version 4 or 6, as the bytes that a certificate holds.
package struct Address: Hashable, Sendable {
    let text: String
    let bytes: [UInt8]

    /// Why a text is no such address, in words that end a sentence about it.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        case blank
        case name(String)
        case more(String)
        case everyAddress
        case none

        package var description: String {
            switch self {
            case .blank: "it is blank. Give an address such as 192.168.1.10."
            case .name(let text): "it is a name, not an address. Write: --name \(text)"
            case .more(let address): "only the address itself belongs here. Write: --address \(address)"
            case .everyAddress:
                "it stands for every address of this computer. Give the one that people type, such as 192.168.1.10."
            case .none:
                "it is no address. Write four numbers from 0 to 255 with dots between, such as 192.168.1.10, or an address of version 6."
            }
        }
    }

    /// As it was typed; nil if it is no address.
    package init?(argument: String) {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, argument, &bytes) == 1 {
                (text, self.bytes) = (argument, bytes)
                return
            }
        }
        return nil
    }

    /// As it was typed on the command line.
    package init(checking typed: String) throws(Fault) {
        if typed.allSatisfy(\.isWhitespace) { throw .blank }
        guard let address = Address(argument: typed) else {
            if let address = Address.within(typed) { throw .more(address) }
            if let name = try? DNSName(checking: typed) { throw .name(name.text) }
            throw .none
        }
        guard address.bytes.contains(where: { $0 != 0 }) else { throw .everyAddress }
        self = address
    }

    /// The address in a text that has more than it: brackets, a port, a network's size, a zone, blanks, the beginning of
    /// an address of the web.
    static func within(_ text: String) -> String? {
        var rest = Substring(text)
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
        }
        rest = rest.drop(while: \.isWhitespace).prefix { !"/%".contains($0) && !$0.isWhitespace }
        if rest.first == "[" { rest = rest.dropFirst().prefix { $0 != "]" } }
        if Address(argument: String(rest)) != nil { return String(rest) }
        let host = rest.prefix { $0 != ":" }
        return Address(argument: String(host)).map(\.text)
    }

    /// This address and no other, as a name constraint has it: the address and its mask.
    var alone: [UInt8] { bytes + [UInt8](repeating: 0xFF, count: bytes.count) }

    /// Every address of version 4, and of version 6.
    static let everyOne = [[UInt8](repeating: 0, count: 8), [UInt8](repeating: 0, count: 32)]
}

/// What the server is called on its network.
package struct ServerNames: Sendable {
    let names: [DNSName]
    let addresses: [Address]

    /// At least one of either.
    package init(names: [DNSName], addresses: [Address]) {
        (self.names, self.addresses) = (names, addresses)
    }

    /// What people see in a list of certificates: its first name.
    var first: String { names.first?.text ?? addresses.first?.text ?? "" }
    /// Each name and address, as text.
    package var all: [String] { names.map(\.text) + addresses.map(\.text) }
}
