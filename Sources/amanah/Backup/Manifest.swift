import Casework
import Crypto
import FoundationEssentials
import Ledger

/// The first part of every archive: what is in it, signed by the log's key as a C2SP signed note, so that nothing of it
/// can be altered, swapped or taken from another charity unseen.
struct Manifest: Equatable {
    enum Kind: String {
        case backup = "amanah-backup/1"
        case halves = "amanah-halves/1"

        /// The parts that there may be, in their order; no archive of another make-up is read further than its manifest.
        var makeUps: [[String]] {
            switch self {
            case .backup: [["checkpoint", "amanah.sqlite"], ["checkpoint", "amanah.sqlite", "amanah.json"]]
            case .halves: [["halves"]]
            }
        }
    }

    struct Part: Equatable {
        let name: String
        let bytes: Int
        /// SHA-256, lower-case hexadecimal.
        let digest: String
    }

    let kind: Kind
    /// The log's origin: which charity.
    let origin: String
    /// The log's public key, as verifiers write it.
    let key: String
    let made: Instant
    /// The log as it was.
    let log: LogState
    /// How many files there were.
    let files: Int
    let parts: [Part]

    /// The longest that is read.
    static let longest = 16_384
    /// Year 10000, in milliseconds since 1970.
    private static let end: Int64 = 253_402_300_800_000

    var text: String {
        ([
            kind.rawValue, "log \(origin)", "key \(key)", "made \(made.milliseconds)", "size \(log.size)",
            "root \(Data(log.root).base64EncodedString())", "files \(files)",
        ] + parts.map { "part \($0.name) \($0.bytes) \($0.digest)" }).reduce("") { $0 + $1 + "\n" }
    }

    func sign(with key: LogKey) throws -> [UInt8] {
        Array(try SignedNote(signing: text, with: key, name: origin).encoded.utf8)
    }

    /// Reads a manifest that this charity's log key signed, and no other.
    init(_ note: [UInt8], _ kind: Kind, by key: VerifierKey) throws(ArchiveFault) {
        guard let signed = try? SignedNote(parsing: note) else { throw .notOne }
        let lines = signed.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard let first = lines.first else { throw .notOne }
        guard first == kind.rawValue else {
            throw Kind(rawValue: String(first)) == nil && first.hasPrefix("amanah-") ? .newer : .notOne
        }
        guard lines.count >= 7, let origin = Self.value("log", lines[1]) else { throw .altered }
        guard origin == key.name else { throw .foreign }
        guard (try? signed.verify(with: [key])) != nil, Array(signed.encoded.utf8) == note else {
            throw .altered
        }
        guard lines[2] == "key \(key.encoded)",
            let made = Self.value("made", lines[3]).flatMap({ Int64($0) }),
            let size = Self.value("size", lines[4]).flatMap({ UInt64($0) }),
            let root = Self.value("root", lines[5]).flatMap({ Data(base64Encoded: $0) }),
            let files = Self.value("files", lines[6]).flatMap({ Int($0) }),
            // What nobody has written: no day is made of it, and no position.
            (0..<Self.end).contains(made), size <= MerkleTree.maximumSize, files >= 0
        else { throw .altered }
        var parts: [Part] = []
        for line in lines[7...] {
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "part", let bytes = Int(words[2]), bytes >= 0 else {
                throw .altered
            }
            parts.append(Part(name: String(words[1]), bytes: bytes, digest: String(words[3])))
        }
        guard kind.makeUps.contains(parts.map(\.name)) else { throw .otherParts }
        self.init(
            kind: kind, key: key, made: Instant(milliseconds: made),
            log: LogState(size: size, root: Array(root)), files: files, parts: parts)
        guard text == signed.text else { throw .altered }
    }

    init(kind: Kind, key: VerifierKey, made: Instant, log: LogState, files: Int, parts: [Part]) {
        self.kind = kind
        self.origin = key.name
        self.key = key.encoded
        self.made = made
        self.log = log
        self.files = files
        self.parts = parts
    }

    /// The key that a manifest says signed it: to be believed only where nobody has a better one.
    static func statedKey(_ note: [UInt8]) -> VerifierKey? {
        guard let lines = try? SignedNote(parsing: note).text.split(separator: "\n"), lines.count > 2 else {
            return nil
        }
        return value("key", lines[2]).flatMap { try? VerifierKey(parsing: $0) }
    }

    private static func value(_ name: String, _ line: Substring) -> String? {
        line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : nil
    }
}

/// Why an archive is not taken.
enum ArchiveFault: Error, Equatable, CustomStringConvertible {
    case notOne
    case newer
    case cutShort
    case altered
    case foreign
    case otherParts

    var description: String {
        switch self {
        case .notOne: "This is not such a file: its beginning is another’s, damaged, or missing."
        case .newer: "This was written by a newer version of the program. Use that version."
        case .cutShort: "This is cut short: its end is missing. Use another copy."
        case .altered:
            "This was altered or damaged, or another log key signed it. Use another copy, and the right log.key."
        case .otherParts: "This does not hold the parts that it should. Nothing of it was read."
        case .foreign: "This belongs to another charity: its log has another name than your log.key."
        }
    }
}
