import Crypto
import Database
import Foundation
import Ledger
import Testing
import Vault

@testable import Casework

/// The log in a folder: what is in it, what is refused, and that it grows with the log.
@Suite struct TileFolderTests {
    private let charity: Charity
    private let folder: Folder
    private let file: ID

    init() async throws {
        charity = try await Charity()
        folder = try Folder()
        file = try await charity.workedClient("Amina Begum")
    }

    private var path: String { folder.path + "/log" }
    private var tiles: TileFolder { TileFolder(path) }

    /// So many more entries.
    private func add(_ count: Int) async throws {
        let caller = try await charity.caller(.manager)
        for _ in 0..<count {
            _ = try await charity.casework.takeCheckpoint(as: caller)
        }
    }

    private func names() throws -> Set<String> {
        let all = try FileManager.default.subpathsOfDirectory(atPath: path)
        return Set(
            all.filter { name in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
                    && !isFolder.boolValue
            })
    }

    @Test func `A folder that holds something else is left alone`() async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path + "/letter.txt"))
        let tree = try await charity.tree()
        #expect(throws: TileFolder.Fault.occupied) { try tiles.write(tree) }
        #expect(try names() == ["letter.txt"])
    }

    @Test func `A folder of another log is refused, and so is one of this log with another past`()
        async throws
    {
        let other = try VerifierKey(name: "amanah/other", publicKey: charity.logKey.publicKey)
        try tiles.write(try await charity.tree())
        #expect(throws: TileFolder.Fault.otherLog) { try tiles.verify(with: other) }
        let before = try Data(contentsOf: URL(fileURLWithPath: path + "/checkpoint"))
        // The same people, the same key, and a day that went otherwise.
        let twin = try await Charity()
        _ = try await twin.workedClient("Bilal Khan")
        let tree = try await twin.tree()
        #expect(throws: TileFolder.Fault.otherHistory) { try tiles.write(tree) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/checkpoint")) == before)
    }

    @Test func `A longer export than the log is another history`() async throws {
        let short = try await charity.tree()
        try await add(1)
        try tiles.write(try await charity.tree())
        #expect(throws: TileFolder.Fault.otherHistory) { try tiles.write(short) }
    }

    @Test func `A file that was changed in the folder is named, by the export and by the check`() async throws
    {
        let tree = try await charity.tree()
        try tiles.write(tree)
        for name in try names() where name != "checkpoint" {
            let url = URL(fileURLWithPath: path + "/" + name)
            let whole = try Data(contentsOf: url)
            var changed = whole
            changed[changed.count - 1] ^= 1
            try changed.write(to: url)
            #expect(throws: TileFolder.Fault.file(name)) { try tiles.write(tree) }
            #expect(throws: TileFolder.Fault.self) { try tiles.verify(with: tree.key) }
            try FileManager.default.removeItem(at: url)
            #expect(throws: TileFolder.Fault.file(name)) { try tiles.verify(with: tree.key) }
            #expect(try tiles.write(tree) == 1)
        }
        #expect(try tiles.verify(with: tree.key) == tree.checkpoint)
    }

    @Test func `It grows with the log: full tiles stay, partial ones go, and each state verifies`()
        async throws
    {
        let first = try await charity.tree()
        let firstWritten = try tiles.write(first)
        #expect(firstWritten == 2)
        #expect(try tiles.write(first) == 0)
        try await add(256)
        let second = try await charity.tree()
        try tiles.write(second)
        #expect(try tiles.verify(with: second.key).size == second.checkpoint.size)
        let names = try names()
        #expect(names.contains("tile/0/000") && names.contains("tile/entries/000"))
        #expect(names.contains("tile/1/000.p/1"))
        #expect(!names.contains { $0.hasPrefix("tile/0/000.p") || $0.hasPrefix("tile/entries/000.p") })
        try await add(3)
        let third = try await charity.tree()
        try tiles.write(third)
        #expect(try tiles.verify(with: third.key) == third.checkpoint)
        // What an earlier checkpoint needs is still there.
        #expect(names.subtracting(["checkpoint"]).isSubset(of: try self.names()))
    }

    @Test func `A first export that was cut off is completed`() async throws {
        let tree = try await charity.tree()
        try tiles.write(tree)
        try FileManager.default.removeItem(atPath: path + "/checkpoint")
        #expect(try tiles.write(tree) == 0)
        #expect(try tiles.verify(with: tree.key) == tree.checkpoint)
    }

    @Test func `No salt, no entry, no sealed word and no pseudonym is in it`() async throws {
        try tiles.write(try await charity.tree())
        let file = file
        let secret = try await charity.database.read { connection in
            try connection.rows("SELECT salt, evidence, actor FROM entries").flatMap {
                [try $0.blob("salt"), try $0.blob("actor"), Array(try $0.blob("evidence").prefix(53))]
            } + [file.bytes]
        }.filter { $0.count >= 16 }
        #expect(secret.count > 20)
        for name in try names() {
            let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
            for run in secret { #expect(data.range(of: Data(run)) == nil, "\(name)") }
        }
    }

    @Test func `A log that is not what its checkpoint signs is not exported`() async throws {
        try await charity.change("UPDATE entries SET commitment = zeroblob(32) WHERE position = 2")
        await #expect(throws: LogFault.altered) { try await charity.tree() }
        try await charity.change("DELETE FROM entries WHERE position = 2")
        await #expect(throws: LogFault.altered) { try await charity.tree() }
    }
}

extension Charity {
    /// The tree as a command reads it, by a connection of its own.
    func tree() async throws -> LogTree {
        let (origin, key) = (Self.origin, logKey.publicKey)
        return try await meddle { try LogTree($0, origin: origin, key: key) }
    }
}
