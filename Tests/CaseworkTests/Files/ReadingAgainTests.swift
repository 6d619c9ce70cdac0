import Testing
import Vault

@testable import Casework
@testable import Database

/// A file is shown again from memory only while nobody has changed anything but the log: each test reads a file until it
/// is in memory, changes something, and looks at the very next reading.
@Suite struct ReadingAgainTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        charity.time.move(seconds: 1)
    }

    /// Reads until everything is in memory.
    private func warm(_ person: Person) async throws -> Caller {
        let caller = try await charity.caller(person)
        for _ in 0..<3 { _ = try await charity.casework.readFile(file, as: caller) }
        #expect(try await charity.casework.readFile(file, as: caller).stood)
        return caller
    }

    private func read(_ caller: Caller) async throws -> FileContents? {
        do { return try await charity.casework.readFile(file, as: caller) } catch {
            try #require(error == .notFound)
            return nil
        }
    }

    @Test func `What nobody has changed is shown again, each opening with its entry`() async throws {
        let worker = try await warm(.caseworker)
        let (before, count) = (try #require(try await read(worker)), try await charity.entryCount())
        let again = try #require(try await read(worker))
        #expect(again.stood && again.identity?.text.name == before.identity?.text.name)
        #expect(try await charity.entryCount() == count + 1)
        #expect(again.timeline.first?.position == Int64(count))
        #expect(again.timeline.count == min(before.timeline.count + 1, FileContents.mostLines))
    }

    @Test func `What others do to the file is in its log at the next reading`() async throws {
        let (worker, manager) = (try await warm(.caseworker), try await charity.caller(.manager))
        for _ in 0..<3 { _ = try await read(manager) }
        let contents = try #require(try await read(worker))
        #expect(contents.stood)
        #expect(
            contents.timeline.prefix(4).map(\.actor) == [worker.member]
                + .init(repeating: manager.member, count: 3))
        let positions = contents.timeline.map(\.position)
        #expect(positions == Set(positions).sorted(by: >))
    }

    @Test func `A note written by somebody else, and one altered, are seen at the next reading`() async throws
    {
        let (worker, manager) = (try await warm(.caseworker), try await charity.caller(.manager))
        try await charity.casework.writeNote(
            "They moved.", id: charity.casework.newID(), in: file, as: manager)
        let contents = try #require(try await read(worker))
        #expect(!contents.stood && contents.notes.first?.text.words == "They moved.")
        _ = try await warm(.caseworker)
        try await charity.alterRecord(.identity, of: file)
        #expect(try await read(worker)?.identity == nil)
    }

    @Test func `A half destroyed and a member suspended end what was shown`() async throws {
        let (worker, other) = (try await warm(.caseworker), try await warm(.manager))
        try await charity.casework.suspend(
            worker.member, why: "They have left", as: try await charity.caller(.otherManager))
        #expect(try await read(worker) == nil)
        #expect(try await read(other) != nil)
        let entries = try await charity.entryCount()
        try await charity.halves.destroy(file.bytes)
        #expect(try await read(other) == nil)
        #expect(try await charity.entryCount() == entries)
    }

    @Test func `What stands beside one file stands beside the next only while nobody changes anything`()
        async throws
    {
        let other = try await charity.workedClient("Bilal Khan")
        let worker = try await charity.caller(.caseworker)
        func beside(_ file: ID, knows: Bool) async throws -> Beside {
            let contents = try await charity.casework.readFile(file, as: worker)
            #expect((contents.beside != nil) == knows)
            return try await charity.casework.surroundings(of: contents, drafts: { [] }, as: worker).beside
        }
        worker.forgetOpened()
        let before = try await beside(file, knows: false)
        worker.forgetKeys()
        #expect(try await beside(other, knows: true).names == before.names)
        try await charity.casework.proposePurpose(
            name: "Housing", why: "So that they have a home.", id: charity.casework.newID(),
            as: try await charity.caller(.manager))
        worker.forgetKeys()
        let after = try await beside(file, knows: false)
        #expect(after.purposes.count == before.purposes.count + 1)
        // By another hand.
        try await charity.change("DELETE FROM records WHERE record = \(worker.member.bytes)")
        worker.forgetKeys()
        #expect(try await beside(other, knows: false).names.count == before.names.count - 1)
        worker.forgetKeys()
        _ = try await beside(file, knows: true)
        // Of the house: nobody's name can be opened without it.
        try await charity.halves.destroy(ID.house.bytes)
        worker.forgetKeys()
        #expect(try await charity.casework.readFile(other, as: worker).beside == nil)
    }

    /// SQLite would run it at every opening, in this program's own transaction.
    @Test func `Nothing is read again past a trigger that somebody put into the schema`() async throws {
        let worker = try await warm(.caseworker)
        try await charity.meddle {
            _ = try $0.execute("CREATE TRIGGER sly AFTER INSERT ON entries BEGIN DELETE FROM grants; END")
        }
        for _ in 1...2 {
            await #expect(throws: CaseworkError.logAltered) {
                _ = try await charity.casework.readFile(file, as: worker)
            }
        }
    }

    /// After each of many random changes, by this program or by another hand, a session that remembers and one that reads
    /// everything anew are shown the same.
    @Test(arguments: [1, 2] as [UInt64])
    func `After any change, what is shown again is what is read anew`(seed: UInt64) async throws {
        var random = Steps(seed)
        let worker = try await warm(.caseworker)
        let secret = try await charity.casework.signIn(
            name: Person.caseworker.rawValue, passphrase: Person.passphrase)
        let fresh = try await charity.casework.caller(cookie: secret.cookie)
        var (shownAgain, turned) = (0, [UInt8]?.none)
        for step in 0..<40 {
            try await change(random.next() % 8, step, worker, &turned)
            let known = try await read(worker)
            fresh.forgetOpened()
            let anew = try await read(fresh)
            #expect(known?.items == anew?.items, "step \(step)")
            #expect(known?.identity?.text.name == anew?.identity?.text.name)
            #expect(known?.contact?.version == anew?.contact?.version)
            #expect(known?.notes.map(\.text.words) == anew?.notes.map(\.text.words))
            let earlier = anew.map { Array($0.timeline.dropFirst()) } ?? []
            #expect(known?.timeline.prefix(earlier.count).map(\.position) ?? [] == earlier.map(\.position))
            #expect(known?.timeline.prefix(earlier.count).map(\.details) ?? [] == earlier.map(\.details))
            if known?.stood == true { shownAgain += 1 }
        }
        #expect(shownAgain > 5 && shownAgain < 40)
    }

    /// - Parameter turned: the grant a bit of which is turned.
    private func change(
        _ kind: UInt64, _ step: Int, _ worker: Caller, _ turned: inout [UInt8]?
    ) async throws {
        let file = file
        switch kind {
        case 0:
            try? await charity.casework.writeNote(
                "Note \(step)", id: charity.casework.newID(), in: file, as: worker)
        case 1:
            // A bit of a grant is turned; the next time it is turned back, so that what follows has a file to read.
            let again = turned
            turned = try await charity.meddle { connection in
                let rows = try connection.rows(
                    "SELECT grant_id, packed FROM grants WHERE file = \(file.bytes) ORDER BY entry, items")
                let row =
                    try again.map { id in try rows.first { try $0.blob("grant_id") == id } }
                    ?? rows[step % rows.count]
                let (grant, packed) = try (#require(row).blob("grant_id"), #require(row).blob("packed"))
                let other = packed.dropLast() + [packed[packed.count - 1] ^ 1]
                try connection.execute("UPDATE grants SET packed = \(Array(other)) WHERE grant_id = \(grant)")
                return again == nil ? grant : nil
            }
        case 2: try? await charity.alterRecord([Item.casework, .contact, .identity][step % 3], of: file)
        case 3: _ = try? await charity.casework.find("Amina", as: try await charity.caller(.receptionist))
        case 4: _ = try await read(try await charity.caller(.manager))
        default: break
        }
    }
}

/// The same random numbers for the same seed (SplitMix64).
private struct Steps: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
