import Testing
import Vault

@testable import Casework

/// Clause S3.4: a file that is kept from somebody takes the work of one that is not there; nothing of it is judged.
@Suite struct UnjudgedTests: OneClient {
    let charity: Charity
    let file: ID

    /// What opening a file came to, in a process that has judged nothing yet.
    private func opening(
        _ file: ID, as person: Person
    ) async throws -> (opens: Bool, judged: Int, statements: [String]) {
        let fresh = try await charity.beside()
        let caller = try await fresh.caller(person)
        let before = fresh.casework.judgements.count
        var opens = true
        let statements = try await fresh.database.statements {
            do { _ = try await fresh.casework.openFile(file, as: caller) } catch {
                try #require(error as? CaseworkError == .notFound)
                opens = false
            }
        }
        return (opens, fresh.casework.judgements.count - before, statements)
    }

    @Test(arguments: Person.allCases.filter { ![.caseworker, .guardian].contains($0) })
    func `A file that was restricted from its first day`(person: Person) async throws {
        let file = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let hidden = try await opening(file, as: person)
        let absent = try await opening(charity.casework.newID(), as: person)
        #expect(!hidden.opens && !absent.opens)
        #expect(hidden.judged == 0 && absent.judged == 0)
        #expect(hidden.statements == absent.statements)
    }

    @Test(arguments: [Person.receptionist, .otherCaseworker, .counsellor])
    func `A file that was open until it was restricted is judged once, and has no more statements after that`(
        person: Person
    ) async throws {
        try await restrict()
        let hidden = try await opening(file, as: person)
        let absent = try await opening(charity.casework.newID(), as: person)
        #expect(!hidden.opens && hidden.judged <= 1 && absent.judged == 0)
        // Judging it asks the log which of the rows it wrote.
        #expect(hidden.statements.filter { !$0.contains("FROM entries") } == absent.statements)
        #expect(hidden.statements.count <= absent.statements.count + 1)
    }

    @Test func `Whoever may open it has it judged`() async throws {
        for person in [Person.caseworker, .guardian, .receptionist] {
            let met = try await opening(file, as: person)
            #expect(met.opens && met.judged == 1, "\(person)")
        }
    }
}
