import Foundation
import Testing

@testable import Database

struct HalvesStoreTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }

    @Test
    func `A file's half can't be replaced`() async throws {
        let store = try HalvesStore(path: scratch.path)
        try await store.put([1, 2], for: [9])
        await #expect(throws: DatabaseError.conflict) { try await store.put([1, 3], for: [9]) }
        try await store.put([1, 2], for: [9])
        #expect(store.half(for: [9]) == [1, 2])
        #expect(store.all() == [[9]: [1, 2]])
    }

    @Test
    func `A named secret can't be replaced`() async throws {
        let store = try HalvesStore(path: scratch.path)
        #expect(store.value(named: "pepper") == nil)
        try await store.put([1, 2], named: "pepper")
        await #expect(throws: DatabaseError.conflict) { try await store.put([1, 3], named: "pepper") }
        #expect(store.value(named: "pepper") == [1, 2])
    }

    @Test
    func `What was put is there after a stop without closing, and what was destroyed is not`() async throws {
        let after = try Scratch()
        let store = try HalvesStore(path: scratch.path)
        try await store.put([1, 2], for: [7])
        try await store.put([3, 4], for: [8])
        try await store.put([5], named: "pepper")
        try await store.destroy([7])
        for (name, bytes) in try scratch.files() where !name.hasSuffix("-shm") {
            try Data(bytes).write(to: URL(fileURLWithPath: after.directory + "/" + name))
        }
        let reopened = try HalvesStore(path: after.path)
        #expect(reopened.all() == [[8]: [3, 4]])
        #expect(reopened.wasDestroyed([7]) && !reopened.wasDestroyed([8]))
        #expect(reopened.value(named: "pepper") == [5])
        #expect(store.half(for: [7]) == nil)
    }

    @Test
    func `A store that holds anything is not filled from a copy`() async throws {
        let store = try HalvesStore(path: scratch.path)
        try await store.put([1, 2], for: [7])
        var contents = HalvesStore.Contents()
        contents.halves = [[7]: [1, 3], [8]: [3, 4]]
        let copy = contents
        await #expect(throws: DatabaseError.conflict) { try await store.fill(from: copy) }
        #expect(store.all() == [[7]: [1, 2]])
    }

    @Test
    func `A store filled from a copy holds the same, also after a stop`() async throws {
        var copy = HalvesStore.Contents()
        copy.halves = [[8]: [3, 4]]
        copy.destroyed = [[7]]
        copy.named = ["pepper": [5]]
        let store = try HalvesStore(path: scratch.path)
        try await store.fill(from: copy)
        #expect(store.everything() == copy)
        try await store.close()
        #expect(try HalvesStore(path: scratch.path).everything() == copy)
    }

    @Test
    func `No byte of a destroyed half is left in any file, however the store grew`() async throws {
        let store = try HalvesStore(path: scratch.path)
        let halves = Dictionary(uniqueKeysWithValues: (0..<1000).map { _ in (random(16), random(32)) })
        let destroyed = halves.keys.shuffled().prefix(200)
        try await withThrowingTaskGroup { group in
            for (file, half) in halves { group.addTask { try await store.put(half, for: file) } }
            try await group.waitForAll()
        }
        let marks = Set(destroyed.map { mark(halves[$0] ?? [], at: 8) })
        #expect(try found(marks) >= 200)
        for file in destroyed { try await store.destroy(file) }
        #expect(store.all().count == 800)
        #expect(try found(marks) == 0)
    }

    private func found(_ marks: Set<UInt64>) throws -> Int {
        try scratch.files().values.filter { $0.count >= 8 }.reduce(0) { count, bytes in
            count + (0...(bytes.count - 8)).count { marks.contains(mark(bytes, at: $0)) }
        }
    }

    /// Eight bytes as a number, to look for many at once.
    private func mark(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
