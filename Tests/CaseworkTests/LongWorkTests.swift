import Dispatch
import Synchronization
import Testing
import Vault

@testable import Casework

@Suite struct LongWorkTests {
    private let randomness = Randomness.system

    @Test func `A piece of one member's does not wait for all of another's`() async {
        let work = LongWork(threads: 1)
        let (busy, other) = (ID(from: randomness), ID(from: randomness))
        let done = Counted()
        let before = Counted()
        let gate = DispatchSemaphore(value: 0)
        await withTaskGroup { group in
            // The only thread is held until all pieces wait.
            group.addTask { await work.run(for: busy) { gate.wait() } }
            for _ in 0..<200 {
                group.addTask { await work.run(for: busy) { done.add(1) } }
            }
            while work.waiting < 200 { await Task.yield() }
            group.addTask {
                before.add(await work.run(for: other) { done.count })
            }
            while work.waiting < 201 { await Task.yield() }
            gate.signal()
        }
        #expect(before.count <= 1)
        #expect(done.count == 200)
    }

    @Test func `Work that holds every thread for it keeps nobody else from being answered`() async {
        let work = LongWork(threads: 2)
        let gate = DispatchSemaphore(value: 0)
        let member = ID(from: randomness)
        await withTaskGroup { group in
            for _ in 0..<64 { group.addTask { await work.run(for: member) { gate.wait() } } }
            // Were it done on the cooperative pool, nothing else would be by now.
            let answers = await withTaskGroup(of: Int.self) { others in
                for number in 0..<64 { others.addTask { number } }
                return await others.reduce(0, +)
            }
            #expect(answers == 2016)
            for _ in 0..<64 { gate.signal() }
        }
    }

    @Test func `Who signs in, opens a file or saves waits for nobody's search`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let other = try charity.id(.receptionist)
        let gate = DispatchSemaphore(value: 0)
        let casework = charity.casework
        try await withThrowingTaskGroup { group in
            for _ in 0..<64 {
                group.addTask { await casework.longWork.run(for: other) { gate.wait() } }
            }
            defer { for _ in 0..<64 { gate.signal() } }
            _ = try await casework.signIn(name: "receptionist", passphrase: Person.passphrase)
            _ = try await casework.readFile(file, as: caller)
            _ = try await casework.writeNote("A note", id: casework.newID(), in: file, as: caller)
            _ = try await charity.message(for: "Bilal Khan")
        }
    }

    @Test func `Of one member's operations one is done at a time, and those past the limit are refused`()
        async throws
    {
        let work = LongWork(threads: 2)
        let (member, other) = (ID(from: randomness), ID(from: randomness))
        let now = Counted()
        let together = Counted()
        let refused = Counted()
        let isOpen = Counted()
        await withTaskGroup { group in
            for _ in 0..<(LongWork.mostWaiting + 9) {
                group.addTask {
                    do throws(CaseworkError) {
                        try await work.alone(member) { () async throws(CaseworkError) in
                            now.add(1)
                            if now.count > 1 { together.add(1) }
                            while isOpen.count == 0 { await Task.yield() }
                            now.add(-1)
                        }
                    } catch { refused.add(error == .busy ? 1 : 100) }
                }
            }
            while refused.count < 8 { await Task.yield() }
            // A colleague does not stand in that line.
            _ = try? await work.alone(other) { () async throws(CaseworkError) in isOpen.add(1) }
        }
        #expect(isOpen.count == 1)
        #expect(together.count == 0)
        #expect(refused.count == 8)
        // The line is empty: they may go on.
        let again = try await work.alone(member) { () async throws(CaseworkError) in 7 }
        #expect(again == 7)
    }
}

/// A count that several tasks share.
private final class Counted: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .sequentiallyConsistent) }

    func add(_ more: Int) { value.add(more, ordering: .sequentiallyConsistent) }
}
