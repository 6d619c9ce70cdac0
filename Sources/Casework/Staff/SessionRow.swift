import Database
import Vault

/// A row of `sessions`, with the revision of everything that a session's keys are worked out from.
struct SessionRow: Sendable {
    let member: ID
    let wrapped: [UInt8]
    let began: Instant
    let used: Instant
    let confirmed: [UInt8]?
    let hasSecondFactor: Bool
    let revision: Revision

    /// Counts of append-only rows: while they stand still, what was verified before still holds.
    struct Revision: Hashable, Sendable {
        let certificates: Int64
        let seeds: Int64
        let grants: Int64
        let epochs: Int64
        let profile: Int64
    }

    init?(_ session: ID, _ connection: any Connection) throws {
        guard
            let row = try connection.first(
                """
                SELECT member, wrapped, began, used, confirmed,
                       (SELECT COUNT(*) FROM second_factors WHERE member = sessions.member) AS factors,
                       (SELECT COUNT(*) FROM certificates) AS certificates,
                       (SELECT COUNT(*) FROM team_seeds) AS seeds,
                       (SELECT COUNT(*) FROM grants WHERE file = \(ID.house.bytes)) AS grants,
                       (SELECT COUNT(*) FROM item_epochs WHERE file = \(ID.house.bytes)) AS epochs,
                       (SELECT COUNT(*) FROM records WHERE record = sessions.member) AS profile
                FROM sessions WHERE session = \(session.bytes)
                """),
            let member = ID(try row.blob("member"))
        else { return nil }
        self.member = member
        self.wrapped = try row.blob("wrapped")
        self.began = Instant(milliseconds: try row.integer("began"))
        self.used = Instant(milliseconds: try row.integer("used"))
        self.confirmed = try row.optionalBlob("confirmed")
        self.hasSecondFactor = try row.integer("factors") > 0
        self.revision = Revision(
            certificates: try row.integer("certificates"), seeds: try row.integer("seeds"),
            grants: try row.integer("grants"), epochs: try row.integer("epochs"),
            profile: try row.integer("profile"))
    }
}

/// What a session's keys are worked out from.
struct SessionKeyRows: Sendable {
    let certificates: [Certificate]
    let seeds: [TeamKey.Sealed]
    let house: FileRows?
    let profile: SealedRecord?
    let acknowledgement: SealedRecord?

    init(_ member: ID, _ connection: any Connection) throws {
        self.certificates = try Certificate.all(connection)
        self.seeds = try TeamKey.seeds(sealedTo: .member(member), connection)
        self.house = try FileRows(.house, connection)
        self.profile = try SealedRecord.newest(member, connection)
        self.acknowledgement = try SealedRecord.newest(Acknowledgement.id(of: member), connection)
    }
}
