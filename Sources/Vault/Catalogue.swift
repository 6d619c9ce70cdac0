/// A part of a file with a key of its own: what is granted, asked for and released (clause S3.4).
///
/// The numbers are written into keys and grants and never change.
package enum Item: UInt8, CaseIterable, Sendable, Comparable {
    case identity = 1
    case contact = 2
    case household = 3
    case casework = 4
    case counselling = 5
    case health = 6
    case finance = 7
    case safeguarding = 8
    case violence = 9
    case consent = 10
    case log = 11
    case staffRecord = 12
    case organisation = 13
    case commercial = 14
    case directory = 15
    /// What was asked for, decided and shared of this file (clauses S1.2, S4.2).
    case disclosure = 16
    /// House: messages left at the desk (clause P1.1).
    case messages = 32
    /// House: names and dates of birth of the files that are not restricted. Restricted ones are in no
    /// register.
    case register = 33
    /// House: who works here.
    case roster = 35
    /// House: the charity's certifying key.
    case certification = 36
    /// House: what information is used for (clause S3.1).
    case purposes = 37
    /// House: who has acknowledged which version of the policy (clause S3.5).
    case acknowledgements = 38
    /// House: officials and others who asked at the desk, for the guardian to answer (clauses P4.1, P4.3).
    case callers = 39

    package static func < (left: Item, right: Item) -> Bool { left.rawValue < right.rawValue }
}

/// What a file is about.
package enum FileKind: UInt8, CaseIterable, Sendable {
    case client = 1
    case organisation = 2
    case staff = 3
    /// The charity's own.
    case house = 4

    /// The items that a file of this kind has from its first day.
    package var items: [Item] {
        switch self {
        case .client:
            [
                .identity, .contact, .household, .casework, .counselling, .health, .finance, .safeguarding,
                .violence, .consent, .log, .disclosure,
            ]
        case .organisation:
            [
                .identity, .contact, .organisation, .commercial, .directory, .consent, .log, .disclosure,
            ]
        case .staff: [.identity, .contact, .staffRecord, .consent, .log]
        case .house:
            [
                .log, .messages, .register, .roster, .certification, .purposes, .acknowledgements,
                .callers,
            ]
        }
    }
}

/// The charity's teams: the principals that most grants name. Roles are sets of teams.
package enum Team: UInt8, CaseIterable, Sendable, Comparable {
    case frontDesk = 1
    case caseworkers = 2
    case counselling = 3
    case childrenAndFamilies = 4
    case management = 5
    case guardian = 6
    case trustees = 7
    /// Everyone who works here.
    case staff = 8

    package static func < (left: Team, right: Team) -> Bool { left.rawValue < right.rawValue }

    /// The teams that can admit somebody to this one, besides its own members: they hold its key sealed to
    /// them.
    package var stewards: [Team] {
        switch self {
        case .guardian: []
        case .counselling, .management: [.guardian]
        default: [.management, .guardian]
        }
    }
}

/// An item at one of its epochs: what one secret opens. Epochs count from 1.
package struct ItemEpoch: Hashable, Sendable, Comparable {
    package let item: Item
    package let epoch: UInt32

    package init(_ item: Item, _ epoch: UInt32 = 1) {
        self.item = item
        self.epoch = epoch
    }

    package static func < (left: ItemEpoch, right: ItemEpoch) -> Bool {
        (left.item, left.epoch) < (right.item, right.epoch)
    }
}

/// A team at one of its key epochs. Epochs count from 1.
package struct TeamEpoch: Hashable, Sendable {
    package let team: Team
    package let epoch: UInt32

    package init(_ team: Team, _ epoch: UInt32 = 1) {
        self.team = team
        self.epoch = epoch
    }
}

/// Whom something is sealed to.
package enum Principal: Hashable, Sendable {
    case member(ID)
    case team(TeamEpoch)
    /// The recovery key that any two of the three recovery sheets open.
    case recovery

    /// The guardians' team, at whichever epoch: the only one that holds anything in escrow.
    var isGuardians: Bool {
        if case .team(let team) = self { team.team == .guardian } else { false }
    }

    /// Whether it is one person.
    package var isMember: Bool { if case .member = self { true } else { false } }

    func pack(into packer: inout Packer) {
        switch self {
        case .member(let id):
            packer.add(UInt8(1))
            packer.add(id)
        case .team(let team):
            packer.add(UInt8(2))
            packer.add(team.team.rawValue)
            packer.add(team.epoch)
        case .recovery: packer.add(UInt8(3))
        }
    }

    init(from unpacker: inout Unpacker) throws(VaultError) {
        switch try unpacker.integer(UInt8.self) {
        case 1: self = .member(try unpacker.id())
        case 2:
            guard let team = Team(rawValue: try unpacker.integer()) else { throw .refused }
            self = .team(TeamEpoch(team, try unpacker.integer()))
        case 3: self = .recovery
        default: throw .refused
        }
    }

    /// The bytes that name this principal in a sealed form or an index.
    package var packed: [UInt8] {
        var packer = Packer()
        pack(into: &packer)
        return packer.bytes
    }

    package init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        try self.init(from: &unpacker)
        try unpacker.end()
    }
}
