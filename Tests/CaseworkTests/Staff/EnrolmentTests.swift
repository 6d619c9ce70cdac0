import Database
import Testing
import Vault

@testable import Casework

@Suite struct EnrolmentTests {
    private let charity: Charity
    private let code: EnrolmentCode

    init() async throws {
        charity = try await Charity()
        code = try await charity.casework.invite(
            id: charity.casework.newID(), name: "Nadia", role: .receptionist,
            as: try await charity.fresh(.manager))
    }

    @Test func `A code mistyped by one character is refused`() async throws {
        for (place, character) in code.text.enumerated() where character != "-" {
            var typed = Array(code.text)
            typed[place] = character == "7" ? "8" : "7"
            await #expect(throws: CaseworkError.wrongCode) {
                try await enrol(String(typed), from: "203.0.113.\(place)")
            }
        }
        #expect(try await charity.entryKinds().last == .memberInvited)
    }

    @Test(arguments: [
        ("", Problem.Reason.missing), ("  ", .missing), ("1234", .notACode), ("UUUU", .notACode),
    ])
    func `What is no code is a problem of its field`(typed: String, reason: Problem.Reason) async {
        await #expect(throws: CaseworkError.invalid([Problem("code", reason)])) { try await enrol(typed) }
    }

    @Test func `A code past its fortnight is refused`() async throws {
        charity.time.move(seconds: 14 * 86_400 + 1)
        await #expect(throws: CaseworkError.wrongCode) { try await enrol(code.text) }
    }

    @Test func `A code is used once`() async throws {
        _ = try await enrol(code.text)
        await #expect(throws: CaseworkError.wrongCode) { try await enrol(code.text, name: "other") }
    }

    @Test func `Of enrolments racing with one code one wins, and one member is made`() async throws {
        let kinds = await withTaskGroup(of: CaseworkError?.self) { group -> [CaseworkError?] in
            for number in 0..<4 {
                group.addTask {
                    do throws(CaseworkError) {
                        _ = try await enrol(code.text, name: "racer\(number)")
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds.filter { $0 == nil }.count == 1)
        #expect(kinds.compactMap { $0 }.allSatisfy { $0 == .wrongCode })
        let members = try await charity.staff { try $0.members().count }
        #expect(members == Person.allCases.count + 1)
    }

    @Test func `A sign-in name that somebody has is taken, whatever its case, and the code still waits`()
        async throws
    {
        for name in ["manager", "MANAGER", "man ager"] {
            await #expect(throws: CaseworkError.invalid([Problem("signInName", .taken)])) {
                try await enrol(code.text, name: name)
            }
        }
        await #expect(throws: Never.self) { try await enrol(code.text) }
    }

    @Test func `A welcome put under another code's row does not open`() async throws {
        let other = try await charity.casework.invite(
            id: charity.casework.newID(), name: "Omar", role: .manager,
            as: try await charity.fresh(.guardian))
        let (mine, theirs) = (code.row, other.row)
        try await charity.meddle { connection in
            let sealed = try connection.first("SELECT sealed FROM enrolments WHERE code = \(theirs.bytes)")
            try connection.execute(
                "UPDATE enrolments SET sealed = \(try sealed?.blob("sealed")) WHERE code = \(mine.bytes)")
        }
        await #expect(throws: CaseworkError.wrongCode) { try await enrol(code.text) }
    }

    private static let noCode = "0000-1111-2222-3333-4444"

    @Test func `Who has no code learns nothing of the rule on passphrases, and gives it no work`() async {
        await #expect(throws: CaseworkError.wrongCode) {
            try await charity.casework.enrol(
                EnrolmentForm(
                    code: Self.noCode, signInName: "nadia", passphrase: "password1234",
                    passphraseAgain: "password1234"))
        }
    }

    @Test func `A name that can't be kept is refused before the rule reads it`() async {
        let name = String(repeating: "lantern ", count: 10_000)
        await #expect(throws: CaseworkError.invalid([Problem("signInName", .tooLong(60))])) {
            try await charity.casework.enrol(
                EnrolmentForm(
                    code: code.text, signInName: name, passphrase: "password1234",
                    passphraseAgain: "password1234"))
        }
    }

    @Test func `After five codes that open nothing the sixth waits, and somebody elsewhere does not`()
        async throws
    {
        for _ in 1...5 {
            await #expect(throws: CaseworkError.wrongCode) {
                try await enrol(Self.noCode, from: "203.0.113.9")
            }
        }
        await #expect(throws: CaseworkError.tooManyTries(5)) {
            try await enrol(code.text, from: "203.0.113.9")
        }
        _ = try await enrol(code.text, from: "203.0.113.10")
    }

    @Test func `A right code clears the tries of an office's address`() async throws {
        for _ in 1...4 {
            await #expect(throws: CaseworkError.wrongCode) { try await enrol(Self.noCode) }
        }
        await #expect(throws: CaseworkError.invalid([Problem("signInName", .taken)])) {
            try await enrol(code.text, name: "manager")
        }
        for _ in 1...4 {
            await #expect(throws: CaseworkError.wrongCode) { try await enrol(Self.noCode) }
        }
        _ = try await enrol(code.text)
    }

    @Test(arguments: [
        ("", "", "", [Problem("signInName", .missing), Problem("passphrase", .missing)]),
        (
            "a\u{0}b", "12345678901", "",
            [Problem("signInName", .unreadable(after: "a")), Problem("passphrase", .tooShort(12))]
        ),
        (
            String(repeating: "n", count: 61), String(repeating: "p", count: 1025), "",
            [Problem("signInName", .tooLong(60)), Problem("passphrase", .tooLong(1024))]
        ),
        ("nadia", "123456789012", "123456789013", [Problem("passphraseAgain", .different)]),
    ])
    func `What can't be kept is named field by field`(
        name: String, passphrase: String, again: String, problems: [Problem]
    ) async {
        await #expect(throws: CaseworkError.invalid(problems)) {
            try await charity.casework.enrol(
                EnrolmentForm(
                    code: code.text, signInName: name, passphrase: passphrase, passphraseAgain: again))
        }
    }

    @discardableResult
    private func enrol(
        _ typed: String, name: String = "nadia", from address: String = ""
    ) async throws(CaseworkError) -> Caller {
        let secret = try await charity.casework.enrol(
            .filled(typed, name), from: SignInSource(address: address))
        return try await charity.casework.caller(cookie: secret.cookie)
    }
}
