import Database
import Vault

/// A week of what is unusual in who looked, for somebody who may look into it.
package struct UnusualWeek: Sendable {
    package let last: Day
    /// What nobody has looked into, newest first.
    package let open: [Unusual]
    package let lookedInto: [(unusual: Unusual, record: Record<LookedInto>)]

    /// How many days it has.
    package static let days: Int64 = 7
    package var first: Day { last.adding(days: 1 - Self.days) }
}

/// The text of a record in the house item `log`: somebody looked into something unusual.
package struct LookedInto: Kept, Hashable {
    package static let kind = TextKind.lookedInto

    let why: Unusual.Why
    let member: String
    let day: String
    /// What was known of then: if more is done on that day afterwards, it is open again.
    let count: Int
    package let reason: String

    init(_ unusual: Unusual, reason: String) {
        why = unusual.why
        member = unusual.member.text
        day = unusual.day.text
        count = unusual.count
        self.reason = reason
    }

    func covers(_ unusual: Unusual) -> Bool {
        why == unusual.why && member == unusual.member.text && day == unusual.day.text
            && count >= unusual.count
    }
}

extension Caller {
    /// Whether they see the list of the unusual at all.
    package var seesUnusual: Bool {
        house != nil && holds(.log) && !teams.isDisjoint(with: [.guardian, .management])
    }

    /// Whether what a member did is theirs to look into: the guardians look into everybody's but their own, and the
    /// managers into the guardians'.
    func mayLookInto(_ other: ID) -> Bool {
        seesUnusual && other != member
            && (teams.contains(.guardian) || certified.teams(of: other).contains(.guardian))
    }
}

extension Casework {
    /// What is unusual in the week that ends with a day. That it was read is recorded first.
    package func unusual(until last: Day, as caller: Caller) async throws(CaseworkError) -> UnusualWeek {
        let week = try await week(until: last, as: caller)
        try await record(.unusual, as: caller)
        return week
    }

    /// For the guardians: how many unusual things of today nobody has looked into. It is counted at most every few minutes
    /// in a session; as it tells of nobody, it leaves no entry.
    package func unusualToday(as caller: Caller) async throws(CaseworkError) -> Int {
        guard caller.teams.contains(.guardian), caller.seesUnusual else { return 0 }
        let now = now
        if let count = caller.memory.unusual(at: now) { return count }
        let count = try await week(until: now.day, days: 1, as: caller).open.count
        caller.memory.keep(unusual: count, at: now)
        return count
    }

    /// Says what came of looking into something unusual.
    /// - Parameter id: drawn for the form, so that sending it twice says it once.
    package func lookInto(
        _ why: Unusual.Why, by member: ID, on day: Day, reason: String, id: ID, as caller: Caller
    ) async throws(CaseworkError) {
        guard caller.mayLookInto(member) else { throw .notFound }
        let week = try await week(until: day, as: caller)
        func isIt(_ unusual: Unusual) -> Bool {
            unusual.why == why && unusual.member == member && unusual.day == day
        }
        if week.lookedInto.contains(where: { isIt($0.unusual) }) { throw .alreadySaved }
        guard let unusual = week.open.first(where: isIt) else { throw .notFound }
        var words = Words()
        let reason = words.passage("why", reason, longest: 2000, required: true)
        try words.check()
        let key = try caller.houseKey(.log)
        try await act(.unusualLookedInto, on: .house, by: caller.member, form: SentForm(id)) { act in
            try SealedRecord.write(LookedInto(unusual, reason: reason), id: id, with: key, in: &act)
        }
        caller.memory.forgetUnusual()
    }

