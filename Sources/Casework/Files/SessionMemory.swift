import Database
import Ledger
import Synchronization
import Vault

/// What one session has opened, in memory while it lasts: the keys of files, the words of letters, the texts of records.
/// Dropped with the session's keys when it ends or idles, and for a file when that is erased.
///
/// Nothing in it is an answer by itself. A file's keys are kept under the digest of every row and certificate that they
/// were judged from; a text under the digest of its whole row; and both are asked for only with the key in hand.
final class SessionMemory: Sendable {
    /// Files, then texts and letters of all of them. When one is full it starts again.
    static let mostFiles = 512
    static let mostTexts = 4096
    /// Files as they were shown.
    static let mostReadings = 256
    /// Lists as they were read.
    static let mostLists = 32

    private struct Kept {
        let state: [UInt8]
        let principals: Set<Principal>
        let open: OpenFile
    }

    private struct Contents {
        var files: [ID: Kept] = [:]
        var readings: [ID: ShownFile] = [:]
        var lists: [KeptList.Name: KeptList] = [:]
        var texts: [ID: [[UInt8]: any Sendable]] = [:]
        var count = 0
        /// How much was unusual when it was last counted; nothing of what it is.
        var unusual: (count: Int, at: Instant)?

        mutating func forget(_ file: ID) {
            files[file] = nil
            readings[file] = nil
            // Any may name its person.
            lists = [:]
            count -= texts.removeValue(forKey: file)?.count ?? 0
        }
    }

    private let contents = Mutex(Contents())
    /// The restricted files that this session may find by name (clause S3.4).
    let restricted = Mutex(NameRegister())
    /// The messages that wait at the desk, by the names that they were left for.
    let waiting = Mutex(WaitingNames())
    /// The telephone numbers of the files whose contact details this session may open.
    let numbers = Mutex(KnownNumbers())
    /// When each reading was recorded last; it holds nothing of what was read.
    private let recorded = Mutex<[Reading: Instant]>([:])

    /// Whether a reading was recorded within so many seconds.
    func hasRecorded(_ reading: Reading, within seconds: Int64, of now: Instant) -> Bool {
        guard let at = recorded.withLock({ $0[reading] }) else { return false }
        return at <= now && now < at.adding(seconds: seconds)
    }

    func record(_ reading: Reading, at: Instant) {
        recorded.withLock { recorded in
            if recorded.count >= Self.mostTexts { recorded = [:] }
            recorded[reading] = at
        }
    }

    /// How long a count of the unusual serves, in seconds.
    private static let sameCount: Int64 = 5 * 60

    /// How much was unusual today, if it was counted within five minutes.
    func unusual(at now: Instant) -> Int? {
        guard let kept = contents.withLock({ $0.unusual }), kept.at.day == now.day,
            kept.at <= now && now < kept.at.adding(seconds: Self.sameCount)
        else { return nil }
        return kept.count
    }

    func keep(unusual count: Int, at now: Instant) { contents.withLock { $0.unusual = (count, now) } }

    func forgetUnusual() { contents.withLock { $0.unusual = nil } }

    /// The file's keys as this member holds them.
    /// - Parameters:
    ///   - half: read afresh at each opening: without it nothing opens, whatever is in memory.
    ///   - renewing: of this opening; nothing that an earlier one began is in it.
    ///   - genuine: asks the log which of the rows it wrote, where they were not judged before.
    func open(
        _ rows: FileRows, half: [UInt8]?, renewing: Renewing, _ judgements: Judgements,
        _ genuine: (FileRows) throws -> GenuineRows
    ) throws -> OpenFile {
        guard let half else {
            forget(rows.file)
            throw CaseworkError.notFound
        }
        let principals = renewing.keyring.principals
        // Never theirs is no more work than not there: nothing is hashed or judged for it (clause S3.4). What the session
        // has opened before need not be looked through.
        guard contents.withLock({ $0.files[rows.file] != nil }) || rows.mayOpen(to: principals) else {
            forget(rows.file)
            throw CaseworkError.notFound
        }
        let state = rows.state(renewing.certified)
        if let kept = contents.withLock({ $0.files[rows.file] }), kept.state == state,
            kept.principals == principals, kept.open.half == half
        {
            return kept.open.renewed(by: renewing)
        }
        let judged: Judged
        do {
            judged = try judgements.judge(rows, state: state, certified: renewing.certified, genuine)
        } catch is VaultError { throw CaseworkError.notFound }
        let open = try OpenFile(rows, judged: judged, half: half, renewing: renewing)
        guard judged.isWhole else {
            forget(rows.file)
            return open
        }
        contents.withLock { contents in
            if contents.files.count >= Self.mostFiles, contents.files[rows.file] == nil {
                contents = Contents()
            }
            // What was read by other keys of the file is read anew.
            if let kept = contents.files[rows.file], kept.state != state { contents.forget(rows.file) }
            contents.files[rows.file] = Kept(state: state, principals: principals, open: open)
        }
        return open
    }

