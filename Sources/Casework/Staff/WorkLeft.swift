import Vault

/// What became of the files that somebody had by name when they last left their teams, as far as its reader can open
/// them (clause S1.1).
package struct WorkLeft: Sendable {
    package struct HandedOver: Sendable {
        package let file: ID
        /// Nil where the reader does not hold who it is about.
        package let name: String?
        package let to: [ID]
    }

    /// When they left.
    package let at: Instant
    package let handedOver: [HandedOver]
    /// What nobody took over.
    package let stayed: [GivenFile]
}

extension Casework {
    /// What was handed over since a member left, and what was not, for those who suspend. That it was shown is recorded
    /// first.
    /// - Throws: `notFound` if they never left.
    package func workLeft(by member: ID, as caller: Caller) async throws(CaseworkError) -> WorkLeft {
        let stayed = try await given(to: member, as: caller)
        let certified = caller.certified
        guard let at = certified.departedAt(member) else { throw .notFound }
        var handed: [WorkLeft.HandedOver] = []
        for open in try await openedToGive(of: member, certified: certified, as: caller)
        where open.saysWhomItIsKeptFrom {
            let successors = Set(
                try await grantsHandedOver(by: member, open, certified).compactMap { grant -> ID? in
                    if case .member(let id) = grant.principal, id != member { id } else { nil }
                })
            guard !successors.isEmpty else { continue }
            let name = try await name(in: open, as: caller)
            handed.append(
                WorkLeft.HandedOver(file: open.file, name: name, to: successors.sorted()))
        }
        try await record(.handingOver, as: caller)
        return WorkLeft(
            at: Instant(milliseconds: at),
            handedOver: handed.sorted { ($0.name ?? "", $0.file) < ($1.name ?? "", $1.file) },
            stayed: stayed)
    }
}
