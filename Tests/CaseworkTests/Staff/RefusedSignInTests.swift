import Database
import Dispatch
import Synchronization
import Testing
import Vault

@testable import Casework

/// What the log book says of sign-ins that were refused, and that nobody outside makes it grow without bound.
@Suite struct RefusedSignInTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    /// Guesses so often, each time from elsewhere.
    private func guess(_ name: String, _ times: Int, from place: String = "a") async {
        for time in 0..<times {
            _ = try? await charity.casework.signIn(
                name: name, passphrase: "wrong", from: SignInSource(address: "\(place)\(time)"))
        }
    }

    /// The refusals in the log: who, and how many at once.
    private func refusals() async throws -> [(actor: ID, times: Int)] {
        await charity.casework.refusedSignIns.settle()
        return try await charity.database.read { connection in
            try connection.rows("SELECT * FROM entries WHERE kind = 7 ORDER BY position")
                .compactMap { try Entry($0) }.map { ($0.actor, $0.times) }
        }
    }

    @Test func `strangers' refusals leave one entry an hour, with how many they were`() async throws {
        await guess("nobody at all", 40)
        await guess("", 3)
        #expect(try await refusals().isEmpty)
        await charity.casework.writeCounted()
        #expect(try await refusals().isEmpty)
        charity.time.move(seconds: 3600)
        await guess("nobody at all", 7, from: "b")
        await charity.casework.writeCounted()
        await charity.casework.writeCounted()
        #expect(try await refusals().map(\.times) == [43])
        #expect(try await refusals().map(\.actor) == [.house])
        charity.time.move(seconds: 3600)
        await charity.casework.writeCounted()
        #expect(try await refusals().map(\.times) == [43, 7])
        #expect(try await charity.verification().holds)
    }

    @Test func `a colleague's are entries of their own up to a bound, and counted beyond it`() async throws {
        let most = RefusedSignIns.mostEach
        await guess("caseworker", most + 5)
        let member = try charity.id(.caseworker)
        #expect(try await refusals().map(\.actor) == Array(repeating: member, count: most))
        charity.time.move(seconds: 3600)
        await guess("caseworker", 1, from: "b")
        await charity.casework.writeCounted()
        let entries = try await refusals()
        #expect(entries.count == most + 2)
        #expect(entries.filter { $0.actor == .house }.map(\.times) == [5])
    }

    @Test func `what is counted is written when the program ends, and lost only if it is killed`()
        async throws
    {
        await guess("nobody at all", 4)
        await guess("caseworker", 1)
        await charity.casework.finish()
        #expect(try await refusals().map(\.times) == [1, 4])
        await charity.casework.finish()
        #expect(try await refusals().count == 2)
    }

    @Test func `what could not be written is written later`() async throws {
        await guess("nobody at all", 4)
        try await charity.database.write {
            _ = try $0.execute(
                "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'x'); END")
        }
        await guess("caseworker", 1)
        await charity.casework.finish()
        #expect(try await refusals().isEmpty)
        try await charity.database.write { _ = try $0.execute("DROP TRIGGER full") }
        await charity.casework.finish()
        #expect(try await refusals().map(\.times) == [5])
    }

    @Test func `the log book says how many`() async throws {
        await guess("nobody at all", 12)
        await charity.casework.finish()
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(), as: charity.caller(.guardian))
        let line = try #require(day.lines.last { $0.kind == .signInRefused })
        #expect(line.details?.hasPrefix("12 within an hour") == true)
    }

    /// So neither says by its time which names there are.
    @Test func `no answer waits for the log book, whoever's name it is`() async throws {
        let gate = Gate()
        let holder = Task { try await charity.database.write { _ in gate.wait() } }
        while !gate.isReached { await Task.yield() }
        await guess("caseworker", 2)
        await guess("nobody at all", 2)
        gate.open()
        try await holder.value
        #expect(try await refusals().count == 2)
    }

    /// Composing takes longer for some passphrases than for others. Both ways take a `TypedPassphrase` and nothing else, so its
    /// bytes are those of both.
    @Test func `a passphrase is composed before it is known whose name it is`() async throws {
        let marks = TypedPassphrase("e" + String(repeating: "\u{301}\u{327}", count: 200))
        #expect(Array(TypedPassphrase("e\u{301}").composed.utf8) == Array("é".utf8))
        #expect(Array(TypedPassphrase(marks.composed).composed.utf8) == Array(marks.composed.utf8))
        let member = try charity.id(.caseworker)
        let wrap = try #require(try await charity.staff { try $0.member(member) }?.wrap)
        let typed = TypedPassphrase(Person.passphrase)
        #expect(throws: Never.self) { try typed.key(of: wrap).open(wrap, member: member) }
        typed.spend(cost: .demonstration)
    }

    @Test func `a device's mark ends, is drawn anew in use, and counts for nobody who has left`() async throws
    {
        let tickets = DeviceTickets(charity.casework.log.marks)
        let (noon, handle) = (Charity.noon, [UInt8](repeating: 2, count: 32))
        let days: (Int64) -> Instant = { noon.adding(seconds: $0 * 86_400) }
        let drawn = tickets.adding(handle, to: "", at: noon, .system)
        #expect(tickets.known(drawn, for: handle, at: noon) == drawn)
        #expect(tickets.known(drawn, for: handle, at: days(119)) == drawn)
        #expect(tickets.known(drawn, for: handle, at: days(120)) == nil)
        #expect(tickets.known(drawn, for: handle, at: days(-3)) == nil)
        #expect(tickets.adding(handle, to: drawn, at: days(29), .system) == drawn)
        let renewed = tickets.adding(handle, to: drawn, at: days(31), .system)
        #expect(renewed != drawn && renewed.count == drawn.count)
        #expect(tickets.known(renewed, for: handle, at: days(150)) != nil)
        // Another day in front of it is no longer what was marked.
        let today = drawn.prefix(8), later = renewed.prefix(8)
        #expect(today != later)
        #expect(tickets.known(String(later) + String(drawn.dropFirst(8)), for: handle, at: days(121)) == nil)
        // One that has ended takes no other's place.
        let both = tickets.adding([3], to: drawn, at: days(130), .system)
        #expect(both.split(separator: ".").count == 1)

        let mine = SignInSource(
            address: "203.0.113.9", tickets: charity.casework.tickets(after: "caseworker", from: .here))
        try await charity.casework.suspend(
            charity.id(.caseworker), why: "Left", as: charity.fresh(.manager))
        for _ in 1...5 {
            _ = try? await charity.casework.signIn(name: "caseworker", passphrase: "wrong", from: mine)
        }
        // Counted with everybody's from there, as for any name that nobody has.
        await #expect(throws: CaseworkError.tooManyTries(5)) {
            try await charity.casework.signIn(
                name: "caseworker", passphrase: "wrong", from: SignInSource(address: "203.0.113.9"))
        }
    }
}

/// Stops a body on its thread until the test lets it go on.
private final class Gate: Sendable {
    private let reached = Mutex(false)
    private let opened = DispatchSemaphore(value: 0)

    var isReached: Bool { reached.withLock { $0 } }

    func wait() {
        reached.withLock { $0 = true }
        opened.wait()
    }

    func open() { opened.signal() }
}
