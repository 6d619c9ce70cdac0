import Database
import Testing
import Vault

@testable import Casework

/// Trying the sheets, and making them anew.
@Suite struct SheetsTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    private func renew() async throws -> [String] {
        let guardian = try await charity.caller(.guardian)
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let fresh = try await charity.caller(.guardian)
        try charity.casework.drawSheets(as: fresh)
        let sheets = try (1...3).map { try charity.casework.sheet($0, as: fresh).text }
        try await charity.casework.handOverSheets(as: fresh)
        charity.time.move(seconds: 1)
        return sheets
    }

    @Test func `Who is neither guardian nor trustee tries no sheets and reads nothing of them`() async throws
    {
        for person in Person.allCases where person != .guardian {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.trySheets(charity.sheets[0], charity.sheets[1], as: caller)
            }
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.sheetsState(as: caller)
            }
            #expect(throws: CaseworkError.notFound) { try charity.casework.drawSheets(as: caller) }
        }
    }

    @Test func `A drill uses nothing up, writes one entry and keeps nothing`() async throws {
        let guardian = try await charity.caller(.guardian)
        #expect(try await charity.casework.sheetsState(as: guardian).tried == nil)
        let before = try await charity.entryCount()
        charity.time.move(seconds: 60)
        for (place, pair) in [(1, 2), (3, 1), (2, 3)].enumerated() {
            let numbers = try await charity.casework.trySheets(
                charity.sheets[pair.0 - 1], charity.sheets[pair.1 - 1], as: guardian)
            #expect(numbers == RecoverySheets.pairs[place])
        }
        #expect(
            try await charity.entryKinds(after: before - 1) == [.sheetsTested, .sheetsTested, .sheetsTested])
        let state = try await charity.casework.sheetsState(as: guardian)
        #expect(state.tried == charity.casework.now && !state.isDue)
        #expect(try await charity.verification().holds)
    }

    @Test func `A drill that fails leaves no entry`() async throws {
        let guardian = try await charity.caller(.guardian)
        let before = try await charity.entryCount()
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.trySheets(charity.sheets[0], charity.sheets[0], as: guardian)
        }
        try await charity.meddle {
            try $0.execute("DELETE FROM team_seeds WHERE principal = \(Principal.recovery.packed)")
        }
        await #expect(throws: CaseworkError.unavailable) {
            try await charity.casework.trySheets(charity.sheets[0], charity.sheets[1], as: guardian)
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `A new set wants the passphrase afresh`() async throws {
        let guardian = try await charity.caller(.guardian)
        #expect(throws: CaseworkError.notFresh) { try charity.casework.drawSheets(as: guardian) }
        #expect(throws: CaseworkError.alreadySaved) { try charity.casework.sheet(1, as: guardian) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.handOverSheets(as: guardian)
        }
    }

    @Test func `Until a new set is handed over the old one works, and then no more`() async throws {
        let guardian = try await charity.caller(.guardian)
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let fresh = try await charity.caller(.guardian)
        try charity.casework.drawSheets(as: fresh)
        _ = try charity.casework.sheet(1, as: fresh)
        #expect(
            try await charity.casework.trySheets(charity.sheets[0], charity.sheets[1], as: fresh) == (1, 2))
        let new = try await renew()
        let after = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.invalid([Problem("second", .noPair)])) {
            try await charity.casework.trySheets(charity.sheets[0], charity.sheets[1], as: after)
        }
        for mixed in [(new[0], charity.sheets[1]), (charity.sheets[0], new[1])] {
            await #expect(throws: CaseworkError.invalid([Problem("second", .noPair)])) {
                try await charity.casework.trySheets(mixed.0, mixed.1, as: after)
            }
        }
        #expect(try await charity.casework.trySheets(new[2], new[0], as: after) == (1, 3))
        #expect(try await charity.entryKinds().filter { $0 == .sheetsRenewed }.count == 1)
        #expect(try await charity.verification().holds)
    }

    @Test func `Two old sheets beside an old database open nothing that is written after`() async throws {
        let file = try await charity.workedClient()
        let (first, second) = (
            try RecoverySheet(typed: charity.sheets[0]), try RecoverySheet(typed: charity.sheets[1])
        )
        let known = try #require(charity.casework.log.charity)
        let old = try await charity.staff { try Recovery(first, second, of: known, $0) }
        let keyring = try Keyring(
            member: charity.casework.newID(),
            opened: OpenedSeed(seed: [UInt8](repeating: 3, count: 32), charity: known.key), of: known)
        for key in old.guardians { keyring.join(key) }
        _ = try await renew()
        try await charity.casework.writeNote(
            "After", id: charity.casework.newID(), in: file, as: try await charity.caller(.manager))
        try await charity.expectNothingAfter(in: file, opensFor: keyring)
        for person in [Person.manager, .caseworker] {
            let caller = try await charity.caller(person)
            #expect(try await charity.casework.readFile(file, as: caller).notes.count == 2)
        }
        #expect(try await charity.verification().holds)
    }

    @Test func `A new set recovers what was written before it and after`() async throws {
        let file = try await charity.workedClient()
        let new = try await renew()
        let secret = try await charity.casework.recover(
            RecoveryForm(
                first: new[1], second: new[2], name: "Qzname new", ending: [try charity.id(.guardian).text],
                signInName: "nia", passphrase: Person.passphrase, passphraseAgain: Person.passphrase))
        charity.time.move(seconds: 1)
        let guardian = try await charity.casework.caller(cookie: secret.cookie)
        let open = try await charity.casework.openToGive(file, certified: guardian.certified, as: guardian)
        #expect(open.holds(.casework) && open.holds(.counselling))
        #expect(try await charity.casework.sheetsState(as: guardian).isDue)
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let fresh = try await charity.casework.caller(cookie: secret.cookie)
        try charity.casework.drawSheets(as: fresh)
        for number in 1...3 { _ = try charity.casework.sheet(number, as: fresh) }
        charity.time.move(seconds: 1)
        try await charity.casework.handOverSheets(as: fresh)
        let after = try await charity.casework.caller(cookie: secret.cookie)
        #expect(try await charity.casework.sheetsState(as: after).isDue == false)
        #expect(try await charity.verification().holds)
    }

    @Test func `A set drawn before somebody left is drawn again, or handed over as it stands then`()
        async throws
    {
        let guardian = try await charity.caller(.guardian)
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let fresh = try await charity.caller(.guardian)
        try charity.casework.drawSheets(as: fresh)
        let sheets = try (1...3).map { try charity.casework.sheet($0, as: fresh).text }
        try await charity.casework.suspend(try charity.id(.otherManager), why: "Left", as: fresh)
        charity.time.move(seconds: 1)
        let after = try await charity.caller(.guardian)
        try await charity.casework.handOverSheets(as: after)
        charity.time.move(seconds: 1)
        let last = try await charity.caller(.guardian)
        #expect(try await charity.casework.trySheets(sheets[0], sheets[1], as: last) == (1, 2))
        #expect(try await charity.verification().holds)
    }

    @Test func `After a trustee has left a new set is due`() async throws {
        let guardian = try await charity.fresh(.guardian)
        let id = charity.casework.newID()
        let code = try await charity.casework.invite(id: id, name: "Qzname T", role: .trustee, as: guardian)
        let secret = try await charity.casework.enrol(.filled(code.text, "tara"))
        let trustee = try await charity.casework.caller(cookie: secret.cookie)
        try await charity.casework.certify(
            id, fingerprint: trustee.keyring.keys.identity.fingerprint, as: guardian)
        let admitted = try await charity.casework.caller(cookie: secret.cookie)
        #expect(
            try await charity.casework.trySheets(charity.sheets[0], charity.sheets[2], as: admitted) == (1, 3)
        )
        #expect(try await charity.casework.sheetsState(as: admitted).isDue == false)
        charity.time.move(seconds: 1)
        try await charity.casework.suspend(id, why: "Left", as: try await charity.caller(.guardian))
        charity.time.move(seconds: 1)
        #expect(try await charity.casework.sheetsState(as: try await charity.caller(.guardian)).trusteeLeft)
        _ = try await renew()
        #expect(
            try await charity.casework.sheetsState(as: try await charity.caller(.guardian)).isDue == false)
    }

    @Test func `The second of two sets drawn at once is not handed over, and the first counts`() async throws
    {
        let casework = charity.casework
        let secret = try await casework.signIn(name: "guardian", passphrase: Person.passphrase)
        try await casework.confirm(
            passphrase: Person.passphrase, as: try await casework.caller(cookie: secret.cookie))
        let callers = [
            try await charity.fresh(.guardian), try await casework.caller(cookie: secret.cookie),
        ]
        let sheets = try callers.map { caller in
            try casework.drawSheets(as: caller)
            return try (1...3).map { try casework.sheet($0, as: caller).text }
        }
        try await casework.handOverSheets(as: callers[0])
        charity.time.move(seconds: 1)
        let second = try await casework.caller(cookie: secret.cookie)
        await #expect(throws: CaseworkError.alreadySaved) { try await casework.handOverSheets(as: second) }
        #expect(!casework.hasPendingSheets(second))
        #expect(try await casework.trySheets(sheets[0][0], sheets[0][1], as: second) == (1, 2))
        await #expect(throws: CaseworkError.invalid([Problem("second", .noPair)])) {
            try await casework.trySheets(sheets[1][0], sheets[1][1], as: second)
        }
        #expect(try await charity.entryKinds().filter { $0 == .sheetsRenewed }.count == 1)
    }
}
