import Database
import Testing
import Vault

@testable import Casework

/// An id is one thing's: what a form made is never hidden, followed or carried off by another that brings the same id.
@Suite struct TakenIDTests: OneClient {
    let charity: Charity
    let file: ID

    /// Every operation that is brought the id of what it makes, and acts. A reminder is no act: a table holds it apart.
    enum Form: CaseIterable {
        case message, caller, firstContact, restrictedContact, organisation, note, organisationNote, session
        case consent, purpose, share, access, restriction, review, conflict, escrow, invitation, lookedInto
    }

    /// A charity in which each form can be sent: those that close a file have one of their own.
    private struct Prepared {
        let charity: Charity
        let file, closing, leaving, hidden, organisation, purpose: ID

        init(_ charity: Charity, _ file: ID) async throws {
            self.charity = charity
            self.file = file
            closing = try await charity.workedClient("Amina Begum")
            leaving = try await charity.workedClient("Daud Warsame")
            hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
            organisation = try await charity.casework.makeOrganisation(
                OrganisationTests.form(), id: charity.casework.newID(), as: try await charity.caller(.manager)
            )
            purpose = try await charity.purpose()
            _ = try await charity.casework.find(
                Person.receptionist.rawValue, as: try await charity.caller(.receptionist))
            charity.time.move(seconds: 1)
        }

        func send(_ form: Form, _ id: ID) async throws {
            let casework = charity.casework
            let desk = try await charity.caller(.receptionist)
            let worker = try await charity.caller(.caseworker)
            let (manager, guardian) = (try await charity.caller(.manager), try await charity.fresh(.guardian))
            let named = [try charity.id(.otherCaseworker).text]
            var closed = RestrictionForm()
            (closed.named, closed.why) = (named, "Asked")
            closed.reviewOn = casework.now.day.adding(days: 30).text
            switch form {
            case .message:
                try await casework.takeMessage(MessageForm(forName: "A", words: "Call"), id: id, as: desk)
            case .caller:
                var police = CallerForm(.police)
                (police.who, police.organisation, police.check) = ("PC Brown", "Police", "rungBack")
                (police.reach, police.name, police.about) = ("101", "A Person", "missingPerson")
                (police.age, police.reportedMissing) = ("adult", "yes")
                try await casework.recordCaller(police, id: id, as: desk)
            case .firstContact: try await casework.makeFirstContact(.filled(), id: id, as: desk)
            case .restrictedContact:
                try await casework.makeFirstContact(
                    .filled(worker: worker.member, isRestricted: true), id: id, as: desk)
            case .organisation:
                try await casework.makeOrganisation(OrganisationTests.form(), id: id, as: manager)
            case .note: try await casework.writeNote("A", id: id, in: file, as: worker)
            case .organisationNote:
                try await casework.writeNote("A", about: .organisation, id: id, in: organisation, as: manager)
            case .session:
                try await casework.writeSession(
                    CounsellingForm(day: "2026-11-20", words: "A"), id: id, in: file,
                    as: try await charity.caller(.counsellor))
            case .consent: try await casework.recordConsent(.general(), of: file, id: id, as: worker)
            case .purpose: try await casework.proposePurpose(name: "A", why: "B", id: id, as: worker)
            case .share:
                let share = ShareForm.filled(purpose: purpose)
                let seen = try await casework.previewShare(share, of: file, as: worker).decision
                try await casework.share(share, of: file, id: id, seen: Decided(seen).mark, as: worker)
            case .access:
                var access = AccessForm()
                (access.member, access.items) = (named[0], ["casework"])
                (access.purpose, access.why) = (purpose.text, "To visit")
                try await casework.giveAccess(access, id: id, to: file, as: worker)
            case .restriction: try await casework.restrict(closed, id: id, file: closing, as: manager)
            case .review:
                var review = RestrictionReview()
                (review.decision, review.why, review.reviewOn) = ("keep", "Still", closed.reviewOn)
                try await casework.review(review, id: id, restrictionOf: hidden, as: guardian)
            case .conflict:
                try await casework.declareConflict(closed, id: id, file: leaving, as: worker)
            case .escrow:
                try await casework.openInEscrow(["casework"], why: "Ill", id: id, of: file, as: guardian)
            case .invitation:
                _ = try await casework.invite(id: id, name: "Nadia", role: .trustee, as: guardian)
            case .lookedInto:
                try await casework.lookInto(
                    .ownName, by: desk.member, on: casework.now.day, reason: "Asked", id: id, as: guardian)
            }
        }

        /// What a form made.
        func made(by form: ID) async throws -> ID {
            let row = try await charity.database.read {
                try $0.first("SELECT made FROM forms WHERE form = \(form.bytes)")
            }
            return try #require(try row?.id("made"))
        }

        /// Everything that an id is the name of.
        func kept(_ id: ID) async throws -> [String] {
            try await charity.database.read { connection in
                let records = try connection.rows(
                    "SELECT version, file, item, entry FROM records WHERE record = \(id.bytes)")
                let grants = try connection.rows("SELECT items FROM grants WHERE grant_id = \(id.bytes)")
                let files = try connection.rows("SELECT restricted FROM files WHERE file = \(id.bytes)")
                return (records + grants + files).map { "\($0)" }.sorted()
            }
        }
    }

    @Test(arguments: Form.allCases)
    func `The id of what a form made is refused to every other form, and nothing changes`(
        first: Form
    ) async throws {
        let prepared = try await Prepared(charity, file)
        let id = charity.casework.newID()
        try await prepared.send(first, id)
        charity.time.move(seconds: 1)
        let made = try await prepared.made(by: id)
        let kept = try await prepared.kept(made)
        #expect(!kept.isEmpty || first == .conflict)
        for second in Form.allCases where second != first {
            do {
                try await prepared.send(second, id)
                Issue.record("\(second)")
            } catch {
                // *Saved already* is said only to whoever sent it.
                let error = error as? CaseworkError
                #expect(error == .alreadySaved || error == .unavailable, "\(second)")
            }
        }
        #expect(try await prepared.kept(made) == kept)
        #expect(try await charity.verification().holds)
    }

    @Test func `An erased file's id names nothing else`() async throws {
        let prepared = try await Prepared(charity, file)
        try await charity.casework.erase(prepared.closing, as: try await charity.fresh(.guardian))
        await #expect(throws: CaseworkError.unavailable) {
            try await prepared.send(.note, prepared.closing)
        }
        #expect(try await charity.verification().holds)
    }

    @Test func `A message that went with an erased file is a new one once its form is forgotten`()
        async throws
    {
        let prepared = try await Prepared(charity, file)
        let (id, desk) = (charity.casework.newID(), try await charity.caller(.receptionist))
        try await prepared.send(.message, id)
        try await charity.casework.passOn(id, version: 1, to: prepared.closing, as: desk)
        try await charity.casework.erase(prepared.closing, as: try await charity.fresh(.guardian))
        await #expect(throws: CaseworkError.alreadySaved) { try await prepared.send(.message, id) }
        // No session lasts so long.
        charity.time.move(seconds: charity.casework.settings.sessionLimit)
        await charity.casework.sweepForms()
        charity.time.move(seconds: -charity.casework.settings.sessionLimit)
        try await prepared.send(.message, id)
        #expect(try await charity.verification().holds)
        try await charity.change("DELETE FROM records WHERE record = \(id.bytes)")
        #expect(try await !charity.verification().holds)
    }
}
