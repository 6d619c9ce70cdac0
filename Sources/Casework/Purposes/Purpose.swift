import Database
import Policy
import Vault

/// The text of a record in the house item `purposes`: what information is used for (clauses S2.1, S3.1).
package struct Purpose: Kept, Hashable {
    package static let kind = TextKind.purpose

    package var name: String
    /// Why it is needed, and whom it serves.
    package var why: String
    /// Set by a guardian: until when it may be used, `yyyy-mm-dd`; nil while it is only proposed.
    package var approvedUntil: String?

    package init(name: String, why: String, approvedUntil: String? = nil) {
        self.name = name
        self.why = why
        self.approvedUntil = approvedUntil
    }

    /// Where it stands on a day: a purpose whose review date has passed can't be used.
    package func state(on day: Day) -> PurposeState {
        guard let until = approvedUntil.flatMap({ Day($0) }) else { return .proposed }
        return day <= until ? .approved : .lapsed
    }
}

extension Casework {
    /// The register of purposes, by name.
    package func purposes(as caller: Caller) async throws(CaseworkError) -> [Record<Purpose>] {
        try await read { try Purpose.all(caller, $0, by: self.log) }
            .sorted { ($0.text.name, $0.id) < ($1.text.name, $1.id) }
    }

    /// Proposes a purpose, for a guardian to scrutinise.
    /// - Parameter id: drawn for the form, so that sending it twice proposes one.
    package func proposePurpose(
        name: String, why: String, id: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.purposes)
        var words = Words()
        let purpose = Purpose(
            name: words.line("name", name, longest: 120, required: true),
            why: words.passage("why", why, longest: 2000, required: true))
        try words.check()
        try await act(.purposeProposed, on: .house, by: caller.member, form: SentForm(id)) { act in
            try SealedRecord.write(purpose, id: id, with: key, in: &act)
        }
    }

    /// Approves a purpose until a day, or again until a later one. A guardian's act (clause S3.1).
    /// - Parameters:
    ///   - version: the one that the guardian read.
    ///   - until: as it is typed: a day after today and within two years.
    package func approvePurpose(
        _ id: ID, version: UInt32, until: String, as caller: Caller
    ) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        let key = try caller.houseKey(.purposes)
        let known = try await read { try SealedRecord.newest(id, $0) }
        guard known?.item.item == .purposes else { throw .notFound }
        var words = Words()
        let day = words.comingDate("until", until, today: now.day, required: true)
        try words.check()
        guard let day else { return }
        try await act(.purposeApproved, on: .house, by: caller.member) { act in
            guard let row = try SealedRecord.newest(id, act.connection, by: act.log),
                row.item.item == .purposes
            else {
                throw CaseworkError.notFound
            }
            guard row.version == version else { throw CaseworkError.stale }
            var purpose = try row.open(Purpose.self, with: key).text
            purpose.approvedUntil = day.text
            try SealedRecord.write(purpose, id: id, after: version, with: key, in: &act)
        }
    }
}

extension Purpose {
    /// The register as the caller reads it. Approving is the guardians': a version that says so by anyone who was none
    /// when they wrote it is no more than a proposal. What became of them later changes nothing.
    static func all(
        _ caller: Caller, _ connection: any Connection, by log: Integrator
    ) throws -> [Record<Purpose>] {
        let key = try caller.houseKey(.purposes)
        let records = try SealedRecord.current(.purposes, of: .house, connection, by: log).texts(
            Purpose.self, unread: caller.unread, in: caller.memory
        ) { _ in key }
        return records.map { record in
            var text = record.text
            let teams = caller.certified.teams(of: record.author, at: record.at.milliseconds)
            if !teams.contains(.guardian) { text.approvedUntil = nil }
            return Record(
                id: record.id, version: record.version, author: record.author, at: record.at, text: text)
        }
    }
}
