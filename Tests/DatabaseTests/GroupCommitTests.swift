import Foundation
import Synchronization
import Testing

@testable import Database

private struct Refusal: Error {}

struct GroupCommitTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private typealias Act = @Sendable (any Connection) throws -> Void

    /// An act that inserts a row, notes its commit, and then may fail.
    private func act(_ id: Int, _ notes: Notes, fails: Bool = false) -> Act {
        { connection in
            connection.afterCommit { notes.add("act \(id)") }
            try connection.execute("INSERT INTO note (id, words) VALUES (\(id), '')")
            if fails { throw Refusal() }
        }
    }

    @Test
    func `An act that fails leaves nothing of itself, and the others of its batch whole`() async throws {
        let notes = Notes()
        let database = try scratch.database()
        let errors = try await database.inOneBatch(
            (0..<64).map { act($0, notes, fails: $0.isMultiple(of: 3)) })
        let standing = (0..<64).filter { !$0.isMultiple(of: 3) }
        #expect(errors.map { $0 is Refusal } == (0..<64).map { $0.isMultiple(of: 3) })
        #expect(try await database.ids() == standing.map(Int64.init))
        #expect(notes.all == standing.map { "act \($0)" })
    }

    @Test
    func `If what runs before the commit throws, the whole batch is undone and told so`() async throws {
        let notes = Notes()
        let database = try scratch.database { connection in
            try connection.execute("INSERT INTO note (id, words) VALUES (100, '')")
            connection.afterCommit { notes.add("batch") }
            throw Refusal()
        }
        let errors = try await database.inOneBatch((0..<5).map { act($0, notes) })
        #expect(errors.allSatisfy { $0 is Refusal })
        #expect(try await database.ids() == [])
        #expect(notes.all == [])
        database.setBeforeCommit(nil)
        try await database.insert(1)
        #expect(try await database.ids() == [1])
    }

    @Test
    func `Nothing runs before the commit when no act changed anything`() async throws {
        let notes = Notes()
        let database = try scratch.database { _ in
            notes.add("before")
            return nil
        }
        let errors = try await database.inOneBatch([
            act(1, notes, fails: true),
            { _ in },
            { connection in _ = try connection.rows("SELECT id FROM note") },
        ])
        #expect(errors.map { $0 is Refusal } == [true, false, false])
        #expect(notes.all == [])
    }

    @Test
    func `What runs before the commit is called no deeper after a hundred transactions than at the first`()
        async throws
    {
        let depths = Mutex<[Int]>([])
        let database = try scratch.database { _ in
            depths.withLock { $0.append(Thread.callStackReturnAddresses.count) }
            return nil
        }
        for id in 0..<100 { try await database.insert(id) }
        let (first, last) = depths.withLock { ($0.first, $0.last) }
        // The thread's own first calls differ by a few.
        #expect(abs(try #require(last) - (try #require(first))) < 20)
    }

    @Test
    func `What runs before the commit runs once a batch, sees all of it and commits with it`() async throws {
        let notes = Notes()
        let database = try scratch.database { connection in
            let count = try connection.rows("SELECT id FROM note").count
            try connection.execute("INSERT INTO note (id, words) VALUES (100, \("\(count)"))")
            return { notes.add("batch of \(count)") }
        }
        let errors = try await database.inOneBatch((0..<10).map { act($0, notes) })
        #expect(errors.allSatisfy { $0 == nil })
        #expect(notes.all == (0..<10).map { "act \($0)" } + ["batch of 10"])
        #expect(try await database.ids().last == 100)
    }

    @Test
    func `Nobody is answered, and no failure is told, before the commit`() async throws {
        let (gate, notes) = (Gate(), Notes())
        let database = try scratch.database { _ in
            gate.wait()
            return nil
        }
        async let batch = database.inOneBatch([
            act(1, notes),
            act(1, notes),  // a conflict, but only if the first is there to stay
        ])
        await gate.untilReached()
        #expect(notes.all == [])
        #expect(try await database.ids() == [])
        gate.open()
        let errors = try await batch
        #expect(errors[0] == nil)
        #expect(errors[1] as? DatabaseError == .conflict)
        #expect(notes.all == ["act 1"])
    }

    @Test
    func `Many writers share few durable transactions`() async throws {
        let transactions = Notes()
        let database = try scratch.database { _ in
            transactions.add("")
            return nil
        }
        try await withThrowingTaskGroup { group in
            for writer in 0..<64 {
                group.addTask {
                    for turn in 0..<10 { try await database.insert(writer * 10 + turn) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.ids() == (0..<640).map(Int64.init))
        #expect(transactions.all.count < 640)
    }

    @Test
    func `A cancelled caller's act is whole`() async throws {
        let database = try scratch.database()
        let gate = Gate()
        let caller = Task {
            try await database.write { connection in
                try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
                gate.wait()
                try connection.execute("INSERT INTO note (id, words) VALUES (2, '')")
            }
        }
        await gate.untilReached()
        caller.cancel()
        gate.open()
        _ = try await caller.value
        #expect(try await database.ids() == [1, 2])
    }

    @Test
    func `An act sees what the acts before it did`() async throws {
        let seen = Mutex<[Int]>([])
        let database = try scratch.database()
        let errors = try await database.inOneBatch(
            (0..<4).map { id in
                { connection in
                    let count = try connection.rows("SELECT id FROM note").count
                    seen.withLock { $0.append(count) }
                    try connection.execute("INSERT INTO note (id, words) VALUES (\(id), '')")
                }
            })
        #expect(errors.allSatisfy { $0 == nil })
        #expect(seen.withLock { $0 } == [0, 1, 2, 3])
    }
}
