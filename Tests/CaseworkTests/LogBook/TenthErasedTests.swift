import Database
import Foundation
import Ledger
import Testing
import Vault

@testable import Casework

/// A tenth of all clients erased: the log verifies, and others can verify it.
@Suite struct TenthErasedTests {
    /// A charity with fifty clients, five of whom were erased, and its log in a folder.
    private struct Erased: Sendable {
        let charity: Charity
        let before: LogTree
        let after: LogTree
        let blank: [UInt64]
        let folder: Folder

        static let once = Task { try await Erased() }

        private init() async throws {
            charity = try await Charity()
            let guardian = try await charity.caller(.guardian)
            let caseworker = try await charity.caller(.caseworker)
            var clients: [ID] = []
            for number in 0..<50 {
                clients.append(try await charity.workedClient("Qzclient \(number)"))
                for words in ["First", "Then"] {
                    try await charity.casework.writeNote(
                        words, id: charity.casework.newID(), in: clients[number], as: caseworker)
                }
            }
            before = try await charity.tree()
            for client in stride(from: 3, to: 50, by: 10).map({ clients[$0] }) {
                try await charity.casework.erase(client, as: guardian)
            }
            after = try await charity.tree()
            blank = try await charity.database.read { connection in
                try connection.rows("SELECT position FROM entries WHERE salt IS NULL ORDER BY position").map {
                    UInt64(try $0.integer("position"))
                }
            }
            folder = try Folder()
            try TileFolder(folder.path + "/log").write(after)
        }
    }

    @Test func `The log holds, and only the erasures are new in it`() async throws {
        let erased = try await Erased.once.value
        #expect(try await erased.charity.verification().holds)
        #expect(erased.blank.count >= 5 * 3)
        #expect(erased.after.checkpoint.size == erased.before.checkpoint.size + 5)
        #expect(erased.after.extends(erased.before.checkpoint))
        #expect(
            Array(erased.after.commitments.prefix(erased.before.commitments.count))
                == erased.before.commitments)
    }

    @Test func `An erased entry is still shown to be in the log, and nobody can open it`() async throws {
        let erased = try await Erased.once.value
        for position in erased.blank {
            let opening = try await erased.charity.database.read { try Opening($0, at: position) }
            #expect(opening == nil)
            #expect(try erased.after.proof(of: position).contains("\nindex \(position)\n"))
        }
        _ = try erased.after.proof(since: erased.before.checkpoint)
    }

    @Test func `What is exported afterwards holds by itself`() async throws {
        let erased = try await Erased.once.value
        let found = try TileFolder(erased.folder.path + "/log").verify(with: erased.after.key)
        #expect(found == erased.after.checkpoint)
    }

    @Test(.enabled(if: Self.hasGo, "needs golang-go and golang-golang-x-mod-dev"))
    func `A verifier that is not ours accepts it, and that it extends the log from before`() async throws {
        let erased = try await Erased.once.value
        let path = erased.folder.path
        func keep(_ name: String, _ text: String) throws -> String {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
            return path + "/" + name
        }
        let old = try keep("old.txt", erased.before.note)
        let extends = try keep("extends.txt", erased.after.proof(since: erased.before.checkpoint))
        let proof = try keep("entry.tlog-proof", erased.after.proof(of: try #require(erased.blank.first)))
        let key = erased.after.key.encoded
        #expect(try await Self.verify([key, path + "/log"]) == 0)
        #expect(try await Self.verify([key, "consistency", old, extends]) == 0)
        #expect(try await Self.verify([key, "proof", proof]) == 0)
        let wrong = try keep("wrong.txt", erased.after.proof(of: 0).replacing("index 0", with: "index 1"))
        #expect(try await Self.verify([key, "proof", wrong]) == 1)
    }

    private static let sources =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/Verifier/verify.go"
    private static let library = "/usr/share/gocode"
    private static let hasGo =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/go")
        && FileManager.default.fileExists(atPath: library + "/src/golang.org/x/mod/sumdb/tlog")

    /// Runs the verifier; its exit status.
    private static func verify(_ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/go")
        process.arguments = ["run", sources] + arguments
        process.environment = [
            "GO111MODULE": "off", "GOPATH": library, "PATH": "/usr/bin:/bin",
            "GOCACHE": FileManager.default.temporaryDirectory.path + "/amanah-go-cache",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
    }
}
