import Database
import Policy
import Testing
import Vault

@testable import Casework

/// Whom a file is kept from is given nothing of it, by no door (clause S3.4).
@Suite struct KeptFromTests: OneClient {
    let charity: Charity
    let file: ID

    private func referrals(_ person: Person) async throws -> [ID] {
        try await charity.casework.referrals(as: try await charity.caller(person)).map(\.record.id)
    }

    // MARK: Referrals

    @Test func `A referral does not give a file to the manager who stepped back from it`() async throws {
        try await stepBack(.manager, naming: [.caseworker])
        #expect(try await items(.manager).isEmpty)
        let (id, _) = try await charity.share(.referred(), of: file)
        #expect(try await items(.manager).isEmpty)
        #expect(try await referrals(.manager).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["health"], as: .manager)
        }
        #expect(try await items(.otherManager) == [.disclosure])
        #expect(try await referrals(.otherManager) == [id])
        try await charity.rule(id, of: file, items: ["health"], as: .otherManager)
        #expect(try await charity.release(id, of: file).releases.count == 1)
    }

    @Test func `Whoever joins the team later is given nothing of what waits for it`() async throws {
        try await restrict(try form(relatedTo: .otherCaseworker), by: .caseworker)
        _ = try await charity.share(.referred(), of: file)
        try await charity.casework.changeRole(
            of: try charity.id(.otherCaseworker), to: .manager, from: 1, why: "A",
            as: try await charity.fresh(.guardian))
        charity.time.move(seconds: 1)
        let secret = try await charity.casework.signIn(
            name: "otherCaseworker", passphrase: Person.passphrase)
        let joined = try await charity.casework.caller(cookie: secret.cookie)
        #expect(joined.teams.contains(.management))
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.openFile(file, as: joined)
        }
    }

    @Test func `With the ruling, whoever ruled holds it no more, nor what is written after`() async throws {
        try await restrict(by: .caseworker)
        let (first, _) = try await charity.share(.referred(), of: file)
        let (second, _) = try await charity.share(.referred([.health]), of: file)
        charity.time.move(seconds: 1)
        let seeing = try await charity.casework.people(of: file, as: try await charity.caller(.guardian))
            .seeing
        #expect(seeing.filter { $0.reason == .toDecide }.flatMap(\.people).count == 2)
        #expect(seeing.allSatisfy { $0.reason != .unknown })
        try await charity.rule(first, of: file, items: ["health"], as: .manager)
        // The other one still waits for them.
        #expect(try await items(.otherManager) == [.disclosure])
        #expect(try await referrals(.manager) == [second])
        let keyring = try await charity.caller(.manager).keyring
        charity.time.move(seconds: 1)
        try await charity.rule(second, of: file, items: [], as: .otherManager)
        for person in [Person.manager, .otherManager] {
            #expect(try await items(person).isEmpty, "\(person)")
        }
        let row = try #require(try await charity.database.read { try SealedRecord.newest(second, $0) })
        #expect(row.item == ItemEpoch(.disclosure, 3))
        let file = file
        let log = charity.casework.log
        let (rows, genuine, certificates) = try await charity.staff {
            let rows = try #require(try FileRows(file, $0.connection))
            return (rows, try log.genuine(rows, $0.connection), try $0.certificates())
        }
        let certified = Certified(certificates, charity: keyring.charity)
        #expect(throws: CaseworkError.notFound) {
            try OpenFile(
                rows, genuine, half: charity.halves.half(for: file.bytes),
                renewing: charity.casework.renewing(certified, keyring))
        }
        #expect(try await items(.caseworker).contains(.disclosure))
        #expect(try await items(.guardian).contains(.disclosure))
        #expect(try await charity.release(first, of: file).releases.count == 1)
        #expect(try await charity.verification().holds)
    }

    @Test func `What is asked while another ruling is written keeps those who are to rule on it`()
        async throws
    {
        try await restrict(by: .caseworker)
        let (first, _) = try await charity.share(.referred(), of: file)
        charity.time.move(seconds: 1)
        let (manager, worker) = (
            try await charity.caller(.manager), try await charity.caller(.caseworker)
        )
        func rule() async throws {
            try await charity.casework.rule(
                on: first, version: 1, of: file, items: ["health"], reason: "Because", as: manager)
        }
        charity.database.beforeNextWrite { [charity, file] in
            try await charity.share(.referred([.health]), of: file, by: worker)
        }
        await #expect(throws: CaseworkError.stale) { try await rule() }
        #expect(try await items(.otherManager) == [.disclosure])
        #expect(try await referrals(.manager).count == 2)
        // Sent again, it is written, and what was asked meanwhile still has who rules on it.
        try await rule()
        #expect(try await items(.otherManager) == [.disclosure])
        let left = try await referrals(.otherManager)
        #expect(left.count == 1 && left != [first])
        #expect(try await charity.verification().holds)
    }

    @Test func `Where every manager is kept from it a guardian rules, and not the one who asked`()
        async throws
    {
        try await restrict(try form([.manager, .caseworker], relatedTo: .otherManager), by: .caseworker)
        try await stepBack(.manager, naming: [.caseworker])
        let (id, asked) = try await charity.share(.referred(), of: file)
        #expect(asked.forGuardian.map(Set.init) == ["casework", "health"])
        for person in [Person.manager, .otherManager] {
            #expect(try await items(person).isEmpty, "\(person)")
            #expect(try await referrals(person).isEmpty, "\(person)")
        }
        #expect(try await referrals(.guardian) == [id])
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["health"], as: .caseworker)
        }
        try await charity.rule(id, of: file, items: ["health"], as: .guardian)
        let ruled = try await charity.disclosure(id, of: file).record.text
        #expect(ruled.rulings.map(\.approval) == ["management"])
        #expect(ruled.rulings.map(\.by) == [try charity.id(.guardian).text])
        #expect(try await charity.release(id, of: file).releases.flatMap(\.parts).map(\.item) == ["health"])
    }

    @Test func `Where a manager can rule, a guardian does not in their place`() async throws {
        try await stepBack(.manager, naming: [.caseworker])
        let (id, asked) = try await charity.share(.referred(), of: file)
        #expect(asked.forGuardian == nil)
        #expect(try await referrals(.guardian).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["health"], as: .guardian)
        }
    }

    @Test func `Whoever is asked to rule does not work with the file`() async throws {
        try await restrict(by: .caseworker)
        _ = try await charity.share(.referred(), of: file)
        let guardian = try await charity.caller(.guardian)
        let line = try await charity.casework.restriction(of: file, as: guardian)
        #expect(line.named == [try charity.id(.caseworker)])
        // And has nothing to hand over.
        #expect(
            try await charity.casework.filesGiven(to: try charity.id(.manager), as: guardian).isEmpty)
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "Left", as: try await charity.caller(.otherManager))
        charity.time.move(seconds: 1)
        let waiting = try await charity.casework.filesWithoutWorker(
            as: try await charity.caller(.guardian))
        #expect(waiting.map(\.file.file) == [file])
    }

    // MARK: Handing over

    /// How somebody's work comes to another.
    enum Door: CaseIterable { case handOver, suspend, changeRole }

    private func hand(_ door: Door) async throws {
        let (from, to) = (try charity.id(.caseworker), try charity.id(.otherCaseworker))
        let guardian = try await charity.fresh(.guardian)
        switch door {
        case .handOver:
            let left = try await charity.casework.handOver(from: from, to: to, why: "Ill", as: guardian)
            #expect(left == 1)
        case .suspend:
            try await charity.casework.suspend(from, why: "Left", handingTo: to, as: guardian)
        case .changeRole:
            try await charity.casework.changeRole(
                of: from, to: .receptionist, from: 1, why: "A", handingTo: to, as: guardian)
        }
        charity.time.move(seconds: 1)
    }

    @Test(arguments: Door.allCases)
    func `Work that is handed over leaves out what is kept from the successor`(door: Door) async throws {
        let other = try await charity.workedClient("Zahra Idris")
        try await restrict(try form(relatedTo: .otherCaseworker), by: .caseworker)
        try await hand(door)
        #expect(try await items(.otherCaseworker).isEmpty)
        #expect(try await items(.otherCaseworker, of: other).contains(.casework))
        let guardian = try await charity.caller(.guardian)
        let given = try await charity.casework.filesGiven(
            to: try charity.id(.caseworker), as: guardian)
        #expect(given.map(\.file) == [file])
        #expect(given.first?.keptFrom == [try charity.id(.otherCaseworker)])
        let waiting = try await charity.casework.filesWithoutWorker(as: guardian).map(\.file.file)
        #expect(waiting == (door == .handOver ? [] : [file]))
        #expect(try await charity.verification().holds)
    }

    @Test func `Nor to somebody who stepped back and still holds a part`() async throws {
        try await stepBack(.otherCaseworker)
        await #expect(throws: CaseworkError.invalid([Problem("successor", .keptFrom)])) {
            try await charity.casework.handOver(
                from: try charity.id(.caseworker), to: try charity.id(.otherCaseworker), why: "Ill",
                as: try await charity.fresh(.guardian))
        }
        #expect(try await items(.otherCaseworker) == [.identity, .contact])
    }

    // MARK: Between the asking and the act

    @Test func `Who steps back while it is handed over to them is not given it`() async throws {
        let guardian = try await charity.fresh(.guardian)
        charity.database.beforeNextWrite { try await stepBack(.otherCaseworker) }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.handOver(
                from: try charity.id(.caseworker), to: try charity.id(.otherCaseworker), why: "Ill",
                as: guardian)
        }
        #expect(try await items(.otherCaseworker) == [.identity, .contact])
        #expect(try await items(.caseworker).contains(.casework))
    }

    @Test func `Nor who steps back while a part of it is given to them`() async throws {
        let access = try await charity.access(.receptionist, ["health"])
        charity.database.beforeNextWrite { try await stepBack(.receptionist) }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.giveAccess(
                access, id: charity.casework.newID(), to: file, as: try await charity.caller(.caseworker))
        }
        #expect(try await items(.receptionist) == [.identity, .contact])
    }

    @Test func `Nor whom it turns out to be about`() async throws {
        let access = try await charity.access(.otherCaseworker, ["health"])
        charity.database.beforeNextWrite {
            try await restrict(try form(relatedTo: .otherCaseworker), by: .manager)
        }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.giveAccess(
                access, id: charity.casework.newID(), to: file, as: try await charity.caller(.caseworker))
        }
        #expect(try await items(.otherCaseworker).isEmpty)
    }

    @Test func `Whoever can't know whom it is kept from gives nothing of a restricted file`() async throws {
        try await restrict(try form([.caseworker, .manager], relatedTo: .otherCaseworker), by: .caseworker)
        try await charity.casework.giveAccess(
            try await charity.access(.otherManager, ["casework", "health", "disclosure", "identity"]),
            id: charity.casework.newID(), to: file, as: try await charity.caller(.caseworker))
        charity.time.move(seconds: 1)
        let part = try await charity.caller(.otherManager)
        let open = try await charity.casework.openFile(file, as: part)
        let given = try open.give(
            [.casework], to: .member(try charity.id(.otherCaseworker)), at: charity.casework.now, by: part,
            .system)
        let file = file
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.act(.accessGranted, on: file, by: part.member) { act in
                try given.insert(in: &act)
            }
        }
        // What they ask to share is a guardian's to decide.
        let (_, asked) = try await charity.share(.referred([.casework]), of: file, as: .otherManager)
        #expect(asked.forGuardian == ["casework"])
        #expect(try await items(.otherCaseworker).isEmpty)
    }

    // MARK: Stepping back with a part of a restricted file

    @Test func `Who holds a part of a restricted file and steps back is named until it is taken back`()
        async throws
    {
        try await restrict(try form([.caseworker, .manager]), by: .caseworker)
        let worker = try await charity.caller(.caseworker)
        try await charity.casework.giveAccess(
            try await charity.access(.otherCaseworker, ["contact"]), id: charity.casework.newID(), to: file,
            as: worker)
        charity.time.move(seconds: 1)
        try await stepBack(.otherCaseworker)
        let guardian = try await charity.caller(.guardian)
        let open = try await charity.casework.openConflicts(as: guardian)
        #expect(open.map(\.member) == [try charity.id(.otherCaseworker)])
        #expect(open.map(\.isRestricted) == [true])
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.endAccess(
                of: try charity.id(.otherCaseworker), to: file, why: "Stepped back", as: guardian)
        }
        #expect(try await items(.otherCaseworker) == [.contact])
        let fresh = try await charity.fresh(.guardian)
        try await charity.casework.endAccess(
            of: try charity.id(.otherCaseworker), to: file, why: "Stepped back", as: fresh)
        #expect(try await items(.otherCaseworker).isEmpty)
        #expect(try await charity.casework.openConflicts(as: guardian).isEmpty)
        // She has not opened anything of it by that.
        #expect(try await !items(.guardian).contains(.contact))
        #expect(try await charity.verification().holds)
    }

    @Test func `A guardian leaves somebody who works with a restricted file`() async throws {
        try await restrict(try form([.caseworker, .manager]), by: .caseworker)
        let guardian = try await charity.fresh(.guardian)
        try await charity.casework.endAccess(
            of: try charity.id(.manager), to: file, why: "Done", as: guardian)
        charity.time.move(seconds: 1)
        await #expect(throws: CaseworkError.invalid([Problem("why", .lastWorker)])) {
            try await charity.casework.endAccess(
                of: try charity.id(.caseworker), to: file, why: "Done", as: guardian)
        }
        #expect(try await items(.caseworker).contains(.casework))
    }
}
