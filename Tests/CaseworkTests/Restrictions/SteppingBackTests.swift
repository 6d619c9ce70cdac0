import Testing
import Vault

@testable import Casework

/// Stepping back from a file, and files about colleagues (clauses S3.4, S3.7).
@Suite struct SteppingBackTests: OneClient {
    let charity: Charity
    let file: ID

    @Test func `A colleague with the client's surname is named, however it is spelt, and nobody else`()
        async throws
    {
        let manager = try await charity.fresh(.manager)
        _ = try await charity.casework.invite(
            id: charity.casework.newID(), name: "Amina Hussain", role: .caseworker, as: manager)
        let roster = try await charity.casework.roster(as: manager)
        let alike = try await charity.casework.namesakes(of: file, among: roster, as: manager)
        #expect(alike.map(\.profile.name) == ["Amina Hussain"])
        // The whole name in another order, and another name of the client's.
        #expect(charity.casework.namesakes(of: "Hussein, Aminah", among: roster).map(\.id) == alike.map(\.id))
        let other = charity.casework.namesakes(of: "Zahra", or: "Z, Zahra Husain", among: roster)
        #expect(other.map(\.id) == alike.map(\.id))
        for name in ["", "Husayn Rahman", "Amina"] {
            #expect(charity.casework.namesakes(of: name, among: roster).isEmpty, "\(name)")
        }
    }

    @Test func `Somebody who steps back names others, or nobody's keys change`() async throws {
        let caller = try await charity.caller(.caseworker)
        for (named, reason) in [([], Problem.Reason.missing), ([Person.caseworker], .notAChoice)] {
            await #expect(throws: CaseworkError.invalid([Problem("named", reason)])) {
                try await stepBack(.caseworker, naming: named)
            }
        }
        await #expect(throws: CaseworkError.notFound) { try await stepBack(.guardian, naming: [.caseworker]) }
        try await stepBack(.caseworker, naming: [.otherCaseworker])
        #expect(try await items(.caseworker).isEmpty)
        #expect(try await items(.otherCaseworker) == Self.named)
        #expect(try await charity.casework.find("Husayn", as: caller).isEmpty)
        // Nobody gives it to them again, and it can't be lifted to their team.
        let access = try await charity.access(.caseworker, ["contact"])
        await #expect(throws: CaseworkError.invalid([Problem("member", .notAChoice)])) {
            try await charity.casework.giveAccess(
                access, id: charity.casework.newID(), to: file,
                as: try await charity.caller(.otherCaseworker))
        }
        await #expect(throws: CaseworkError.invalid([Problem("decision", .notAChoice)])) {
            try await review("lift")
        }
    }

    @Test func `Who holds only a part is closed out by a guardian`() async throws {
        try await stepBack(.receptionist)
        let guardian = try await charity.caller(.guardian)
        let waiting = try await charity.casework.openConflicts(as: guardian)
        #expect(waiting.map(\.member) == [try charity.id(.receptionist)])
        #expect(try await charity.casework.openConflicts(as: try await charity.caller(.manager)).isEmpty)
        try await restrict(by: .guardian)
        #expect(try await charity.casework.openConflicts(as: guardian).isEmpty)
        let line = try await charity.casework.restriction(of: file, as: guardian)
        #expect(line.keptFrom == [try charity.id(.receptionist)])
    }

    @Test func `A name like a colleague's makes no file until somebody says whether it is about them`()
        async throws
    {
        // Colleagues here are called Qzname and their place.
        var form = FirstContactForm.filled("Zahra Caseworker", worker: try charity.id(.caseworker))
        for name in ["Zahra Caseworker", "Qzname caseworker"] {
            form.name = name
            form.relatedTo = ""
            await #expect(throws: CaseworkError.invalid([Problem("relatedTo", .missing)])) {
                _ = try await charity.client(form)
            }
        }
        form.relatedTo = FirstContactForm.nobody
        let open = try await charity.client(form)
        form.relatedTo = try charity.id(.otherCaseworker).text
        let closed = try await charity.client(form)
        let manager = try await charity.caller(.manager)
        #expect(try await !charity.casework.openFile(open, as: manager).isRestricted)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.openFile(closed, as: manager)
        }
    }

    @Test func `A guardian whom a file is about still holds what every guardian does, and no work`()
        async throws
    {
        var form = FirstContactForm.filled("Zahra Idris", worker: try charity.id(.caseworker))
        form.relatedTo = try charity.id(.guardian).text
        let theirs = try await charity.client(form)
        let guardian = try await charity.caller(.guardian)
        let open = try await charity.casework.openFile(theirs, as: guardian)
        #expect(open.items == [.identity, .consent, .log, .disclosure])
        // What they hold reviews nothing of it, and erases nothing.
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.restriction(of: theirs, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.erase(theirs, as: guardian)
        }
    }

    @Test func `A file about a member of staff is kept from them from its first day`() async throws {
        var form = FirstContactForm.filled("Zahra Idris", worker: try charity.id(.otherCaseworker))
        form.relatedTo = "nobody"
        await #expect(throws: CaseworkError.invalid([Problem("relatedTo", .notAChoice)])) {
            _ = try await charity.client(form)
        }
        form.relatedTo = try charity.id(.otherCaseworker).text
        await #expect(throws: CaseworkError.invalid([Problem("worker", .notAChoice)])) {
            _ = try await charity.client(form)
        }
        form.worker = try charity.id(.caseworker).text
        let made = try await charity.client(form)
        let guardian = try await charity.caller(.guardian)
        let line = try await charity.casework.restriction(of: made, as: guardian)
        #expect(line.keptFrom == [try charity.id(.otherCaseworker)])
        for person in [Person.otherCaseworker, .manager, .receptionist] {
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                _ = try await charity.casework.openFile(made, as: try await charity.caller(person))
            }
        }
    }

    /// So a start need not recompute the whole log.
    @Test func `What stands is found by the rows and a few entries, whatever files are kept from somebody`()
        async throws
    {
        var form = FirstContactForm.filled("Zahra Idris", worker: try charity.id(.caseworker))
        form.relatedTo = try charity.id(.otherCaseworker).text
        _ = try await charity.client(form)
        try await stepBack(.receptionist)
        try await restrict(by: .guardian)
        try await review("keep")
        let known = try charity.knownLog
        let (byRows, byEntries) = try await charity.database.read { connection in
            (
                try WhatStands(rowsOf: connection, known.head),
                try WhatStands(entriesOf: connection, known.marks)
            )
        }
        #expect(byEntries.digests(.keptFrom).count >= 4)
        for table in Evidence.Table.standing {
            #expect(byRows.digests(table) == byEntries.digests(table), "\(table)")
        }
    }
}
