import Vault

/// Who is granted what when a client's file is made (clause S3.4): the least that each team's work needs.
enum ClientFile {
    /// Who the person is and how to reach them.
    static let known: [Item] = [.identity, .contact]
    /// What is worked with.
    static let worked: [Item] = [
        .household, .casework, .health, .finance, .safeguarding, .violence, .consent, .log, .disclosure,
    ]

    /// - Parameters:
    ///   - worker: the member who will work with the client; nil for the caseworkers' team until somebody does.
    ///   - isRestricted: nobody but the worker and the guardians.
    static func shares(
        worker: ID?, isRestricted: Bool, certified: Certified
    ) throws(CaseworkError) -> [Genesis.Share] {
        let casework = worked
        var shares: [Genesis.Share] = []
        func add(_ team: Team, as kind: Grant.Kind = .ordinary, _ items: [Item]) throws(CaseworkError) {
            guard let current = certified.current(team) else { throw .notReady(certified.readiness) }
            shares.append(.init(.team(current), kind, items: items))
        }
        try add(.guardian, as: .escrow, FileKind.client.items)
        try add(.guardian, [.identity, .consent, .log, .disclosure])
        if !isRestricted {
            try add(.management, known + casework)
            try add(.frontDesk, known)
            try add(.counselling, known + [.counselling, .consent, .disclosure])
            try add(.childrenAndFamilies, known + [.safeguarding, .disclosure])
            try add(.caseworkers, worker == nil ? known + casework : known)
        }
        if let worker { shares.append(.init(.member(worker), items: known + casework)) }
        return shares
    }
}

extension Certified {
    /// Whether clients' files can be made yet.
    package var readiness: Readiness {
        Readiness(
            hasSheets: (try? openingKey(of: .recovery)) != nil, managers: members(of: .management).count)
    }
}
