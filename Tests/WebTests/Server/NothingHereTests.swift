import Database
import HTTPTypes
import Testing
import Vault
import Web

/// Clause S3.4: what is not there, not yours and restricted are told apart neither by an answer, nor by its size, nor by
/// the work that it makes.
@Suite struct NothingHereTests {
    /// An answer, and the statements that the database was given for it.
    private struct Met {
        let reply: Reply
        let statements: [String]
    }

    /// Every address of a file, asked for and posted to by somebody, for one file.
    private static func meet(_ file: @Sendable (Charity) -> ID, as person: Person) async throws -> [String:
        Met]
    {
        let charity = try await Charity.copy(seed: 5)
        let visitor = charity.visitor(person)
        let file = file(charity)
        var met: [String: Met] = [:]
        for route in Route.allCases where route.rawValue.hasPrefix(Route.file.rawValue) {
            let path = route.path(file, .house)
            let token = try await visitor.token()
            charity.database.forget()
            let got = try await visitor.get(path)
            met["GET \(route)"] = Met(reply: got, statements: charity.database.statements.map(\.text))
            charity.database.forget()
            let posted = try await visitor.post(path, [("form", token), ("note", "x"), ("version", "1")])
            met["POST \(route)"] = Met(reply: posted, statements: charity.database.statements.map(\.text))
        }
        return met
    }

    @Test(arguments: [Person.trustee, .administrator])
    func `a file that is not theirs is as one that is not there`(person: Person) async throws {
        try await Self.compare({ $0.file(.known) }, as: person)
    }

    @Test(arguments: Person.staff.filter { ![.guardian, .otherCaseworker].contains($0) })
    func `a restricted file is as one that is not there`(person: Person) async throws {
        try await Self.compare({ $0.file(.restricted) }, as: person)
    }

    private static func compare(_ file: @Sendable (Charity) -> ID, as person: Person) async throws {
        let nobodys = try #require(ID(text: String(repeating: "a", count: 32)))
        let absent = try await meet({ _ in nobodys }, as: person)
        let hidden = try await meet(file, as: person)
        #expect(absent.count > 40)
        for (address, none) in absent {
            let met = try #require(hidden[address])
            #expect(none.reply.status == 404, "\(address)")
            #expect(met.reply.status == 404, "\(address)")
            #expect(met.reply.headers == none.reply.headers, "\(address)")
            #expect(met.reply.bytes.count == none.reply.bytes.count, "\(address)")
            #expect(met.reply.withoutTokens == none.reply.withoutTokens, "\(address)")
            #expect(met.statements == none.statements, "\(address)")
        }
        // Not only the guard's own, before any file is looked for.
        #expect(absent["GET file"]?.statements.contains { $0.contains("FROM files") } == true)
    }
}
