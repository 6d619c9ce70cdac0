import Casework
import Foundation
import Testing
import Vault
import Web

/// Joining, leaving, another role and new keys, as somebody at a browser does them (clauses S3.4, S3.5,
/// S3.7).
@Suite struct PeoplePageTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity.copy()
        charity.time.pass(seconds: 1)
    }

    private func path(_ route: Route, _ person: Person) throws -> String {
        route.path(try #require(charity.members[person]))
    }

    @Test func `a leaver is out, and their files handed over, with one page and one form`() async throws {
        let leaver = charity.visitor(.caseworker)
        #expect(try await leaver.get("/my-clients").text.contains(Client.known.rawValue))
        let manager = charity.visitor(.manager)
        let page = try await manager.get(try path(.suspend, .caseworker))
        #expect(page.text.contains(Client.known.rawValue) && page.text.contains("Who takes them over"))
        let other = try #require(charity.members[.otherCaseworker])
        let reply = try await manager.submit(
            try path(.suspend, .caseworker), [("successor", other.text), ("why", "Left")])
        #expect(reply.location == (try path(.workLeft, .caseworker)))
        let after = try await manager.get(try path(.workLeft, .caseworker))
        #expect(after.text.contains("has left") && after.text.contains("Left behind: 0."))
        #expect(after.text.contains(Client.known.rawValue))
        #expect(after.body.contains("<caption>Handed over</caption>"))
        #expect(after.text.contains("What it does not take back"))
        #expect(try await manager.get("/staff").body.contains(try path(.workLeft, .caseworker)))
        #expect(try await leaver.get("/my-clients").location == "/sign-in?next=/my-clients")
        charity.time.pass(seconds: 1)
        #expect(
            try await charity.visitor(.otherCaseworker).get("/my-clients").text.contains(
                Client.known.rawValue))
        let teams = try await charity.visitor(.guardian).get("/staff/teams")
        #expect(teams.text.contains("Left their teams") && teams.text.contains("What it does not take back"))
    }

    @Test func `a joiner is in with three forms: a code, their own, a fingerprint`() async throws {
        let manager = charity.visitor(.manager)
        try await manager.confirm()
        let invited = try await manager.submit(
            "/staff/invite", [("name", "Nadia"), ("role", "receptionist")])
        let code = try #require(
            invited.body.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/).map { String($0.output.0) })
        let nadia = charity.visitor()
        let enrolled = try await nadia.post(
            "/enrol",
            [
                ("code", code), ("signInName", "nadia"), ("passphrase", Person.passphrase),
                ("passphraseAgain", Person.passphrase),
            ])
        #expect(enrolled.location == "/waiting")
        let staff = try await manager.get("/staff").body.components(separatedBy: "Nadia")
        let form = try #require(staff.first { $0.contains("name=\"fingerprint\"") })
        let action = try #require(form.firstMatch(of: /action="([^"]*)"/).map { String($0.output.1) })
        let print = try #require(
            form.firstMatch(of: /name="fingerprint" value="([^"]*)"/).map { String($0.output.1) })
        #expect(
            try await manager.submit(
                action, [("fingerprint", print), ("role", "receptionist"), ("version", "1")]
            ).location == "/staff")
        #expect(try await nadia.get("/waiting").location == "/")
    }

    @Test func `somebody with another role is signed out, and a page of before changes nothing`() async throws
    {
        let (worker, manager) = (charity.visitor(.caseworker), charity.visitor(.manager))
        let address = try path(.changeRole, .caseworker)
        let fields = [("version", "1"), ("role", "receptionist"), ("why", "A new post")]
        let asked = try await manager.submit(address, fields)
        #expect(asked.status == 409 && asked.text.contains("Your passphrase, please"))
        #expect(try await worker.get("/").status == 200)
        try await manager.confirm()
        #expect(try await manager.submit(address, fields).location == (try path(.workLeft, .caseworker)))
        let after = try await manager.get(try path(.workLeft, .caseworker))
        #expect(after.body.contains("<caption>Left behind</caption>"))
        #expect(after.body.contains(try path(.handOver, .caseworker)))
        #expect(try await worker.get("/").location?.hasPrefix("/sign-in") == true)
        let again = try await manager.submit(
            address, [("version", "1"), ("role", "trustee"), ("why", "A new post")])
        #expect(again.status == 409 && again.text.contains("Somebody changed the staff meanwhile"))
        let last = try await charity.visitor(.guardian).get(try path(.changeRole, .manager))
        #expect(last.text.contains("They are one of two managers"))
    }

    @Test func `what a colleague can open says which file is restricted, as a tag`() async throws {
        let page = try await charity.visitor(.guardian).get(try path(.reach, .otherCaseworker))
        #expect(page.text.contains(Client.restricted.rawValue) && page.text.contains("Restricted"))
        #expect(!page.text.contains("Tag("))
    }

    @Test func `a guardian makes a code for new keys, once`() async throws {
        let worker = charity.visitor(.caseworker)
        _ = try await worker.get("/")
        let guardian = charity.visitor(.guardian)
        let fields = [("version", "1"), ("why", "Forgotten; seen in person")]
        let address = try path(.readmit, .caseworker)
        #expect(try await guardian.get(address).location == "/confirm?next=\(address)")
        let asked = try await guardian.submit(address, fields)
        #expect(asked.status == 409 && asked.text.contains("Your passphrase, please"))
        #expect(try await worker.get("/").status == 200)
        try await guardian.confirm()
        let reply = try await guardian.submit(address, fields)
        #expect(reply.status == 200 && reply.text.contains("The code is made"))
        #expect(try await guardian.submit(address, fields).status == 409)
        #expect(try await worker.get("/").location?.hasPrefix("/sign-in") == true)
    }

    /// Somebody with new keys that a manager certified.
    @discardableResult
    static func readmitted(_ person: Person, _ charity: Charity) async throws -> Visitor {
        let member = try #require(charity.members[person])
        let (guardian, manager) = (charity.visitor(.guardian), charity.visitor(.manager))
        try await guardian.confirm()
        let made = try await guardian.submit(
            Route.readmit.path(member), [("version", "1"), ("why", "Forgotten; seen in person")])
        let code = try #require(
            made.body.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/).map { String($0.output.0) })
        charity.time.pass(seconds: 1)
        let visitor = charity.visitor()
        _ = try await visitor.post(
            "/enrol",
            [
                ("code", code), ("signInName", "anew"), ("passphrase", Person.passphrase),
                ("passphraseAgain", Person.passphrase),
            ])
        let print = try #require(
            try await visitor.get("/waiting").body.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/).map {
                String($0.output.0)
            })
        try await manager.confirm()
        let staff = try await manager.get("/staff").body.components(separatedBy: "<form")
        let form = try #require(staff.first { $0.contains(Route.certify.path(member)) })
        let seen = try form.matches(of: Regex(#"name="(fingerprint|role|version)" value="([^"]*)""#)).map {
            (String($0.output[1].substring ?? ""), String($0.output[2].substring ?? ""))
        }
        #expect(seen.first?.1 == print)
        let reply = try await manager.submit(Route.certify.path(member), seen)
        #expect(reply.location == "/staff")
        charity.time.pass(seconds: 1)
        return visitor
    }

    @Test func `restricted files that new keys lack wait on a guardian’s Today, until she gives them back`()
        async throws
    {
        let worker = try await Self.readmitted(.otherCaseworker, charity)
        let restricted = Route.file.path(charity.file(.restricted))
        #expect(try await worker.get(restricted).status == 404)
        let waits = "has new keys: a restricted file of theirs waits to be given back"
        let guardian = charity.visitor(.guardian)
        let address = try path(.giveBack, .otherCaseworker)
        let today = try await guardian.get("/")
        #expect(today.text.contains(waits) && today.body.contains(address))
        #expect(!today.text.contains(Client.restricted.rawValue))
        let manager = charity.visitor(.manager)
        #expect(try await !manager.get("/").text.contains("has new keys"))
        #expect(try await manager.get(address).status == 404)
        #expect(try await manager.submit(address, []).status == 404)
        charity.time.pass(seconds: 301)
        #expect(try await guardian.get(address).location == "/confirm?next=\(address)")
        let asked = try await guardian.submit(address, [])
        #expect(asked.status == 409 && asked.text.contains("Your passphrase, please"))
        #expect(try await worker.get(restricted).status == 404)
        try await guardian.confirm()
        let page = try await guardian.get(address)
        #expect(page.text.contains(Client.restricted.rawValue) && !page.text.contains("Tag("))
        for _ in 1...2 { #expect(try await guardian.submit(address, []).location == "/") }
        #expect(try await worker.get(restricted).status == 200)
        #expect(try await !guardian.get("/").text.contains("has new keys"))
        #expect(try await guardian.get(address).text.contains("Nothing to give back"))
    }
}