    /// A text of a file that was opened before, or is opened now.
    /// - Parameter name: a digest of everything that the text was opened from.
    func text<Text: Sendable>(
        of file: ID, _ name: [UInt8], _ open: () throws -> Text
    ) rethrows -> Text {
        if let known = contents.withLock({ $0.texts[file]?[name] }) as? Text { return known }
        let text = try open()
        contents.withLock { contents in
            if contents.count >= Self.mostTexts {
                contents.texts = [:]
                contents.count = 0
            }
            if contents.texts[file, default: [:]].updateValue(text, forKey: name) == nil {
                contents.count += 1
            }
        }
        return text
    }

    /// A file as it was last shown; whether it still stands is for the transaction that records its next opening to say.
    func reading(of file: ID) -> ShownFile? { contents.withLock { $0.readings[file] } }

    func keep(_ reading: ShownFile) {
        contents.withLock { contents in
            let file = reading.contents.file
            if let known = contents.readings[file], known.revision == reading.revision,
                known.through > reading.through
            {
                return
            }
            if contents.readings.count >= Self.mostReadings, contents.readings[file] == nil {
                contents.readings = [:]
            }
            contents.readings[file] = reading
        }
    }

    func keep(_ surroundings: FileSurroundings, of file: ID, at revision: Revision) {
        contents.withLock { contents in
            guard contents.readings[file]?.revision == revision else { return }
            contents.readings[file]?.surroundings = surroundings
        }
    }

    /// A list as it was last read; whether it still stands is for a transaction to say.
    func list(_ name: KeptList.Name) -> KeptList? { contents.withLock { $0.lists[name] } }

    func keep(_ list: KeptList, as name: KeptList.Name) {
        contents.withLock { contents in
            if contents.lists.count >= Self.mostLists, contents.lists[name] == nil { contents.lists = [:] }
            contents.lists[name] = list
        }
    }

    /// Forgets what was shown, and keeps the keys: the next showing reads every row.
    func forgetShown() {
        contents.withLock { contents in
            contents.readings = [:]
            contents.lists = [:]
        }
    }

    /// How many texts it holds.
    var count: Int { contents.withLock { $0.count } }

    /// Forgets one file.
    func forget(_ file: ID) {
        contents.withLock { $0.forget(file) }
        restricted.withLock { $0.remove(file) }
        numbers.withLock { $0.forget(file) }
    }

    /// Forgets every file's keys; the next opening starts from the grants.
    func forgetFiles() {
        contents.withLock { contents in
            contents.files = [:]
            contents.readings = [:]
        }
    }

    /// Forgets everything.
    func forget() {
        contents.withLock { $0 = Contents() }
        recorded.withLock { $0 = [:] }
        restricted.withLock { $0 = NameRegister() }
        waiting.withLock { $0 = WaitingNames() }
        numbers.withLock { $0 = KnownNumbers() }
    }
}

extension SealedRecord {
    /// Opens with a key as `open` does, or remembers what the same session read in exactly this row before.
    func open<Text: Kept>(
        _: Text.Type = Text.self, with key: ItemKey?, in memory: SessionMemory
    ) throws(CaseworkError) -> Record<Text> {
        // A key that is not this row's must be refused as it would be without memory.
        guard let key = key?.at(item), key.file == file else { throw .notFound }
        try requireGenuine(Text.kind)
        do {
            return try memory.text(of: file, digest.bytes) { try open(Text.self, with: key) }
        } catch { throw CaseworkError(error) }
    }
}
