import Database
import Synchronization
import Vault

/// The three recovery sheets: made in memory, shown one at a time with the trustees present, and stored (wrapped, and
/// certified) only when the third has been handed over. Until then nothing has changed.
extension Casework {
    /// The words of a sheet, 1 to 3. The first call draws all three.
    package func sheet(_ number: Int, as caller: Caller) throws(CaseworkError) -> String {
        guard caller.teams.contains(.guardian), (1...3).contains(number) else { throw .notFound }
        if caller.certified.readiness.hasSheets { throw .alreadySaved }
        let randomness = randomness
        let sheets = pendingSheets.withLock { pending -> RecoverySheets? in
            if let drawn = pending[caller.session] { return drawn }
            guard number == 1, let drawn = try? RecoverySheets(from: randomness) else { return nil }
            pending[caller.session] = drawn
            return drawn
        }
        guard let sheets else { throw .notFound }
        return sheets.sheets[number - 1]
    }

    /// All three are in their holders' hands: certifies the recovery key and seals to it what the guardians hold.
    package func handOverSheets(as caller: Caller) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian), let team = caller.certified.current(.guardian),
            let guardians = caller.keyring.teamKey(team),
            let sheets = pendingSheets.withLock({ $0[caller.session] })
        else { throw .notFound }
        let certification = try caller.houseKey(.certification)
        let row = try await read { try SealedRecord.current(.certification, of: .house, $0).first }
        guard let row else { throw .unavailable }
        do {
            let charity = try CharityKey(seed: row.open(CharitySeed.self, with: certification).text.seed)
            let certificate = try charity.certify(
                .recovery(openingKey: sheets.openingKey), at: now.milliseconds)
            var certified = caller.certified
            certified.add(certificate)
            try await act(.sheetsHandedOver, on: .house, by: caller.member) { [certified] act in
                try certificate.insert(in: &act)
                for (place, wrap) in sheets.wraps.enumerated() {
                    try act.connection.execute(
                        "INSERT INTO recovery (place, wrap) VALUES (\(place), \(wrap))")
                    act.note(.recovery, .house, version: UInt32(place), digestOfRow(wrap))
                }
                try guardians.insert(sealedTo: .recovery, certified: certified, in: &act)
            }
        } catch { throw CaseworkError(error) }
        pendingSheets.withLock { $0[caller.session] = nil }
    }
}
