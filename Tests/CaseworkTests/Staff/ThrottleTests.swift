import Glibc
import Synchronization
import Testing
import Vault

@testable import Casework

@Suite struct ThrottleTests {
    private static let outside = SignInSource(address: "203.0.113.9")

    private func guess(
        _ name: String, _ charity: Charity, from source: SignInSource = outside,
        passphrase: String = "a wrong passphrase"
    ) async -> CaseworkError? {
        do {
            _ = try await charity.casework.signIn(name: name, passphrase: passphrase, from: source)
            return nil
        } catch { return error }
    }

    @Test(arguments: ["caseworker", "nobody at all"])
    func `After five wrong tries the sixth is refused untried, known name or not`(name: String) async throws {
        let charity = try await Charity()
        for tried in 1...5 {
            #expect(await guess(name, charity) == .wrongSignIn)
            #expect(charity.casework.scrypt.spent == tried)
        }
        #expect(await guess(name, charity) == .tooManyTries(5))
        #expect(await guess(name, charity, passphrase: Person.passphrase) == .tooManyTries(5))
        #expect(charity.casework.scrypt.spent == 5)
    }

    @Test func `The waits double to a quarter of an hour, and an hour without a try forgets them`()
        async throws
    {
        let charity = try await Charity()
        for _ in 1...5 { _ = await guess("caseworker", charity) }
        for wait in [5, 10, 20, 40, 80, 160, 320, 640, 900, 900] as [Int64] {
            #expect(await guess("caseworker", charity) == .tooManyTries(wait))
            charity.time.move(seconds: wait)
            #expect(await guess("caseworker", charity) == .wrongSignIn)
        }
        charity.time.move(seconds: 900 + 3600)
        for _ in 1...5 { #expect(await guess("caseworker", charity) == .wrongSignIn) }
    }

    @Test func `Guesses from outside keep nobody out who signs in elsewhere, or in a browser that they used`()
        async throws
    {
        let charity = try await Charity()
        let mine = SignInSource(
            address: Self.outside.address,
            tickets: charity.casework.tickets(after: "caseworker", from: Self.outside))
        for _ in 1...9 { _ = await guess("caseworker", charity) }
        let elsewhere = SignInSource(address: "198.51.100.7")
        #expect(await guess("caseworker", charity, from: elsewhere, passphrase: Person.passphrase) == nil)
        #expect(await guess("caseworker", charity, from: mine, passphrase: Person.passphrase) == nil)
        #expect(await guess("caseworker", charity, passphrase: Person.passphrase) == .tooManyTries(5))
    }

    @Test func `A ticket is good for its own account, unforged, and counts its own guesses`() async throws {
        let charity = try await Charity()
        let tickets = charity.casework.tickets(after: "caseworker", from: .here)
        for forged in ["", "x", String(tickets.reversed()), String(repeating: "0", count: 64), tickets + "0"]
        {
            let source = SignInSource(address: Self.outside.address, tickets: forged)
            _ = await guess("manager", charity, from: source)
        }
        #expect(
            await guess(
                "manager", charity, from: SignInSource(address: Self.outside.address, tickets: tickets))
                == .tooManyTries(5))
        let mine = SignInSource(address: "", tickets: tickets)
        for _ in 1...5 { #expect(await guess("caseworker", charity, from: mine) == .wrongSignIn) }
        #expect(await guess("caseworker", charity, from: mine) == .tooManyTries(5))
    }

    @Test func `Many guesses at once are many, not one`() async throws {
        let charity = try await Charity()
        let answers = await withTaskGroup(of: CaseworkError?.self) { group in
            for _ in 0..<20 { group.addTask { await guess("caseworker", charity) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(charity.casework.scrypt.spent <= 5)
        #expect(answers.count { $0 == .tooManyTries(5) } == 15)
    }

    @Test func `A right passphrase takes one scrypt, a wrong one and nobody's name the same`() async throws {
        let charity = try await Charity()
        for (name, passphrase) in [
            ("caseworker", Person.passphrase), ("caseworker", "wrong"), ("nobody", Person.passphrase),
            ("", ""),
        ] {
            let before = charity.casework.scrypt.spent
            _ = await guess(name, charity, passphrase: passphrase)
            #expect(charity.casework.scrypt.spent == before + 1)
        }
    }

    /// What the work in a gate has done.
    private final class Work: Sendable {
        private struct State {
            var now = 0
            var most = 0
            var order: [String] = []
            var holds = true
        }

        private let state = Mutex(State())

        var most: Int { state.withLock { $0.most } }
        var order: [String] { state.withLock { $0.order } }
        var holds: Bool { state.withLock { $0.holds } }

        func letGo() { state.withLock { $0.holds = false } }

        func run(_ name: String, _ work: () -> Void) {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
                state.order.append(name)
            }
            work()
            state.withLock { $0.now -= 1 }
        }
    }

    /// Whether the gate was too busy for it.
    private static func isBusy(
        _ gate: ScryptGate, _ lane: ScryptGate.Lane, _ source: String, _ work: @escaping @Sendable () -> Void
    ) async -> Bool {
        do {
            try await gate.run(lane, from: source, work)
            return false
        } catch { return true }
    }

    @Test
    func `Two are tried at once and no more; beyond the queue the answer is busy, and nothing was tried`()
        async throws
    {
        let (gate, work) = (ScryptGate(), Work())
        let busy = await withTaskGroup(of: Bool.self) { group in
            for caller in 0..<100 {
                group.addTask {
                    await Self.isBusy(gate, .stranger, "\(caller)") {
                        work.run("") {
                            for _ in 0..<20 { PassphraseWrap.spend(passphrase: "x", cost: .demonstration) }
                        }
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(work.most <= 2)
        #expect(busy > 0)
        #expect(gate.spent == 100 - busy && work.order.count == 100 - busy)
    }

    @Test func `One address takes few places of the queue, and whoever is known goes before it`() async throws
    {
        let (gate, work) = (ScryptGate(), Work())
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    await Self.isBusy(gate, .known, "") { while work.holds { usleep(1000) } }
                }
            }
            while gate.spent < 2 { await Task.yield() }
            for _ in 0..<10 {
                group.addTask { await Self.isBusy(gate, .stranger, "flood") { work.run("flood") {} } }
            }
            // Six of the ten come back at once: four wait.
            for _ in 0..<6 { #expect(await group.next() == true) }
            group.addTask { await Self.isBusy(gate, .known, "colleague") { work.run("colleague") {} } }
            while gate.waiting < 5 { await Task.yield() }
            work.letGo()
            for await isBusy in group { #expect(!isBusy) }
        }
        #expect(work.order.prefix(2).contains("colleague"))
        #expect(work.order.count == 5)
    }

    @Test func `A try that was never made leaves nothing behind`() {
        let throttle = Throttle(free: 5)
        let key = Throttle.Key(account: [1], source: "")
        #expect(throttle.take(key, at: Charity.noon) == nil)
        throttle.giveBack(key, at: Charity.noon)
        #expect(throttle.kept == 0)
        for _ in 1...2 { #expect(throttle.take(key, at: Charity.noon) == nil) }
        throttle.giveBack(key, at: Charity.noon)
        #expect(throttle.kept == 1)
    }

    @Test func `However many others try once, whoever has guessed often still waits as long`() {
        let throttle = Throttle(free: 1)
        let guesser = Throttle.Key(account: [], source: "")
        var now = Charity.noon
        for _ in 1...9 {
            while let wait = throttle.take(guesser, at: now) { now = now.adding(seconds: wait) }
        }
        now = now.adding(seconds: Throttle.longest)
        for number in 0..<2 * Throttle.mostKept {
            _ = throttle.take(Throttle.Key(account: Array("\(number)".utf8), source: ""), at: now)
        }
        #expect(throttle.take(guesser, at: now) == nil)
        #expect(throttle.take(guesser, at: now) == Throttle.longest)
    }

    @Test func `What is remembered of guesses has an end`() {
        let throttle = Throttle(free: 1)
        for number in 0..<(Throttle.mostKept + 50) {
            let key = Throttle.Key(account: Array("\(number)".utf8), source: "")
            #expect(throttle.take(key, at: Charity.noon) == nil)
        }
        #expect(throttle.kept <= Throttle.mostKept)
    }
}
