import Ledger
import Synchronization
import Vault

/// What a file's signed rows come to: which grants count, and for what. It holds no secret, and stands for exactly the
/// rows and the certificates that it was judged from (clause S3.4).
struct Judged: Sendable {
    let kind: FileKind
    let letterBox: (epoch: UInt32, key: [UInt8])
    let commitments: [ItemEpoch: [UInt8]]
    /// Each item's newest epoch, and whom it was granted to.
    let newest: [Item: ItemHolders]
    /// When each later epoch was begun.
    let beginnings: [ItemEpoch: Int64]
    /// Whether no team but the guardians' was granted the newest epoch of who it is about. The keys say so; the column
    /// of that name only helps to find the file.
    let isRestricted: Bool
    /// A digest of the genesis and of each genuine start of an item.
    let starts: Hash
    /// Every grant that counts, oldest first, those in escrow last.
    let counting: [Grant]
    /// Which of the rows are grants that count and still stand, by whom they are to; the one of most items first.
    let grants: [(principal: Principal, kind: Grant.Kind, items: [ItemEpoch], row: Int)]

    /// Whether no row was passed over.
    let isWhole: Bool

    /// Verifies and judges every row that is genuine.
    /// - Throws: `refused` if the file's genesis is not a certified member's word, or no entry of the log wrote it.
    init(_ rows: FileRows, _ genuine: GenuineRows, certified: Certified) throws(VaultError) {
        guard genuine.genesis else { throw .refused }
        let genesis = try Genesis(packed: rows.genesis, of: rows.file, certified: certified)
        let read = zip(rows.grants, genuine.grants).map { row, isGenuine in
            isGenuine ? try? Grant(packed: row.packed) : nil
        }
        let starts = zip(rows.epochs, genuine.epochs).compactMap { row, isGenuine in
            isGenuine ? try? EpochStart(packed: row.packed) : nil
        }
        var provenance = Provenance(
            genesis: genesis, epochs: starts,
            grants: read.compactMap { $0 }, certified: certified)
        // Two under one id do not count, so an id that counts names one row.
        let places = Dictionary(
            read.enumerated().compactMap { place, grant in grant.map { ($0.id, place) } },
            uniquingKeysWith: { first, _ in first })
        self.isWhole = genuine.passedOver == 0
        self.kind = genesis.kind
        self.letterBox = provenance.letterBox()
        self.commitments = provenance.commitments()
        let newest = provenance.newest()
        self.newest = newest
        self.beginnings = provenance.beginnings()
        self.starts = rows.starts(genuine.epochs)
        self.isRestricted = newest[.identity].map { !$0.isTeams } ?? false
        let counting = provenance.countingGrants()
        self.counting = counting
        // Given by name, and the member has changed roles or keys since: it gives nothing any more.
        self.grants = counting.filter { !$0.principal.isMember || certified.stands($0) }.compactMap { grant in
            places[grant.id].map { (grant.principal, grant.kind, grant.items, $0) }
        }.sorted { $0.items.count > $1.items.count }
    }
}

extension ItemHolders {
    /// Whether a team holds it in the ordinary way, besides the guardians'.
    var isTeams: Bool {
        grants.contains {
            guard $0.kind == .ordinary, case .team(let team) = $0.principal else { return false }
            return team.team != .guardian
        }
    }
}

/// The judgements that this process has made, so that a file whose rows stand still is judged once. Each is kept under
/// the digest of all that it was judged from, which is worked out anew from the rows at every opening.
final class Judgements: Sendable {
    /// About 16 KB each.
    static let most = 1024

    private let kept = Mutex<[ID: (state: [UInt8], judged: Judged)]>([:])

    /// - Parameters:
    ///   - state: of these rows, by these certificates.
    ///   - genuine: asked only where they were not judged before.
    func judge(
        _ rows: FileRows, state: [UInt8], certified: Certified, _ genuine: (FileRows) throws -> GenuineRows
    ) throws -> Judged {
        let known = kept.withLock { $0[rows.file] }
        if let known, known.state == state { return known.judged }
        let genuine = try genuine(rows)
        let judged = try Judged(rows, genuine, certified: certified)
        // Rows were passed over: what the log says of them may be another thing in a moment, and nothing is kept.
        guard judged.isWhole else { return judged }
        kept.withLock { kept in
            // Full: it starts again, which costs each file one judgement and nothing else.
            if kept.count >= Self.most, kept[rows.file] == nil { kept = [:] }
            kept[rows.file] = (state, judged)
        }
        return judged
    }

    /// How many files it has judged and not forgotten.
    var count: Int { kept.withLock { $0.count } }

    /// Forgets a file that is not there any more.
    func forget(_ file: ID) { kept.withLock { $0[file] = nil } }
}
