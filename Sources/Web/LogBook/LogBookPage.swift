import Casework
import Hummingbird
import Synchronization
import Vault

/// The daily log book (clause P4.5): a day on a page, its checkpoint, and whether the whole log verifies.
enum LogBookPage {
    static func today(_ visit: Visit) async throws -> Answer {
        try await show(visit.casework.now.day, visit)
    }

    static func day(_ visit: Visit) async throws -> Answer {
        guard let day = visit.parameters.get("day").flatMap({ Day($0) }) else { throw CaseworkError.notFound }
        return try await show(day, visit)
    }

    /// Recomputes the whole log now.
    static func check(_ visit: Visit) async throws -> Answer {
        _ = try await visit.site.checks.check(visit)
        return .see(Route.logBook.path())
    }

    /// A proof that an entry is in the log, for programs that others wrote: C2SP tlog-proof.
    static func proof(_ visit: Visit) async throws -> Answer {
        guard let position = visit.parameters.get("position").flatMap({ UInt64($0) }),
            visit.parameters.get("position") == "\(position)"
        else { throw CaseworkError.notFound }
        return .save(
            try await visit.casework.proof(of: position, as: visit.caller), as: "entry-\(position).tlog-proof"
        )
    }

    private static func show(_ day: Day, _ visit: Visit) async throws -> Answer {
        let filter = LogFilter(
            actor: ID(text: visit.query[.actor]),
            kind: UInt16(visit.query[.kind]).flatMap { EntryKind(rawValue: $0) },
            file: ID(text: visit.query[.file]))
        let log = try await visit.casework.logDay(
            day, filter: filter, after: Int64(visit.query[.after]), as: visit.caller)
        let staff = try await visit.casework.roster(as: visit.caller)
        let people = StaffNames(Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.profile.name) }))
        let check = try await visit.site.checks.last(visit)
        return visit.page("Log book", width: .wide, marking: .confidential) {
            PageHeading(
                "Log book", above: "\(day.weekday) \(day.words)",
                below: "Your own acts, and those on the files whose log was granted to you.")
            Pagination(
                day.words, label: "Days", previous: Route.logDay.path(day.adding(days: -1).text),
                next: day < visit.casework.now.day ? Route.logDay.path(day.adding(days: 1).text) : nil)
            filtering(day, filter, staff, log)
            if log.lines.isEmpty {
                EmptyState(
                    "Nothing stands here for this day",
                    filter == LogFilter() ? "Try another day." : "Try another day, or show everything.")
            } else {
                DataTable(
                    "Entries of \(day.words)",
                    columns: [
                        .init("Time"), .init("What"), .init("Who"), .init("File"), .init("Clause"),
                        .init("Details"), .init("Proof"),
                    ],
                    rows: log.lines.map { row($0, log, people) })
            }
            let isFirst = visit.query[.after].isEmpty
            if !isFirst || log.next != nil {
                Pagination(
                    Shown.words(log.lines.count, "lines", goesOn: log.next != nil),
                    previous: isFirst ? nil : filter.address(day, after: nil),
                    next: log.next.map { filter.address(day, after: $0) })
            }
            verifying(log, check, visit)
        }
    }

    private static func row(_ line: LogLine, _ log: LogDay, _ people: StaffNames) -> [HTML] {
        let file: HTML =
            if let file = line.file {
                log.names[file].map { "\(Link(PersonName($0), href: Route.file.path(file)))" }
                    ?? "\(Spelled(file.reference))"
            } else {
                "–"
            }
        return [
            HTML(text: line.at.time), HTML(text: line.kind.words), "\(PersonName(people[line.actor]))", file,
            ClauseLink(line.clause).html, line.details.map { "<bdi>\($0)</bdi>" } ?? "–",
            "\(Link("Entry \(line.position)", href: Route.logProof.path("\(line.position)")))",
        ]
    }

    private static func filtering(
        _ day: Day, _ filter: LogFilter, _ staff: [Colleague], _ log: LogDay
    ) -> FilterForm {
        FilterForm(to: Route.logDay.path(day.text)) {
            Select(
                "actor", label: "Who", choices: staff.map { Choice($0.id.text, $0.profile.name) },
                chosen: filter.actor?.text, prompt: "Everyone")
            Select(
                "kind", label: "What", choices: EntryKind.allCases.map { Choice("\($0.rawValue)", $0.words) },
                chosen: filter.kind.map { "\($0.rawValue)" }, prompt: "Everything")
            Select(
                "file", label: "File",
                choices: log.names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
                    Choice($0.key.text, $0.value)
                }, chosen: filter.file?.text, prompt: "Every file")
        }
    }

    private static func verifying(_ log: LogDay, _ check: LogChecks.Check, _ visit: Visit) -> Section {
        Section("Is the log whole?", isSheet: true) {
            if check.result.holds {
                Notice(
                    .success, "The whole log holds",
                    "All \(check.result.entries) entries were recomputed on \(check.at.day.words) at \(check.at.time); each agrees with the signed checkpoint and with the rows it wrote."
                )
            } else {
                Notice(
                    .failure, "The log does not hold",
                    "Something was changed behind the program’s back. Touch nothing, tell the data guardian now, and run “amanah ledger verify”, which names the first entry that disagrees."
                )
            }
            if let checkpoint = log.checkpoint {
                Details("This day’s checkpoint") { Preformatted(checkpoint) }
            }
            Form(to: Route.logCheck.path(), token: visit.token.text) {
                ButtonRow {
                    SubmitButton("Check the whole log now", style: .secondary, busy: "Checking…")
                    PrintButton()
                    if visit.caller.seesUnusual {
                        LinkButton("What is unusual", href: Route.unusual.path())
                    }
                    if visit.caller.holdsCheckpoints {
                        LinkButton("Keep or compare a checkpoint", href: Route.checkpoint.path())
                    }
                }
            }
            ClauseNote("P4.5")
        }
    }
}

/// The last check of the whole log: done at the first look, then again when somebody asks.
package final class LogChecks: Sendable {
    package struct Check: Sendable {
        package let result: Verification
        package let at: Instant

        package init(result: Verification, at: Instant) {
            self.result = result
            self.at = at
        }
    }

    private struct State {
        var last: Check?
        var running: Task<Check, any Error>?
    }

    private let state = Mutex(State())

    package init() {}

    func last(_ visit: Visit) async throws -> Check {
        if let known = state.withLock({ $0.last }) { return known }
        return try await check(visit)
    }

    func check(_ visit: Visit) async throws -> Check {
        let (casework, caller) = (visit.casework, visit.caller)
        return try await running {
            Check(result: try await casework.verifyLog(as: caller), at: casework.now)
        }.value
    }

    /// One check at a time: whoever asks meanwhile gets what it finds.
    package func running(
        _ verify: @escaping @Sendable () async throws -> Check
    ) -> Task<Check, any Error> {
        state.withLock { state in
            if let running = state.running { return running }
            let running = Task { [self] in
                defer { self.state.withLock { $0.running = nil } }
                let check = try await verify()
                self.state.withLock { $0.last = check }
                return check
            }
            state.running = running
            return running
        }
    }
}

extension LogFilter {
    /// The address of a page of a day with this filter: ids, numbers and nothing else.
    fileprivate func address(_ day: Day, after position: Int64?) -> String {
        let parts = [
            actor.map { "actor=\($0.text)" }, kind.map { "kind=\($0.rawValue)" },
            file.map { "file=\($0.text)" }, position.map { "after=\($0)" },
        ].compactMap { $0 }
        return Route.logDay.path(day.text) + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}
