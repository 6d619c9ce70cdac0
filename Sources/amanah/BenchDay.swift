import Casework
import Policy
import Synchronization
import Vault

/// The measurements of a charity's day, by the operations that its pages call.
struct BenchDay: Sendable {
    let casework: Casework
    let load: Load

    func signIn(_ who: String) async throws -> SessionSecret {
        try await casework.signIn(name: who, passphrase: DemoPerson.passphrase)
    }

    private func caller(_ who: String) async throws -> Caller {
        try await casework.caller(cookie: try await signIn(who).cookie)
    }

    /// Signing in with a passphrase of the cost that every charity's have.
    func signingIn() async throws {
        let (who, passphrase) = ("hodan", "a longer row of quiet words")
        let caller = try await caller(who)
        try await casework.changePassphrase(
            DemoPerson.passphrase, to: passphrase, again: passphrase, as: caller)
        let signed = try await load.run(1) {
            _ = try await casework.signIn(name: who, passphrase: passphrase)
        }
        Figure.time("signed in, scrypt N = 2^17, median", signed.median).report()
        Figure.time(
            "  at the cheapest, median", (try await load.run(1) { _ = try await signIn("karim") }).median
        )
        .report()
    }

    /// The first request of a session.
    func firstRequest() async throws {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<20 {
            let secret = try await signIn("karim")
            let began = clock.now
            _ = try await casework.caller(cookie: secret.cookie)
            times.append(clock.now - began)
        }
        Figure.time("a session's keys opened at its first request, median", times.median).report()
    }

    /// Messages kept, 64 at once: each sealed, durable, with its entry in the tree.
    func acts() async throws {
        let caller = try await caller("rosa")
        let taken = Taken()
        let take: @Sendable () async throws -> Void = {
            let number = taken.next()
            let form = MessageForm(
                forName: BenchNames.name(number), from: "A friend", reach: "By post", words: "Please write.")
            try await casework.takeMessage(form, id: casework.newID(), as: caller)
        }
        let acts = try await load.run(64, take)
        Figure.rate("durable acts with their entry, 64 at once", acts.rate, over: 20_000).report()
        try await withThrowingTaskGroup { group in
            for _ in 0..<64 {
                group.addTask { while taken.count < Self.mostMessages { try await take() } }
            }
            try await group.waitForAll()
        }
        try await lookingForMessages(taken.count)
    }

    /// How many messages were taken.
    private final class Taken: Sendable {
        private let taken = Atomic<Int>(0)

        var count: Int { taken.load(ordering: .relaxed) }

        func next() -> Int { taken.wrappingAdd(1, ordering: .relaxed).oldValue }
    }

    /// As many as wait at a desk where none was passed on for years.
    private static let mostMessages = 60_000

    /// The first look of a session at what waits for somebody, beside opening every message and comparing no name.
    private func lookingForMessages(_ count: Int) async throws {
        let caller = try await caller("rosa")
        let file = try await casework.find(DemoClient.all[0].name, as: caller).first?.file
        guard let file else { return }
        let clock = ContinuousClock()
        var (alone, first, again): ([Duration], [Duration], [Duration]) = ([], [], [])
        for _ in 0..<5 {
            alone.append(
                try await clock.measure { _ = try await casework.openEveryMessage(as: caller) })
            caller.forgetOpened()
            first.append(
                try await clock.measure { _ = try await casework.waitingMessages(for: file, as: caller) })
            again.append(
                try await clock.measure { _ = try await casework.waitingMessages(for: file, as: caller) })
        }
        Figure.time("\(count) messages read and decrypted, median", alone.median).report()
        Figure.time("waiting messages looked through, the first look of a session, median", first.median)
            .report()
        Figure.ratio("  of reading and decrypting alone", first.median / alone.median, under: 1.5).report()
        Figure.time("the same again, median", again.median).report()
    }

    /// Files opened, 32 at once: session, grants, keys, a durable entry, decryption.
    func opening() async throws {
        let secret = try await signIn("karim")
        let caller = try await casework.caller(cookie: secret.cookie)
        let files = try await casework.myFiles(as: caller).map(\.file)
        let alone = try await load.run(1) {
            caller.forgetKeys()
            _ = try await casework.readFile(files[0], as: caller)
        }
        Figure.time("a file's items opened from their grants and read, one at a time, median", alone.median)
            .report()
        enum Start: CaseIterable { case warm, afresh, nothing }
        for start in Start.allCases {
            let turn = Atomic<Int>(0)
            let result = try await load.run(32) {
                let caller = try await casework.caller(cookie: secret.cookie)
                switch start {
                case .warm: break
                case .afresh: caller.forgetKeys()
                case .nothing: caller.forgetOpened()
                }
                let place = turn.wrappingAdd(1, ordering: .relaxed).newValue
                _ = try await casework.readFile(files[place % files.count], as: caller)
            }
            let (how, target): (String, Double?) =
                switch start {
                case .warm: ("keys warm", 10_000)
                case .afresh: ("each grant opened afresh", 4000)
                case .nothing: ("nothing opened before, letters neither", nil)
                }
            Figure.rate("files opened, 32 at once, \(how)", result.rate, over: target).report()
            Figure.time("  of these p99", result.p99, under: target.map { _ in .milliseconds(15) }).report()
        }
    }

