import Database
import Synchronization
import Testing
import Vault

@testable import Casework

/// The index of names is reached by the keys that filled it, and by nothing else.
@Suite struct SharedIndexTests {
    private let charity: Charity
    private var casework: Casework { charity.casework }

    init() async throws { charity = try await Charity() }

    /// Keys of the register that nobody has.
    private func falseKeys(epochs: ClosedRange<UInt32> = 1...1) throws -> NamedKeys {
        NamedKeys(
            try epochs.map {
                try ItemSecret(Randomness.system.bytes(32)).itemKey(
                    file: .house, ItemEpoch(.register, $0), half: Randomness.system.bytes(32))
            })
    }

    private func index(of person: Person) async throws -> SharedIndex {
        let caller = try await charity.caller(person)
        return casework.indexes.index(
            for: caller.session, presenting: try caller.namedKeys(of: .register).names)
    }

    @Test func `A session without the keys that filled the index gets none of its names`() async throws {
        let file = try await charity.client()
        let receptionist = try await charity.caller(.receptionist)
        #expect(try await casework.find("Husayn", as: receptionist).count == 1)
        // Whatever else it may be: no key, another key of this epoch, another key of the next.
        for keys in [
            NamedKeys([]), try falseKeys(), try falseKeys(epochs: 2...2), try falseKeys(epochs: 1...2),
        ] {
            let session = casework.newID()
            let theirs = casework.indexes.index(for: session, presenting: keys.names)
            #expect(theirs.register.withLock { $0.find("Husayn", limit: 9) }.isEmpty)
            try await casework.follow(theirs, with: keys, for: casework.newID())
            #expect(theirs.register.withLock { $0.find("Husayn", limit: 9) }.isEmpty)
            // What they fill, nobody else reads.
            theirs.register.withLock { $0.take(.gone, of: file, at: 99) }
            #expect(try await casework.find("Husayn", as: receptionist).count == 1)
            casework.indexes.forget(session: session)
        }
    }

