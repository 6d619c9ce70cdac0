import Database
import Testing
import Vault

@testable import Casework

/// What the guardians hold for need only: afresh, with a reason, for an hour, and looked at by somebody else (S3.7).
@Suite struct EscrowTests: OneClient {
    let charity: Charity
    let file: ID

    private func confirm() async throws {
        try await charity.casework.confirm(
            passphrase: Person.passphrase, as: try await charity.caller(.guardian))
    }

    private func open(
        _ items: [String] = ["casework"], why: String = "Her worker is ill", id: ID? = nil,
        by person: Person = .guardian, of other: ID? = nil
    ) async throws {
        try await charity.casework.openInEscrow(
            items, why: why, id: id ?? charity.casework.newID(), of: other ?? file,
            as: try await charity.caller(person))
    }

    private func read(_ other: ID? = nil) async throws -> EscrowContents {
        try await charity.casework.readInEscrow(other ?? file, as: try await charity.caller(.guardian))
    }

    private func openings(_ person: Person) async throws -> [EscrowLine] {
        try await charity.casework.escrowOpenings(as: try await charity.caller(person)).lines
    }

    private func review(_ record: ID, by person: Person, _ accepts: Bool? = true, _ words: String = "Right")
        async throws
    {
        try await charity.casework.reviewEscrow(
            record, of: file, accepts: accepts, words: words, as: try await charity.caller(person))
    }

