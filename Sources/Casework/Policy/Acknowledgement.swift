import Crypto
import Database
import Policy
import Vault

/// The text of a record in the house item `acknowledgements`: that a member has read the policy and knows their
/// part in it (clause S3.5). One record for each member; every acknowledgement is a version of it.
package struct Acknowledgement: Kept, Hashable {
    package static let kind = TextKind.acknowledgement

    /// The policy that was read, by `Casework.policyHash`.
    package let policy: String
    /// Milliseconds since 1970.
    package let at: Int64

    /// The record of a member.
    static func id(of member: ID) throws(CaseworkError) -> ID {
        let digest = SHA256.hash(data: Array("amanah acknowledgement".utf8) + member.bytes)
        guard let id = ID(Array(digest).prefix(16)) else { throw .unavailable }
        return id
    }
}

/// A colleague, and where they stand with the policy that is in force (clause S3.5).
package struct Acknowledging: Sendable {
    package let colleague: Colleague
    /// When they acknowledged it; nil if they have not.
    package let at: Instant?
    /// Whether they acknowledged an earlier one.
    package let hasAcknowledgedEarlier: Bool
}

extension Casework {
    /// Names a policy: SHA-256 over the rulebook's own and over the wording and reading of every clause, in
    /// hexadecimal digits (clauses S3.5, R).
    static func hash(of rulebook: Rulebook) -> String {
        var text = rulebook.hash
        for clause in Clause.all {
            text += Array("\(clause.number)\u{0}\(clause.wording)\u{0}\(clause.reading ?? "")\n".utf8)
        }
        let digits = Array("0123456789abcdef")
        return String(SHA256.hash(data: text).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Records that the caller has read the policy and knows their part in it (clause S3.5). Once for each policy.
    /// - Parameter policy: the one that they read; stale if another has come into force since.
    package func acknowledgePolicy(_ policy: String, as caller: Caller) async throws(CaseworkError) {
        let key = try caller.houseKey(.acknowledgements)
        guard policy == policyHash else { throw .stale }
        let id = try Acknowledgement.id(of: caller.member)
        let row = try await read { try SealedRecord.newest(id, $0, by: self.log) }
        if row.acknowledges(policy, by: caller.member, key: key, unread: caller.unread) != nil { return }
        do {
            try await act(.policyAcknowledged, on: .house, by: caller.member) { act in
                guard try SealedRecord.newestVersion(of: id, act.connection) == row?.version else {
                    throw CaseworkError.stale
                }
                let text = Acknowledgement(policy: policy, at: act.at.milliseconds)
                try SealedRecord.write(text, id: id, after: row?.version, with: key, in: &act)
            }
        } catch {
            // Sent twice at once: the other one is kept.
            guard error == .stale else { throw error }
        }
    }

    /// Everybody who works here, and whether they have acknowledged the policy that is in force; those who have not
    /// come first. For managers and guardians (clause S3.5).
    package func acknowledgements(as caller: Caller) async throws(CaseworkError) -> [Acknowledging] {
        guard !caller.teams.isDisjoint(with: [.management, .guardian]) else { throw .notFound }
        let key = try caller.houseKey(.acknowledgements)
        let staff = try await roster(as: caller).filter {
            if case .certified = $0.standing { true } else { false }
        }
        let rows = try await read {
            try SealedRecord.current(.acknowledgements, of: .house, $0, by: self.log)
        }
        caller.unread.add(rows.broken)
        let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { _, newest in newest })
        var all: [Acknowledging] = []
        for colleague in staff {
            let row = byID[try Acknowledgement.id(of: colleague.id)]
            all.append(
                Acknowledging(
                    colleague: colleague,
                    at: row.acknowledges(policyHash, by: colleague.id, key: key, unread: caller.unread),
                    hasAcknowledgedEarlier: row != nil))
        }
        return all.filter { $0.at == nil } + all.filter { $0.at != nil }
    }
}

extension SealedRecord? {
    /// When a member acknowledged a policy by this record; nil if they did not. Everyone on the staff holds the key,
    /// so only what a member wrote about themself counts.
    /// - Parameter unread: takes the record's name if it can't be read: what it says is not known.
    func acknowledges(_ policy: String, by member: ID, key: ItemKey?, unread: Unread) -> Instant? {
        guard let row = self, row.author == member, row.item.item == .acknowledgements,
            let text = row.text(Acknowledgement.self, with: key, unread: unread)?.text, text.policy == policy
        else { return nil }
        return Instant(milliseconds: text.at)
    }
}
