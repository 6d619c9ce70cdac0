import Database
import Ledger
import Vault

extension Certificate {
    /// Writes the certificate as a part of an act.
    func insert(in act: inout Act) throws {
        let digest = digest
        try act.connection.execute(
            """
            INSERT INTO certificates (digest, payload, signature)
            VALUES (\(digest.bytes), \(payload), \(signature))
            """)
        act.note(.certificate, try digest.name, digest)
    }

    /// SHA-256 over payload and signature.
    var digest: Hash { Hash(hashing: payload + signature) }
}

extension TeamKey {
    /// Seals the team's seed to a principal and writes it as a part of an act.
    func insert(sealedTo principal: Principal, certified: Certified, in act: inout Act) throws {
        try sealed(to: principal, certified).insert(in: &act)
    }

    /// The team's seed, sealed to a principal's certified key.
    func sealed(to principal: Principal, _ certified: Certified) throws(VaultError) -> Sealed {
        Sealed(
            team: team, principal: principal,
            sealed: try sealed(to: principal, key: certified.openingKey(of: principal)))
    }

    /// A team's seed, sealed to one principal.
    struct Sealed: Sendable {
        let team: TeamEpoch
        let principal: Principal
        let sealed: [UInt8]

        var digest: Hash { digestOfRow([team.team.rawValue], principal.packed, sealed) }

        func insert(in act: inout Act) throws {
            try act.connection.execute(
                """
                INSERT INTO team_seeds (team, epoch, principal, sealed)
                VALUES (\(Int64(team.team.rawValue)), \(Int64(team.epoch)), \(principal.packed), \(sealed))
                """)
            act.note(.teamSeed, try digest.name, version: team.epoch, digest)
        }
    }

    /// The seeds that are sealed to a principal.
    static func seeds(sealedTo principal: Principal, _ connection: any Connection) throws -> [Sealed] {
        try connection.rows("SELECT * FROM team_seeds WHERE principal = \(principal.packed)")
            .compactMap { try? Sealed($0) }
    }

    /// A team's seeds, whomever they are sealed to.
    static func seeds(of team: Team, _ connection: any Connection) throws -> [Sealed] {
        try connection.rows("SELECT * FROM team_seeds WHERE team = \(Int64(team.rawValue))")
            .compactMap { try? Sealed($0) }
    }
}

extension TeamKey.Sealed {
    init(_ row: Row) throws {
        guard let team = Team(rawValue: try row.count("team")) else { throw CaseworkError.unavailable }
        self.team = TeamEpoch(team, try row.count("epoch"))
        self.principal = try Principal(packed: try row.blob("principal"))
        self.sealed = try row.blob("sealed")
    }
}
