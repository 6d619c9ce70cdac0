import Glibc
import Synchronization
import Testing
import Vault

@testable import Casework

@Suite struct ScryptGateTests {
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
            for caller in 0..<200 {
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
        #expect(gate.spent == 200 - busy && work.order.count == 200 - busy)
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

    /// Fills both places and lets a flood wait, so many passphrases of each address; then somebody comes alone.
    /// - Returns: whether they were told to come back, and how many of the flood were tried before them.
    private static func alone(
        against addresses: Int, each: Int = ScryptGate.mostOfOneSource
    ) async -> (isBusy: Bool, before: Int?, waited: Int) {
        let (gate, work) = (ScryptGate(), Work())
        return await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<ScryptGate.mostAtOnce {
                group.addTask {
                    _ = await isBusy(gate, .known, "") { while work.holds { usleep(1000) } }
                    return nil
                }
            }
            while gate.spent < ScryptGate.mostAtOnce { await Task.yield() }
            let places = min(ScryptGate.mostStrangers, each * addresses)
            for _ in 0..<each {
                for address in 0..<addresses {
                    group.addTask {
                        _ = await isBusy(gate, .stranger, "flood \(address)") { work.run("flood") {} }
                        return nil
                    }
                }
            }
            while gate.waiting < places { await Task.yield() }
            let waited = gate.waiting
            group.addTask { await isBusy(gate, .stranger, "alone") { work.run("alone") {} } }
            // Who is let wait pushes one out, or is one more; who is not has an answer at once.
            try? await Task.sleep(for: .milliseconds(100))
            work.letGo()
            var answer = false
            for await isBusy in group { if let isBusy { answer = isBusy } }
            return (answer, work.order.firstIndex(of: "alone"), waited)
        }
    }

    @Test(arguments: [8, 64, 127])
    func `However many wait of a few addresses, whoever comes from another waits for one of each`(
        addresses: Int
    ) async throws {
        let (isBusy, before, waited) = await Self.alone(against: addresses)
        #expect(!isBusy)
        #expect(waited == min(ScryptGate.mostStrangers, 4 * addresses))
        // Two run at once, so one of a second turn may write itself down first.
        #expect(try #require(before) <= addresses + 1)
    }

    @Test
    func
        `It ends: where as many addresses as there are places wait once each, the next is told to come back`()
        async
    {
        let (isBusy, before, waited) = await Self.alone(against: ScryptGate.mostStrangers, each: 1)
        #expect(isBusy && before == nil && waited == ScryptGate.mostStrangers)
    }
}
