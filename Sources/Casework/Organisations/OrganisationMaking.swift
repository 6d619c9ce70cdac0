import Database
import Vault

extension Casework {
    /// Makes an organisation's file (clause S2.4): in the register beside people's, its items sealed to those who need
    /// them. The creator keeps what their role holds.
    /// - Parameter id: drawn for the form, so that sending it twice makes one file.
    package func makeOrganisation(
        _ form: OrganisationForm, id: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let readiness = caller.certified.readiness
        guard readiness.isReady else { throw .notReady(readiness) }
        guard caller.holds(.register) else { throw .notFound }
        let checked = try form.checked(caseworkers: caller.certified.members(of: .caseworkers))
        let shares = try OrganisationFile.shares(worker: checked.worker, certified: caller.certified)
        // A form whose saving was cut off left its half, which is durable before the file is.
        let half = halves.half(for: id.bytes) ?? randomness.bytes(32)
        do {
            if try await read({ try FileRows(id, $0) }) != nil { throw CaseworkError.alreadySaved }
            let file = try NewFile(
                id: id, kind: .organisation, half: half, shares: shares, at: clock.now().milliseconds,
                certified: caller.certified, by: caller.keyring, randomness: randomness)
            let register = try caller.houseKey(.register).about(id, half: half)
            let ids = (0..<4).map { _ in ID(from: randomness) }
            try await halves.put(half, for: id.bytes)
            try await act(.organisationFileMade, on: id, by: caller.member) { act in
                // An erased file's id makes no other: its half would be destroyed again.
                guard
                    try act.connection.first("SELECT file FROM erasures WHERE file = \(id.bytes)") == nil
                else { throw CaseworkError.notFound }
                try file.insert(in: &act, isRestricted: false)
                try SealedRecord.write(checked.identity, id: ids[0], with: file.key(of: .identity), in: &act)
                try SealedRecord.write(checked.contact, id: ids[1], with: file.key(of: .contact), in: &act)
                try SealedRecord.write(checked.about, id: ids[2], with: file.key(of: .organisation), in: &act)
                if !checked.note.isEmpty {
                    try SealedRecord.write(
                        Note(words: checked.note), id: ids[3], with: file.key(of: .organisation), in: &act)
                }
                try SealedRecord.write(
                    packed: RegisterRow(checked.identity, of: .organisation).packed, id: id, with: register,
                    in: &act)
            }
        } catch { throw CaseworkError(error) }
    }
}
