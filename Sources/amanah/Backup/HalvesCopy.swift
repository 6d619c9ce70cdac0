import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger
import Vault

/// A copy of the halves in one of the two places: the newest only, no older one is kept. It is what an erasure must
/// reach, so the copy before is overwritten and not only removed (docs/keys.md).
struct HalvesCopy {
    let manifest: Manifest
    let contents: HalvesStore.Contents

    private static let part = "halves"

    /// Reads and verifies a copy.
    init(path: String, by key: VerifierKey) throws {
        var text: [UInt8] = []
        manifest = try Archive.read(PrivateFile.read(path), .halves, by: key) { text += $1 }
        var contents = HalvesStore.Contents()
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
            switch words.first {
            case "half" where words.count == 3:
                guard let file = ID(text: words[1]), let half = Self.bytes(words[2]) else {
                    throw ArchiveFault.altered
                }
                contents.halves[file.bytes] = half
            case "destroyed" where words.count == 2:
                guard let file = ID(text: words[1]) else { throw ArchiveFault.altered }
                contents.destroyed.insert(file.bytes)
            case "named" where words.count == 3:
                guard let value = Self.bytes(words[1]) else { throw ArchiveFault.altered }
                contents.named[String(words[2])] = value
            default: throw ArchiveFault.newer
            }
        }
        self.contents = contents
    }

    /// The log's public key by the copy's own word.
    static func statedKey(path: String) throws -> VerifierKey {
        guard let key = Manifest.statedKey(try Archive.note(PrivateFile.read(path))) else {
            throw ArchiveFault.notOne
        }
        return key
    }

    /// Replaces the copy at `path`: the new one is whole on the disk before the old one is touched; then the old one is
    /// overwritten. One that was cut off is completed by the next.
    static func write(
        _ contents: HalvesStore.Contents, to path: String, log: LogState, made: Instant, origin: String,
        key: LogKey
    ) throws {
        let source = Archive.Source.bytes(lines(contents))
        let verifier = try VerifierKey(name: origin, publicKey: key.publicKey)
        let manifest = Manifest(
            kind: .halves, key: verifier, made: made, log: log, files: contents.halves.count,
            parts: [try Archive.part(part, source)])
        if FileManager.default.fileExists(atPath: path) {
            // Another charity's copy in this place stays.
            do { _ = try HalvesCopy(path: path, by: verifier) } catch ArchiveFault.foreign {
                throw ArchiveFault.foreign
            } catch {}
        }
        try PrivateFile.shred(path + ".new")
        do {
            let new = try PrivateFile.make(path + ".new")
            try Archive.write(manifest, signedBy: key, [source], to: new)
            try new.sync()
        } catch {
            try? PrivateFile.shred(path + ".new")
            throw error
        }
        try PrivateFile.shred(path + ".old")
        if FileManager.default.fileExists(atPath: path) {
            try PrivateFile.rename(path, to: path + ".old")
        }
        try PrivateFile.rename(path + ".new", to: path)
        try PrivateFile.shred(path + ".old")
    }

    /// A line for each half, each destroyed file and each named secret, in order.
    private static func lines(_ contents: HalvesStore.Contents) -> [UInt8] {
        let halves = contents.halves.map { "half \(hex($0.key)) \(hex($0.value))" }
        let destroyed = contents.destroyed.map { "destroyed \(hex($0))" }
        let named = contents.named.map { "named \(hex($0.value)) \($0.key)" }
        return Array(
            (halves.sorted() + destroyed.sorted() + named.sorted()).reduce("") { $0 + $1 + "\n" }.utf8)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    /// Halves and secrets are 32 bytes.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count == 64, let first = ID(text: text.prefix(32)),
            let last = ID(text: text.suffix(32))
        else { return nil }
        return first.bytes + last.bytes
    }
}
