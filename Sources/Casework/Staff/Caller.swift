import Vault

/// Who asks, with the keys that they hold. Only the session guard, a completed sign-in and, within its own
/// act, a recovery make one.
package struct Caller: Sendable {
    let secret: SessionSecret
    private let marks: SessionSecret.Marks
    package let keyring: Keyring
    package let certified: Certified
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
    let memory: SessionMemory
    /// The teams that they belong to now.
    package let teams: Set<Team>
    /// Whether a key holder has compared the fingerprint and certified these keys.
    package let isCertified: Bool

    init(
        secret: SessionSecret, keyring: Keyring, certified: Certified, house: OpenFile?, profile: Profile?,
        hasAcknowledged: Bool, memory: SessionMemory
    ) {
        self.secret = secret
        self.keyring = keyring
        self.certified = certified
        self.house = house
        self.profile = profile
        self.hasAcknowledged = hasAcknowledged
        self.memory = memory
        self.marks = secret.marks
        self.teams = certified.teams(of: keyring.member)
        self.isCertified = certified.identity(of: keyring.member) == keyring.keys.identity
    }

    /// With what can change from one request to the next.
    func with(_ row: SessionRow) -> Caller {
        var caller = self
        caller.confirmed = Confirmation.read(row.confirmed, by: secret)
        caller.hasSecondFactor = row.hasSecondFactor
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

    package func holds(_ item: Item) -> Bool { house?.holds(item) ?? false }
}
