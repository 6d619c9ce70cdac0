import Crypto
import Database
import Foundation
import Ledger
import Testing
import Vault

@testable import Casework

/// Rows of the staff's small tables that were put back, taken away or planted by somebody who can write the database:
/// while the program runs, and over a restart. Each first shows that the row is there as they left it.
@Suite struct WhatStandsTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    /// Rows of a table as they are now, to be put back later.
    private struct Kept: Sendable {
        enum Table { case sessions, members, secondFactors }

        let table: Table
        let rows: [Row]

        /// Puts them in the place of what is there.
        func putBack(_ connection: any Connection) throws -> Int {
            try rows.reduce(0) { count, row in
                switch table {
                case .sessions:
                    let session = try row.blob("session")
                    try connection.execute("DELETE FROM sessions WHERE session = \(session)")
                    return try count
                        + connection.execute(
                            """
                            INSERT INTO sessions (session, member, wrapped, began, device, seen, confirmed)
                            VALUES (\(session), \(row.blob("member")), \(row.blob("wrapped")), \(row.integer("began")),
                                    \(row.integer("device")), \(row.blob("seen")), \(row.optionalBlob("confirmed")))
                            """)
                case .members:
                    let member = try row.blob("member")
                    try connection.execute("DELETE FROM members WHERE member = \(member)")
                    return try count
                        + connection.execute(
                            """
                            INSERT INTO members (member, handle, identity, wrap, version)
                            VALUES (\(member), \(row.blob("handle")), \(row.blob("identity")), \(row.blob("wrap")),
                                    \(row.integer("version")))
                            """)
                case .secondFactors:
                    let member = try row.blob("member")
                    try connection.execute("DELETE FROM second_factors WHERE member = \(member)")
                    return try count
                        + connection.execute(
                            """
                            INSERT INTO second_factors (member, sealed, step, version)
                            VALUES (\(member), \(row.blob("sealed")), \(row.integer("step")), \(row.integer("version")))
                            """)
                }
            }
        }
    }

    private func keep(_ table: Kept.Table) async throws -> Kept {
        try await charity.database.read { connection in
            let query: SQL =
                switch table {
                case .sessions: "SELECT * FROM sessions"
                case .members: "SELECT * FROM members"
                case .secondFactors: "SELECT * FROM second_factors"
                }
            return Kept(table: table, rows: try connection.rows(query))
        }
    }

    private func putBack(_ kept: Kept) async throws {
        let landed = try await charity.meddle { try kept.putBack($0) }
        try #require(landed == kept.rows.count && landed > 0)
    }

    private func session(_ person: Person) throws -> ID {
        try #require(SessionSecret(cookie: try charity.cookie(person))).session
    }

    private func expectSignedOut(_ person: Person) async throws {
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(person) }
        let restarted = try await charity.restarted()
        await #expect(throws: CaseworkError.signedOut) { try await restarted.caller(person) }
    }

    @Test func `A session's row put back after it was signed out opens nothing`() async throws {
        let kept = try await keep(.sessions)
        try await charity.casework.signOut(try await charity.caller(.caseworker))
        try await putBack(kept)
        try await expectSignedOut(.caseworker)
    }

    @Test func `Nor one that another's new passphrase ended, also where its row was away meanwhile`()
        async throws
    {
        let other = try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        let kept = try await keep(.sessions)
        let mine = try session(.caseworker)
        try await charity.change("DELETE FROM sessions WHERE session = \(mine.bytes)")
        try await charity.casework.changePassphrase(
            Person.passphrase, to: "another four quiet words", again: "another four quiet words",
            as: try await charity.casework.caller(cookie: other.cookie))
        try await putBack(kept)
        try await expectSignedOut(.caseworker)
    }

    @Test func `A session planted for somebody else, or for oneself, opens nothing`() async throws {
        let mine = try await charity.caller(.caseworker)
        let secret = SessionSecret(from: .system)
        let member = try #require(try await charity.staff { try $0.member(mine.member) })
        let wrapped = try secret.wrap(
            try member.wrap.open(member: mine.member, passphrase: Person.passphrase), member: mine.member)
        let now = charity.casework.now
        try await charity.change(
            """
            INSERT INTO sessions (session, member, wrapped, began, device, seen, confirmed)
            SELECT \(secret.session.bytes), \(mine.member.bytes), \(wrapped), \(now.milliseconds), 0, seen, seen
            FROM sessions WHERE session = \(mine.session.bytes)
            """)
        await #expect(throws: CaseworkError.signedOut) {
            try await charity.casework.caller(cookie: secret.cookie)
        }
        let restarted = try await charity.restarted()
        await #expect(throws: CaseworkError.signedOut) {
            try await restarted.casework.caller(cookie: secret.cookie)
        }
        #expect(try await restarted.caller(.caseworker).isCertified)
    }

    @Test func `An old wrap put back lets nobody in by the old passphrase, nor by the new one`() async throws
    {
        let kept = try await keep(.members)
        try await charity.casework.changePassphrase(
            Person.passphrase, to: "another four quiet words", again: "another four quiet words",
            as: try await charity.caller(.caseworker))
        try await putBack(kept)
        for passphrase in [Person.passphrase, "another four quiet words"] {
            await #expect(throws: CaseworkError.wrongSignIn) {
                try await charity.casework.signIn(name: "caseworker", passphrase: passphrase)
            }
        }
    }

    @Test func `A second step taken away is never none, and one planted shuts nobody out`() async throws {
        let manager = try await charity.caller(.manager)
        let form = charity.casework.newID()
        let secret = try manager.offeredSecret(form)
        _ = try await charity.casework.setSecondFactor(
            form, passphrase: Person.passphrase, code: secret.code(at: charity), as: manager)
        let kept = try await keep(.secondFactors)
        charity.time.move(seconds: 60)
        _ = try await charity.casework.signIn(
            name: "manager", passphrase: Person.passphrase, code: secret.code(at: charity))
        // A row from before the code was used: the same code again.
        try await putBack(kept)
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(
                name: "manager", passphrase: Person.passphrase, code: secret.code(at: charity))
        }
        try await charity.change("DELETE FROM second_factors")
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        }
        let member = try charity.id(.caseworker)
        try await charity.change(
            """
            INSERT INTO second_factors (member, sealed, step, version)
            VALUES (\(member.bytes), \(Array(repeating: UInt8(3), count: 64)), 1, 1)
            """)
        _ = try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
    }

    @Test func `A departure taken away, with the leaver's rows put back, lets nobody in`() async throws {
        let member = try charity.id(.caseworker)
        let kept = try await keep(.members)
        let before = try await charity.staff { Set(try $0.certificates().map(\.digest.bytes)) }
        try await charity.casework.suspend(member, why: "Left", as: try await charity.caller(.manager))
        let certificates = try await charity.staff { try $0.certificates() }
        let added = certificates.filter { !before.contains($0.digest.bytes) }.map(\.digest.bytes)
        try await charity.change("DELETE FROM certificates WHERE digest IN \(list: added)")
        try await putBack(kept)
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        }
        // Until it is repaired nobody is let in: what is missing may be anybody's departure.
        for person in [Person.manager, .guardian] {
            await #expect(throws: CaseworkError.self) { try await charity.caller(person) }
        }
        let restarted = try await charity.restarted()
        await #expect(throws: CaseworkError.self) { try await restarted.caller(.caseworker) }
        #expect(try await !restarted.verification().holds)
    }

    @Test func `Counts that somebody keeps as they were keep nothing as it was`() async throws {
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.otherManager)
        #expect(worker.isCertified)
        try await charity.meddle { connection in
            for number in UInt8(0)..<200 {
                let bytes = [UInt8](repeating: number, count: 32)
                try connection.execute(
                    "INSERT INTO certificates (digest, payload, signature) VALUES (\(bytes), \(bytes), \(bytes))"
                )
            }
        }
        _ = try await charity.caller(.otherManager)
        let member = try charity.id(.caseworker)
        let before = try await charity.staff { $0.certificateCount }
        try await charity.casework.suspend(member, why: "Left", as: try await charity.caller(.manager))
        let added = try await charity.staff { $0.certificateCount } - before
        try await charity.change(
            "DELETE FROM certificates WHERE digest IN \(list: (0..<added).map { Array(repeating: UInt8($0), count: 32) })"
        )
        #expect(try await charity.caller(.otherManager).certified.hasLeft(member))
        try await charity.casework.writeNote(
            "After", id: charity.casework.newID(), in: file, as: try await charity.caller(.otherManager))
        #expect(try await charity.record(.casework, of: file).item.epoch == 2)
    }

    @Test func `With an epoch of the house taken away, the house opens for nobody`() async throws {
        try await charity.casework.suspend(
            try charity.id(.otherCaseworker), why: "Left", as: try await charity.caller(.manager))
        try await charity.change(
            "DELETE FROM item_epochs WHERE file = \(ID.house.bytes) AND item = \(Int64(Item.register.rawValue))"
        )
        let restarted = try await charity.restarted()
        for person in [Person.guardian, .receptionist] {
            await #expect(throws: CaseworkError.self) { try await restarted.caller(person) }
        }
    }

    @Test func `A restriction whose epochs are taken away opens the file for nobody`() async throws {
        let file = try await charity.workedClient()
        let guardian = try await charity.fresh(.guardian)
        var form = RestrictionForm()
        (form.named, form.why) = ([try charity.id(.caseworker).text], "Kept close")
        form.reviewOn = charity.casework.now.day.adding(days: 30).text
        try await charity.casework.restrict(form, id: charity.casework.newID(), file: file, as: guardian)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.readFile(file, as: try await charity.caller(.manager))
        }
        try await charity.change("DELETE FROM item_epochs WHERE file = \(file.bytes)")
        for restarts in [false, true] {
            let charity = restarts ? try await charity.restarted() : charity
            for person in [Person.manager, .otherCaseworker, .caseworker, .guardian] {
                await #expect(throws: CaseworkError.notFound, "\(person)") {
                    try await charity.casework.readFile(file, as: try await charity.caller(person))
                }
            }
        }
    }

    @Test func `With any one of a restricted file's starts altered or taken away it opens for nobody`()
        async throws
    {
        let file = try await charity.workedClient()
        let guardian = try await charity.fresh(.guardian)
        var form = RestrictionForm()
        (form.named, form.why) = ([try charity.id(.caseworker).text], "Kept close")
        form.reviewOn = charity.casework.now.day.adding(days: 30).text
        try await charity.casework.restrict(form, id: charity.casework.newID(), file: file, as: guardian)
        // Whoever works with it writes and begins nothing amiss.
        try await charity.casework.writeNote(
            "A", id: charity.casework.newID(), in: file, as: try await charity.caller(.caseworker))
        let rows = try await charity.database.read { try FileRows(file, $0)?.epochs ?? [] }
        #expect(rows.count > 8)
        func opens(_ person: Person) async throws -> Bool {
            do {
                return try await !charity.casework.openFile(file, as: charity.caller(person)).items.isEmpty
            } catch {
                guard error as? CaseworkError == .notFound else { throw error }
                return false
            }
        }
        #expect(try await opens(.caseworker))
        for row in rows {
            var altered = row.packed
            altered[altered.count / 2] ^= 1
            for now in [altered, nil] {
                try await charity.meddle { connection in
                    if let now {
                        try connection.execute(
                            "UPDATE item_epochs SET packed = \(now) WHERE packed = \(row.packed)")
                    } else {
                        try connection.execute(
                            "UPDATE item_epochs SET file = x'00' WHERE packed = \(row.packed)")
                    }
                }
                for person in [Person.manager, .otherCaseworker, .caseworker, .guardian] {
                    #expect(try await !opens(person), "\(person)")
                }
                try await charity.meddle { connection in
                    try connection.execute(
                        """
                        UPDATE item_epochs SET packed = \(row.packed), file = \(file.bytes)
                        WHERE packed = \(now ?? row.packed)
                        """)
                }
                #expect(try await opens(.caseworker))
            }
        }
    }

    @Test func `A grant that a leaver signs and dates back counts for nothing`() async throws {
        let file = try await charity.workedClient()
        let leaver = try await charity.caller(.caseworker)
        let open = try await charity.casework.openFile(file, as: leaver)
        let friend = try charity.id(.otherCaseworker)
        let given = try open.give(
            [.health], to: .member(friend), at: charity.casework.now, by: leaver, .system)
        charity.time.move(seconds: 60)
        try await charity.casework.suspend(leaver.member, why: "Left", as: try await charity.caller(.manager))
        let grant = given.grant
        let before = try await charity.casework.openFile(file, as: charity.caller(.manager)).counting.count
        try await charity.change(
            """
            INSERT INTO grants (grant_id, file, principal, items, packed, entry)
            VALUES (\(grant.id.bytes), \(file.bytes), \(grant.principal.packed), \(Grant.mask(grant.items.map(\.item))),
                    \(grant.packed), (SELECT entry FROM files WHERE file = \(file.bytes)))
            """)
        let after = try await charity.casework.openFile(file, as: charity.caller(.manager))
        #expect(after.counting.count == before && !after.itemsGiven(to: friend).contains(.health))
    }

    @Test func `Extra rows stop nobody, at work or at a start`() async throws {
        try await charity.meddle { connection in
            let bytes = [UInt8](repeating: 4, count: 32)
            try connection.execute(
                "INSERT INTO certificates (digest, payload, signature) VALUES (\(bytes), \(bytes), \(bytes))")
            try connection.execute(
                "INSERT INTO recovery (place, wrap) VALUES (7, \(bytes))")
            try connection.execute(
                "INSERT INTO restrictions (file, since) VALUES (\(Array(bytes.prefix(16))), \(bytes))")
        }
        for restarts in [false, true] {
            let charity = restarts ? try await charity.restarted() : charity
            #expect(try await charity.caller(.guardian).isCertified)
            _ = try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        }
    }
}
