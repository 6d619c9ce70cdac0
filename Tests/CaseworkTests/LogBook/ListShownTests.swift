import Testing
import Vault

@testable import Casework

/// That a list was shown is in the log book before it is shown (clauses S3.4, P4.5).
@Suite struct ListShownTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient()
    }

    /// The kinds of entries that reading left.
    private func left(_ reading: () async throws -> Void) async throws -> [EntryKind] {
        let before = try await charity.entryCount()
        try await reading()
        return Array(try await charity.entryKinds().dropFirst(before))
    }

    @Test func `Nothing is shown, and nothing said to be, where it can't be recorded`() async throws {
        let caller = try await charity.caller(.caseworker)
        charity.database.beforeNextWrite { throw CaseworkError.unavailable }
        await #expect(throws: CaseworkError.self) { _ = try await charity.casework.myFiles(as: caller) }
    }

    @Test func `Whoever may not read a list leaves no entry that they did`() async throws {
        let desk = try await charity.caller(.receptionist)
        let kinds = try await left {
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.waitingCallers(as: desk)
            }
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.looks(at: file, as: desk)
            }
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.people(of: file, as: desk)
            }
            let waiting = try await charity.casework.referrals(as: desk)
            #expect(waiting.isEmpty)
        }
        #expect(kinds == [])
    }

    @Test func `Each list leaves one entry, which says sealed which it was`() async throws {
        let (worker, guardian) = (try await charity.caller(.caseworker), try await charity.caller(.guardian))
        let counsellor = try await charity.caller(.counsellor)
        let casework = charity.casework
        try await casework.writeSession(
            CounsellingForm(day: "2026-11-20", words: "A"), id: casework.newID(), in: file, as: counsellor)
        _ = try await charity.workedClient("Zahra Idris", isRestricted: true)
        _ = try await charity.client(.filled("Zubaida Khatun"))
        try await casework.openInEscrow(
            ["casework"], why: "Her worker is ill", id: casework.newID(), of: file,
            as: try await charity.fresh(.guardian))
        let reading: [(ShownList, () async throws -> Void)] = [
            (.withoutWorker, { _ = try await casework.clientsWithoutWorker(as: worker) }),
            (.myClients, { _ = try await casework.myFiles(as: worker) }),
            (.consents, { _ = try await casework.lapsingConsents(as: worker) }),
            (.mySessions, { _ = try await casework.mySessions(as: counsellor) }),
            (.decisions, { _ = try await casework.referrals(as: guardian) }),
            (.callers, { _ = try await casework.waitingCallers(as: guardian) }),
            (.handingOver, { _ = try await casework.filesGiven(to: worker.member, as: guardian) }),
            (.reach, { _ = try await casework.reach(of: worker.member, as: guardian) }),
            (.restrictions, { _ = try await casework.restrictions(as: guardian) }),
            (.escrow, { _ = try await casework.escrowOpenings(as: guardian) }),
            (.unusual, { _ = try await casework.unusual(until: casework.now.day, as: guardian) }),
            (
                .logBook,
                { _ = try await casework.logDay(casework.now.day, filter: LogFilter(), as: guardian) }
            ),
        ]
        for (list, read) in reading {
            #expect(try await left(read) == [.listShown], "\(list)")
            #expect(try await left(read) == [], "\(list)")
        }
        let day = try await casework.logDay(
            casework.now.day, filter: LogFilter(kind: .listShown), as: guardian)
        #expect(day.lines.map(\.details) == reading.map(\.0.rawValue))
        #expect(try await charity.verification().holds)
    }

    @Test func `The same list a quarter of an hour later is another reading; in another session, at once`()
        async throws
    {
        let worker = try await charity.caller(.caseworker)
        func read(_ caller: Caller) async throws -> Int {
            try await left { _ = try await charity.casework.myFiles(as: caller) }.count
        }
        #expect(try await read(worker) == 1)
        charity.time.move(seconds: 899)
        #expect(try await read(worker) == 0)
        let secret = try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        #expect(try await read(try await charity.casework.caller(cookie: secret.cookie)) == 1)
        charity.time.move(seconds: 1)
        #expect(try await read(worker) == 1)
    }

    @Test func `What was shared of a file is the file, opened; after the file itself it is one reading`()
        async throws
    {
        let worker = try await charity.caller(.caseworker)
        #expect(
            try await left { _ = try await charity.casework.disclosures(of: file, as: worker) }
                == [.fileOpened])
        #expect(try await left { _ = try await charity.casework.name(of: file, as: worker) } == [])
        let manager = try await charity.caller(.manager)
        #expect(
            try await left {
                _ = try await charity.casework.readFile(file, as: manager)
                _ = try await charity.casework.disclosures(of: file, as: manager)
            } == [.fileOpened])
    }

    @Test func `Counting what waits names nobody and leaves nothing`() async throws {
        let guardian = try await charity.caller(.guardian)
        let kinds = try await left {
            _ = try await charity.casework.lapsingConsentCount(as: guardian)
            _ = try await charity.casework.waitingCallerCount(as: guardian)
            _ = try await charity.casework.referralCount(as: guardian)
            _ = try await charity.casework.callerToRuleCount(as: guardian)
            _ = try await charity.casework.filesWithoutWorker(as: guardian)
        }
        #expect(kinds == [])
    }
}
