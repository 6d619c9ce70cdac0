import Vault

/// Who asks, with the keys that they hold. Only the session guard, a completed sign-in and, within its own
/// act, a recovery make one.
package struct Caller: Sendable {
    let secret: SessionSecret
    private let marks: SessionSecret.Marks
    package let keyring: Keyring
    package let certified: Certified
    /// How often what is certified had changed when `certified` was worked out.
    let generation: Int
    /// The charity's own file as this member may read it; nil until they are certified.
    package let house: OpenFile?
    /// Their row of the roster; nil until they are certified.
    package let profile: Profile?
    /// Whether they have acknowledged the policy that is in force (clause S3.5).
    package let hasAcknowledged: Bool
    /// When they typed their passphrase afresh in this session; nil if they have not.
    private(set) var confirmed: Instant?
    /// Whether they have set a second factor.
    package private(set) var hasSecondFactor = false
    /// What this session has opened.
    private(set) var memory: SessionMemory
    /// What could not be read for this request.
    package private(set) var unread = Unread()
    /// For a page that shows many lists; nil asks for each list anew whether it still stands.
    private(set) var moment: Moment?
    /// The teams that they belong to now, and whose newest seed they have opened.
    package let teams: Set<Team>
    /// Whether a key holder has compared the fingerprint and certified these keys.
    package let isCertified: Bool

    init(
        secret: SessionSecret, keyring: Keyring, certified: Certified, generation: Int = 0, house: OpenFile?,
        profile: Profile?,
        hasAcknowledged: Bool, memory: SessionMemory
    ) {
        self.secret = secret
        self.keyring = keyring
        self.certified = certified
        self.generation = generation
        self.house = house
        self.profile = profile
        self.hasAcknowledged = hasAcknowledged
        self.memory = memory
        self.marks = secret.marks
        let isCertified = certified.identity(of: keyring.member) == keyring.keys.identity
        self.isCertified = isCertified
        // What opens with the key and not what a row says: a team is theirs once its newest seed has opened.
        self.teams =
            !isCertified
            ? []
            : certified.teams(of: keyring.member).filter { team in
                certified.current(team).map { keyring.teamKey($0) != nil } ?? false
            }
    }

    /// With what can change from one request to the next.
    func with(_ row: SessionRow, _ marks: Marks) -> Caller {
        var caller = self
        caller.unread = Unread()
        caller.confirmed = SessionTime.confirmed(row.session, of: row.member).read(row.confirmed, marks)
        caller.hasSecondFactor = row.hasSecondFactor
        return caller
    }

    /// The same caller, for one page that only shows: whether what they remember still stands is asked once.
    package func atOneMoment() -> Caller {
        var caller = self
        caller.moment = Moment()
        return caller
    }

    /// The same caller, who remembers nothing: to look into many files one after another, which would drive out of memory
    /// what the session works with.
    func rememberingNothing() -> Caller {
        var caller = self
        caller.memory = SessionMemory()
        return caller
    }

    package var member: ID { keyring.member }
    package var session: ID { secret.session }

    /// Forgets what this session has opened, as a session that has just begun; for measuring.
    package func forgetOpened() {
        keyring.forgetItems()
        memory.forget()
    }

    /// Forgets pages and lists as they were shown, as after any change; for measuring.
    package func forgetShown() { memory.forgetShown() }

    /// Forgets the keys of files alone: each grant is opened afresh, and what was read is still known.
    package func forgetKeys() {
        keyring.forgetItems()
        memory.forgetFiles()
    }

    /// The words that this session alone can put on a form; 16 bytes.
    package func mark(_ words: [UInt8]) -> [UInt8] { marks.mark(words) }

    /// The key of an item of the charity's own file.
    func houseKey(_ item: Item) throws(CaseworkError) -> ItemKey {
        guard let house else { throw .notFound }
        return try house.key(of: item)
    }

    /// The keys of an item of the charity's own file, as this session opened them.
    func namedKeys(of item: Item) throws(CaseworkError) -> NamedKeys {
        guard let house, house.holds(item) else { throw .notFound }
        return NamedKeys(house.opened(item))
    }

    package func holds(_ item: Item) -> Bool { house?.holds(item) ?? false }
}
