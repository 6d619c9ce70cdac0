import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Glibc
import Names
import Policy
import Synchronization
import Vault

/// `amanah bench`: prints what this computer can do, on an invented charity in a folder that it removes again.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this computer: decisions, names, durable acts, opening files, verifying the log.",
        discussion:
            "Build with -c release first; a debug build is many times slower. No HTTP is in the figures.")

    @Option(help: "Seconds for each measurement.")
    var seconds = 3

    func run() async throws {
        #if DEBUG
            print("This is a debug build: the figures say little.\n")
        #endif
        try decisions()
        names()
        let folder = DemoFolder(
            path: FileManager.default.temporaryDirectory.path() + "/amanah-bench-\(getpid())")
        defer { try? FileManager.default.removeItem(atPath: folder.data.path) }
        try folder.take()
        let clock = ContinuousClock()
        let made = clock.now
        _ = try await folder.make(organisation: "Bench", now: Clock.system.now())
        report("demonstration made", clock.now - made)
        let scrypt = clock.measure { PassphraseWrap.spend(passphrase: "bench", cost: .standard) }
        report("one passphrase tried, scrypt N = 2^17", scrypt)
        let settings = Casework.Settings(organisation: "Bench", scryptCost: .demonstration)
        let (casework, database) = try await folder.data.open(settings, clock: .system)
        try await acts(casework)
        try await opening(casework)
        try await finding(casework)
        try await verifying(folder.data, database)
        try await database.close()
    }

    private func decisions() throws {
        let rulebook = try Rulebook.carried()
        let bench = DecisionBench.run(rulebook, for: .seconds(seconds), readsAnswer: true)
        print(line("decisions with clauses and obligations, one core", "\(Int(bench.rate)) a second"))
        let clock = ContinuousClock()
        var check: Check?
        let elapsed = clock.measure { check = rulebook.check() }
        report(
            "every situation enumerated and proved (\(check?.passed == true ? "holds" : "FAILS"))", elapsed)
    }

    private func names() {
        let first = DemoClient.all.compactMap { $0.name.split(separator: " ").first }
        let last = DemoClient.all.compactMap { $0.name.split(separator: " ").last }
        var index = NameIndex()
        let clock = ContinuousClock()
        let build = clock.measure {
            for slot in 0..<100_000 {
                let name = "\(first[slot % first.count]) \(last[(slot / 60) % last.count]) \(slot / 3600)"
                index.add(name, slot: UInt32(slot))
            }
        }
        report("100,000 names indexed", build)
        let times = (0..<400).map { place in
            let query = "\(first[place * 7 % first.count]) \(last[place * 13 % last.count])"
            return clock.measure { _ = index.find(query, limit: 20) }
        }
        report("a name found among 100,000, p99", times.sorted()[times.count * 99 / 100])
    }

    /// Messages kept, 64 at once: each sealed, durable, with its entry in the tree.
    private func acts(_ casework: Casework) async throws {
        let caller = try await signIn("rosa", casework)
        let form = MessageForm(forName: "Someone", from: "A friend", reach: "By post", words: "Please write.")
        let (rate, _) = try await load(64) {
            try await casework.takeMessage(form, id: casework.newID(), as: caller)
        }
        print(line("durable acts with their entry, 64 at once", "\(rate) a second"))
    }

    /// Files opened, 32 at once: session, grants, keys, a durable entry, decryption.
    private func opening(_ casework: Casework) async throws {
        let secret = try await casework.signIn(name: "karim", passphrase: DemoPerson.passphrase)
        let caller = try await casework.caller(cookie: secret.cookie)
        let files = try await casework.myFiles(as: caller).map(\.file)
        for isCold in [false, true] {
            let turn = Atomic<Int>(0)
            let (rate, p99) = try await load(32) {
                let caller = try await casework.caller(cookie: secret.cookie)
                if isCold { caller.keyring.forgetItems() }
                let place = turn.wrappingAdd(1, ordering: .relaxed).newValue
                _ = try await casework.readFile(files[place % files.count], as: caller)
            }
            let how = isCold ? "each grant opened afresh" : "keys warm"
            print(line("files opened, \(how), 32 at once", "\(rate) a second, p99 \(milliseconds(p99))"))
        }
    }

    private func finding(_ casework: Casework) async throws {
        let caller = try await signIn("rosa", casework)
        let (rate, p99) = try await load(1) { _ = try await casework.find("Muhammad", as: caller) }
        print(
            line(
                "searches recorded and answered, one at a time", "\(rate) a second, p99 \(milliseconds(p99))")
        )
    }

    private func verifying(_ data: DataFolder, _ database: SQLiteDatabase) async throws {
        let (origin, key) = try data.readLogKey()
        let verifier = try Verifier(origin: origin, key: key.publicKey)
        let clock = ContinuousClock()
        let began = clock.now
        let result = try await database.read { try verifier.verify($0) }
        let elapsed = clock.now - began
        let rate = Int(Double(result.entries) / (elapsed / .seconds(1)))
        let holds = result.holds ? "holds" : "FAILS"
        print(
            line("the log with its rows verified (\(holds))", "\(result.entries) entries, \(rate) a second"))
    }

    private func signIn(_ who: String, _ casework: Casework) async throws -> Caller {
        let secret = try await casework.signIn(name: who, passphrase: DemoPerson.passphrase)
        return try await casework.caller(cookie: secret.cookie)
    }

    /// Does something over and over, so many at once, for a while.
    /// - Returns: how many a second, and the time that 99 of 100 stay under.
    private func load(
        _ width: Int, _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> (rate: Int, p99: Duration) {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<width {
                group.addTask {
                    var times: [Duration] = []
                    while clock.now < end {
                        let began = clock.now
                        try await work()
                        times.append(clock.now - began)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return (times.count / seconds, times.sorted()[times.count * 99 / 100])
    }

    private func report(_ what: String, _ elapsed: Duration) { print(line(what, milliseconds(elapsed))) }

    private func milliseconds(_ elapsed: Duration) -> String {
        let micros = Int(elapsed / .microseconds(1))
        return "\(micros / 1000).\((micros % 1000) / 100) ms"
    }

    private func line(_ what: String, _ figure: String) -> String {
        what + String(repeating: " ", count: max(1, 62 - what.count)) + figure
    }
}