    /// - Parameter days: how many of the week's last days are looked at; what is usual is that of the days before the week.
    private func week(
        until last: Day, days: Int64 = UnusualWeek.days, as caller: Caller
    ) async throws(CaseworkError) -> UnusualWeek {
        guard caller.seesUnusual, let house = caller.house else { throw .notFound }
        let first = last.adding(days: 1 - UnusualWeek.days).moments.lowerBound
        let span = last.adding(days: 1 - days).moments.lowerBound..<last.moments.upperBound
        let before =
            last.adding(days: 1 - UnusualWeek.days - UnusualRules.usualDays).moments.lowerBound..<first
        let certified = caller.certified
        let looking = Self.watched
        let (rows, usual, strange, records) = try await read { connection in
            let rows = try self.readable(
                LogRow.within(
                    span, kinds: looking, readableBy: caller.keyring.principals, connection),
                as: caller, connection)
            let looks = rows.map(Look.init)
            let busy = UnusualRules.busy(looks)
            let past =
                busy.isEmpty
                ? []
                : try self.readable(
                    LogRow.within(
                        before, kinds: [.fileOpened, .namesSearched], by: busy,
                        readableBy: caller.keyring.principals, connection), as: caller, connection)
            return (
                rows, past.map(Look.init), try Strangers(looks, certified, connection),
                try SealedRecord.current(.log, of: .house, connection, by: self.log)
            )
        }
        let reader = LogReader([house], as: caller)
        let looks = rows.map { row in
            var look = Look(row)
            look.searched = reader.searched(row)
            return look
        }.filter { caller.mayLookInto($0.actor) }
        let found = UnusualRules.find(
            looks, hours: settings.usualHours, usual: Self.days(usual), isStrange: strange.contains)
        // Nobody answers for themself, and nobody but those whose list it is.
        let lookedInto = records.texts(LookedInto.self, of: house, as: caller).filter {
            $0.author.text != $0.text.member
                && !certified.teams(of: $0.author).isDisjoint(with: [.guardian, .management])
        }
        let states = found.map { unusual in
            (unusual: unusual, record: lookedInto.last { $0.text.covers(unusual) })
        }
        return UnusualWeek(
            last: last, open: states.filter { $0.record == nil }.map(\.unusual),
            lookedInto: states.compactMap { state in state.record.map { (state.unusual, $0) } })
    }

    /// What is looked at: readings that every holder of the log may see. Counselling is not (clause P2).
    private static let watched =
        EntryKind.looking.filter { $0.needed == nil } + [
            .namesSearched, .openingRefused, .exported, .fileExported,
        ]

    /// The rows but those of restricted files that the caller can't open: for them those do not exist.
    private func readable(
        _ rows: [LogRow], as caller: Caller, _ connection: any Connection
    ) throws -> [LogRow] {
        let restricted = Set(
            try connection.rows("SELECT file FROM files WHERE restricted = 1")
                .compactMap { ID(try $0.blob("file")) }
        ).intersection(rows.map(\.entry.file))
        let hidden = restricted.subtracting(
            try openFiles(restricted, as: caller, connection).filter { $0.value.holds(.log) }.keys)
        return rows.filter { !hidden.contains($0.entry.file) }
    }

    /// How much each person looked up on each of their days.
    private static func days(_ looks: [Look]) -> [ID: [Int]] {
        Dictionary(grouping: looks, by: \.actor).mapValues { theirs in
            Dictionary(grouping: theirs, by: \.at.day).values.map(UnusualRules.countedBefore)
        }
    }
}

extension Look {
    init(_ row: LogRow) {
        at = row.entry.at
        actor = row.entry.actor
        kind = row.entry.kind
        file = row.entry.file
    }
}

/// The files that somebody opened without having done anything in them for a year, nor on that day.
private struct Strangers: Sendable {
    private struct Place: Hashable {
        let member: ID
        let file: ID
        let day: Day
    }

    private var places: Set<Place> = []

    init(_ looks: [Look], _ certified: Certified, _ connection: any Connection) throws {
        var known: Set<Place> = []
        for look in looks where look.kind == .fileOpened {
            let place = Place(member: look.actor, file: look.file, day: look.at.day)
            guard known.insert(place).inserted else { continue }
            // Where somebody counsels, what they do is not the reader's to know of (clause P2).
            if certified.teams(of: look.actor).contains(.counselling) { continue }
            if try !Self.isOfTheirs(place, connection) { places.insert(place) }
        }
    }

    func contains(_ look: Look) -> Bool {
        places.contains(Place(member: look.actor, file: look.file, day: look.at.day))
    }

    /// Whether they did something in it, or it was given to them by name, within the year.
    private static func isOfTheirs(_ place: Place, _ connection: any Connection) throws -> Bool {
        let since = place.day.adding(days: -UnusualRules.quietDays).moments.lowerBound
        let reading = EntryKind.looking.map { Int64($0.rawValue) }
        let done = try connection.first(
            """
            SELECT 1 AS done FROM entries WHERE file = \(place.file.bytes) AND actor = \(place.member.bytes)
              AND NOT kind IN \(list: reading) AND at >= \(since.milliseconds)
              AND at < \(place.day.moments.upperBound.milliseconds) LIMIT 1
            """)
        if done != nil { return true }
        return try connection.rows(
            """
            SELECT packed FROM grants WHERE principal = \(Principal.member(place.member).packed)
              AND file = \(place.file.bytes)
            """
        ).contains { (try? Grant(packed: $0.blob("packed")).at).map { $0 >= since.milliseconds } ?? false }
    }
}
