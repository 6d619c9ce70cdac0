import Casework
import Crypto
import Database
import HTTPTypes
import Ledger
import Testing
import Vault
import Web

/// The page for those who keep the log's checkpoints elsewhere.
@Suite struct CheckpointPageTests {
    /// Saves the newest as a file.
    private static func take(_ visitor: Visitor) async throws -> Reply {
        try await visitor.submit("/checkpoint/take", [])
    }

    @Test
    func `an empty form and a text that is no checkpoint are told beside the field, and the typing stays`()
        async throws
    {
        let visitor = try await Charity.copy().visitor(.trustee)
        let empty = try await visitor.submit("/checkpoint", [("checkpoint", " \r\n ")])
        #expect(empty.status == 422)
        #expect(empty.text.contains("Paste the checkpoint that you kept"))
        let other = try await visitor.submit("/checkpoint", [("checkpoint", "Dear trustees,")])
        #expect(other.status == 422)
        #expect(other.text.contains("This is not a whole checkpoint"))
        #expect(other.body.contains("Dear trustees,"))
    }

    @Test func `each wrong checkpoint has an answer of its own`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.trustee)
        let note = try await Self.take(visitor).body
        let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
        let stranger = Curve25519.Signing.PrivateKey()
        let ours = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        let foreign = try Checkpoint(origin: "amanah/other", size: head.size, root: head.root)
        let longer = try Checkpoint(origin: head.origin, size: head.size + 100, root: head.root)
        let other = try Checkpoint(origin: head.origin, size: 2, root: head.root)
        let cases: [(String, Int, String)] = [
            (
                try foreign.sign(with: stranger, name: "amanah/other"), 422,
                "This checkpoint is of another log"
            ),
            (
                try head.sign(with: stranger, name: head.origin), 422,
                "does not bear this log’s signature"
            ),
            (
                note.replacing("\n\(head.size)\n", with: "\n\(head.size + 1)\n"), 422,
                "The signature on this checkpoint is false"
            ),
            (try longer.sign(with: ours, name: head.origin), 200, "Entries are missing from the log"),
            (try other.sign(with: ours, name: head.origin), 200, "does NOT agree with your checkpoint"),
        ]
        for (text, status, words) in cases {
            let reply = try await visitor.submit("/checkpoint", [("checkpoint", text)])
            #expect(reply.status == status, "\(words)")
            #expect(reply.text.contains(words), "\(words)")
            #expect(!reply.text.contains("The log agrees"), "\(words)")
        }
    }

    @Test func `a log that was altered alarms whoever compares`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.trustee)
        let note = try await Self.take(visitor).body
        try await charity.database.write { connection in
            _ = try connection.execute(
                "UPDATE entries SET commitment = zeroblob(32) WHERE position = \(1)")
        }
        let reply = try await visitor.submit("/checkpoint", [("checkpoint", note)])
        #expect(reply.status == 200)
        #expect(reply.text.contains("The log book does not hold"))
        #expect(reply.text.contains("tell the chair of trustees"))
    }

    @Test
    func `a saved checkpoint is a text file that the log's key signed, and the log agrees with it later`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.trustee)
        let saved = try await Self.take(visitor)
        #expect(saved.status == 200)
        #expect(saved.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(
            saved.headers[.contentDisposition] == "attachment; filename=\"checkpoint-2026-11-22.txt\"")
        #expect(saved.headers[.cacheControl] == "no-store")
        let page = try await visitor.get("/checkpoint")
        #expect(page.body.contains(try SignedNote(parsing: saved.body).text.split(separator: "\n")[2]))
        _ = try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)")
        let reply = try await visitor.submit(
            "/checkpoint", [("checkpoint", saved.body.replacing("\n", with: "\r\n"))])
        #expect(reply.status == 200)
        #expect(reply.text.contains("The log agrees with your checkpoint"))
        #expect(reply.text.contains("One entry has been added since."))
    }

    @Test func `signatures by other keys are left aside, and the page says how many they were`() async throws
    {
        let visitor = try await Charity.copy().visitor(.trustee)
        let note = try await Self.take(visitor).body
        let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
        let more = try ["witness.example/one", "witness.example/two"].map { name in
            let signed = try head.sign(with: Curve25519.Signing.PrivateKey(), name: name)
            return try #require(signed.split(separator: "\n").last) + "\n"
        }
        for (kept, words) in [
            (note, nil), (note + more[0], "one more signature, by a key that is not this log’s"),
            (note + more[0] + more[1], "2 more signatures, by keys that are not this log’s"),
        ] {
            let reply = try await visitor.submit("/checkpoint", [("checkpoint", kept)])
            #expect(reply.text.contains("The log agrees with your checkpoint"))
            #expect(reply.text.contains("left aside") == (words != nil))
            if let words { #expect(reply.text.contains(words)) }
        }
    }

    @Test func `a trustee's pages say nothing of any client`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.trustee)
        _ = try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)")
        for path in ["/", "/log", "/checkpoint", "/staff", "/policy", "/purposes"] {
            let page = try await visitor.get(path)
            for name in [
                "Amina", "Daud", "Zahra", charity.file(.known).text, "First contact: a file was made</td>",
            ] {
                #expect(!page.body.contains(name), "\(path)")
            }
        }
    }

    @Test func `an entry's proof is for those who see the entry, and tells nothing of it`() async throws {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        let log = try await manager.get("/log/2026-11-22?kind=\(EntryKind.fileMade.rawValue)")
        let path = try #require(
            log.body.firstMatch(of: /href="(\/log-proof\/[0-9]+)"/).map { String($0.output.1) })
        for person in [Person.trustee, .administrator, .newcomer] {
            #expect(try await charity.visitor(person).get(path).status != 200, "\(person)")
        }
        let proof = try await manager.get(path)
        #expect(proof.status == 200)
        #expect(proof.body.hasPrefix("c2sp.org/tlog-proof@v1\nextra "))
        #expect(proof.headers[.contentDisposition]?.hasSuffix(".tlog-proof\"") == true)
        #expect(proof.body.split(separator: "\n")[1].utf8.count == "extra ".utf8.count + 44)
    }
}
