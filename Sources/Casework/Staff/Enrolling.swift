import Database
import FoundationEssentials
import Vault

extension Enrolment {
    /// How long a code waits, in seconds: fourteen days.
    static let lifetime: Int64 = 14 * 86_400

    func insert(code: EnrolmentCode, member: ID, in act: inout Act) throws {
        let sealed = try code.seal(Array(try JSONEncoder().encode(self)))
        let expires = act.at.adding(seconds: Self.lifetime).milliseconds
        try WaitingCode(code: code.row, member: member, sealed: sealed, expires: expires).insert(in: &act)
    }

    /// Takes back the codes that wait for somebody: they enrol nobody.
    /// - Returns: how many there were.
    @discardableResult
    static func withdraw(_ member: ID, in act: inout Act) throws -> Int {
        try WaitingCode.void(for: member, in: &act)
    }

    /// A code is used once: the act that uses it removes its row, or fails.
    static func consume(_ code: ID, in act: inout Act) throws {
        guard let waiting = try act.staff.code(code), waiting.expires >= act.at.milliseconds else {
            throw CaseworkError.wrongCode
        }
        try act.takeAway(.code(code))
    }
}

/// What a newcomer fills in.
package struct EnrolmentForm: Sendable {
    package var code: String
    package var signInName: String
    package var passphrase: String
    package var passphraseAgain: String

    package init(code: String, signInName: String, passphrase: String, passphraseAgain: String) {
        self.code = code
        self.signInName = signInName
        self.passphrase = passphrase
        self.passphraseAgain = passphraseAgain
    }

    /// All that can be said of it before its code is known to be one.
    func checked() throws(CaseworkError) -> (code: EnrolmentCode, signInName: String) {
        var words = Words()
        let name = words.signIn(signInName, passphrase, again: passphraseAgain)
        let code = EnrolmentCode(typed: code)
        if code == nil { words.refuse("code", self.code.allSatisfy(\.isWhitespace) ? .missing : .notACode) }
        try words.check()
        guard let code else { throw .wrongCode }
        return (code, name)
    }
}

extension Words {
    /// Checks how somebody will sign in, as far as it costs nothing: whether the passphrase could be guessed is asked
    /// once they have shown that they may choose one.
    /// - Returns: the sign-in name.
    mutating func signIn(_ signInName: String, _ passphrase: String, again: String) -> String {
        let name = line("signInName", signInName, longest: 60, required: true)
        if let problem = PassphraseRule.problem(ofLength: passphrase) {
            refuse("passphrase", problem)
        } else if again != passphrase {
            refuse("passphraseAgain", .different)
        }
        return name
    }
}

extension Casework {
    /// Enrols the holder of a single-use code: their passphrase is set here, their seed is made here and is never
    /// stored unwrapped. Until a key holder has certified their keys they hold nothing.
    ///
    /// Guesses are slowed down by where they come from, to spare the computer: a code has 100 random bits.
    package func enrol(
        _ form: EnrolmentForm, from source: SignInSource = .here
    ) async throws(CaseworkError) -> SessionSecret {
        let (code, signInName) = try form.checked()
        let tries = Throttle.Key(account: Packer("amanah/1/enrolment").bytes, source: source.address)
        if let wait = guesses.take(tries, at: clock.now()) { throw .tooManyTries(wait) }
        guard let pepper = halves.value(named: Self.pepperName) else { throw .wrongCode }
        let handle = Member.handle(of: signInName, pepper: pepper)
        let row = code.row
        let found: (WaitingCode?, isTaken: Bool)
        do {
            found = try await read { [log] connection in
                (
                    try log.staff(connection).code(row),
                    try log.staff(connection).member(handle: handle) != nil
                )
            }
        } catch .logAltered {
            // It waits, and somebody altered its row: it opens nothing.
            throw .wrongCode
        }
        guard let waiting = found.0 else { throw .wrongCode }
        let member: ID
        let enrolment: Enrolment
        do {
            guard waiting.expires >= clock.now().milliseconds else { throw CaseworkError.wrongCode }
            member = waiting.member
            enrolment = try JSONDecoder().decode(Enrolment.self, from: Data(try code.open(waiting.sealed)))
        } catch { throw .wrongCode }
        guesses.clear(tries)
        if found.1 { throw .invalid([Problem("signInName", .taken)]) }
        let own = ownWords([enrolment.name, signInName])
        if let reason = PassphraseRule(own: own).problem(form.passphrase) {
            throw .invalid([Problem("passphrase", reason)])
        }
        let seed = randomness.bytes(32)
        // The first guardian's code names no key, and counts only while there is none.
        guard let charity = log.charity else {
            guard enrolment.charity.isEmpty else { throw .wrongCode }
            return try await foundCharity(
                enrolment, member: member, seed: seed, code: row, handle: handle,
                passphrase: form.passphrase)
        }
        guard enrolment.charity == charity.bytes else { throw .wrongCode }
        do {
            let opened = OpenedSeed(seed: seed, charity: charity.key)
            let identity = try opened.keys(of: member).identity
            let wrap = try await wrapped(opened, member: member, passphrase: form.passphrase)
            let newcomer = Member(id: member, handle: handle, identity: identity.packed, wrap: wrap)
            try await act(.memberEnrolled, on: .house, by: member) { act in
                try Enrolment.consume(row, in: &act)
                try newcomer.insert(in: &act)
            }
            return try await beginSession(member: member, opened: opened)
        } catch { throw CaseworkError(error) }
    }
}
