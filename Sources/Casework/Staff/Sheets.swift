import Database
import Synchronization
import Vault

/// A set of recovery sheets on its way to its holders: in memory, for one session, and shown sheet by sheet.
struct PendingSheets: Sendable {
    let sheets: RecoverySheets
    /// The key of the set that counted when this one was drawn; nil before the first.
    let replaced: [UInt8]?
    /// How many were shown.
    private(set) var shown = 0

    init(_ sheets: RecoverySheets, replacing replaced: [UInt8]?) {
        self.sheets = sheets
        self.replaced = replaced
    }

    var isShown: Bool { shown == 3 }

    /// The next sheet, or the newest once more: its page may be loaded again, until the next one is asked for.
    mutating func show(_ number: Int) throws(CaseworkError) -> RecoverySheet {
        guard number == shown || number == shown + 1 else { throw number < shown ? .alreadySaved : .notFound }
        shown = number
        return sheets.sheets[number - 1]
    }
}

/// The three recovery sheets: made in memory, shown one at a time with the trustees present, and stored (wrapped, and
/// certified) only when the third has been handed over. Until then nothing has changed, and a set before it still opens.
extension Casework {
    /// Draws a set afresh; one of this session that was not handed over is forgotten.
    /// - Throws: `notFresh` unless the passphrase was just typed: two sheets open everything.
    package func drawSheets(as caller: Caller) throws(CaseworkError) {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        try caller.requireFresh(at: now)
        let drawn: RecoverySheets
        do {
            drawn = try RecoverySheets(of: caller.keyring.charity.key, from: randomness)
        } catch { throw .unavailable }
        let pending = PendingSheets(drawn, replacing: try? caller.certified.openingKey(of: .recovery))
        pendingSheets.withLock { $0[caller.session] = pending }
    }

    /// Whether a set of this session waits to be handed over.
    package func hasPendingSheets(_ caller: Caller) -> Bool {
        pendingSheets.withLock { $0[caller.session] != nil }
    }

    /// A sheet, 1 to 3, in this order; the one before is not shown again. The charity's first set is drawn with its
    /// first sheet.
    package func sheet(_ number: Int, as caller: Caller) throws(CaseworkError) -> RecoverySheet {
        guard caller.teams.contains(.guardian), (1...3).contains(number) else { throw .notFound }
        if !hasPendingSheets(caller) {
            if caller.certified.readiness.hasSheets { throw .alreadySaved }
            guard number == 1 else { throw .notFound }
            try drawSheets(as: caller)
        }
        return try pendingSheets.withLock { pending throws(CaseworkError) in
            guard var mine = pending[caller.session] else { throw .notFound }
            let sheet = try mine.show(number)
            pending[caller.session] = mine
            return sheet
        }
    }

    /// All three are in their holders' hands: certifies the recovery key and seals to it what the guardians hold.
    ///
    /// If there was a set before, it is void from now on: its wraps and what was sealed to it are deleted, and every team
    /// begins a new epoch, so that it opens nothing that is written from here on, not even beside an old copy of the
    /// database.
    /// - Parameter holders: the names of those who hold sheets 1 to 3, sealed in the entry; nil where they are not said.
    /// - Throws: `alreadySaved` if another set was handed over since this one was drawn: that one counts, and these sheets
    /// are to be destroyed.
    package func handOverSheets(
        to holders: [String]? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian),
            let pending = pendingSheets.withLock({ $0[caller.session] }), pending.isShown
        else { throw .notFound }
        let state = try await staffState(as: caller)
        // The act checks that nothing was certified since.
        guard pending.replaced == (try? state.certified.openingKey(of: .recovery)) else {
            pendingSheets.withLock { $0[caller.session] = nil }
            throw .alreadySaved
        }
        let said: String? = if let holders { try SheetHolders(typed: holders).words } else { nil }
        let isRenewal = state.certified.readiness.hasSheets
        let sheets = pending.sheets
        do {
            let certificate = try state.charity.certify(
                .recovery(openingKey: sheets.openingKey), at: now.milliseconds)
            var certified = state.certified
            certified.add(certificate)
            // The clock has gone back: the set before would count as the newer.
            guard try certified.openingKey(of: .recovery) == sheets.openingKey else {
                throw CaseworkError.unavailable
            }
            let with = StaffState(
                certified: certified, charity: state.charity, count: state.count, seeds: state.seeds)
            let epochs = certified.epochs(of: .guardian)
            let seals = try epochs.map {
                try caller.teamKey($0, seeds: state.seeds).sealed(to: .recovery, certified)
            }
            let rolled =
                isRenewal ? try await departure(of: [], rolling: [.guardian], with, as: caller) : nil
            guard let house = rolled?.house ?? caller.house else { throw CaseworkError.notFound }
            let letter: Letter? = if let said { try letter(said, to: house, by: caller) } else { nil }
            try await act(
                isRenewal ? .sheetsRenewed : .sheetsHandedOver, on: .house, by: caller.member, letter: letter
            ) { act in
                guard act.staff.certificateCount == state.count else { throw CaseworkError.stale }
                for seal in try TeamKey.seeds(sealedTo: .recovery, act.connection) {
                    act.note(.removed, .house, version: seal.team.epoch, seal.digest)
                }
                try act.connection.execute(
                    "DELETE FROM team_seeds WHERE principal = \(Principal.recovery.packed)")
                try act.connection.execute("DELETE FROM recovery")
                _ = try rolled?.insert(in: &act)
                try certificate.insert(in: &act)
                for (place, wrap) in sheets.wraps.enumerated() {
                    try act.connection.execute(
                        "INSERT INTO recovery (place, wrap) VALUES (\(place), \(wrap))")
                    act.note(.recovery, .house, version: UInt32(place), digestOfRow(wrap))
                }
                for seal in seals { try seal.insert(in: &act) }
            }
        } catch { throw CaseworkError(error) }
        pendingSheets.withLock { $0[caller.session] = nil }
    }
}
