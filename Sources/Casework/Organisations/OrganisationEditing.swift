import Database
import Vault

/// What an organisation is, as its reader's keys opened it: its names, its sort, and who speaks for it.
package struct OrganisationNow: Sendable {
    package let identity: Record<Identity>
    package let about: Record<About>

    /// The two versions that a form was filled from.
    package struct Versions: Hashable, Sendable {
        package let identity: UInt32
        package let about: UInt32

        package init(identity: UInt32, about: UInt32) {
            self.identity = identity
            self.about = about
        }
    }

    package var versions: Versions { Versions(identity: identity.version, about: about.version) }
}

extension Casework {
    /// What an organisation is, to be changed. That it was opened is recorded first (clause S3.4).
    package func organisation(_ file: ID, as caller: Caller) async throws(CaseworkError) -> OrganisationNow {
        let contents = try await readFile(file, as: caller)
        guard let identity = contents.identity, let about = contents.about else { throw .notFound }
        return OrganisationNow(identity: identity, about: about)
    }

    /// Writes anew what an organisation is, what it is called and who may give consent for it (clauses S1.1, S1.3), if
    /// nobody has since the form was opened: the file and its row of the register in one act.
    /// - Parameter versions: those that the form was filled from.
    package func changeOrganisation(
        _ form: OrganisationForm, of file: ID, from versions: OrganisationNow.Versions,
        finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .organisation, as: caller)
        let (identityKey, aboutKey) = (try open.key(of: .identity), try open.key(of: .organisation))
        var words = Words()
        let (identity, about) = form.what(&words)
        try words.check()
        let row = RegisterRow(identity, of: .organisation)
        let register: ItemKey
        do { register = try caller.houseKey(.register).about(file, half: open.half) } catch {
            throw .notFound
        }
        let letter = try letter("What it is was written anew.", to: open, by: caller)
        try await act(
            .organisationChanged, on: file, by: caller.member, letter: letter, finishing: draft
        ) { act in
            let names = try SealedRecord.current(.identity, of: file, act.connection).first
            // The notes in the same item are another kind of text.
            let what = try SealedRecord.current(.organisation, of: file, act.connection).first {
                (try? $0.text(with: open.key(of: $0.item)).kind) == .about
            }
            guard let names, let what else { throw CaseworkError.notFound }
            guard names.version == versions.identity, what.version == versions.about else {
                throw CaseworkError.stale
            }
            try SealedRecord.write(
                identity, id: names.id, after: names.version, with: identityKey, in: &act)
            try SealedRecord.write(about, id: what.id, after: what.version, with: aboutKey, in: &act)
            try row.write(for: file, with: register, in: &act)
        }
    }
}
