import Crypto
import Database
import Vault

/// Where a passphrase is typed: what slows guesses down is counted for each such place apart.
package struct SignInSource: Sendable {
    /// The address that the request came from.
    let address: String
    /// What this browser kept from earlier sign-ins: see `DeviceTickets`.
    let tickets: String
    let device: Device

    package init(address: String, tickets: String = "", device: Device = .unknown) {
        self.address = address
        self.tickets = tickets
        self.device = device
    }

    /// This computer itself: commands, the demonstration, tests.
    package static let here = SignInSource(address: "")
}

/// What kind of browser a session is in: a number, so that a list of sessions can tell a telephone from a
/// desk and says nothing else.
package struct Device: Hashable, Sendable {
    package enum Browser: Int64, Sendable { case other, chrome, edge, firefox, safari }
    package enum System: Int64, Sendable { case other, windows, mac, linux, android, iOS }

    package let browser: Browser
    package let system: System

    package init(_ browser: Browser, on system: System) {
        self.browser = browser
        self.system = system
    }

    package static let unknown = Device(.other, on: .other)

    var number: Int64 { browser.rawValue * 16 + system.rawValue }

    init(number: Int64) {
        self.init(Browser(rawValue: number / 16) ?? .other, on: System(rawValue: number % 16) ?? .other)
    }
}

/// What a browser keeps after somebody signed in there: a mark, made with the sign-in pepper, that this
/// account was opened here before. It opens nothing; guesses made with it are counted apart from everybody
/// else's.
struct DeviceTickets {
    /// A browser at a front desk is several people's.
    static let most = 8
    private static let ticketCharacters = 64

    let pepper: [UInt8]

    /// The ticket among these that was made for an account; nil if there is none.
    func known(_ tickets: String, for handle: [UInt8]) -> String? {
        split(tickets).first { ticket in
            guard let nonce = ID(text: ticket.prefix(32)), let mark = ID(text: ticket.suffix(32)) else {
                return false
            }
            let expected = self.mark(nonce, handle)
            return zip(mark.bytes, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    /// The tickets with one for this account, the newest first.
    func adding(_ handle: [UInt8], to tickets: String, _ randomness: Randomness) -> String {
        if known(tickets, for: handle) != nil { return split(tickets).joined(separator: ".") }
        let nonce = ID(from: randomness)
        let ticket = nonce.text + (ID(mark(nonce, handle))?.text ?? "")
        return ([ticket] + split(tickets).prefix(Self.most - 1)).joined(separator: ".")
    }

    private func split(_ tickets: String) -> [String] {
        guard tickets.utf8.count <= Self.most * (Self.ticketCharacters + 1) else { return [] }
        return tickets.split(separator: ".").map(String.init).filter {
            $0.utf8.count == Self.ticketCharacters
        }
    }

    /// 16 bytes.
    private func mark(_ nonce: ID, _ handle: [UInt8]) -> [UInt8] {
        let label = Packer("amanah/1/device-ticket").bytes
        let key = HMAC<SHA256>.authenticationCode(for: label, using: SymmetricKey(data: pepper))
        let mark = HMAC<SHA256>.authenticationCode(
            for: nonce.bytes + handle, using: SymmetricKey(data: Array(key)))
        return Array(mark.prefix(16))
    }
}

extension Casework {
    /// What the browser is to keep once somebody has signed in there.
    package func tickets(after name: String, from source: SignInSource) -> String {
        guard let pepper = halves.value(named: Self.pepperName) else { return "" }
        return DeviceTickets(pepper: pepper).adding(
            Member.handle(of: name, pepper: pepper), to: source.tickets, randomness)
    }
}
