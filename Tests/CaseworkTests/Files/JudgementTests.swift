import Database
import Testing

@testable import Casework
@testable import Vault

/// What was judged or opened before is an answer only while every row that it came from is the same: each test opens a
/// file until it is in memory, changes something, and looks at the very next opening.
@Suite struct JudgementTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        charity.time.move(seconds: 1)
    }

    private func items(_ caller: Caller) async throws -> Set<Item> {
        do { return try await charity.casework.openFile(file, as: caller).items } catch {
            try #require(error == .notFound)
            return []
        }
    }

    /// Opens until everything is in memory.
    private func warm(_ person: Person) async throws -> Caller {
        let caller = try await charity.caller(person)
        for _ in 0..<2 { _ = try? await charity.casework.readFile(file, as: caller) }
        return caller
    }

    /// Writes a grant by an act of the log, whether or not it counts by its signatures.
    private func insert(_ grant: Grant) async throws {
        try await charity.casework.act(.accessGranted, on: grant.file, by: .house) {
            try grant.insert(in: &$0)
        }
    }

    @Test func `Somebody suspended opens nothing more, with the same keys in hand`() async throws {
        let worker = try await warm(.caseworker)
        #expect(try await items(worker).contains(.casework))
        try await charity.casework.suspend(
            worker.member, why: "They have left", as: try await charity.caller(.manager))
        #expect(try await items(worker).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.readFile(file, as: worker)
        }
    }

    @Test func `An erased file opens to nobody, with its keys in hand, and leaves memory`() async throws {
        let callers = [try await warm(.caseworker), try await warm(.manager)]
        let name: [UInt8] = [1]
        for caller in callers {
            #expect(caller.memory.text(of: file, name) { "first" } == "first")
            #expect(caller.memory.text(of: file, name) { "second" } == "first")
        }
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        for caller in callers {
            #expect(try await items(caller).isEmpty)
            #expect(caller.memory.text(of: file, name) { "third" } == "third")
        }
    }

    @Test func `A file without its half opens to nobody, with its keys in hand`() async throws {
        let worker = try await warm(.caseworker)
        try await charity.halves.destroy(file.bytes)
        #expect(try await items(worker).isEmpty)
    }

    @Test func `A grant forged after an opening gives nothing at the next`() async throws {
        let other = try await warm(.otherCaseworker)
        let known = try await items(other)
        let forged = try Grant(
            id: ID(from: .system), file: file, principal: .member(other.member), kind: .ordinary,
            secrets: [ItemEpoch(.casework): ItemSecret(Randomness.system.bytes(32))],
            at: charity.casework.now.milliseconds, certified: other.certified, signedBy: other.keyring.keys)
        try await insert(forged)
        #expect(try await items(other) == known)
    }

    @Test func `A grant given is there at the very next opening, and gone with its row`() async throws {
        let (worker, other) = (try await warm(.caseworker), try await warm(.otherCaseworker))
        #expect(try await !items(other).contains(.casework))
        let grant = try await charity.casework.openFile(file, as: worker).give(
            [.casework], to: .member(other.member), at: charity.casework.now, by: worker, .system
        ).grant
        try await insert(grant)
        #expect(try await items(other).contains(.casework))
        #expect(try await charity.casework.readFile(file, as: other).notes.count == 1)
        try await charity.change("DELETE FROM grants WHERE grant_id = \(grant.id.bytes)")
        #expect(try await !items(other).contains(.casework))
        #expect(try await charity.casework.readFile(file, as: other).notes.isEmpty)
    }

    @Test(arguments: 0..<4)
    func `A row altered by a bit after an opening opens nothing at the next`(place: Int) async throws {
        let worker = try await warm(.caseworker)
        let (file, member) = (file, Principal.member(worker.member).packed)
        try await charity.meddle { connection in
            for (table, column) in [("files", "genesis"), ("grants", "packed")] {
                let query: SQL =
                    table == "files"
                    ? "SELECT genesis FROM files WHERE file = \(file.bytes)"
                    : "SELECT packed FROM grants WHERE file = \(file.bytes) AND principal = \(member)"
                guard var bytes = try connection.first(query)?.blob(column) else { continue }
                bytes[bytes.count * (place + 1) / 5] ^= 1
                try connection.execute(
                    table == "files"
                        ? "UPDATE files SET genesis = \(bytes) WHERE file = \(file.bytes)"
                        : """
                        UPDATE grants SET packed = \(bytes) WHERE file = \(file.bytes) AND principal = \(member)
                        """)
            }
        }
        #expect(try await items(worker).isEmpty)
    }

    @Test func `A record and a letter altered after they were read are not shown again`() async throws {
        let worker = try await warm(.caseworker)
        let before = try await charity.casework.readFile(file, as: worker)
        #expect(before.identity != nil && before.timeline.last?.details != nil)
        try await charity.alterRecord(.identity, of: file)
        let file = file
        try await charity.meddle { connection in
            let row = try connection.first(
                "SELECT position, sealed FROM entries WHERE file = \(file.bytes) AND sealed IS NOT NULL")
            guard var sealed = try row?.blob("sealed"), let at = try row?.integer("position") else { return }
            sealed[sealed.count - 1] ^= 1
            try connection.execute("UPDATE entries SET sealed = \(sealed) WHERE position = \(at)")
        }
        let after = try await charity.casework.readFile(file, as: worker)
        #expect(after.identity == nil && after.timeline.last?.details == nil)
        let unread = worker.unread.count
        #expect(try await charity.casework.name(of: file, as: worker) == nil && unread == 1)
    }

    @Test func `A session that ends leaves nothing in memory`() async throws {
        let worker = try await warm(.caseworker)
        let now = charity.casework.now
        #expect(charity.casework.keyrings.held(worker.session, at: now) != nil)
        try await charity.casework.signOut(worker)
        #expect(charity.casework.keyrings.held(worker.session, at: now) == nil)
        let idle = try await warm(.manager)
        charity.time.move(seconds: 2000)
        await charity.casework.forgetIdleSessions()
        #expect(charity.casework.keyrings.held(idle.session, at: charity.casework.now) == nil)
    }

    @Test func `Memory is bounded, and a full one answers as an empty one does`() throws {
        let memory = SessionMemory()
        for number in 0..<SessionMemory.mostTexts + 10 {
            let name = withUnsafeBytes(of: number) { Array($0) }
            #expect(memory.text(of: file, name) { number } == number)
        }
        #expect(memory.text(of: file, [0]) { "opened again" } == "opened again")
        #expect(memory.count <= SessionMemory.mostTexts)
    }

    /// After each of many random changes to the rows, what memory answers is what a judgement from nothing answers.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `After any change, memory and a fresh judgement agree`(seed: UInt64) async throws {
        var random = Steps(seed)
        let people: [Person] = [
            .caseworker, .otherCaseworker, .manager, .counsellor, .guardian, .receptionist,
        ]
        let callers = Dictionary(
            uniqueKeysWithValues: try await people.asyncMap { ($0, try await charity.caller($0)) })
        var answers: Set<Set<Item>> = []
        for step in 0..<40 {
            try await change(random.next() % 8, &random, people.compactMap { callers[$0] })
            charity.time.move(seconds: 1)
            for person in people {
                guard let caller = callers[person] else { continue }
                let fresh = try await afresh(caller)
                let open = try? await charity.casework.openFile(file, as: caller)
                #expect(open?.items == fresh?.items, "\(person), step \(step)")
                #expect(open?.letterBox.epoch == fresh?.letterBox.epoch)
                #expect(open?.letterBox.key == fresh?.letterBox.key)
                for epoch: UInt32 in 1...4 {
                    for item in Item.allCases {
                        let place = ItemEpoch(item, epoch)
                        #expect((open?.key(of: place) == nil) == (fresh?.key(of: place) == nil))
                    }
                }
                answers.insert(open?.items ?? [])
            }
        }
        // The changes did change something.
        #expect(answers.count > 4)
    }

    /// Judged from the rows alone, by nothing that was kept.
    private func afresh(_ caller: Caller) async throws -> OpenFile? {
        let file = file
        let log = charity.casework.log
        let (found, certificates) = try await charity.staff {
            let connection = $0.connection
            let rows = try FileRows(file, connection)
            return (try rows.map { ($0, try log.genuine($0, connection)) }, try $0.certificates())
        }
        let certified = Certified(certificates, charity: caller.keyring.charity)
        guard let (rows, genuine) = found, !certified.hasLeft(caller.member) else { return nil }
        return try? OpenFile(
            rows, genuine, half: charity.halves.half(for: file.bytes),
            renewing: charity.casework.renewing(certified, caller.keyring))
    }

    private func change(_ kind: UInt64, _ random: inout Steps, _ callers: [Caller]) async throws {
        let caller = callers[Int(random.next() % UInt64(callers.count))]
        let to = callers[Int(random.next() % UInt64(callers.count))]
        let place = Int(random.next() % 1000)
        let (file, now) = (file, charity.casework.now)
        let open = try? await charity.casework.openFile(file, as: caller)
        switch kind {
        case 0, 1, 2:
            // A grant of something that they hold.
            guard let item = open?.items.sorted().randomElement(using: &random),
                let grant = try? open?.give([item], to: .member(to.member), at: now, by: caller, .system)
                    .grant
            else { return }
            try await insert(grant)
        case 3:
            // A grant of what they may not hold.
            let forged = try Grant(
                id: ID(from: .system), file: file, principal: .member(to.member), kind: .ordinary,
                secrets: [ItemEpoch(.counselling): ItemSecret(Randomness.system.bytes(32))],
                at: now.milliseconds, certified: caller.certified, signedBy: caller.keyring.keys)
            try await insert(forged)
        case 4, 5:
            // A grant taken away, never the last one.
            try await charity.meddle { connection in
                let rows = try connection.rows("SELECT grant_id FROM grants WHERE file = \(file.bytes)")
                guard rows.count > 1 else { return }
                let id = try rows[place % rows.count].blob("grant_id")
                try connection.execute("DELETE FROM grants WHERE grant_id = \(id)")
            }
        case 6:
            // An epoch begun by somebody who may, or may not.
            let secret = try ItemSecret(Randomness.system.bytes(32))
            let item = [Item.casework, .log, .identity][place % 3]
            let number = UInt32(2 + place % 2)
            let start = try EpochStart(
                file: file, item: ItemEpoch(item, number), secret: secret,
                letterBox: item == .log ? caller.keyring.keys.identity.openingKey : [],
                at: now.milliseconds, signedBy: caller.keyring.keys)
            try await charity.casework.act(.accessEnded, on: file, by: .house) { act in
                try act.connection.execute(
                    """
                    INSERT INTO item_epochs (file, item, epoch, packed, entry)
                    VALUES (\(file.bytes), \(Int64(item.rawValue)), \(Int64(number)), \(start.packed),
                            \(act.position))
                    ON CONFLICT (file, item, epoch) DO UPDATE SET packed = excluded.packed, entry = excluded.entry
                    """)
                let digest = digestOfRow(start.packed)
                act.note(.epoch, try digest.name, digest)
            }
        default:
            // A bit of a grant turned, and turned back at some other step, or not.
            try await charity.meddle { connection in
                let rows = try connection.rows(
                    "SELECT grant_id, packed FROM grants WHERE file = \(file.bytes) ORDER BY grant_id")
                guard !rows.isEmpty else { return }
                let row = rows[place % rows.count]
                var packed = try row.blob("packed")
                packed[packed.count - 1] ^= 1
                let id = try row.blob("grant_id")
                try connection.execute("UPDATE grants SET packed = \(packed) WHERE grant_id = \(id)")
            }
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

extension Array where Element: Sendable {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
