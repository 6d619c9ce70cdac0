import FoundationEssentials
import Ledger
import Texts

/// The log in a folder, for anybody to copy, serve or check: C2SP tlog-tiles. Its entries are commitments, 32 bytes each,
/// and nothing of what they commit to: no person can be found in it.
package struct TileFolder: Sendable {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Why a folder is not written to, or does not hold. No case holds anything of an entry.
    package enum Fault: Error, Equatable {
        /// Something else is in it.
        case occupied
        /// Its checkpoint is not the whole of one.
        case damaged
        /// It holds another log, or a checkpoint that the key did not sign.
        case otherLog
        /// It holds this log with another past, or a longer one.
        case otherHistory
        /// A file is missing, or not what the tree says.
        case file(String)
        /// The folder can't be written to.
        case notWritten
    }

    /// Writes the tree. What is there of an earlier export of the same log stays as it is; the checkpoint comes last, each
    /// file in one step, so that a reader at any moment finds a tree that is whole.
    /// - Returns: how many files were new.
    @discardableResult
    package func write(_ tree: LogTree) throws -> Int {
        try refuseOthers(tree)
        var written = 0
        var outgrown: [String] = []
        func put(_ file: String, _ bytes: [UInt8], isFull: Bool) throws {
            if let there = read(file) {
                guard there == bytes else { throw Fault.file(file) }
                return
            }
            try replace(file, bytes)
            written += 1
            if isFull { outgrown.append(file + ".p") }
        }
        var (level, hashes) = (0, tree.leafHashes)
        while !hashes.isEmpty {
            for tile in Tile.row(level: level, count: hashes.count) {
                if level == 0 {
                    let entries = Tile.bundle(tree.commitments[tile.hashes])
                    try put(tile.entriesPath, entries, isFull: tile.isFull)
                }
                try put(tile.path, hashes[tile.hashes].flatMap(\.bytes), isFull: tile.isFull)
            }
            (level, hashes) = (level + 1, Tile.above(hashes))
        }
        try replace("checkpoint", Array(tree.note.utf8))
        // A partial tile may go once the full one is there.
        for folder in outgrown { try? FileManager.default.removeItem(atPath: path + "/" + folder) }
        return written
    }

    /// Recomputes what the folder holds, from its entries up to the signed checkpoint, without the charity's database.
    package func verify(with key: VerifierKey) throws -> Checkpoint {
        guard let checkpoint = try checkpoint(key) else { throw Fault.file("checkpoint") }
        var (level, hashes) = (0, [Hash]())
        for tile in Tile.row(level: 0, count: Int(checkpoint.size)) {
            guard let entries = read(tile.entriesPath).flatMap(Tile.entries), entries.count == tile.width
            else { throw Fault.file(tile.entriesPath) }
            hashes += entries.map(\.leafHash)
        }
        guard MerkleTree.root(of: hashes) == checkpoint.root else { throw Fault.otherHistory }
        while !hashes.isEmpty {
            for tile in Tile.row(level: level, count: hashes.count) {
                guard read(tile.path) == hashes[tile.hashes].flatMap(\.bytes) else {
                    throw Fault.file(tile.path)
                }
            }
            (level, hashes) = (level + 1, Tile.above(hashes))
        }
        return checkpoint
    }

    /// Before anything is written: the folder is empty, or an earlier export of this log.
    private func refuseOthers(_ tree: LogTree) throws {
        if let earlier = try checkpoint(tree.key) {
            guard tree.extends(earlier) else { throw Fault.otherHistory }
        } else {
            // A first export that was cut off has left tiles, and nothing else.
            let there = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            guard there.allSatisfy({ $0 == "tile" }) else { throw Fault.occupied }
        }
    }

    private func checkpoint(_ key: VerifierKey) throws -> Checkpoint? {
        guard let bytes = read("checkpoint") else { return nil }
        switch CheckpointFinding.read(KeptText(bytes), key: key) {
        case .success(let (checkpoint, _)): return checkpoint
        case .failure(let refused): throw refused.finding == .malformed ? Fault.damaged : Fault.otherLog
        }
    }

    private func read(_ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path + "/" + file).map { Array($0) }
    }

    private func replace(_ file: String, _ bytes: [UInt8]) throws {
        let whole = path + "/" + file
        let folder = whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)]
        do {
            try FileManager.default.createDirectory(
                atPath: String(folder), withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: whole), options: .atomic)
        } catch { throw Fault.notWritten }
    }
}
