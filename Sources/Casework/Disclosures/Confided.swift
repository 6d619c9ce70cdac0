import Policy
import Vault

/// The text of a record in a file's item `counselling`: what of a disclosure only those who hold counselling may read
/// (clause P2). The disclosure says that counselling was asked for, by whom, for whom, and what was decided: more
/// people hold it than hold this.
struct Confided: Kept, Hashable {
    static let kind = TextKind.confided

    /// The disclosure's record.
    let disclosure: ID
    let need: String
    let words: String
    let whyNotAnonymous: String

    init?(_ asked: Asked, of disclosure: ID) {
        guard let part = asked.counselling else { return nil }
        self.disclosure = disclosure
        self.need = part.need
        self.words = part.words
        self.whyNotAnonymous = asked.whyNotAnonymous
    }
}

extension Asked {
    /// The part that is counselling; it is asked for by itself.
    package var counselling: Part? { parts.first { $0.item == .counselling } }

    /// What the disclosure keeps of it, for everybody who holds disclosures.
    /// - Parameter isReferred: somebody who does not hold counselling decides; the need is theirs to read then.
    func kept(isReferred: Bool) -> Asked {
        guard let counselling else { return self }
        var kept = self
        kept.parts = [Part(item: .counselling, need: isReferred ? counselling.need : "", words: "")]
        if !isReferred { kept.whyNotAnonymous = "" }
        return kept
    }

    func with(_ confided: Confided) -> Asked {
        var whole = self
        whole.parts = [Part(item: .counselling, need: confided.need, words: confided.words)]
        whole.whyNotAnonymous = confided.whyNotAnonymous
        return whole
    }
}

extension Disclosure {
    /// The disclosure with the words that are kept apart, for whoever holds counselling.
    func with(_ confided: Confided) -> Disclosure {
        var whole = Disclosure(asked: asked.with(confided), decided: decided)
        whole.rulings = rulings
        whole.apart = apart
        whole.forGuardian = forGuardian
        (whole.askedAt, whole.found) = (askedAt, found)
        whole.releases = releases.map { release in
            Release(
                by: release.by, at: release.at, decided: release.decided,
                parts: release.parts.map { Release.Part(item: $0.item, words: confided.words) })
        }
        return whole
    }
}

extension Casework {
    /// The words of a disclosure that are kept apart. That they were opened is recorded first.
    func confided(
        _ apart: ID, to disclosure: ID, in open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> Confided {
        try await act(.counsellingOpened, on: open.file, by: caller.member) { _ in }
        let row = try await read { try SealedRecord.newest(apart, $0) }
        guard let row, row.item.item == .counselling else { throw .notFound }
        let confided = try row.open(Confided.self, with: open.key(of: row.item)).text
        guard confided.disclosure == disclosure else { throw .notFound }
        return confided
    }
}
