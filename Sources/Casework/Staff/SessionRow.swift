import Database
import Ledger
import Vault

/// A row of `sessions`, with the revision of everything that a session's keys are worked out from.
struct SessionRow: Sendable {
    let session: ID
    let member: ID
    let wrapped: [UInt8]
    let began: Instant
    /// When it was used last, with this computer's mark on it.
    let seen: [UInt8]
    /// When its owner typed their passphrase afresh, with this computer's mark on it.
    let confirmed: [UInt8]?
    let hasSecondFactor: Bool
    let revision: Revision

    /// Counts of append-only rows, and how often what stands has changed: while they stand still, what was verified before
    /// still holds. The counts alone could be kept by whoever writes the database; what stands is not theirs.
    struct Revision: Hashable, Sendable {
        let certificates: Int64
        let standing: [Int]
        let seeds: Int64
        let grants: Int64
        let epochs: Int64
        let profile: Int64
    }

    /// Nil for a session that does not stand, whatever row bears its name.
    init?(_ session: ID, _ staff: StaffRows) throws {
        let found = try staff.connection.first(
            """
            SELECT session, member, wrapped, began, seen, confirmed, device,
                   (SELECT COUNT(*) FROM certificates) AS certificates,
                   (SELECT COUNT(*) FROM team_seeds) AS seeds,
                   (SELECT COUNT(*) FROM grants WHERE file = \(ID.house.bytes)) AS grants,
                   (SELECT COUNT(*) FROM item_epochs WHERE file = \(ID.house.bytes)) AS epochs,
                   (SELECT COUNT(*) FROM records WHERE record = sessions.member) AS profile
            FROM sessions WHERE session = \(session.bytes)
            """)
        guard let row = try staff.session(session, found) else { return nil }
        self.session = session
        self.member = try row.id("member")
        self.wrapped = try row.blob("wrapped")
        self.began = Instant(milliseconds: try row.integer("began"))
        self.seen = try row.blob("seen")
        self.confirmed = try row.optionalBlob("confirmed")
        self.hasSecondFactor = staff.hasFactor(member)
        self.revision = Revision(
            certificates: try row.integer("certificates"),
            standing: [Evidence.Table.certificate, .houseEpoch, .file].map(staff.standing.generation),
            seeds: try row.integer("seeds"),
            grants: try row.integer("grants"), epochs: try row.integer("epochs"),
            profile: try row.integer("profile"))
    }

    /// Of all that its use does not change.
    static func digest(_ row: Row) throws -> Hash {
        var numbers = Packer()
        numbers.add(try row.integer("began"))
        numbers.add(try row.integer("device"))
        return digestOfRow(
            try row.blob("session"), try row.blob("member"), try row.blob("wrapped"), numbers.bytes)
    }

    /// Writes a session that begins, as a part of an act.
    static func insert(
        _ session: ID, of member: ID, wrapped: [UInt8], confirmed: [UInt8]?, _ device: Device,
        in act: inout Act
    ) throws {
        try act.connection.execute(
            """
            INSERT INTO sessions (session, member, wrapped, began, seen, confirmed, device)
            VALUES (\(session.bytes), \(member.bytes), \(wrapped), \(act.at.milliseconds),
                    \(SessionTime.seen(session).packed(act.at, act.marks)), \(confirmed), \(device.number))
            """)
        guard let row = try act.connection.first("SELECT * FROM sessions WHERE session = \(session.bytes)")
        else { throw CaseworkError.unavailable }
        act.note(.session, session, try digest(row))
    }

    /// Ends sessions as a part of an act: nothing of them stands any more.
    static func end(_ sessions: [ID], in act: inout Act) throws {
        for session in sessions { try act.takeAway(.session(session)) }
    }
}

/// A time in a session's row, with this computer's mark on it, so that whoever writes the database moves none: put back,
/// it only ends the session sooner.
struct SessionTime {
    private let words: Packer

    /// When the session was used last.
    static func seen(_ session: ID) -> SessionTime {
        var words = Packer("amanah/1/seen")
        words.add(session)
        return SessionTime(words: words)
    }

    /// When its owner typed their passphrase afresh.
    static func confirmed(_ session: ID, of member: ID) -> SessionTime {
        var words = Packer("amanah/1/confirmed")
        words.add(session)
        words.add(member)
        return SessionTime(words: words)
    }

    /// Milliseconds since 1970 in 8 bytes, then the mark: two of them compare as their times do.
    func packed(_ at: Instant, _ marks: Marks) -> [UInt8] {
        var packer = Packer()
        packer.add(at.milliseconds)
        packer.add(fixed: marks.mark(marked(at.milliseconds)))
        return packer.bytes
    }

    /// Nil for a time that this computer did not mark.
    func read(_ packed: [UInt8]?, _ marks: Marks) -> Instant? {
        guard let packed else { return nil }
        var unpacker = Unpacker(packed)
        guard let at = try? unpacker.integer(Int64.self),
            marks.made(unpacker.rest(), on: marked(at))
        else { return nil }
        return Instant(milliseconds: at)
    }

    private func marked(_ milliseconds: Int64) -> Packer {
        var marked = words
        marked.add(milliseconds)
        return marked
    }
}

/// What a session's keys are worked out from.
struct SessionKeyRows: Sendable {
    let certified: Certified
    /// How often what is certified had changed by then.
    let generation: Int
    let seeds: [TeamKey.Sealed]
    let house: (FileRows, GenuineRows)?
    let profile: SealedRecord?
    let acknowledgement: SealedRecord?

    init(
        _ member: ID, _ log: Integrator, _ certifications: Certifications, charity: KnownCharity,
        _ connection: any Connection
    ) throws {
        let staff = try log.staff(connection)
        self.certified = try certifications.certified(staff, charity: charity)
        self.generation = staff.standing.generation(.certificate)
        self.seeds = try TeamKey.seeds(sealedTo: .member(member), connection)
        self.house = try log.house(connection)
        self.profile = try SealedRecord.newest(member, connection, by: log)
        self.acknowledgement = try SealedRecord.newest(Acknowledgement.id(of: member), connection, by: log)
    }
}
