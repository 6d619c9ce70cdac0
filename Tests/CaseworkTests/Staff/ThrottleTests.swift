import Database
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

    /// The shortest of some refused sign-ins, each from an address of its own.
    private func wait(for name: String, _ charity: Charity) async -> Duration {
        var shortest = Duration.seconds(60)
        for address in 1...4 {
            let source = SignInSource(address: "\(address)")
            let took = await ContinuousClock().measure { _ = await guess(name, charity, from: source) }
            shortest = min(shortest, took)
        }
        return shortest
    }

    @Test
    func `Where passphrases were stored at another cost than the settings', nobody's name takes as long`()
        async throws
    {
        let charity = try await Charity()
        let dear = try ScryptCost(storedLogN: 15, r: 8, p: 1)
        // Thirty-two times what the settings say, for everybody.
        for person in Person.allCases {
            let member = try charity.id(person)
            try await charity.rewrap(member) { row in
                try PassphraseWrap(
                    member: member, opened: row.wrap.open(member: member, passphrase: Person.passphrase),
                    passphrase: Person.passphrase, cost: dear,
                    randomness: .system
                ).packed
            }
        }
        let known = await wait(for: "caseworker", charity)
        for name in ["nobody at all", "somebody else", ""] {
            let unknown = await wait(for: name, charity)
            // The other cost would take a thirty-second part.
            #expect(unknown > known / 5 && unknown < known * 5, "\(name): \(unknown), known: \(known)")
        }
    }

    @Test func `Of two stored costs a name that nobody has takes either, and always the same one`()
        async throws
    {
        let charity = try await Charity()
        let dear = try ScryptCost(storedLogN: 12, r: 8, p: 1)
        let members = try await charity.staff { try $0.members() }
        for member in members.sorted(by: { $0.handle.lexicographicallyPrecedes($1.handle) }).suffix(3) {
            try await charity.rewrap(member.id) { row in
                var wrap = row.wrap.packed
                wrap[1] = dear.logN
                return wrap
            }
        }
        func cost(_ handle: [UInt8]) async throws -> ScryptCost? {
            try await charity.staff { try Member.cost(of: handle, $0) }
        }
        for member in try await charity.staff({ try $0.members() }) {
            #expect(try await cost(member.handle) == member.wrap.cost)
        }
        var costs: [ScryptCost?] = []
        for number in UInt8.min...UInt8.max {
            let handle = [number] + [UInt8](repeating: 7, count: 31)
            let once = try await cost(handle)
            #expect(try await cost(handle) == once)
            costs.append(once)
        }
        #expect(Set(costs) == [dear, .demonstration])
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
