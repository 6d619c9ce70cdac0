import Crypto
import Database
import Policy
import Vault

/// The text of a record in the house item `acknowledgements`: that the trustees adopted a text of the policy (clause R).
/// One record for each text; what is written later is a version of it.
package struct Adoption: Kept, Hashable {
    package static let kind = TextKind.adoption

    /// The policy that was adopted, by `Casework.policyHash`.
    package let policy: String
    /// The day of the trustees' decision, `yyyy-mm-dd`.
    package let day: String

    /// The record of a policy's adoption.
    static func id(of policy: String) throws(CaseworkError) -> ID {
        let digest = SHA256.hash(data: Array("amanah adoption \(policy)".utf8))
        guard let id = ID(Array(digest).prefix(16)) else { throw .unavailable }
        return id
    }
}

extension Caller {
    /// Whether they may record what the trustees decided.
    package var mayRecordAdoption: Bool { teams.contains(.trustees) && holds(.acknowledgements) }
}

extension Casework {
    /// That the trustees adopted the policy that is in use, with who recorded it; nil if they have not yet. Everyone on the
    /// staff holds the key, so only what somebody wrote while they were a trustee counts.
    package func adoption(as caller: Caller) async throws(CaseworkError) -> Record<Adoption>? {
        let key = try caller.houseKey(.acknowledgements)
        let id = try Adoption.id(of: policyHash)
        let rows = try await read { try SealedRecord.versions(of: id, $0, by: self.log) }
        return rows.texts(Adoption.self, unread: caller.unread, in: caller.memory) { _ in key }.first {
            $0.text.policy == policyHash
                && caller.certified.teams(of: $0.author, at: $0.at.milliseconds).contains(.trustees)
        }
    }

    /// A trustee records that the trustees adopted the text of the policy, on a day of theirs (clauses R, S3.6).
    /// - Parameters:
    ///   - policy: the one that they read; stale if another is in use since.
    ///   - day: `yyyy-mm-dd`, not after today.
    /// - Throws: `alreadySaved` if it was recorded.
    package func adoptPolicy(_ policy: String, on day: String, as caller: Caller) async throws(CaseworkError)
    {
        guard caller.mayRecordAdoption, let house = caller.house else { throw .notFound }
        let key = try caller.houseKey(.acknowledgements)
        guard policy == policyHash else { throw .stale }
        if try await adoption(as: caller) != nil { throw .alreadySaved }
        var words = Words()
        let adopted = words.pastDate("day", day, today: now.day)
        if day.allSatisfy(\.isWhitespace) { words.refuse("day", .missing) }
        try words.check()
        guard let adopted else { return }
        let id = try Adoption.id(of: policy)
        let version = try await read { try SealedRecord.newestVersion(of: id, $0) }
        let name = caller.profile?.name ?? caller.member.text
        let letter = try letter(
            "The trustees adopted the policy on \(adopted.text); recorded by \(name). SHA-256 \(policy)",
            to: house, by: caller)
        try await act(.policyAdopted, on: .house, by: caller.member, letter: letter) { act in
            try SealedRecord.write(
                Adoption(policy: policy, day: adopted.text), id: id, after: version, with: key, in: &act)
        }
    }
}
