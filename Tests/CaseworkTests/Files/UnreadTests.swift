import Database
import Policy
import Testing
import Vault

@testable import Casework

/// A row that can't be read costs itself alone, and whoever asked is told; what rests on such a row is not done.
@Suite struct UnreadTests: OneClient {
    let charity: Charity
    let file: ID

    private func spoil(_ record: ID, _ change: SQL) async throws {
        let changed = try await charity.database.write {
            try $0.execute("UPDATE records SET \(sql: change) WHERE record = \(record.bytes)")
        }
        #expect(changed > 0)
    }

    @Test(arguments: [
        "sealed = X'00'" as SQL, "epoch = -1", "epoch = 4294967296", "author = X'00'",
    ])
    func `One purpose that can't be read hides no other, and no page`(change: SQL) async throws {
        let (lost, stays) = (try await charity.purpose(), try await charity.purpose())
        try await spoil(lost, change)
        let caller = try await charity.caller(.caseworker)
        #expect(try await charity.casework.purposes(as: caller).map(\.id) == [stays])
        #expect(caller.unread.count == 1)
        let shown = try await charity.casework.previewShare(
            .filled(purpose: stays), of: file, as: try await charity.caller(.caseworker))
        #expect(shown.decision.outcome != .release)
    }

    @Test(arguments: ["sealed = X'00'" as SQL, "epoch = -1", "at = at + 1, version = -7"])
    func `One note that can't be read hides no other, each time that the file is opened`(
        change: SQL
    ) async throws {
        var notes: [ID] = []
        for words in ["A", "B"] {
            notes.append(charity.casework.newID())
            try await charity.casework.writeNote(
                words, id: notes[notes.count - 1], in: file, as: try await charity.caller(.caseworker))
        }
        try await spoil(notes[0], change)
        for _ in 1...2 {
            let caller = try await charity.caller(.caseworker)
            let shown = try await charity.casework.readFile(file, as: caller)
            #expect(shown.notes.contains { $0.id == notes[1] } && !shown.notes.contains { $0.id == notes[0] })
            #expect(caller.unread.count == 1)
        }
        let other = try await charity.caller(.receptionist)
        _ = try? await charity.casework.readFile(file, as: other)
        #expect(other.unread.count == 0, "what they do not hold")
    }

    /// Lists of many files: one row of one of them takes away no other, nor the page, and is told of each time.
    @Test(arguments: ["sealed = X'00'" as SQL, "epoch = -1", "author = X'00'"])
    func `One referral, consent or name that can't be read takes no list away`(change: SQL) async throws {
        let purpose = try await charity.purpose()
        let (asked, _) = try await charity.share(.referred(), of: file)
        let (stays, _) = try await charity.share(.referred(), of: file)
        let consent = try await charity.consent(for: purpose, in: file) {
            $0.until = charity.casework.now.day.adding(days: 5).text
        }
        let kept = try await charity.consent(for: purpose, in: file) {
            $0.until = charity.casework.now.day.adding(days: 6).text
        }
        let other = try await charity.workedClient("Bilal Khan")
        let identity = try await charity.database.read { [file] in
            try #require(try SealedRecord.current(.identity, of: file, $0).last).id
        }
        func lists() async throws -> (decide: [ID], lapsing: [ID], mine: [ID], unread: [Int]) {
            let casework = charity.casework
            let (manager, lapsing, mine) = (
                try await charity.caller(.manager), try await charity.caller(.caseworker),
                try await charity.caller(.caseworker)
            )
            return (
                try await casework.referrals(as: manager).map(\.record.id),
                try await casework.lapsingConsents(as: lapsing).map(\.consent.id),
                try await casework.myFiles(as: mine).map(\.file),
                [manager, lapsing, mine].map(\.unread.count)
            )
        }
        let before = try await lists()
        #expect(before.decide == [asked, stays] && before.lapsing.contains(kept), "the control")
        #expect(Set(before.mine) == [file, other] && before.unread == [0, 0, 0])
        for record in [asked, consent, identity] { try await spoil(record, change) }
        for _ in 1...2 {
            let after = try await lists()
            #expect(after.decide == [stays] && after.mine == [other])
            #expect(after.lapsing.contains(kept) && !after.lapsing.contains(consent))
            #expect(after.unread.allSatisfy { $0 > 0 }, "\(after.unread)")
        }
    }

    @Test(arguments: ["sealed = X'00'" as SQL, "epoch = -1", "version = -7"])
    func `A person and a message that can't be read are counted by the search and at the desk`(
        change: SQL
    ) async throws {
        let name = try await charity.casework.find("Husayn", as: try await charity.caller(.receptionist))
        #expect(name.unread == 0)
        let message = try await charity.message(for: "Muhammad Husayn")
        let waiting = try await charity.casework.waitingMessages(
            for: file, as: try await charity.caller(.receptionist))
        #expect(waiting.messages.map(\.id) == [message] && waiting.unread == 0, "the control")
        // Somebody else came, whose row of the register and whose message nobody can read.
        let other = try await charity.workedClient("Bilal Khan")
        let theirs = try await charity.message(for: "Bilal Khan")
        try await spoil(other, change)
        try await spoil(theirs, change)
        for _ in 1...2 {
            let caller = try await charity.caller(.receptionist)
            caller.forgetOpened()
            let found = try await charity.casework.find("Bilal", as: caller)
            #expect(found.isEmpty && found.unread == 1)
            let waiting = try await charity.casework.waitingMessages(for: file, as: caller)
            #expect(waiting.messages.map(\.id) == [message] && waiting.unread == 1)
        }
    }

