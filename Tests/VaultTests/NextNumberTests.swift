import Foundation
import Testing

@testable import Vault

/// Numbers that a column of the database says: none ends the process.
@Suite struct NextNumberTests {
    @Test func `there is a number after each but the last, and none after that`() throws {
        #expect(try UInt32(7).next() == 8 && Int64(-1).next() == 0)
        #expect(throws: VaultError.refused) { try UInt32.max.next() }
        #expect(throws: VaultError.refused) { try Int64.max.next() }
    }

    /// Lines where the name of a column of numbers is counted on from.
    private static func trapping(_ text: String) throws -> [String] {
        let counted =
            #"(?:version|epoch|[pP]osition|entry|lastEntry|letterEpoch|step|departedAt\([^)]*\)|newest|last|at)"#
        let pattern = try Regex(
            counted + #"(?:[?!]|(?: \?\? [^)]*)?\))*(?: |\s*\n\s*)(?:\+|-)=? ?1\b"#)
        return text.split(separator: "\n").map(String.init).filter { line in
            !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") && line.contains(pattern)
        }
    }

    @Test(arguments: [
        "version: row.version + 1", "let at = max(now, (state.departedAt(member) ?? 0) + 1)", "last + 1",
        "(newest?.version ?? 0) + 1", "end.entry - 1", "self.version += 1",
        "TeamEpoch(team, current.epoch + 1)",
    ])
    func `a line that counts on from a column is found`(line: String) throws {
        #expect(try Self.trapping(line) == [line])
    }

    /// Lines that were looked at: their number is this program's own, or can't be so great.
    private static let known: Set<String> = [
        // A page that begins at entry 0 or later.
        "index.register.withLock { $0.follow(to: isFull ? end.entry - 1 : end.entry) }",
        "opened = (results, isFull ? end.entry - 1 : end.entry)",
        // Counts down while it is greater than 1.
        "epoch -= 1",
        // Guarded by `version > 1`.
        "rows[Name(id: item.id, version: item.version - 1, table: .member)] = nil",
    ]

    @Test func `no line of the program counts on from a column in a way that can end the process`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
            .standardizedFileURL
        var found: Set<String> = []
        for folder in ["Casework", "Vault", "Database", "Ledger"] {
            let files = FileManager.default.enumerator(
                at: sources.appending(path: folder), includingPropertiesForKeys: nil)
            var looked = 0
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                looked += 1
                for line in try Self.trapping(String(contentsOf: file, encoding: .utf8)) {
                    found.insert(line.trimmingCharacters(in: .whitespaces))
                }
            }
            #expect(looked > 5, "\(folder)")
        }
        #expect(found.subtracting(Self.known).sorted() == [])
        #expect(Self.known.subtracting(found).sorted() == [], "known no more")
    }
}
