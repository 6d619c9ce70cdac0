import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing
import Web

/// How much of what a stranger sends is read before it is known whose it is: nothing, or little.
@Suite struct UnreadBodyTests {
    /// A form that never ends, which counts how much of it was read.
    private final class Endless: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        static let piece = 1 << 14
        private let pieces = Mutex(0)

        var bytesRead: Int { pieces.withLock { $0 } * Self.piece }

        struct Iterator: AsyncIteratorProtocol {
            let body: Endless

            mutating func next() async -> ByteBuffer? {
                let number = body.pieces.withLock { count in
                    count += 1
                    return count
                }
                return number > 200 ? nil : ByteBuffer(repeating: UInt8(ascii: "a"), count: Endless.piece)
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(body: self) }
    }

    private static let elsewhere = ["Origin": "https://elsewhere.test", "Sec-Fetch-Site": "cross-site"]

    @Test(arguments: [nil, Person.caseworker])
    func `a form of another site is refused unread`(person: Person?) async throws {
        let charity = try await Charity.copy()
        for subject in FormTests.subjects + FormTests.open {
            let body = Endless()
            let reply = try await charity.visitor(person).send(
                .post, subject.path(charity), body: RequestBody(asyncSequence: body), headers: Self.elsewhere)
            #expect(reply.status == 403 && body.bytesRead == 0, "\(subject)")
        }
    }

    @Test(arguments: [
        "/my-sign-in/passphrase", "/try-recovery-sheets", "/find/live", "/lock", "/nothing",
    ])
    func `signed out, a form that is not kept is not read`(path: String) async throws {
        let body = Endless()
        let reply = try await Charity.copy().visitor().send(
            .post, path, body: RequestBody(asyncSequence: body), headers: Visitor.ownPage)
        #expect(reply.location == "/sign-in" && body.bytesRead == 0)
    }

    /// It may carry, sealed, what was typed into another form.
    @Test func `signed out, a passphrase asked for again is read no further than what it may carry`()
        async throws
    {
        let body = Endless()
        let reply = try await Charity.copy().visitor().send(
            .post, "/confirm", body: RequestBody(asyncSequence: body), headers: Visitor.ownPage)
        #expect(reply.location == "/sign-in")
        #expect(body.bytesRead > 9 << 16 && body.bytesRead <= 9 << 16 + Endless.piece)
    }

    @Test(arguments: [
        ("/enquiry", 1 << 18), ("/enrol", 1 << 16), ("/recover", 1 << 16), ("/sign-in", 9 << 16),
    ])
    func `signed out, a form that may be read is read no further than it may be long`(
        path: String, most: Int
    ) async throws {
        let body = Endless()
        let reply = try await Charity.copy().visitor().send(
            .post, path, body: RequestBody(asyncSequence: body), headers: Visitor.ownPage)
        #expect(reply.status == 413 && reply.text.contains("Nothing was saved."))
        #expect(body.bytesRead > most && body.bytesRead <= most + Endless.piece)
    }

    @Test func `what somebody signed in sends is read up to a million bytes`() async throws {
        let body = Endless()
        let reply = try await Charity.copy().visitor(.receptionist).send(
            .post, "/enquiry", body: RequestBody(asyncSequence: body), headers: Visitor.ownPage)
        #expect(reply.status == 413 && body.bytesRead <= (1 << 20) + Endless.piece)
    }

    @Test func `an address holds as many connections as it may, and another its own`() {
        let limit = ConnectionLimit(most: 3)
        #expect((0..<3).allSatisfy { _ in limit.opened(by: "203.0.113.9") })
        #expect(!limit.opened(by: "203.0.113.9"))
        #expect(limit.opened(by: "203.0.113.10"))
        limit.closed(by: "203.0.113.9")
        #expect(!limit.opened(by: "203.0.113.9"), "the one that was refused still counts until it is closed")
        for _ in 0..<2 { limit.closed(by: "203.0.113.9") }
        #expect(limit.opened(by: "203.0.113.9"))
    }

    @Test func `an IPv6 address counts with all of its subscriber's`() {
        let limit = ConnectionLimit(most: 2)
        #expect(limit.opened(by: "2001:db8:5:6::1") && limit.opened(by: "2001:db8:5:6:7:8:9:a"))
        #expect(!limit.opened(by: "2001:db8:5:6:ffff::"))
        #expect(limit.opened(by: "2001:db8:5:7::1"))
    }
}
