import Crypto
import Database
import Ledger
import Policy
import Synchronization
import Vault

/// The casework of one charity: every operation of the procedure is a method of this type, in the folder of its part.
package final class Casework: Sendable {
    package let settings: Settings
    package let log: Integrator
    let database: any Database
    let halves: HalvesStore
    let clock: Clock
    let randomness: Randomness
    /// The procedure that this charity keeps.
    package let rulebook: Rulebook
    /// Names the policy that is in force: what each member acknowledges (clause S3.5).
    package let policyHash: String
    let keyrings = Keyrings()
    let judgements = Judgements()
    let indexes = Indexes()
    /// What takes long, with a turn for each member.
    let longWork = LongWork()
    let finishedForms = FinishedForms()
    let scrypt = ScryptGate()
    let guesses = Throttle(free: 5)
    let codeGuesses = Throttle(free: 10)
    let refusedSignIns = RefusedSignIns()
    let misses = Misses()
    /// Of files that were not there, or not theirs, as many are an entry each in an hour as are free of any wait.
    let refusedFiles = CountedByHour(mostEach: Misses.free)
    /// Whether an erasure's bytes are deleted and not overwritten yet.
    let isOverwritingOwed = Mutex(false)
    let certifications = Certifications()
    let pendingSheets = Mutex<[ID: PendingSheets]>([:])

    /// What an installation can decide.
    package struct Settings: Sendable {
        /// The charity's name, `organisation.name`.
        package let organisation: String
        /// What a passphrase costs to try.
        package let scryptCost: ScryptCost
        /// Seconds without a request after which a session ends.
        package let idleLimit: Int64
        /// Seconds after which a session ends whatever happens.
        package let sessionLimit: Int64
        /// Whether managers, guardians, trustees and administrators must have a second factor (clause S3.7).
        package let requiresSecondFactor: Bool
        /// The charity's town, which no passphrase may rest on; may be empty.
        package let town: String
        /// The hours of a day, on the clocks of the United Kingdom, in which people usually work; what is read outside
        /// them is listed for the guardian (clause S3.7). Evening groups and weekends belong to a charity's usual week.
        package let usualHours: Range<Int>

        package init(
            organisation: String, scryptCost: ScryptCost = .standard, idleLimit: Int64 = 15 * 60,
            sessionLimit: Int64 = 10 * 3600, requiresSecondFactor: Bool = false, town: String = "",
            usualHours: Range<Int> = 7..<20
        ) {
            self.organisation = organisation
            self.scryptCost = scryptCost
            self.idleLimit = idleLimit
            self.sessionLimit = sessionLimit
            self.requiresSecondFactor = requiresSecondFactor
            self.town = town
            self.usualHours = usualHours
        }
    }

    /// Opens the casework over a database and its halves, and completes an erasure that was interrupted.
    /// - Parameters:
    ///   - logKey: signs the checkpoints; kept in a file outside the database and its backups.
    ///   - logHead: `log.head`: what this computer knows of the charity outside the database.
    /// - Throws: `LogFault` if the log book is not the one that this computer knows.
    package init(
        settings: Settings, database: any Database, halves: HalvesStore,
        logKey: Curve25519.Signing.PrivateKey, logOrigin: String, logHead: ReplacedFile, clock: Clock,
        randomness: Randomness = .system
    ) async throws {
        self.settings = settings
        self.database = database
        self.halves = halves
        self.clock = clock
        self.randomness = randomness
        self.rulebook = try Rulebook.builtIn { Array(SHA256.hash(data: $0)) }
        self.policyHash = Self.hash(of: rulebook)
        let start = try await database.readAtLength {
            try LogStart($0, key: logKey, origin: logOrigin, head: logHead)
        }
        let log = try Integrator(start, clock: clock)
        self.log = log
        try await Self.requireSameCharity(log, halves)
        try log.head.writeNow()
        database.setBeforeCommit { try log.integrate($0) }
        try await completeErasures()
    }

    /// Compares the charity's first key with the witness that the halves store has, or gives it one where the founding was
    /// cut off.
    private static func requireSameCharity(_ log: Integrator, _ halves: HalvesStore) async throws {
        guard let first = log.head.firstKey else { return }
        guard let witness = halves.value(named: charityName) else {
            return try await halves.put(first.bytes, named: charityName)
        }
        guard witness == first.bytes else { throw LogFault.anotherCharity }
    }

    /// Writes what is counted and not written yet, waits for what was begun, closes the database, and keeps the newest head
    /// of the log.
    package func close() async throws {
        await finish()
        try await database.close()
        // Behind by no more than what this program wrote: no alarm, and not worth failing for.
        try? log.head.writeNow()
    }

    /// Sets who is told when the database, or the store of the halves, could not do something: by a closed name, for the
    /// server's own log.
    package func setOnStoreFault(_ body: @escaping @Sendable (DatabaseError) -> Void) {
        database.setOnFault(body)
        halves.setOnFault(body)
    }

    /// The time now, for pages.
    package var now: Instant { clock.now() }

    /// Draws the id that a form carries for what it will make, so that a second sending of it is seen.
    package func newID() -> ID { ID(from: randomness) }
}
