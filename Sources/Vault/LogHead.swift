import Crypto

/// What this computer knows of its charity outside the database: the keys that certify, the branch of the log, and the
/// newest head of the log. It is the text of the file `log.head`, beside `log.key`, and in no backup.
///
/// Whoever can only write the database can't write here. So a session, a code or a sheet that names another key is
/// refused, and a database that went back is noticed.
package struct LogHead: Hashable, Sendable {
    /// A key of the charity's, and from which entry of the log on it certifies.
    package struct Key: Hashable, Sendable {
        package let position: UInt64
        package let key: CharityPublicKey

        package init(position: UInt64, key: CharityPublicKey) {
            self.position = position
            self.key = key
        }
    }

    private static let form = "amanah-head/1"
    /// How many bytes name a branch.
    package static let branchByteCount = 32

    /// The charity's keys, oldest first; none before the founding.
    package private(set) var keys: [Key]
    /// 32 bytes: zeros, and after a restore the commitment of the newest entry *restored*.
    package let branch: [UInt8]
    /// The newest checkpoint, as the log's key signed it (C2SP tlog-checkpoint); empty before the first.
    package var checkpoint: String

    /// The head of a log that has no entry yet.
    package init() {
        self.init(keys: [], branch: [UInt8](repeating: 0, count: Self.branchByteCount), checkpoint: "")
    }

    /// The head that a whole log comes to, recomputed by whoever can't ask the file.
    package init(keys: [Key], branch: [UInt8], checkpoint: String) {
        self.keys = keys
        self.branch = branch
        self.checkpoint = checkpoint
    }

    /// Reads the text of the file.
    /// - Throws: `refused` for anything but what `text` writes.
    package init(text: String) throws(VaultError) {
        var rest = Substring(text)
        func line() -> Substring? {
            guard let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { rest = rest[rest.utf8.index(after: end)...] }
            return rest[..<end]
        }
        guard line() == Self.form[...] else { throw .refused }
        var keys: [Key] = []
        var branch: [UInt8]?
        while branch == nil {
            let words = (line() ?? "").split(separator: " ", omittingEmptySubsequences: false)
            switch words.first {
            case "charity" where words.count == 3:
                guard let position = UInt64(words[1]), keys.last.map({ $0.position < position }) ?? true,
                    let key = Hex.bytes(words[2], count: 32)
                else { throw .refused }
                keys.append(Key(position: position, key: CharityPublicKey(bytes: key)))
            case "branch" where words.count == 2:
                branch = Hex.bytes(words[1], count: Self.branchByteCount)
                if branch == nil { throw .refused }
            default: throw .refused
            }
        }
        self.init(keys: keys, branch: branch ?? [], checkpoint: String(rest))
        guard self.text == text else { throw .refused }
    }

    /// The text of the file: a line for its form, one for each key, one for the branch, then the checkpoint.
    package var text: String {
        let lines = keys.map { "charity \($0.position) \(Hex.text($0.key.bytes))\n" }
        return "\(Self.form)\n" + lines.joined() + "branch \(Hex.text(branch))\n" + checkpoint
    }

    /// The key that certifies now; nil before the founding.
    package var charity: KnownCharity? { keys.last.map { KnownCharity(key: $0.key) } }

    /// The same with the charity's first key, which the entry at a position founded.
    /// - Throws: `refused` where there is a key already: it does not change in this way.
    package func founded(with key: CharityPublicKey, at position: UInt64) throws(VaultError) -> LogHead {
        guard keys.isEmpty else { throw .refused }
        return LogHead(keys: [Key(position: position, key: key)], branch: branch, checkpoint: checkpoint)
    }
}

/// The charity's key as this computer knows it, out of `log.head` and of nothing else: what certificates are judged by.
package struct KnownCharity: Hashable, Sendable {
    package let key: CharityPublicKey

    fileprivate init(key: CharityPublicKey) { self.key = key }

    package var bytes: [UInt8] { key.bytes }

    /// What people compare: 40 hexadecimal digits of the key's SHA-256, in groups of four.
    package var fingerprint: String {
        let digits = Array(Hex.text(Array(SHA256.hash(data: bytes).prefix(20))))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }
            .joined(separator: " ")
    }
}
