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

/// What a browser keeps after somebody signed in there: a mark of this computer's that this
/// account was opened here before. It opens nothing; guesses made with it are counted apart from everybody
/// else's. It ends some months after the last sign-in there, and counts for nothing once its account has gone.
struct DeviceTickets {
    /// A browser at a front desk is several people's.
    static let most = 8
    private static let ticketCharacters = 64
    /// How many days a ticket is good for, and after how many it is drawn anew.
    static let days: UInt32 = 120
    private static let renewedAfter: UInt32 = 30

    private let marks: Marks

    init(_ marks: Marks) { self.marks = marks }

    /// The ticket among these that was made for an account, and is good still; nil if there is none.
    func known(_ tickets: String, for handle: [UInt8], at now: Instant) -> String? {
        split(tickets).first { isFor(handle, $0) && age($0, at: now).map { $0 < Self.days } ?? false }
    }

    /// The tickets with one for this account, the newest first; those that have ended go.
    func adding(
        _ handle: [UInt8], to tickets: String, at now: Instant, _ randomness: Randomness
    ) -> String {
        let good = split(tickets).filter { age($0, at: now).map { $0 < Self.days } ?? false }
        if let known = known(tickets, for: handle, at: now),
            let age = age(known, at: now), age < Self.renewedAfter
        {
            return good.joined(separator: ".")
        }
        // The day that it was drawn on, and random bytes: what is marked is both.
        let day = Self.day(now)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: day >> (24 - 8 * $0)) } + randomness.bytes(12)
        guard let nonce = ID(bytes) else { return good.joined(separator: ".") }
        let ticket = nonce.text + (ID(marks.mark(words(nonce, handle)))?.text ?? "")
        let others = good.filter { !isFor(handle, $0) }
        return ([ticket] + others.prefix(Self.most - 1)).joined(separator: ".")
    }

    private func isFor(_ handle: [UInt8], _ ticket: String) -> Bool {
        guard let nonce = ID(text: ticket.prefix(32)), let mark = ID(text: ticket.suffix(32)) else {
            return false
        }
        return marks.made(mark.bytes, on: words(nonce, handle))
    }

    /// How many days ago it was drawn; nil for a day to come, but for a clock that is a day behind.
    private func age(_ ticket: String, at now: Instant) -> UInt32? {
        guard let nonce = ID(text: ticket.prefix(32)) else { return nil }
        let drawn = nonce.bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let today = Self.day(now)
        guard drawn <= today + 1 else { return nil }
        return today - min(drawn, today)
    }

    private static func day(_ now: Instant) -> UInt32 { UInt32(clamping: now.milliseconds / 86_400_000) }

    private func split(_ tickets: String) -> [String] {
        guard tickets.utf8.count <= Self.most * (Self.ticketCharacters + 1) else { return [] }
        return tickets.split(separator: ".").map(String.init).filter {
            $0.utf8.count == Self.ticketCharacters
        }
    }

    private func words(_ nonce: ID, _ handle: [UInt8]) -> Packer {
        var words = Packer("amanah/1/device-ticket")
        words.add(nonce)
        words.add(fixed: handle)
        return words
    }
}

extension Casework {
    /// What the browser is to keep once somebody has signed in there.
    package func tickets(after name: String, from source: SignInSource) -> String {
        guard let pepper = halves.value(named: Self.pepperName) else { return "" }
        return DeviceTickets(log.marks).adding(
            Member.handle(of: name, pepper: pepper), to: source.tickets, at: clock.now(), randomness)
    }
}