    @Test func `Somebody in every team, whose house has another register, finds nobody`() async throws {
        _ = try await charity.client()
        let guardian = try await charity.caller(.guardian)
        #expect(try await casework.find("Husayn", as: guardian).count == 1)
        // A world of their own: a house whose secrets they drew, signed by a certified member.
        let (genesis, grants) = try await falseHouse(by: .guardian)
        let true_ = try await replaceHouse(genesis, grants)
        for person in [Person.receptionist, .manager] {
            let cookie = try charity.cookie(person)
            casework.keyrings.drop(try #require(SessionSecret(cookie: cookie)).session)
            // It is not the house that stands: it opens for nobody.
            await #expect(throws: CaseworkError.self) {
                _ = try await casework.find("Husayn", as: casework.caller(cookie: cookie))
            }
        }
        // The true house stands again: everybody finds everybody, and nothing was forgotten.
        try await replaceHouse(true_.genesis, true_.grants)
        for person in [Person.receptionist, .manager, .guardian] {
            let cookie = try charity.cookie(person)
            casework.keyrings.drop(try #require(SessionSecret(cookie: cookie)).session)
            let found = try await casework.find("Husayn", as: try await casework.caller(cookie: cookie))
            #expect(found.count == 1)
            #expect(found.unread == 0)
        }
        #expect(casework.indexes.count <= Indexes.most)
    }

    private struct Stored: Sendable {
        let id: [UInt8]
        let principal: [UInt8]
        let items: Int64
        let packed: [UInt8]
        var entry: Int64 = 0
    }

    private func falseHouse(by person: Person) async throws -> (genesis: [UInt8], grants: [Stored]) {
        let caller = try await charity.caller(person)
        let half = try #require(charity.halves.half(for: ID.house.bytes))
        let house = try NewFile(
            kind: .house, half: half, shares: House.shares(certified: caller.certified),
            at: casework.now.milliseconds, certified: caller.certified, by: caller.keyring,
            randomness: .system)
        return (
            house.genesis.packed,
            house.grants.map {
                Stored(
                    id: $0.id.bytes, principal: $0.principal.packed, items: Grant.mask($0.items.map(\.item)),
                    packed: $0.packed)
            }
        )
    }

    /// - Returns: what stood there before.
    @discardableResult
    private func replaceHouse(
        _ genesis: [UInt8], _ grants: [Stored]
    ) async throws -> (genesis: [UInt8], grants: [Stored]) {
        try await charity.meddle { connection in
            let before = try connection.first("SELECT genesis FROM files WHERE file = \(ID.house.bytes)")?
                .blob("genesis")
            let rows = try connection.rows(
                "SELECT grant_id, principal, items, packed, entry FROM grants WHERE file = \(ID.house.bytes)"
            ).map {
                Stored(
                    id: try $0.blob("grant_id"), principal: try $0.blob("principal"),
                    items: try $0.integer("items"), packed: try $0.blob("packed"),
                    entry: try $0.integer("entry"))
            }
            try connection.execute("UPDATE files SET genesis = \(genesis) WHERE file = \(ID.house.bytes)")
            try connection.execute("DELETE FROM grants WHERE file = \(ID.house.bytes)")
            for grant in grants {
                try connection.execute(
                    """
                    INSERT INTO grants (grant_id, file, principal, items, packed, entry)
                    VALUES (\(grant.id), \(ID.house.bytes), \(grant.principal), \(grant.items), \(grant.packed),
                            \(grant.entry))
                    """)
            }
            return (before ?? [], rows)
        }
    }

    @Test func `A true index and a false one stand beside each other, and there are never more than two`()
        throws
    {
        let indexes = Indexes()
        let (true_, other, third) = (try falseKeys(), try falseKeys(), try falseKeys())
        let (first, second, liar, liars) = (
            casework.newID(), casework.newID(), casework.newID(), casework.newID()
        )
        let index = indexes.index(for: first, presenting: true_.names)
        #expect(indexes.index(for: second, presenting: true_.names) === index)
        let false_ = indexes.index(for: liar, presenting: other.names)
        #expect(false_ !== index)
        // A third drives out the one that fewer read.
        #expect(indexes.index(for: liars, presenting: third.names) !== index)
        #expect(indexes.count == 2)
        #expect(indexes.index(for: second, presenting: true_.names) === index)
    }

    @Test func `A trustee who is left alone keeps no index, and neither does somebody who only looked in`()
        async throws
    {
        _ = try await charity.client()
        let receptionist = try await charity.caller(.receptionist)
        #expect(try await casework.find("Husayn", as: receptionist).count == 1)
        // Signed in, with no need of the register: they never searched.
        let other = try await charity.caller(.caseworker)
        try await casework.signOut(receptionist)
        #expect(casework.indexes.count == 0)
        #expect(casework.keyrings.holds(other.session))
    }

    @Test func `The index of whoever idles goes, although others are at work`() async throws {
        _ = try await charity.client()
        #expect(try await casework.find("Husayn", as: try await charity.caller(.receptionist)).count == 1)
        charity.time.move(seconds: 500)
        let other = try await charity.caller(.caseworker)
        charity.time.move(seconds: 500)
        await casework.forgetIdleSessions()
        #expect(casework.keyrings.holds(other.session))
        #expect(casework.indexes.count == 0)
    }

    @Test func `A search that outlives its session keeps nothing in memory`() async throws {
        _ = try await charity.client()
        let receptionist = try await charity.caller(.receptionist)
        casework.forget(receptionist.session)
        _ = try await casework.find("Husayn", as: receptionist)
        #expect(casework.indexes.count == 0)
    }

    @Test func `A row with a bit turned hides no other, is counted, and is found again when it is as it was`()
        async throws
    {
        let altered = try await charity.client(.filled("Bilal Khan"))
        let whole = try await charity.client(.filled("Zahra Idris"))
        let row = try await charity.record(.register, of: .house)
        let newest = try await charity.database.read { try SealedRecord.newest(altered, $0) }
        let sealed = try #require(newest).sealed
        #expect(row.id == whole)
        var turned = sealed
        turned[turned.count / 2] ^= 1
        try await charity.change(
            "UPDATE records SET sealed = \(turned) WHERE record = \(altered.bytes) AND item = 33")
        let caller = try await charity.caller(.receptionist)
        for _ in 1...3 {
            let found = try await casework.find("Bilal Khan", as: caller)
            #expect(found.isEmpty)
            #expect(found.unread == 1)
            #expect(try await casework.find("Zahra Idris", as: caller).map(\.file) == [whole])
        }
        let later = try await charity.client(.filled("Amina Begum"))
        #expect(try await casework.find("Amina Begum", as: caller).map(\.file) == [later])
        try await charity.change(
            "UPDATE records SET sealed = \(sealed) WHERE record = \(altered.bytes) AND item = 33")
        let again = try await casework.find("Bilal Khan", as: caller)
        #expect(again.map(\.file) == [altered])
        #expect(again.unread == 0)
    }

    @Test func `Columns that are no row's stop no search`() async throws {
        let file = try await charity.client()
        let other = try await charity.client(.filled("Zahra Idris"))
        try await charity.change(
            "UPDATE records SET version = 9223372036854775807 WHERE record = \(other.bytes) AND item = 33")
        let found = try await casework.find("Husayn", as: try await charity.caller(.receptionist))
        #expect(found.map(\.file) == [file])
    }

    @Test func `A name stays until an opened text takes it away`() {
        let file = casework.newID()
        var register = NameRegister()
        func row(_ name: String) -> NameRegister.Read {
            .found(Findable(RegisterRow(Identity(name: name, otherNames: "", born: ""))))
        }
        register.take(row("Amina Begum"), of: file, at: 4)
        register.take(.unread(isShut: false), of: file, at: 7)
        register.take(.unread(isShut: true), of: file, at: 5)
        #expect(register.find("Amina Begum", limit: 9).map(\.file) == [file])
        #expect(register.unread[file]?.entry == 7)
        // An older row that opens is not the newest.
        register.take(row("Zahra Idris"), of: file, at: 6)
        #expect(register.find("Zahra Idris", limit: 9).map(\.file) == [file])
        #expect(register.unread[file]?.entry == 7)
        register.take(.gone, of: file, at: 7)
        #expect(register.find("Zahra Idris", limit: 9).isEmpty)
        #expect(register.unread.isEmpty)
        // What was opened of a row stands, whoever can't read it afterwards.
        register.take(.unread(isShut: true), of: file, at: 7)
        #expect(register.unread.isEmpty)
    }

    @Test func `What a search holds no key of is read as soon as somebody has one`() async throws {
        charity.time.move(seconds: 1)
        let before = try await charity.caller(.receptionist)
        let old = try before.namedKeys(of: .register)
        try await casework.suspend(
            charity.id(.otherCaseworker), why: "They have left", as: charity.caller(.manager))
        charity.time.move(seconds: 1)
        let file = try await charity.client(by: .manager)
        let index = casework.indexes.index(for: before.session, presenting: old.names)
        try await casework.follow(index, with: old, for: before.member)
        #expect(index.register.withLock { $0.unread[file]?.isShut } == true)
        let now = try await charity.caller(.receptionist)
        #expect(try await casework.find("Husayn", as: now).map(\.file) == [file])
        #expect(try await self.index(of: .receptionist) === index)
        #expect(index.register.withLock { $0.unread.isEmpty })
    }

    @Test func `Whoever has keys from before a new epoch has them worked out anew`() async throws {
        charity.time.move(seconds: 1)
        let before = try await charity.caller(.receptionist)
        try await casework.suspend(
            charity.id(.otherCaseworker), why: "They have left", as: charity.caller(.manager))
        charity.time.move(seconds: 1)
        let file = try await charity.client(by: .manager)
        #expect(try await casework.find("Husayn", as: charity.caller(.manager)).map(\.file) == [file])
        #expect(try await casework.find("Husayn", as: before).map(\.file) == [file])
        #expect(casework.indexes.count == 1)
    }

    @Test func `A restricted file is not found by a row of the register that came back`() async throws {
        let file = try await charity.workedClient(isRestricted: true)
        let half = try #require(charity.halves.half(for: file.bytes))
        let manager = try await charity.caller(.manager)
        let key = try manager.houseKey(.register).about(file, half: half)
        let row = RegisterRow(Identity(name: "Muhammad Husayn", otherNames: "", born: ""))
        try await casework.act(.identityChanged, on: file, by: manager.member) { act in
            try SealedRecord.write(
                packed: row.packed, id: file, after: 1, about: file, with: key, in: &act)
        }
        for person in [Person.receptionist, .manager, .otherCaseworker] {
            #expect(try await casework.find("Husayn", as: charity.caller(person)).isEmpty)
            #expect(try await casework.find(file.reference, as: charity.caller(person)).isEmpty)
        }
        #expect(try await casework.find("Husayn", as: charity.caller(.caseworker)).map(\.file) == [file])
    }
}