    @Test func `Without the passphrase afresh nothing is opened and nothing recorded`() async throws {
        let entries = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFresh) { try await open() }
        try await confirm()
        charity.time.move(seconds: 5 * 60)
        await #expect(throws: CaseworkError.notFresh) { try await open() }
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
        #expect(try await charity.entryCount() == entries + 1)
    }

    @Test(arguments: Person.allCases.filter { $0 != .guardian })
    func `Nobody but a guardian opens in escrow`(person: Person) async throws {
        try await charity.casework.confirm(
            passphrase: Person.passphrase, as: try await charity.caller(person))
        await #expect(throws: CaseworkError.notFound) { try await open(by: person) }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.readInEscrow(file, as: try await charity.caller(person))
        }
    }

    @Test func `No reason, nothing chosen, and what is no item in escrow are refused`() async throws {
        try await confirm()
        await #expect(throws: CaseworkError.invalid([Problem("items", .missing), Problem("why", .missing)])) {
            try await open([], why: " ")
        }
        for items in [["identity"], ["casework", "nothing"], ["log"]] {
            await #expect(throws: CaseworkError.invalid([Problem("items", .notAChoice)])) {
                try await open(items)
            }
        }
        await #expect(throws: CaseworkError.notFound) { try await open(of: .house) }
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
    }

    @Test func `It shows what was opened for an hour, to this session, each reading recorded first`()
        async throws
    {
        try await confirm()
        try await open()
        let contents = try await read()
        #expect(contents.notes.map(\.text.words) == ["First note"])
        #expect(contents.contact == nil && contents.sessions.isEmpty)
        #expect(try await charity.entryKinds().suffix(2) == [.escrowOpened, .fileOpened])
        // Nothing else changed: reading in the ordinary way shows no more than before.
        let file = try await charity.casework.openFile(file, as: try await charity.caller(.guardian))
        #expect(!file.holds(.casework))
        let restarted = try await charity.casework.caller(
            cookie: charity.cookie(.guardian))
        for _ in 0..<4 {
            charity.time.move(seconds: 14 * 60)
            _ = try await charity.caller(.guardian)
        }
        _ = try await charity.casework.readInEscrow(self.file, as: restarted)
        charity.time.move(seconds: 4 * 60)
        let entries = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
        #expect(try await charity.entryCount() == entries)
        #expect(try await charity.verification().holds)
    }

    @Test func `The session reads it after a start too, and no other session of the same guardian's does`()
        async throws
    {
        try await confirm()
        try await open()
        let restarted = try await charity.restarted()
        let casework = restarted.casework
        _ = try await casework.readInEscrow(file, as: try await restarted.caller(.guardian))
        let other = try await casework.signIn(name: "guardian", passphrase: Person.passphrase)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await casework.readInEscrow(file, as: try await casework.caller(cookie: other.cookie))
        }
    }

    @Test func `An opening by an entry that nobody made, or put back after its hour, lets nobody read`()
        async throws
    {
        try await confirm()
        try await open()
        let position = try await charity.lastPosition()
        let mark = try await charity.database.read {
            try $0.first("SELECT mark FROM entries WHERE position = \(position)")?.blob("mark")
        }
        // Its entry without a mark is nobody's.
        try await charity.change("UPDATE entries SET mark = NULL WHERE position = \(position)")
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
        try await charity.change("UPDATE entries SET mark = \(mark) WHERE position = \(position)")
        _ = try await read()
        // Nor does the record count under an hour that somebody wrote.
        for _ in 0..<5 {
            charity.time.move(seconds: 14 * 60)
            _ = try await charity.caller(.guardian)
        }
        let now = charity.casework.now.milliseconds
        try await charity.change("UPDATE entries SET at = \(now) WHERE position = \(position)")
        try await charity.change("UPDATE records SET at = \(now) WHERE entry = \(position)")
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
    }

    @Test func `Sent twice it is one opening`() async throws {
        try await confirm()
        let id = charity.casework.newID()
        try await open(id: id)
        await #expect(throws: CaseworkError.alreadySaved) { try await open(id: id) }
        #expect(try await openings(.manager).count == 1)
    }

    @Test func `An erased file is not read in escrow any more`() async throws {
        try await confirm()
        try await open()
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
    }

    @Test func `The managers see at once who, when, what and why; those without the log do not`() async throws
    {
        try await confirm()
        try await open()
        for person in [Person.manager, .otherManager] {
            let line = try #require(try await openings(person).first)
            #expect(line.by == (try charity.id(.guardian)) && line.isToReview)
            #expect(line.record.text.why == "Her worker is ill" && line.record.text.items == ["casework"])
        }
        #expect(try await openings(.caseworker).map(\.isToReview) == [false])
        for person in [Person.receptionist, .otherCaseworker, .counsellor] {
            #expect(try await openings(person).isEmpty, "\(person)")
        }
    }

    @Test func `Nobody reviews their own, and each is reviewed once, with words`() async throws {
        try await confirm()
        try await open()
        let opened = charity.casework.now
        let record = try #require(try await openings(.guardian).first)
        #expect(!record.isToReview && record.at == opened)
        for person in [Person.guardian, .caseworker, .receptionist] {
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                try await review(record.record.id, by: person)
            }
        }
        await #expect(throws: CaseworkError.notFound) {
            try await review(charity.casework.newID(), by: .manager)
        }
        await #expect(
            throws: CaseworkError.invalid([Problem("review", .missing), Problem("words", .missing)])
        ) {
            try await review(record.record.id, by: .manager, nil, "")
        }
        charity.time.move(seconds: 60)
        try await review(record.record.id, by: .manager, false, "Nobody was asked")
        await #expect(throws: CaseworkError.alreadySaved) {
            try await review(record.record.id, by: .otherManager)
        }
        let reviewed = try #require(try await openings(.otherManager).first)
        #expect(!reviewed.isToReview && reviewed.record.text.review?.accepts == false)
        #expect(reviewed.at == opened)
        #expect(try await charity.entryKinds().last { $0 != .listShown } == .escrowReviewed)
        #expect(try await charity.verification().holds)
    }

    @Test func `Of a restricted file nobody works with, the only guardian is told that nobody would see it`()
        async throws
    {
        let alone = try await charity.client(.filled("Zahra Idris", isRestricted: true))
        let worked = try await charity.workedClient("Bilal Khan", isRestricted: true)
        try await confirm()
        let guardian = try await charity.caller(.guardian)
        for (file, isUnseen) in [(file, false), (worked, false), (alone, true)] {
            #expect(try await charity.casework.escrowChoices(file, as: guardian).isUnseen == isUnseen)
        }
        // It waits for whoever is a guardian next.
        try await open(["contact"], of: alone)
        #expect(try await openings(.guardian).map(\.file) == [alone])
        for person in Person.allCases where person != .guardian {
            #expect(try await openings(person).isEmpty, "\(person)")
        }
    }

    @Test func `Whom the file is about opens nothing of it in escrow, guardian or not`() async throws {
        var form = FirstContactForm.filled("Zahra Idris", worker: try charity.id(.caseworker))
        form.relatedTo = try charity.id(.guardian).text
        let theirs = try await charity.client(form)
        try await confirm()
        await #expect(throws: CaseworkError.notFound) { try await open(of: theirs) }
        await #expect(throws: CaseworkError.notFound) { _ = try await read(theirs) }
    }

    @Test func `Kept from a guardian since she opened it, a file is read in escrow no more`() async throws {
        try await confirm()
        try await open()
        try await restrict(try form(relatedTo: .guardian))
        let entries = try await charity.entryCount()
        await #expect(throws: CaseworkError.notFound) { _ = try await read() }
        #expect(try await charity.entryCount() == entries)
    }

    @Test func `An opening that nobody reviewed is not hidden behind later ones`() async throws {
        try await confirm()
        try await open()
        let waiting = try #require(try await openings(.manager).first).record.id
        charity.time.move(seconds: 1)
        let guardian = try await charity.caller(.guardian)
        let log = try await charity.casework.openFile(file, as: guardian).key(of: .log)
        let ids = (0..<250).map { _ in charity.casework.newID() }
        let later = EscrowOpening(
            openedBy: guardian.member.text, items: ["casework"], why: "Again", until: 0,
            session: guardian.session.text)
        var reviewed = later
        reviewed.review = .init(by: try charity.id(.manager).text, accepts: true, words: "Right")
        for (version, text, kind) in [
            (UInt32(1), later, EntryKind.escrowOpened), (2, reviewed, .escrowReviewed),
        ] {
            try await charity.casework.act(kind, on: file, by: guardian.member) { act in
                for id in ids {
                    try SealedRecord.write(text, id: id, after: version - 1, with: log, in: &act)
                }
            }
            let lines = try await openings(.manager)
            #expect(lines.count == (version == 1 ? 251 : 101))
            #expect(lines.last?.record.id == waiting)
            #expect(lines.filter(\.isToReview).count == (version == 1 ? 251 : 1))
        }
        try await review(waiting, by: .manager)
        // The first page of those that were reviewed.
        #expect(try await openings(.manager).count == 100)
        // One that is listed no more can be read by its id, and is not reviewed again.
        await #expect(throws: CaseworkError.alreadySaved) { try await review(waiting, by: .otherManager) }
    }

    @Test func `Of a restricted file no manager hears; whoever works with it reviews`() async throws {
        let restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        try await confirm()
        try await open(of: restricted)
        #expect(try await read(restricted).notes.count == 1)
        for person in [Person.manager, .otherManager] { #expect(try await openings(person).isEmpty) }
        let line = try #require(try await openings(.caseworker).first)
        #expect(line.isToReview)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.reviewEscrow(
                line.record.id, of: restricted, accepts: true, words: "x",
                as: try await charity.caller(.manager))
        }
        try await charity.casework.reviewEscrow(
            line.record.id, of: restricted, accepts: true, words: "I was ill",
            as: try await charity.caller(.caseworker))
    }
}
