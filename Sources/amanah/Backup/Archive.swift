import Casework
import Crypto
import FoundationEssentials
import Ledger

/// The one container of backups and of copies of the halves: a POSIX ustar archive whose first member is `manifest`,
/// followed by the manifest's parts in its order and by nothing else. Any `tar` unpacks it; what is read here must be
/// byte for byte as it was written.
enum Archive {
    /// What a part is taken from.
    enum Source {
        case bytes([UInt8])
        case file(String)
    }

    private static let block = Ustar.block
    private static let chunk = 1 << 20

    /// A part's line in the manifest.
    static func part(_ name: String, _ source: Source) throws -> Manifest.Part {
        var digest = SHA256()
        var count = 0
        try each(source) { bytes in
            digest.update(data: bytes)
            count += bytes.count
        }
        return Manifest.Part(name: name, bytes: count, digest: hex(digest.finalize()))
    }

    static func write(
        _ manifest: Manifest, signedBy key: LogKey, _ sources: [Source],
        to sink: PrivateFile
    ) throws {
        let note = try manifest.sign(with: key)
        try sink.write(Ustar.header("manifest", bytes: note.count) + note + Ustar.padding(note.count))
        for (part, source) in zip(manifest.parts, sources) {
            try sink.write(Ustar.header(part.name, bytes: part.bytes))
            try each(source) { try sink.write($0) }
            try sink.write(Ustar.padding(part.bytes))
        }
        try sink.write(Ustar.end)
    }

    /// Reads an archive to its end, and gives out each part's bytes, not yet verified, as they come.
    /// - Returns: the manifest, once every byte has been verified.
    static func read(
        _ source: PrivateFile, _ kind: Manifest.Kind, by key: VerifierKey,
        _ visit: (Manifest.Part, [UInt8]) throws -> Void
    ) throws -> Manifest {
        let note = try note(source)
        let manifest = try Manifest(note, kind, by: key)
        guard try exactly(Ustar.padding(note.count).count, source) == Ustar.padding(note.count) else {
            throw ArchiveFault.altered
        }
        for part in manifest.parts {
            guard try exactly(block, source) == Ustar.header(part.name, bytes: part.bytes) else {
                throw ArchiveFault.altered
            }
            var digest = SHA256()
            var left = part.bytes
            repeat {
                let bytes = try exactly(min(left, chunk), source)
                digest.update(data: bytes)
                try visit(part, bytes)
                left -= bytes.count
            } while left > 0
            guard hex(digest.finalize()) == part.digest,
                try exactly(Ustar.padding(part.bytes).count, source) == Ustar.padding(part.bytes)
            else { throw ArchiveFault.altered }
        }
        guard try exactly(2 * block, source).allSatisfy({ $0 == 0 }), try source.read(1).isEmpty else {
            throw ArchiveFault.altered
        }
        return manifest
    }

    /// The manifest as it stands, not yet verified.
    static func note(_ source: PrivateFile) throws -> [UInt8] {
        let first = try source.read(block)
        guard first.count == block, let count = Int(text(first[124..<135]), radix: 8),
            (0...Manifest.longest).contains(count), Ustar.header("manifest", bytes: count) == first
        else { throw ArchiveFault.notOne }
        return try exactly(count, source)
    }

    private static func exactly(_ count: Int, _ source: PrivateFile) throws -> [UInt8] {
        let bytes = try source.read(count)
        guard bytes.count == count else { throw ArchiveFault.cutShort }
        return bytes
    }

    private static func each(_ source: Source, _ body: ([UInt8]) throws -> Void) throws {
        switch source {
        case .bytes(let bytes): try body(bytes)
        case .file(let path):
            let file = try PrivateFile.read(path)
            while case let bytes = try file.read(chunk), !bytes.isEmpty { try body(bytes) }
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
