import Glibc

/// A DNS name of the office's own network, as a certificate may bear it (RFC 5280 §4.2.1.6, RFC 1034 §3.5): at least
/// two labels, no wildcard. A single label would permit a whole top domain to the authority.
package struct DNSName: Hashable, Sendable {
    let text: String

    /// As it was typed on the command line; nil if it is no such name.
    package init?(argument: String) {
        let text = argument.lowercased()
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isWellFormed = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                }
        }
        let isAllDigits = labels.last?.allSatisfy(\.isNumber) ?? true
        guard labels.count > 1, text.utf8.count <= 253, isWellFormed, !isAllDigits else { return nil }
        self.text = text
    }
}

/// An IP address, of version 4 or 6, as the bytes that a certificate holds.
package struct Address: Hashable, Sendable {
    let text: String
    let bytes: [UInt8]

    /// As it was typed on the command line; nil if it is no address.
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
