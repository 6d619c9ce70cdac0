import Database
import Testing
import Vault

@testable import Casework

/// Whoever asks for much that is not there is slowed down, and learns nothing by it.
@Suite struct MissesTests {
    private let member = ID(from: .system)
    private let misses = Misses()

    private func miss(_ times: Int, at now: Instant = Charity.noon) {
        for _ in 0..<times { misses.add(member, at: now) }
    }

    @Test func `some are free, and then the wait doubles to a second`() {
        var now = Charity.noon
        miss(Misses.free - 1)
        for _ in 1...100 { #expect(misses.place(for: member, at: now) == 0) }
        var waits: [Int64] = []
        for _ in 1...6 {
            miss(1, at: now)
            let wait = misses.place(for: member, at: now) ?? -1
            waits.append(wait)
            now = Instant(milliseconds: now.milliseconds + wait)
            misses.arrive(member)
        }
        #expect(waits == [125, 250, 500, 1000, 1000, 1000])
        #expect(misses.place(for: ID(from: .system), at: now) == 0)
    }

    @Test func `many requests at once wait one after another, and no more than a few`() {
        miss(Misses.free)
        let waits = (1...6).map { _ in misses.place(for: member, at: Charity.noon) }
        #expect(waits == [125, 250, 375, 500, nil, nil])
        misses.arrive(member)
        #expect(misses.place(for: member, at: Charity.noon) == 625)
    }

    @Test func `an hour without a miss forgets them`() {
        miss(Misses.free + 9)
        #expect(misses.place(for: member, at: Charity.noon) != 0)
        misses.arrive(member)
        #expect(misses.place(for: member, at: Charity.noon.adding(seconds: 3600)) == 0)
    }

    @Test func `however many are asked for, the log has the first few of an hour and one entry for the rest`()
        async throws
    {
        let charity = try await Charity()
        let desk = try await charity.caller(.receptionist)
        func entries() async throws -> [Int] {
            try await charity.database.read { connection in
                try connection.rows("SELECT * FROM entries WHERE kind = 72 ORDER BY position")
                    .compactMap { try Entry($0)?.times }
            }
        }
        for _ in 0..<Misses.free + 30 {
            try await charity.casework.recordRefusal(of: ID(from: .system), as: desk)
        }
        #expect(try await entries() == Array(repeating: 1, count: Misses.free))
        charity.time.move(seconds: 3600)
        await charity.casework.writeCounted()
        #expect(try await entries().last == 30)
        #expect(try await charity.verification().holds)
    }
}
