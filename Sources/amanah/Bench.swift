import ArgumentParser
import Casework
import Crypto
import Database
import Foundation
import Glibc
import Names
import Policy
import Vault

/// `amanah bench`: prints what this computer can do, on an invented charity in a folder that it removes again. Every
/// figure is of real operations, with its target where there is one.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this computer: decisions, names, durable acts, opening files, verifying the log.",
        discussion:
            "Build with -c release first; a debug build is many times slower. Leave the computer to it.")

    @Option(help: "Seconds for each measurement.")
    var seconds = 3

    @Option(help: "Clients to grow to, from a tenth of them.")
    var clients = 10_000

    @Flag(help: "Only open files and show pages: for a profiler.")
    var onlyOpening = false

    @Flag(help: "Leave the charity in its folder, and say where that is.")
    var keep = false

    /// What is measured of a folder that another bench has made, in a process that has done nothing else.
    enum Part: String, ExpressibleByArgument {
        /// Pages over HTTP, and the memory that they take.
        case pages
        /// The start, and the first search after it.
        case unlocking
    }

    @Option(help: .hidden)
    var part: Part?

    @Option(help: .hidden)
    var of: String?

    func run() async throws {
        let settings = Casework.Settings(organisation: "Bench", scryptCost: .demonstration)
        let clock = ContinuousClock()
        if let part, let of {
            let opened = clock.now
            let (casework, database) = try await DataFolder(path: of).open(settings, clock: .system)
            let start = clock.now - opened
            let day = BenchDay(casework: casework, load: Load(seconds: seconds))
            switch part {
            case .pages: return try await BenchPages(day: day, database: database).run()
            case .unlocking:
                Figure.time("started: a charity opened", start, under: .milliseconds(500)).report()
                return try await day.unlocking(clients)
            }
        }
        #if DEBUG
            print("This is a debug build: the figures say little, and decisions and names are left out.\n")
        #endif
        let folder = DemoFolder(
            path: FileManager.default.temporaryDirectory.path() + "/amanah-bench-\(getpid())")
        defer { if !keep { try? FileManager.default.removeItem(atPath: folder.data.path) } }
        try folder.take()
        if keep { print("The charity is kept in \(folder.data.path)\n") }
        let made = clock.now
        _ = try await folder.make(organisation: "Bench", now: Clock.system.now())
        Figure.time("the demonstration made", clock.now - made, under: .seconds(5)).report()
        try await signingIn(folder.data)
        let (casework, _) = try await folder.data.open(settings, clock: .system)
        let day = BenchDay(casework: casework, load: Load(seconds: seconds))
        if onlyOpening {
            try await day.opening()
            return try measure(.pages, of: folder.data)
        }
        try await day.firstRequest()
        try await day.opening()
        try await day.granting()
        try await day.growing(to: clients)
        try await casework.close()
        // A day's writing is long on the disk when somebody starts the server.
        sync()
        try measure(.unlocking, of: folder.data)
        try measure(.pages, of: folder.data)
        let (later, grown) = try await folder.data.open(settings, clock: .system)
        let nextDay = BenchDay(casework: later, load: Load(seconds: seconds))
        try await verifying(folder.data, grown)
        // Last, because it leaves more messages than a busy desk ever has.
        try await nextDay.acts()
        try await verifying(folder.data, grown)
        #if !DEBUG
            names()
            try decisions()
        #endif
    }

    /// As people sign in: the charity's people have passphrases that cost little, so one of them takes another.
    private func signingIn(_ data: DataFolder) async throws {
        let settings = Casework.Settings(organisation: "Bench", scryptCost: .standard)
        let (casework, _) = try await data.open(settings, clock: .system)
        try await BenchDay(casework: casework, load: Load(seconds: seconds)).signingIn()
        try await casework.close()
    }

    private func measure(_ part: Part, of data: DataFolder) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe")
        process.arguments = [
            "bench", "--seconds", "\(seconds)", "--clients", "\(clients)", "--part", part.rawValue, "--of",
            data.path,
        ]
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw ExitCode.failure }
    }

    private func decisions() throws {
        let rulebook = try Rulebook.carried()
        let bench = DecisionBench.run(rulebook, for: .seconds(seconds), readsAnswer: true)
        Figure.rate("decisions with clauses and obligations, one core", bench.rate, over: 5_000_000).report()
        let clock = ContinuousClock()
        var check: Check?
        let elapsed = clock.measure { check = rulebook.check() }
        Figure.time(
            "every situation enumerated and proved (\(check?.passed == true ? "holds" : "FAILS"))", elapsed,
            under: .seconds(5)
        ).report()
        let scrypt = clock.measure { PassphraseWrap.spend(passphrase: "bench", cost: .standard) }
        Figure.time("one passphrase tried, scrypt N = 2^17", scrypt).report()
    }

    private func names() {
        var index = NameIndex()
        let clock = ContinuousClock()
        let build = clock.measure {
            for slot in 0..<100_000 { index.add(BenchNames.name(slot), slot: UInt32(slot)) }
        }
        Figure.time("100,000 names indexed", build, under: .milliseconds(300)).report()
        let times = (0..<400).map { place in
            let query = BenchNames.name(place * 251)
            return clock.measure { _ = index.find(query, limit: 20) }
        }
        Figure.time(
            "a name found among 100,000, p99", times.sorted()[times.count * 99 / 100],
            under: .milliseconds(5)
        ).report()
    }

    private func verifying(_ data: DataFolder, _ database: SQLiteDatabase) async throws {
        let verifier = try data.knownLog().verifier
        let clock = ContinuousClock()
        let ways = [("log entries recomputed", false), ("log entries verified with their rows", true)]
        for (what, withRows) in ways {
            let began = clock.now
            let result = try await database.read { try verifier.verify($0, withRows: withRows) }
            let rate = Double(result.entries) / ((clock.now - began) / .seconds(1))
            let holds = result.holds ? "holds" : "FAILS"
            Figure.rate(
                "\(what), of \(result.entries) (\(holds))", rate, over: withRows ? nil : 1_000_000
            ).report()
        }
    }
}
