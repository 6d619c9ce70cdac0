import Casework
import Database
import Foundation
import Synchronization
import Testing
import Vault
import Web

/// The daily log book: who reads which lines, what the filters find, and that a changed row shows.
@Suite struct LogBookPageTests {
    /// The table's lines, as they are read.
    private static func rows(_ page: Reply) -> [String] {
        page.body.components(separatedBy: "<tr role=\"row\">").dropFirst(2).map { row in
            let cells = row.prefix(upTo: row.range(of: "</tr>")?.lowerBound ?? row.endIndex)
            return cells.replacing(/<[^>]+>/, with: " ").split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
        }
    }

    @Test func `the log is checked once at a time, for all who ask meanwhile`() async throws {
        let charity = try await Charity.copy()
        let (casework, cookie) = (charity.site.casework, charity.cookies[.manager])
        let checks = LogChecks()
        let times = Mutex(0)
        let verify: @Sendable () async throws -> LogChecks.Check = {
            times.withLock { $0 += 1 }
            let caller = try await casework.caller(cookie: cookie)
            return LogChecks.Check(result: try await casework.verifyLog(as: caller), at: casework.now)
        }
        // Held back until all have asked.
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let first = checks.running {
            for await _ in gate {}
            return try await verify()
        }
        let others = (0..<9).map { _ in checks.running(verify) }
        open.finish()
        let found = try await first.value.result
        for task in others { #expect(try await task.value.result == found) }
        #expect(found.holds && times.withLock { $0 } == 1)
        _ = try await checks.running(verify).value
        #expect(times.withLock { $0 } == 2, "whoever asks afterwards gets a new one")
    }

    @Test func `whoever holds no file's log reads their own acts`() async throws {
        let charity = try await Charity.copy()
        _ = try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)")
        let rows = Self.rows(try await charity.visitor(.trustee).get("/log"))
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0.contains("Trustee") })
    }

    @Test func `a restricted file leaves no line, no name and no choice for others`() async throws {
        let charity = try await Charity.copy()
        _ = try await charity.visitor(.otherCaseworker).get("/file/\(charity.file(.restricted).text)")
        for person in [Person.manager, .caseworker, .receptionist, .counsellor] {
            let page = try await charity.visitor(person).get("/log")
            #expect(!page.body.contains("Zahra"), "\(person)")
            #expect(!page.body.contains(charity.file(.restricted).text), "\(person)")
        }
        #expect(try await charity.visitor(.guardian).get("/log").body.contains("Zahra Idris"))
    }

    @Test func `the filters find what they say, by id and number and never by name`() async throws {
        let charity = try await Charity.copy()
        let worker = charity.members[.caseworker]?.text ?? ""
        _ = try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)")
        let manager = charity.visitor(.manager)
        let day = "/log/2026-11-22"
        let by = Self.rows(try await manager.get("\(day)?actor=\(worker)"))
        #expect(!by.isEmpty && by.allSatisfy { $0.contains("Caseworker") })
        let kind = Self.rows(try await manager.get("\(day)?kind=\(EntryKind.fileMade.rawValue)"))
        #expect(kind.count == 2 && kind.allSatisfy { $0.contains("a file was made") })
        let file = Self.rows(try await manager.get("\(day)?file=\(charity.file(.known).text)"))
        #expect(!file.isEmpty && file.allSatisfy { $0.contains("Amina Yusuf") })
        let none = try await manager.get("\(day)?kind=999&actor=x&file=%00")
        #expect(none.status == 200)
        #expect(Self.rows(none).count > by.count)
    }

    @Test(arguments: ["2026-11-21", "2026-11-23", "1890-01-01", "9999-12-31"])
    func `a day without entries says so, and leads no further than today`(day: String) async throws {
        let page = try await Charity.copy().visitor(.manager).get("/log/\(day)")
        #expect(page.status == 200)
        #expect(page.text.contains("Nothing stands here for this day"))
        #expect(page.body.contains("rel=\"next\"") == (day < "2026-11-22"))
    }

    @Test func `a changed row shows at the next check, to everybody`() async throws {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        #expect(try await manager.get("/log").text.contains("The whole log holds"))
        try await charity.database.write { connection in
            _ = try connection.execute(
                "UPDATE entries SET kind = 8 WHERE position = (SELECT MAX(position) FROM entries WHERE kind = 6)"
            )
        }
        #expect(try await manager.submit("/log-check", []).location == "/log")
        for person in [Person.manager, .trustee] {
            let page = try await charity.visitor(person).get("/log")
            #expect(page.text.contains("The log does not hold"))
            #expect(page.text.contains("amanah ledger verify"))
        }
    }
}
