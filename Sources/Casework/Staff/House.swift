import Vault

/// The charity's own file: who is granted what of it (design of the key catalogue in docs/keys.md).
enum House {
    static func shares(certified: Certified) throws(CaseworkError) -> [Genesis.Share] {
        var shares: [Genesis.Share] = []
        let granted: [(Team, [Item])] = [
            (.guardian, FileKind.house.items),
            (.management, [.log, .messages, .register, .roster, .certification, .callers]),
            (.frontDesk, [.messages, .register, .callers]),
            (.caseworkers, [.messages, .register]),
            (.childrenAndFamilies, [.messages, .register, .callers]),
            (.counselling, [.register]),
            (.staff, [.roster, .purposes, .acknowledgements]),
        ]
        for (team, items) in granted {
            guard let current = certified.current(team) else { throw .unavailable }
            shares.append(.init(.team(current), items: items))
        }
        return shares
    }
}

/// The text of the one record in the house item `certification`.
struct CharitySeed: Kept {
    static let kind = TextKind.charitySeed

    let seed: [UInt8]
}
