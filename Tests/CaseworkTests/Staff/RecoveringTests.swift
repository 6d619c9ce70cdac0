import Database
import Testing
import Vault

@testable import Casework

/// Every guardian is lost, and the sheets are there.
@Suite struct RecoveringTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    private func form(
        _ first: Int, _ second: Int, member: String = "", name: String = "Qzname new", ending: [ID] = [],
        signInName: String = "nia"
    ) -> RecoveryForm {
        RecoveryForm(
            first: charity.sheets[first - 1], second: charity.sheets[second - 1], member: member, name: name,
            ending: ending.map(\.text), signInName: signInName, passphrase: Person.passphrase,
            passphraseAgain: Person.passphrase)
    }

    private func caller(_ secret: SessionSecret) async throws -> Caller {
        try await charity.casework.caller(cookie: secret.cookie)
    }

    /// Everything that a guardian does: reads the roster, the log's details, the callers; admits; gives new keys.
    private func expectGuardian(_ guardian: Caller, in charity: Charity) async throws {
        #expect(guardian.isCertified)
        #expect(guardian.teams == [.guardian, .staff])
        for item in FileKind.house.items { #expect(guardian.holds(item)) }
        for team in Team.allCases {
            let state = try await charity.casework.staffState(as: guardian)
            for epoch in state.certified.epochs(of: team) {
                #expect(throws: Never.self) { try guardian.teamKey(epoch, seeds: state.seeds) }
            }
        }
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let guardian = try await charity.casework.caller(cookie: guardian.secret.cookie)
        let id = charity.casework.newID()
        let code = try await charity.casework.invite(
            id: id, name: "Qzname late", role: .caseworker, as: guardian)
        let secret = try await charity.casework.enrol(.filled(code.text, "late"))
        let newcomer = try await charity.casework.caller(cookie: secret.cookie)
        try await charity.casework.certify(
            id, fingerprint: newcomer.keyring.keys.identity.fingerprint, as: guardian)
    }

    @Test func `One sheet recovers nothing, twice the same neither, and nothing is written`() async throws {
        let before = try await charity.entryCount()
        for sheet in charity.sheets {
            for (first, second) in [(sheet, ""), ("", sheet), (sheet, sheet)] {
                await #expect(throws: CaseworkError.self) {
                    try await charity.casework.recover(
                        RecoveryForm(
                            first: first, second: second, name: "N", signInName: "nia",
                            passphrase: Person.passphrase, passphraseAgain: Person.passphrase))
                }
            }
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `What is wrong is said beside its sheet`() async throws {
        let (first, second) = (charity.sheets[0], charity.sheets[1])
        func expect(_ first: String, _ second: String, _ problems: [Problem]) async {
            await #expect(throws: CaseworkError.invalid(problems)) {
                try await charity.casework.recoveryChoices(first, second)
            }
        }
        await expect("", "", [Problem("first", .sheet(.missing)), Problem("second", .sheet(.missing))])
        await expect(first, String(second.dropLast()), [Problem("second", .sheet(.row(4, count: 15)))])
        await expect(first, first.lowercased(), [Problem("second", .sameSheet)])
        let other = try RecoverySheets(
            of: try await charity.caller(.guardian).keyring.charity.key, from: .system)
        await expect(first, other.sheets[1].text, [Problem("second", .noPair)])
    }

    @Test func `Guesses are slowed down, by where they come from`() async throws {
        let other = try RecoverySheets(
            of: try await charity.caller(.guardian).keyring.charity.key, from: .system)
        let far = SignInSource(address: "203.0.113.7")
        for _ in 0..<5 {
            await #expect(throws: CaseworkError.invalid([Problem("second", .noPair)])) {
                try await charity.casework.recoveryChoices(charity.sheets[0], other.sheets[1].text, from: far)
            }
        }
        await #expect(throws: CaseworkError.tooManyTries(5)) {
            try await charity.casework.recoveryChoices(charity.sheets[0], charity.sheets[1], from: far)
        }
        #expect(
            try await charity.casework.recoveryChoices(charity.sheets[0], charity.sheets[1]).numbers == (1, 2)
        )
    }

    @Test func `A form that is not right changes nothing`() async throws {
        let before = try await charity.entryCount()
        let cases: [(RecoveryForm, [Problem])] = [
            (form(1, 2, name: ""), [Problem("name", .missing)]),
            (form(1, 2, member: "nobody"), [Problem("member", .notAChoice)]),
            (form(1, 2, signInName: Person.manager.rawValue), [Problem("signInName", .taken)]),
            (form(1, 2, signInName: ""), [Problem("signInName", .missing)]),
        ]
        for (form, problems) in cases {
            await #expect(throws: CaseworkError.invalid(problems)) {
                try await charity.casework.recover(form)
            }
        }
        var different = form(1, 2)
        different.passphraseAgain += "x"
        await #expect(throws: CaseworkError.invalid([Problem("passphraseAgain", .different)])) {
            try await charity.casework.recover(different)
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test(arguments: [(1, 2), (3, 1), (2, 3)])
    func `Any two make somebody new a guardian, who has all that the lost one had`(pair: (Int, Int))
        async throws
    {
        let file = try await charity.workedClient()
        let lost = try charity.id(.guardian)
        let before = try await charity.entryCount()
        let secret = try await charity.casework.recover(form(pair.0, pair.1, ending: [lost]))
        charity.time.move(seconds: 1)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.guardian) }
        #expect(try await charity.entryKinds(after: before - 1) == [.recovered, .signedIn])
        let again = try await charity.restarted()
        let guardian = try await again.casework.caller(cookie: secret.cookie)
        try await expectGuardian(guardian, in: again)
        #expect(guardian.certified.members(of: .guardian) == [guardian.member])
        // What the guardians hold in escrow is theirs to give on.
        let open = try await again.casework.openToGive(file, certified: guardian.certified, as: guardian)
        #expect(open.holds(.casework))
        let seeing = try await again.casework.people(of: file, as: guardian).seeing
        #expect(!seeing.isEmpty && seeing.allSatisfy { $0.reason != .unknown })
        let caller = try await again.caller(.caseworker)
        try await again.casework.writeNote("After", id: again.casework.newID(), in: file, as: caller)
        #expect(try await again.casework.readFile(file, as: caller).notes.count == 2)
        #expect(try await again.verification().holds)
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await again.casework.signIn(name: Person.guardian.rawValue, passphrase: Person.passphrase)
        }
        #expect(throws: Never.self) {
            try guardian.certified.openingKey(of: .member(guardian.member))
        }
    }

    @Test func `The guardian who forgot their passphrase comes back under new keys`() async throws {
        let id = try charity.id(.guardian)
        let old = try await charity.caller(.guardian).keyring.keys.identity
        let secret = try await charity.casework.recover(
            form(1, 3, member: id.text, signInName: Person.guardian.rawValue))
        charity.time.move(seconds: 1)
        let guardian = try await caller(secret)
        #expect(guardian.member == id && guardian.keyring.keys.identity != old)
        #expect(guardian.certified.hasEnded(old))
        try await expectGuardian(guardian, in: charity)
        #expect(try await charity.verification().holds)
    }

    @Test func `A manager becomes guardian, and the guardian stays if that is chosen`() async throws {
        let id = try charity.id(.manager)
        let secret = try await charity.casework.recover(form(2, 3, member: id.text, signInName: "manager"))
        charity.time.move(seconds: 1)
        try await expectGuardian(try await caller(secret), in: charity)
        let other = try await charity.caller(.guardian)
        #expect(other.certified.members(of: .guardian) == [other.member, id].sorted())
        try await expectHolds(other)
        #expect(try await charity.verification().holds)
    }

    private func expectHolds(_ guardian: Caller) async throws {
        for item in FileKind.house.items { #expect(guardian.holds(item)) }
    }

    @Test func `The entry is the house's, and names the sheets and no person`() async throws {
        _ = try await charity.casework.recover(form(3, 1, ending: [try charity.id(.guardian)]))
        let row = try await charity.database.read {
            try $0.first("SELECT actor, evidence, sealed FROM entries WHERE kind = 108")
        }
        let entry = try #require(row)
        #expect(ID(try entry.blob("actor")) == .house)
        let sheets = try Evidence(packed: entry.blob("evidence")).items.filter { $0.table == .recovery }
        #expect(sheets.map(\.version) == [1])
    }

    @Test func `Wraps of another's making open nothing`() async throws {
        let forged = try RecoverySheets(
            of: try await charity.caller(.guardian).keyring.charity.key, from: .system)
        try await charity.meddle { connection in
            for (place, wrap) in forged.wraps.enumerated() {
                try connection.execute("UPDATE recovery SET wrap = \(wrap) WHERE place = \(place)")
            }
        }
        for sheets in [forged.sheets.map(\.text), charity.sheets] {
            await #expect(throws: CaseworkError.logAltered) {
                try await charity.casework.recoveryChoices(sheets[0], sheets[1])
            }
        }
    }
}
