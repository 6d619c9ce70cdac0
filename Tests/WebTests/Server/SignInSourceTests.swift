import Testing
import Web

/// By which address guesses at sign-in are counted, with a proxy in front and without.
@Suite struct SignInSourceTests {
    private static let proxy = "127.0.0.1"

    /// Types the receptionist's name and a passphrase.
    /// - Returns: the status of the answer.
    private static func tryOnce(
        _ charity: Charity, _ passphrase: String = "wrong", from remote: String, forwarded: String? = nil
    ) async throws -> Int {
        var headers = Visitor.ownPage
        headers["X-Forwarded-For"] = forwarded
        return try await Visitor(charity, cookie: nil, remote: remote).post(
            "/sign-in", [("signInName", "receptionist"), ("passphrase", passphrase)], headers: headers
        ).status
    }

    /// Guesses as often as is free.
    private static func guess(
        _ charity: Charity, from remote: String, forwarded: (Int) -> String? = { _ in nil }
    ) async throws {
        for time in 1...5 {
            let status = try await tryOnce(charity, from: remote, forwarded: forwarded(time))
            #expect(status == 401, "\(time)")
        }
    }

    @Test func `without a proxy a guesser is slowed by their own address, whatever they claim to pass on`()
        async throws
    {
        let charity = try await Charity.copy()
        try await Self.guess(charity, from: "203.0.113.9") { "198.51.100.\($0)" }
        #expect(try await Self.tryOnce(charity, from: "203.0.113.9", forwarded: "198.51.100.77") == 429)
        // Nor does a claim slow whoever has that address.
        let right = Person.passphrase
        #expect(try await Self.tryOnce(charity, right, from: "203.0.113.9") == 429)
        #expect(
            try await Self.tryOnce(charity, right, from: "198.51.100.1", forwarded: "203.0.113.9") == 303)
    }

    @Test func `behind a proxy the last address counts, and those before it are whatever somebody made up`()
        async throws
    {
        let charity = try await Charity.copy(trustsProxy: true)
        try await Self.guess(charity, from: Self.proxy) { "198.51.100.\($0), 203.0.113.9" }
        let right = Person.passphrase
        for claim in ["203.0.113.9", "192.0.2.1, 203.0.113.9", "192.0.2.1,203.0.113.9", "x, , 203.0.113.9"] {
            #expect(
                try await Self.tryOnce(charity, right, from: Self.proxy, forwarded: claim) == 429, "\(claim)")
        }
    }

    @Test func `behind a proxy ports, brackets and other spellings make no second source`() async throws {
        let charity = try await Charity.copy(trustsProxy: true)
        let spellings = [
            "203.0.113.9:1", "203.0.113.9:2", "::ffff:203.0.113.9", "[::ffff:203.0.113.9]:3",
            "\"203.0.113.9\"",
        ]
        try await Self.guess(charity, from: Self.proxy) { spellings[$0 - 1] }
        #expect(
            try await Self.tryOnce(charity, Person.passphrase, from: Self.proxy, forwarded: "203.0.113.9:6")
                == 429)
        #expect(charity.log.lines.count { $0.hasPrefix("The proxy says") } == 1)
        #expect(!charity.log.lines.contains { $0.contains("203.0.113.9") })
    }

    @Test(arguments: [[nil], ["unknown", "_a", "_b", "", "x"]] as [[String?]])
    func `behind a proxy that names no address all guesses are counted together, and the log says so once`(
        _ said: [String?]
    ) async throws {
        let charity = try await Charity.copy(trustsProxy: true)
        try await Self.guess(charity, from: Self.proxy) { said[$0 % said.count] }
        #expect(
            try await Self.tryOnce(charity, Person.passphrase, from: Self.proxy, forwarded: "_c") == 429)
        #expect(charity.log.lines.count { $0.hasPrefix("The proxy names no address") } == 1)
    }

    @Test func `behind a proxy a colleague from another address is not slowed, guessed at as they are`()
        async throws
    {
        let charity = try await Charity.copy(trustsProxy: true)
        try await Self.guess(charity, from: Self.proxy) { _ in "203.0.113.9" }
        #expect(
            try await Self.tryOnce(
                charity, Person.passphrase, from: Self.proxy, forwarded: "203.0.113.9, 198.51.100.7") == 303)
    }

    @Test(arguments: [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:0:0:9", "2001:db8:1:3::1"),
        ("2001:db8::1", "2001:db8::ffff:9", "2001:db8:0:1::1"),
        ("2001:db8:1::", "2001:db8:1:0:5::", "2001:db8:2::"),
        ("::1", "::2", "1::1"),
    ])
    func
        `of IPv6 a whole network of one subscriber is one place, with a proxy and without, and the next another`(
            one: String, same: String, other: String
        ) async throws
    {
        for trustsProxy in [false, true] {
            let charity = try await Charity.copy(trustsProxy: trustsProxy)
            func status(_ passphrase: String, _ address: String) async throws -> Int {
                try await Self.tryOnce(
                    charity, passphrase, from: trustsProxy ? Self.proxy : address,
                    forwarded: trustsProxy ? address : nil)
            }
            for _ in 1...5 { #expect(try await status("wrong", one) == 401) }
            #expect(try await status(Person.passphrase, same) == 429)
            #expect(try await status(Person.passphrase, other) == 303)
        }
    }
}