    @Test func `A name that can't be read takes no list of decisions away, nor of clients without a worker`()
        async throws
    {
        let other = try await charity.client()
        let identity = try await charity.database.read {
            try #require(try SealedRecord.current(.identity, of: other, $0).last).id
        }
        let manager = try await charity.caller(.manager)
        let before = try await charity.casework.clientsWithoutWorker(as: manager).map(\.file)
        #expect(before.contains(other), "the control")
        try await spoil(identity, "epoch = -1")
        let again = try await charity.caller(.manager)
        #expect(
            try await charity.casework.clientsWithoutWorker(as: again).map(\.file)
                == before.filter { $0 != other })
        #expect(again.unread.count == 1)
        #expect(try await charity.casework.consents(of: other, as: again).name == nil)
    }

    @Test func `An export says of all its parts how many records could not be read`() async throws {
        let purpose = try await charity.purpose()
        let guardian = try await charity.fresh(.guardian)
        func unreadable() async throws -> Int {
            let export = try await charity.casework.beginExport(why: "For the auditors", as: guardian)
            return try await charity.casework.carryOut(export, as: guardian) { _ in }.unreadable
        }
        #expect(try await unreadable() == 0, "the control")
        let identity = try await charity.database.read { [file] in
            try #require(try SealedRecord.current(.identity, of: file, $0).last).id
        }
        try await spoil(identity, "epoch = -1")
        try await spoil(purpose, "author = X'00'")
        #expect(try await unreadable() == 2)
    }

    @Test func `Whoever still rules on what can't be read is not taken off the file`() async throws {
        try await restrict()
        let (first, _) = try await charity.share(.referred(), of: file)
        let (second, _) = try await charity.share(.referred([.health]), of: file)
        charity.time.move(seconds: 1)
        try await spoil(second, "sealed = X'00'")
        try await charity.rule(first, of: file, items: ["health"], as: .manager)
        #expect(try await items(.manager).contains(.disclosure))
    }

    @Test func `A consent that can't be read may be a no: nothing goes on what was agreed before`()
        async throws
    {
        let purpose = try await charity.purpose()
        try await charity.consent(for: purpose, in: file)
        let form = ShareForm.filled(purpose: purpose)
        let before = try await charity.casework.previewShare(
            form, of: file, as: try await charity.caller(.caseworker))
        #expect(before.decision.outcome == .release, "the control")
        let no = try await charity.consent(for: purpose, in: file) { $0.answer = .refused }
        try await spoil(no, "sealed = X'00'")
        let after = try await charity.casework.previewShare(
            form, of: file, as: try await charity.caller(.caseworker))
        #expect(after.decision.outcome != .release)
        let shared = try await charity.share(form, of: file)
        #expect(shared.disclosure.releases.isEmpty)
    }

    // MARK: Whom a file is kept from

    /// What somebody does to the database so that a colleague who stepped back is forgotten.
    @Test(arguments: [
        "UPDATE entries SET kind = 21 WHERE kind = 83" as SQL,
        "UPDATE entries SET file = NULL WHERE kind = 83",
        "UPDATE entries SET actor = zeroblob(16) WHERE kind = 83", "DELETE FROM entries WHERE kind = 83",
    ])
    func `Who stepped back is not forgotten: the file is given to nobody until the log is whole`(
        change: SQL
    ) async throws {
        try await stepBack(.receptionist)
        let open = try await charity.casework.openFile(file, as: try await charity.caller(.caseworker))
        #expect(try await charity.casework.keptFrom(open) == [try charity.id(.receptionist)], "the control")
        let access = try await charity.access(.receptionist, ["contact"])
        let caller = try await charity.caller(.caseworker)
        #expect(try await charity.database.write { try $0.execute(change) } == 1)
        await #expect(throws: CaseworkError.logAltered) { try await charity.casework.keptFrom(open) }
        await #expect(throws: CaseworkError.logAltered) {
            try await charity.casework.giveAccess(
                access, id: charity.casework.newID(), to: file, as: caller)
        }
    }

    @Test(arguments: [true, false])
    func `Whom a restriction keeps out is not forgotten with its record`(isTakenAway: Bool) async throws {
        try await restrict(try form(relatedTo: .otherCaseworker))
        let open = try await charity.casework.openFile(file, as: try await charity.caller(.caseworker))
        #expect(
            try await charity.casework.keptFrom(open) == [try charity.id(.otherCaseworker)], "the control")
        let restriction = try await charity.database.read { [charity] connection in
            try #require(try open.restriction(connection, by: charity.casework.log)).id
        }
        if isTakenAway {
            _ = try await charity.database.write {
                try $0.execute("DELETE FROM records WHERE record = \(restriction.bytes)")
            }
        } else {
            try await spoil(restriction, "sealed = X'00'")
        }
        await #expect(throws: CaseworkError.logAltered) { try await charity.casework.keptFrom(open) }
        let access = try await charity.access(.otherCaseworker, ["contact"])
        await #expect(throws: CaseworkError.logAltered) {
            try await charity.casework.giveAccess(
                access, id: charity.casework.newID(), to: file, as: try await charity.caller(.caseworker))
        }
    }
}
