import Database
import Vault

/// What somebody held by name when their passphrase was lost, and gets back under new keys (clause S3.7).
struct GivenBack: Sendable {
    let acts: [FurtherAct]
    /// What this caller does not hold, so that somebody else must give it: of restricted files, a guardian.
    let left: [HeldFile]
}

/// A file that somebody with new keys lacks yet, as a guardian sees it.
package struct FileToGiveBack: Sendable {
    package let file: ID
    package let name: String?
    package let isRestricted: Bool
    package let items: Set<Item>
}

extension [HeldFile] {
    /// Each file once, with all that either says of it.
    func joined(with others: [HeldFile]) -> [HeldFile] {
        Dictionary((self + others).map { ($0.file, $0.items) }, uniquingKeysWith: { $0.union($1) })
            .map { HeldFile(file: $0.key, items: $0.value) }.sorted { $0.file < $1.file }
    }
}

extension Casework {
    /// The acts that give a member, under new keys, exactly what they held by name when the old ones ended, but for what
    /// was handed over since, and for files that are kept from them since. They reach into escrow.
    func givingBack(
        _ held: [HeldFile], to member: ID, at: Instant, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> GivenBack {
        guard !held.isEmpty else { return GivenBack(acts: [], left: []) }
        if caller.teams.contains(.guardian) { try caller.requireFresh(at: now) }
        let name = try await nameOnRoster(member, as: caller)
        let (lacked, left) = try await lacked(held, by: member, certified: certified, as: caller)
        var acts: [FurtherAct] = []
        for (open, items) in lacked {
            acts.append(
                try giving(
                    items, of: open, to: member, kind: .accessGranted, at: at,
                    words: "Given again to \(name), who has new keys: \(items.listed).", as: caller))
        }
        return GivenBack(acts: acts, left: left)
    }

    /// What of this a member lacks and may have, file by file: what the caller can give, and what somebody else must.
    private func lacked(
        _ held: [HeldFile], by member: ID, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> (files: [(open: OpenFile, items: Set<Item>)], left: [HeldFile]) {
        var files: [(open: OpenFile, items: Set<Item>)] = []
        var left: [HeldFile] = []
        for held in held {
            guard let open = try? await openToGive(held.file, certified: certified, as: caller),
                open.saysWhomItIsKeptFrom
            else {
                // Not for this caller to give; erased since, it is nobody's.
                if try await read({ try FileRows(held.file, $0) }) != nil { left.append(held) }
                continue
            }
            if try await keptFrom(open).contains(member) { continue }
            let items = Set(held.items.compactMap(Item.init(rawValue:))).subtracting(open.items(of: member))
                .subtracting(try await handedOver(by: member, open, certified))
            let (given, missing) = (items.filter(open.holds), items.filter { !open.holds($0) })
            if !given.isEmpty { files.append((open, given)) }
            if !missing.isEmpty {
                left.append(HeldFile(file: held.file, items: Set(missing.map(\.rawValue))))
            }
        }
        return (files, left)
    }

    /// For the guardians: who is here under new keys and lacks files that whoever certified them could not give back,
    /// and how many. It opens nothing for the others, and as it names no file it leaves no entry.
    package func waitingToGiveBack(
        as caller: Caller
    ) async throws(CaseworkError) -> [(colleague: Colleague, files: Int)] {
        guard caller.teams.contains(.guardian) else { return [] }
        var waiting: [(colleague: Colleague, files: Int)] = []
        for colleague in try await roster(as: caller) where colleague.lacksFiles(asSeenBy: caller) {
            let files = try await lacked(
                caller.filesToReturn(colleague), by: colleague.id, certified: caller.certified, as: caller
            ).files.count
            if files > 0 { waiting.append((colleague, files)) }
        }
        return waiting
    }

    /// What a member with new keys lacks, for the guardian who is to give it back. That it was shown is recorded first.
    package func filesToGiveBack(
        to member: ID, as caller: Caller
    ) async throws(CaseworkError) -> (colleague: Colleague, files: [FileToGiveBack]) {
        let colleague = try await lacking(member, as: caller)
        var files: [FileToGiveBack] = []
        for (open, items) in try await lacked(
            caller.filesToReturn(colleague), by: member, certified: caller.certified, as: caller
        ).files {
            let name = try await name(in: open, as: caller)
            files.append(
                FileToGiveBack(file: open.file, name: name, isRestricted: open.isRestricted, items: items))
        }
        try await record(.handingOver, as: caller)
        return (colleague, files.sorted { ($0.name ?? "", $0.file) < ($1.name ?? "", $1.file) })
    }

    /// Gives a member with new keys what they held by name and whoever certified them could not give (clause S3.7): each
    /// file says so in its log. It happens once.
    /// - Throws: `notFresh` unless the passphrase was just typed, for it reaches into escrow; `alreadySaved` if nothing
    ///   waits any more.
    package func giveBack(to member: ID, as caller: Caller) async throws(CaseworkError) {
        let colleague = try await lacking(member, as: caller)
        guard colleague.profile.filesToReturn != nil else { throw .alreadySaved }
        try caller.requireFresh(at: now)
        let given = try await givingBack(
            caller.filesToReturn(colleague), to: member, at: now, certified: caller.certified, as: caller)
        let roster = try caller.houseKey(.roster)
        guard let house = caller.house else { throw .notFound }
        let letter = try letter(
            "\(colleague.profile.name), who has new keys, was given back what they held by name.", to: house,
            by: caller)
        let key = caller.keyring.charity
        try await act(
            .accessGranted, on: .house, by: caller.member, letter: letter, with: given.acts
        ) { act in
            let certified = try act.certified(by: key)
            guard certified.certifiedAt(member) == caller.certified.certifiedAt(member),
                certified.identity(of: member) != nil,
                try SealedRecord.newestVersion(of: member, act.connection) == colleague.version
            else { throw CaseworkError.stale }
            // What a guardian can't give, nobody can.
            try SealedRecord.write(
                Profile(name: colleague.profile.name, role: colleague.profile.role), id: member,
                after: colleague.version, with: roster, in: &act)
        }
    }

    /// Somebody with keys to whom a guardian could give back; nobody gives to themself.
    private func lacking(_ member: ID, as caller: Caller) async throws(CaseworkError) -> Colleague {
        guard caller.teams.contains(.guardian), member != caller.member,
            caller.certified.identity(of: member) != nil, caller.certified.departedAt(member) != nil,
            let colleague = try await roster(as: caller).first(where: { $0.id == member })
        else { throw .notFound }
        return colleague
    }
}

extension Colleague {
    fileprivate func lacksFiles(asSeenBy caller: Caller) -> Bool {
        profile.filesToReturn != nil && id != caller.member
            && caller.certified.identity(of: id) != nil
    }
}
