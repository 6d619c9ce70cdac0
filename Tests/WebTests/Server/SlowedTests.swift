import Testing
import Vault
import Web

/// Somebody signed in who asks for many files that are not there.
@Suite struct SlowedTests {
    @Test func `they wait before the next file, whichever it is, and are shown what they would have been`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let known = Route.file.path(charity.file(.known), .house)
        let hidden = Route.file.path(charity.file(.restricted), .house)
        let absent = Route.file.path(try #require(ID(text: String(repeating: "a", count: 32))), .house)
        let before = try await [known, hidden, absent].asyncMap { try await visitor.get($0) }
        #expect(before.map(\.status) == [200, 404, 404])
        for _ in 0..<60 { #expect(try await visitor.get(absent).status == 404) }
        #expect(!charity.pauses.all.isEmpty)
        var waits: [Int] = []
        for (path, earlier) in zip([known, hidden, absent], before) {
            let count = charity.pauses.all.count
            let now = try await visitor.get(path)
            waits.append(charity.pauses.all.count - count)
            #expect(now.status == earlier.status)
            // The file's own page has grown by the line of the first opening.
            guard earlier.status == 404 else { continue }
            #expect(now.headers == earlier.headers)
            #expect(now.withoutTokens == earlier.withoutTokens)
        }
        #expect(waits == [1, 1, 1])
        // Nobody else waits, nor they for a page of no file.
        let count = charity.pauses.all.count
        _ = try await visitor.get("/")
        _ = try await charity.visitor(.otherCaseworker).get(hidden)
        #expect(charity.pauses.all.count == count)
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
        var results: [T] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
