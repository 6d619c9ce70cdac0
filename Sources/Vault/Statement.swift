/// What the charity's key can say.
package enum Statement: Hashable, Sendable {
    /// These are the keys of this member.
    case member(MemberIdentity)
    /// This is the X-Wing public key (1,216 bytes) of this team at this epoch.
    case team(TeamEpoch, openingKey: [UInt8])
    /// This member belongs to this team at this epoch.
    case membership(ID, of: TeamEpoch)
    /// This is the X-Wing public key of the recovery sheets.
    case recovery(openingKey: [UInt8])
    /// This member has left: nothing is sealed to them, and what they sign from then on does not count.
    case departure(ID)

    /// The certified form: version, kind, time, then what the kind says.
    func packed(at: Int64) -> [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(number)
        packer.add(at)
        switch self {
        case .member(let identity): identity.pack(into: &packer)
        case .team(let team, let key):
            Principal.team(team).pack(into: &packer)
            packer.add(fixed: key)
        case .membership(let member, let team):
            packer.add(member)
            Principal.team(team).pack(into: &packer)
        case .recovery(let key): packer.add(fixed: key)
        case .departure(let member): packer.add(member)
        }
        return packer.bytes
    }

    /// Reads the certified form, and its time in milliseconds since 1970.
    static func dated(packed: [UInt8]) throws(VaultError) -> (statement: Statement, at: Int64) {
        var unpacker = Unpacker(packed)
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        let number = try unpacker.integer(UInt8.self)
        let at = try unpacker.integer(Int64.self)
        let statement: Statement
        switch number {
        case 1: statement = .member(try MemberIdentity(from: &unpacker))
        case 2:
            let team = try Self.team(from: &unpacker)
            statement = .team(team, openingKey: try unpacker.fixed(Sealing.publicKeyBytes))
        case 3:
            let member = try unpacker.id()
            statement = .membership(member, of: try Self.team(from: &unpacker))
        case 4: statement = .recovery(openingKey: try unpacker.fixed(Sealing.publicKeyBytes))
        case 5: statement = .departure(try unpacker.id())
        default: throw .refused
        }
        try unpacker.end()
        return (statement, at)
    }

    private var number: UInt8 {
        switch self {
        case .member: 1
        case .team: 2
        case .membership: 3
        case .recovery: 4
        case .departure: 5
        }
    }

    private static func team(from unpacker: inout Unpacker) throws(VaultError) -> TeamEpoch {
        guard case .team(let team) = try Principal(from: &unpacker) else { throw .refused }
        return team
    }
}
