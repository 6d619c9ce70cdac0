import Database
import Ledger
import Vault

/// The staff's small tables: the only way to read them. Each row is compared with what the log says that stands, so a row
/// that somebody put there, changed or took away lets nobody in (docs/keys.md, *What stands*).
struct StaffRows {
    let connection: any Connection
    let standing: StandingView

    /// A row is not as it stands, or is missing.
    ///
    /// In a transaction that reads it may mean that somebody has just changed it, so `Casework.read` asks once more in one
    /// that writes. There it is a fault, and never an absence.
    struct Differs: Error {}

    /// A row that stands, or nil where none does: one that somebody put there is passed over.
    /// - Throws: `Differs` for one that stands and is missing, or is another.
    private func standing<Value>(
        _ table: Evidence.Table, _ id: ID, place: UInt32 = 0, _ row: Value?, _ digest: (Value) throws -> Hash
    ) throws -> Value? {
        guard let expected = standing.digest(table, id, place: place) else {
            // In a read it may be a row that has just come.
            if row != nil, !connection.isWriting { throw Differs() }
            return nil
        }
        guard let row, try digest(row) == expected else { throw Differs() }
        return row
    }

    private func count(_ table: Evidence.Table) -> Int { standing.digests(table).count }
}

/// A row of the staff's small tables, to be taken away.
enum StaffRow {
    case member(ID)
    case secondFactor(of: ID)
    case code(ID)
    case session(ID)
    case restriction(of: ID)

    /// Its table, the column of its id, the id, and what the table is called in an entry.
    var place: (table: SQL, column: SQL, id: ID, evidence: Evidence.Table) {
        switch self {
        case .member(let id): ("members", "member", id, .member)
        case .secondFactor(let id): ("second_factors", "member", id, .secondFactor)
        case .code(let id): ("enrolments", "code", id, .enrolment)
        case .session(let id): ("sessions", "session", id, .session)
        case .restriction(let id): ("restrictions", "file", id, .restriction)
        }
    }
}

extension StaffRows {
    /// Who has a sign-in name's handle; nil if nobody has.
    func member(handle: [UInt8]) throws -> Member? {
        guard
            let row = try connection.first("SELECT * FROM members WHERE handle = \(handle)").map(Member.init)
        else { return nil }
        return try standing(.member, row.id, row) { $0.digest }
    }

    func member(_ id: ID) throws -> Member? {
        try standing(
            .member, id,
            try connection.first("SELECT * FROM members WHERE member = \(id.bytes)").map(Member.init)
        ) { $0.digest }
    }

    /// Those who have enrolled, and whose row is as it stands.
    func members() throws -> [Member] {
        let rows = try connection.rows("SELECT * FROM members ORDER BY member").map { try? Member($0) }
        let there = rows.compactMap { $0 }.filter { standing.digest(.member, $0.id) == $0.digest }
        try requireAll(there.count, .member)
        return there
    }

    /// A member's second step; nil if they have set none. One that is missing is never *has none*.
    func factor(of member: ID) throws -> FactorRow? {
        try standing(
            .secondFactor, member,
            try connection.first("SELECT * FROM second_factors WHERE member = \(member.bytes)")
                .map(FactorRow.init)
        ) { $0.digest }
    }

    func hasFactor(_ member: ID) -> Bool { standing.digest(.secondFactor, member) != nil }

    /// A code for enrolling that waits.
    func code(_ code: ID) throws -> WaitingCode? {
        try standing(
            .enrolment, code,
            try connection.first("SELECT * FROM enrolments WHERE code = \(code.bytes)").map(WaitingCode.init)
        ) { $0.digest }
    }

