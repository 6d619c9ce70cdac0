import Database
import Policy
import Testing
import Vault

@testable import Casework

@Suite struct FirstContactTests {
    static let bad: [(String, @Sendable (inout FirstContactForm) -> Void, [Problem])] = [
        ("no name", { $0.name = "  " }, [Problem("name", .missing)]),
        ("a long name", { $0.name = String(repeating: "n", count: 201) }, [Problem("name", .tooLong(200))]),
        ("NUL in the name", { $0.name = "a\u{0}b" }, [Problem("name", .unreadable(after: "a"))]),
        ("an override in the name", { $0.name = "a\u{202E}b" }, [Problem("name", .unreadable(after: "a"))]),
        (
            "long other names", { $0.otherNames = String(repeating: "n", count: 401) },
            [Problem("otherNames", .tooLong(400))]
        ),
        ("no year", { $0.born = "3 May" }, [Problem("born", .date(.noYear))]),
        ("a date to come", { $0.born = "2026-11-23" }, [Problem("born", .inTheFuture)]),
        ("a long phone", { $0.phone = String(repeating: "0", count: 61) }, [Problem("phone", .tooLong(60))]),
        (
            "a long email", { $0.email = String(repeating: "e", count: 255) },
            [Problem("email", .tooLong(254))]
        ),
        ("NUL in the address", { $0.address = "a\u{0}" }, [Problem("address", .unreadable(after: "a"))]),
        ("no such safety", { $0.safeToCall = "maybe" }, [Problem("safeToCall", .notAChoice)]),
        ("no such safety to text", { $0.safeToText = "YES" }, [Problem("safeToText", .notAChoice)]),
        (
            "an override in the safety note", { $0.safetyNote = "Not on a\u{202E}b" },
            [Problem("safetyNote", .unreadable(after: "a"))]
        ),
        ("no answer", { $0.answer = "" }, [Problem("answer", .missing)]),
        ("no such answer", { $0.answer = "yes" }, [Problem("answer", .notAChoice)]),
        (
            "nothing told",
            {
                $0.policyTold = false
                $0.sharingTold = false
                $0.refusingTold = false
            },
            [
                Problem("policyTold", .notTold), Problem("sharingTold", .notTold),
                Problem("refusingTold", .notTold),
            ]
        ),
        ("a worker who is no id", { $0.worker = "Karim" }, [Problem("worker", .notAChoice)]),
        (
            "a worker unknown", { $0.worker = String(repeating: "0", count: 32) },
            [Problem("worker", .notAChoice)]
        ),
        (
            "a long note", { $0.note = String(repeating: "n", count: 20_001) },
            [Problem("note", .tooLong(20_000))]
        ),
    ]

    @Test func `What can't be kept is named with its field, and nothing is kept`() async throws {
        let charity = try await Charity()
        let caller = try await charity.caller(.receptionist)
        let before = try await charity.entryCount()
        for (name, spoil, problems) in Self.bad {
            var form = FirstContactForm.filled()
            spoil(&form)
            await #expect(throws: CaseworkError.invalid(problems), "\(name)") {
                try await charity.casework.makeFirstContact(form, id: charity.casework.newID(), as: caller)
            }
        }
        #expect(try await charity.entryCount() == before)
        #expect(charity.halves.all().count == 1)
    }

    @Test func `A form sent empty names every field that is missing`() async throws {
        let charity = try await Charity()
        let caller = try await charity.caller(.receptionist)
        let problems = ["policyTold", "sharingTold", "refusingTold"].map { Problem($0, .notTold) }
        await #expect(
            throws: CaseworkError.invalid(
                [Problem("name", .missing)] + problems + [Problem("answer", .missing)])
        ) {
            try await charity.casework.makeFirstContact(
                FirstContactForm(), id: charity.casework.newID(), as: caller)
        }
    }

    @Test(arguments: [Person.manager, .receptionist, .counsellor])
    func `Somebody who is no caseworker can't be the worker`(person: Person) async throws {
        let charity = try await Charity()
        let form = FirstContactForm.filled(worker: try charity.id(person))
        await #expect(throws: CaseworkError.invalid([Problem("worker", .notAChoice)])) {
            try await charity.client(form)
        }
    }

    @Test func `A form sent twice makes one file, and the second is told so`() async throws {
        let charity = try await Charity()
        let caller = try await charity.caller(.receptionist)
        let form = charity.casework.newID()
        #expect(try await charity.casework.made(by: form, as: caller) == nil)
        let file = try await charity.casework.makeFirstContact(.filled(), id: form, as: caller)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.makeFirstContact(.filled("Another Name"), id: form, as: caller)
        }
        #expect(try await charity.casework.name(of: file, as: caller) == "Muhammad Husayn")
        #expect(try await charity.casework.made(by: form, as: caller) == file)
        // Nobody else is told what it made, nor that it made anything.
        let other = try await charity.caller(.manager)
        #expect(try await charity.casework.made(by: form, as: other) == nil)
        await #expect(throws: CaseworkError.unavailable) {
            try await charity.casework.makeFirstContact(.filled(), id: form, as: other)
        }
    }

    @Test func `Of forms sent at once with one id one is kept, and it opens`() async throws {
        let charity = try await Charity()
        let caller = try await charity.caller(.receptionist)
        let id = charity.casework.newID()
        let saved = await withTaskGroup(of: Bool.self) { group -> Int in
            for _ in 0..<4 {
                group.addTask {
                    (try? await charity.casework.makeFirstContact(.filled(), id: id, as: caller)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(saved == 1)
        let file = try #require(try await charity.casework.made(by: id, as: caller))
        #expect(try await charity.casework.name(of: file, as: caller) == "Muhammad Husayn")
    }

    @Test func `A form whose saving failed is not called saved: sent again, it is`() async throws {
        let charity = try await Charity()
        let caller = try await charity.caller(.receptionist)
        let id = charity.casework.newID()
        // The half is durable before the file is; then the database is full.
        charity.database.beforeNextWrite { throw DatabaseError.full }
        await #expect(throws: CaseworkError.unavailable) {
            try await charity.casework.makeFirstContact(.filled(), id: id, as: caller)
        }
        let restarted = try await charity.restarted()
        let again = try await restarted.caller(.receptionist)
        let file = try await restarted.casework.makeFirstContact(.filled(), id: id, as: again)
        #expect(try await restarted.casework.name(of: file, as: again) == "Muhammad Husayn")
    }

    @Test func `A form sent again after its file was erased makes nothing`() async throws {
        let charity = try await Charity()
        let (form, desk) = (charity.casework.newID(), try await charity.caller(.receptionist))
        let file = try await charity.casework.makeFirstContact(.filled(), id: form, as: desk)
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.makeFirstContact(.filled(), id: form, as: desk)
        }
    }

    @Test func `What was typed is what is read, with the consent and who it was`() async throws {
        let charity = try await Charity()
        let file = try await charity.client(.filled("  Muhammad   Husayn ", otherNames: "Md Hussain"))
        let contents = try await charity.casework.readFile(file, as: try await charity.caller(.manager))
        #expect(
            contents.identity?.text
                == Identity(name: "Muhammad Husayn", otherNames: "Md Hussain", born: "1990-02-03"))
        #expect(contents.contact?.text == Contact(phone: "07700 900456", safeToCall: .no))
        #expect(contents.consents.first?.text.state(on: charity.casework.now.day) == .general)
        #expect(try contents.identity?.author == charity.id(.receptionist))
        #expect(
            contents.timeline.last?.details
                == "First contact. Policy given; sharing and refusing explained. "
                + "General consent to need-to-know sharing: agreed.")
    }
}