    /// First contacts: a file made, its items granted, one at a time; and a part of a file given to a colleague, which
    /// the procedure decides, and taken back, which begins a new epoch.
    func granting() async throws {
        let made = try await load.run(1) { try await firstContact(number: 0, isGiven: false) }
        Figure.time("a client's file made and granted, median", made.median).report()
        let caller = try await caller(kept: "karim")
        let colleague = try await self.caller(kept: "yusuf").member
        guard
            let purpose = try await casework.purposes(as: caller).first(where: {
                $0.text.state(on: casework.now.day) == .approved
            })
        else { return }
        var form = AccessForm()
        (form.member, form.items, form.purpose) = (colleague.text, ["identity"], purpose.id.text)
        form.why = "Sees them while I am away."
        let clock = ContinuousClock()
        var (given, ended): ([Duration], [Duration]) = ([], [])
        for file in try await casework.myFiles(as: caller).map(\.file) {
            let began = clock.now
            // Refused where the client has not agreed.
            guard (try? await casework.giveAccess(form, id: casework.newID(), to: file, as: caller)) != nil
            else { continue }
            given.append(clock.now - began)
            let asked = clock.now
            try await casework.endAccess(of: colleague, to: file, why: "I am back.", as: caller)
            ended.append(clock.now - asked)
        }
        Figure.time("an item granted to a colleague, median of \(given.count)", given.median).report()
        Figure.time("the same taken back, median", ended.median).report()
    }

    /// The first search after a start opens every name that its reader may find.
    /// - Parameter names: at least so many.
    func unlocking(_ names: Int) async throws {
        let caller = try await caller(kept: "rosa")
        let clock = ContinuousClock()
        let began = clock.now
        _ = try await casework.find("Muhammad", as: caller)
        // 0.3 s for a hundred thousand, and what one search takes.
        let target = Duration.milliseconds(5) + .milliseconds(300) * names / 100_000
        Figure.time("the register unlocked by a search, \(names) names", clock.now - began, under: target)
            .report()
        let found = try await load.run(1) { _ = try await casework.find("Muhammad", as: caller) }
        Figure.time("a search recorded and answered, p99", found.p99, under: .milliseconds(5)).report()
    }

    private func firstContact(number: Int, isGiven: Bool) async throws {
        let caller = try await caller(kept: "rosa")
        var form = FirstContactForm()
        form.relatedTo = FirstContactForm.nobody
        form.name = BenchNames.name(number)
        form.safetyNote = "Ask first."
        (form.policyTold, form.sharingTold, form.refusingTold) = (true, true, true)
        form.answer = "agreed"
        form.note = "Came to ask about housing."
        form.worker = isGiven ? try await self.caller(kept: "karim").member.text : ""
        try await casework.makeFirstContact(form, id: casework.newID(), as: caller)
    }

    private let sessions = Sessions()

    /// One session for each person, so that measuring makes no more.
    private func caller(kept who: String) async throws -> Caller {
        if let cookie = sessions.cookie(who) { return try await casework.caller(cookie: cookie) }
        let cookie = try await signIn(who).cookie
        sessions.keep(cookie, who)
        return try await casework.caller(cookie: cookie)
    }

    private final class Sessions: Sendable {
        private let cookies = Mutex<[String: String]>([:])

        func cookie(_ who: String) -> String? { cookies.withLock { $0[who] } }

        func keep(_ cookie: String, _ who: String) { cookies.withLock { $0[who] = cookie } }
    }

    init(casework: Casework, load: Load) {
        self.casework = casework
        self.load = load
    }

    /// Ten times the clients, by real first contacts: what each list and page costs before and after. The caseworker
    /// whose pages they are has as many clients before as after, more than a page of them.
    func growing(to clients: Int) async throws {
        try await grow(by: clients / 10, given: 100)
        let before = try await costs()
        try await grow(by: clients - clients / 10, given: 0)
        let after = try await costs()
        for (what, cost) in after {
            Figure.time("\(what), with \(clients) more clients, median", cost, under: .milliseconds(5))
                .report()
            guard let earlier = before.first(where: { $0.0 == what })?.1 else { continue }
            Figure.ratio("  of what it was with a tenth", cost / earlier, under: 1.3).report()
        }
    }

    private func grow(by count: Int, given: Int) async throws {
        try await withThrowingTaskGroup { group in
            for lane in 0..<8 {
                group.addTask {
                    for number in stride(from: lane, to: count, by: 8) {
                        try await firstContact(number: number, isGiven: number < given)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func costs() async throws -> [(String, Duration)] {
        let worker = try await caller(kept: "karim")
        guard let file = try await casework.myFiles(as: worker).first?.file else { return [] }
        let measured: [(String, @Sendable () async throws -> Void)] = [
            ("a file read", { _ = try await casework.readFile(file, as: worker) }),
            ("my clients, the first hundred", { _ = try await casework.myFiles(as: worker) }),
            ("what is due today", { _ = try await casework.dueReminders(as: worker) }),
            ("consents that lapse", { _ = try await casework.lapsingConsents(as: worker) }),
            ("a name searched for", { _ = try await casework.find("Amina", as: worker) }),
        ]
        var costs: [(String, Duration)] = []
        for (what, work) in measured {
            try await work()
            costs.append((what, try await Load(seconds: 1).run(1, work).median))
        }
        return costs
    }
}