    /// The codes that wait, and those that stand though their row is missing or is another: whose they are is not known,
    /// and they are voided with the first that is.
    func codes() throws -> (there: [WaitingCode], lost: [ID]) {
        let rows = try connection.rows("SELECT * FROM enrolments ORDER BY code").map { try? WaitingCode($0) }
        let there = rows.compactMap { $0 }.filter { standing.digest(.enrolment, $0.code) == $0.digest }
        try requireAll(there.count, .enrolment)
        let lost = Set(standing.digests(.enrolment).keys.map(\.id)).subtracting(there.map(\.code))
        return (there, lost.sorted())
    }

    /// Asks once more in a transaction that writes, where a row that stands is missing. One that is there and does not
    /// stand is passed over: what was written rightly is answered only once it stands.
    private func requireAll(_ there: Int, _ table: Evidence.Table) throws {
        guard connection.isWriting || there == count(table) else { throw Differs() }
    }

    /// A row of `sessions` that was read under this name, if the session stands.
    func session(_ session: ID, _ row: Row?) throws -> Row? {
        try standing(.session, session, row) { try SessionRow.digest($0) }
    }

    /// The sessions that stand, each with its member, and those that stand though their row is missing or is another:
    /// whose they are is not known, and they are ended with the first that is.
    func sessions() throws -> (there: [(session: ID, member: ID)], lost: [ID]) {
        let rows = try connection.rows("SELECT * FROM sessions")
        let standing = standing.digests(.session)
        let there = rows.compactMap { row -> (session: ID, member: ID)? in
            guard let session = try? row.id("session"), let member = try? row.id("member"),
                let digest = try? SessionRow.digest(row),
                standing[WhatStands.Name(id: session, place: 0)] == digest
            else { return nil }
            return (session, member)
        }
        let lost = Set(standing.keys.map(\.id)).subtracting(there.map(\.session))
        try requireAll(there.count, .session)
        return (there, lost.sorted())
    }

    /// The wraps of the recovery sheets, by pair.
    func recoveryWraps() throws -> [[UInt8]] {
        try connection.rows("SELECT place, wrap FROM recovery ORDER BY place").compactMap { row in
            let (place, wrap): (UInt32, [UInt8]) = (try row.count("place"), try row.blob("wrap"))
            return try standing(.recovery, .house, place: place, wrap) { digestOfRow($0) }
        }
    }

    /// Every certificate that stands.
    func certificates() throws -> [Certificate] { try standing(storedCertificates()) }

    /// Every certificate that is stored, whether or not it stands.
    func storedCertificates() throws -> [Certificate] {
        try connection.rows("SELECT payload, signature FROM certificates").map {
            Certificate(payload: try $0.blob("payload"), signature: try $0.blob("signature"))
        }
    }

    /// Those of the stored certificates that stand.
    /// - Throws: `Differs` if one that stands is missing: a departure that was taken away must not let anybody in.
    func standing(_ rows: [Certificate]) throws -> [Certificate] {
        let standing = try rows.filter {
            self.standing.digest(.certificate, try $0.digest.name) == $0.digest
        }
        guard standing.count == count(.certificate) else { throw Differs() }
        return standing
    }

    /// How many certificates stand.
    var certificateCount: Int { count(.certificate) }

    /// What is certified, by the charity's key that this computer knows.
    func certified(by charity: KnownCharity) throws -> Certified {
        Certified(try certificates(), charity: charity)
    }

    /// Refuses the house's rows unless its genesis and every later epoch are as they stand: with one taken away, an epoch
    /// from before would serve again.
    func requireWhole(_ house: FileRows, _ genuine: GenuineRows) throws {
        let epochs = Set(
            zip(house.epochs, genuine.epochs).compactMap { $1 ? digestOfRow($0.packed) : nil })
        guard genuine.genesis, house.rowDigest == standing.digest(.file, .house),
            Set(standing.digests(.houseEpoch).values).isSubset(of: epochs)
        else { throw Differs() }
    }

    /// Whether a file stands as restricted, so that only keys begun since then open it: the row's digest.
    func restriction(of file: ID) -> Hash? { standing.digest(.restriction, file) }
}
