import Casework
import Foundation
import Testing
import Vault
import Web

/// Suspending somebody, and the page of who holds what (clauses S3.4, S3.7).
@Suite struct SuspendPageTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity.copy()
        charity.time.pass(seconds: 1)
    }

    private func page(_ person: Person) throws -> String {
        Route.suspend.path(try #require(charity.members[person]))
    }

    @Test func `the page says what it takes back and what it does not, before anything is done`() async throws
    {
        let reply = try await charity.visitor(.manager).get(try page(.caseworker))
        #expect(reply.text.contains("At once") && reply.text.contains("What it does not take back"))
        #expect(reply.text.contains("Their teams get new keys"))
        #expect(!reply.text.contains("Fewer than two managers"))
        let last = try await charity.visitor(.guardian).get(try page(.manager))
        #expect(last.text.contains("Fewer than two managers will be left"))
        #expect(!charity.changed)
    }

    @Test(arguments: [(Person.caseworker, false), (.manager, true)])
    func `each list says what it must, and of whom could read the certifying key what that means`(
        person: Person, couldCertify: Bool
    ) async throws {
        let guardian = charity.visitor(.guardian)
        let member = try #require(charity.members[person])
        // Before and after; and of somebody who takes up another role, which no one of two managers can.
        for route in [Route.changeRole, .suspend, .workLeft].dropFirst(couldCertify ? 1 : 0) {
            if route == .workLeft {
                _ = try await guardian.submit(try page(person), [("why", "Left")])
            }
            let page = try await guardian.get(route.path(member))
            let lists = page.text.components(separatedBy: "What it does not take back")
            #expect(lists.count == 2)
            let (taken, stays) = (lists.first ?? "", lists.last ?? "")
            #expect(taken.contains("They are signed out") && taken.contains("get new keys"))
            for words in [
                "printed, copied or photographed", "What was written before", "A letter for a file",
            ] {
                #expect(stays.contains(words) && !taken.contains(words))
            }
            for words in ["certifying key", "it can’t be changed", "amanah ledger verify"] {
                #expect(stays.contains(words) == couldCertify, "\(route): \(words)")
            }
        }
    }

    @Test(arguments: [(Person.manager, Person.guardian), (.manager, .manager), (.guardian, .guardian)])
    func `a manager has no such page for a guardian, and nobody for themself`(
        person: Person, other: Person
    ) async throws {
        let visitor = charity.visitor(person)
        #expect(try await visitor.get(try page(other)).status == 404)
        #expect(try await visitor.submit(try page(other), [("why", "A")]).status == 404)
        #expect(try await !visitor.get("/staff").body.contains(try page(other)))
        #expect(!charity.changed)
    }

    @Test func `without a reason nothing is done`() async throws {
        let reply = try await charity.visitor(.manager).submit(try page(.caseworker), [("why", " ")])
        #expect(reply.status == 422 && reply.text.contains("Say why, in a sentence."))
        #expect(!charity.changed)
    }

    @Test func `whoever is suspended is out at the next request, and stays out`() async throws {
        let worker = charity.visitor(.caseworker)
        #expect(try await worker.get("/my-clients").status == 200)
        let manager = charity.visitor(.manager)
        for _ in 1...2 {
            let reply = try await manager.submit(try page(.caseworker), [("why", "Left")])
            #expect(reply.location == Route.workLeft.path(try #require(charity.members[.caseworker])))
        }
        #expect(try await worker.get("/my-clients").location == "/sign-in?next=/my-clients")
        let again = try await charity.visitor().post(
            "/sign-in", [("signInName", "caseworker"), ("passphrase", Person.passphrase)])
        #expect(again.status == 401 && again.cookie == nil)
        #expect(try await manager.get("/staff").text.contains("Suspended"))
        #expect(try await charity.visitor(.otherCaseworker).get("/my-clients").status == 200)
    }

    @Test func `the matrix names each member in a row and each team and item in a column`() async throws {
        let reply = try await charity.visitor(.guardian).get("/staff/matrix")
        for caption in [
            "Members and their teams", "People’s files: what all need", "People’s files: the work",
            "Organisations’ files", "The charity’s own",
        ] {
            #expect(reply.body.contains("<caption>\(caption)</caption>"))
        }
        let rows = reply.body.components(separatedBy: "scope=\"row\"").count - 1
        #expect(rows == 5 * Person.staff.count)
        #expect(!reply.text.contains("Newcomer"))
    }
}
