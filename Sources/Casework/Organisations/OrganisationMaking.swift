import Vault

extension Casework {
    /// Makes an organisation's file (clause S2.4): in the register beside people's, its items sealed to those who need
    /// them. The creator keeps what their role holds.
    /// - Parameter id: drawn for the form, so that sending it twice makes one file.
    /// - Returns: the file.
    @discardableResult
    package func makeOrganisation(
        _ form: OrganisationForm, id: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) -> ID {
        try caller.mayMakeFiles()
        let checked = try form.checked(caseworkers: caller.certified.members(of: .caseworkers))
        let shares = try OrganisationFile.shares(worker: checked.worker, certified: caller.certified)
        let first = FirstRows(
            .organisation, checked.identity, checked.contact, note: checked.note, about: .organisation)
        let about = ID(from: randomness)
        return try await makeFile(id, first, sharing: shares, finishing: draft, as: caller) { file, act in
            try SealedRecord.write(checked.about, id: about, with: file.key(of: .organisation), in: &act)
        }
    }
}
