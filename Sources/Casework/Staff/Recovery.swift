import Database
import Ledger
import Vault

/// What two recovery sheets open, held against everything that is certified. Lives for one request.
struct Recovery: Sendable {
    let key: RecoveryKey
    let certified: Certified
    /// The guardians' keys at every epoch.
    let guardians: [TeamKey]
    /// SHA-256 of the wrap that they opened, for the entry: it says which sheets, and not whose.
    private let digest: Hash

    init(
        _ first: RecoverySheet, _ second: RecoverySheet, of charity: KnownCharity, _ staff: StaffRows
    ) throws {
        let wraps = try staff.recoveryWraps()
        key = try RecoverySheets.open(first, second, wraps: wraps, of: charity)
        digest = digestOfRow(wraps[key.place])
        certified = try staff.certified(by: charity)
        // Somebody's wraps in the place of the charity's.
        guard try certified.openingKey(of: .recovery) == key.publicKey else { throw VaultError.refused }
        let seeds = try TeamKey.seeds(sealedTo: .recovery, staff.connection)
        guardians = try certified.epochs(of: .guardian).map { [key, certified] epoch in
            guard let seed = seeds.first(where: { $0.team == epoch }),
                let key = try? key.teamKey(epoch, sealed: seed.sealed, certified: certified)
            else { throw CaseworkError.unavailable }
            return key
        }
        guard !guardians.isEmpty else { throw CaseworkError.unavailable }
    }

    /// The numbers of the two sheets.
    var numbers: (Int, Int) { RecoverySheets.pairs[key.place] }

    func note(in act: inout Act) {
        act.note(.recovery, .house, version: UInt32(key.place), digest)
    }
}

/// What is known of the recovery sheets, from the log book.
package struct SheetsState: Equatable, Sendable {
    /// When the set was handed over; nil if there is none.
    package var made: Instant?
    /// When two of this set were last tried, and worked.
    package var tried: Instant?
    /// When two of this set were used: they were typed into a computer, so a new set is to be made.
    package var used: Instant?
    /// Whether a trustee has left since the set was handed over, who may hold one.
    package var trusteeLeft = false

    package var isDue: Bool { used != nil || trusteeLeft }
}

extension Casework {
    /// What is known of the sheets, for guardians and trustees.
    package func sheetsState(as caller: Caller) async throws(CaseworkError) -> SheetsState {
        guard caller.mayTrySheets else { throw .notFound }
        let kinds: [EntryKind] = [.sheetsHandedOver, .sheetsRenewed, .sheetsTested, .recovered]
        let newest = try await read { [marks = log.marks] connection in
            try kinds.map { try Entry.newest($0, connection, marks)?.at }
        }
        guard let made = [newest[0], newest[1]].compactMap({ $0 }).max() else { return SheetsState() }
        var state = SheetsState(made: made)
        state.tried = newest[2].flatMap { $0 >= made ? $0 : nil }
        state.used = newest[3].flatMap { $0 >= made ? $0 : nil }
        state.trusteeLeft = caller.certified.hasLost(.trustees, since: made.milliseconds)
        return state
    }

    /// Shows that two sheets work, without using them up: opens what they open, holds it against what the
    /// charity has certified, and keeps nothing of it. The log book says that it was done, and with which of
    /// the three.
    /// - Returns: the numbers of the two.
    package func trySheets(
        _ first: String, _ second: String, as caller: Caller
    ) async throws(CaseworkError) -> (Int, Int) {
        guard caller.mayTrySheets else { throw .notFound }
        let recovery = try await openRecovery(first, second, from: caller.session.text)
        try await act(.sheetsTested, on: .house, by: caller.member) { recovery.note(in: &$0) }
        return recovery.numbers
    }

    /// Opens what two sheets open. Guesses are slowed down to spare the computer, not because one could be
    /// right: a sheet has 260 random bits.
    /// - Parameter source: where they were typed.
    /// - Throws: `invalid` with what is wrong with each sheet; `unavailable` if they are right, and what they
    ///   should open is not all there.
    func openRecovery(
        _ first: String, _ second: String, from source: String
    ) async throws(CaseworkError) -> Recovery {
        var problems: [Problem] = []
        func sheet(_ field: String, _ typed: String) -> RecoverySheet? {
            do { return try RecoverySheet(typed: typed) } catch {
                problems.append(Problem(field, .sheet(error)))
                return nil
            }
        }
        let sheets = (sheet("first", first), sheet("second", second))
        guard let first = sheets.0, let second = sheets.1 else { throw .invalid(problems) }
        if first.number == second.number { throw .invalid([Problem("second", .sameSheet)]) }
        let key = Throttle.Key(account: Packer("amanah/1/recovery").bytes, source: source)
        if let wait = guesses.take(key, at: clock.now()) { throw .tooManyTries(wait) }
        guard let charity = log.charity else { throw .notFound }
        let recovery = try await read { [log] connection -> Recovery? in
            do { return try Recovery(first, second, of: charity, log.staff(connection)) } catch is VaultError
            {
                return nil
            }
        }
        guard let recovery else { throw .invalid([Problem("second", .noPair)]) }
        guesses.clear(key)
        return recovery
    }
}

extension Caller {
    /// Who may type two sheets to see that they work: those whose business they are.
    package var mayTrySheets: Bool { !teams.isDisjoint(with: [.guardian, .trustees]) }
}

extension Certified {
    /// Whether somebody who once belonged to a team, and does not now, left since then.
    func hasLost(_ team: Team, since: Int64) -> Bool {
        let now = Set(members(of: team))
        return epochs(of: team).contains { epoch in
            everyMember.contains { member in
                belongs(member, to: epoch) && !now.contains(member) && (departedAt(member) ?? 0) >= since
            }
        }
    }
}
