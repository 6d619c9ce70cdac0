import Casework
import Vault

/// What is unusual in who looked, a week on a page, for the guardians to look into (clauses S3.4, S3.7).
struct UnusualPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await UnusualPage().answer(visit) }

    static func lookInto(_ visit: Visit) async throws -> Answer {
        guard visit.caller.seesUnusual else { throw CaseworkError.notFound }
        guard let what = Unusual.Why(rawValue: visit.form["what"]), let day = Day(visit.form["day"]),
            let member = ID(text: visit.form["member"])
        else {
            return try await UnusualPage(errors: ["unusual": "Choose what you looked into."]).answer(visit)
        }
        do {
            try await visit.casework.lookInto(
                what, by: member, on: day, reason: visit.form["why"], id: visit.newID(), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                var errors = FieldErrors.none
                for problem in problems {
                    errors.add(
                        problem.reason == .missing ? "Say what you found." : problem.reason.words,
                        to: Self.field(what, member, day))
                }
                return try await UnusualPage(form: visit.form, errors: errors).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        let until = Day(visit.form["until"]) ?? day
        return .see("\(Route.unusual.path())?until=\(until.text)")
    }

    /// For guardians, under Today: how much of today waits to be looked into.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        let count = try await visit.casework.unusualToday(as: visit.caller)
        guard count > 0 else { return [] }
        return [
            .init(
                "Unusual in who looked today: \(count)" as HTML, href: Route.unusual.path(),
                note: "Most of it has an ordinary reason." as HTML)
        ]
    }

    private static func field(_ why: Unusual.Why, _ member: ID, _ day: Day) -> String {
        "why-\(why.rawValue)-\(member.reference)-\(day.text)"
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let today = visit.casework.now.day
        let until = min(Day(visit.query[.until]) ?? Day(form["until"]) ?? today, today)
        let week = try await visit.casework.unusual(until: until, as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page("What is unusual", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the log book", href: Route.logBook.path())
            ErrorSummary(errors)
            PageHeading(
                "What is unusual in who looked", above: "\(week.first.words) to \(until.words)",
                below:
                    "It accuses nobody: most of it has an ordinary reason. Ask, and write what you found. What you did yourself is not here."
            )
            Pagination(
                "Seven days", previous: Self.address(until.adding(days: -UnusualWeek.days)),
                next: until < today ? Self.address(min(until.adding(days: UnusualWeek.days), today)) : nil)
            Section("To look into", id: "unusual") {
                if week.open.isEmpty { Paragraph("Nothing of these days waits for you.", isQuiet: true) }
                week.open.map { card($0, until, people, visit) }
            }
            if !week.lookedInto.isEmpty {
                DataTable(
                    "Looked into",
                    columns: [.init("Who"), .init("Day"), .init("What"), .init("Found"), .init("By")],
                    rows: week.lookedInto.map { unusual, record in
                        [
                            "\(PersonName(people[unusual.member]))", "\(unusual.day.words)",
                            HTML(text: unusual.heading), "\(Written(record.text.reason))",
                            "\(PersonName(people[record.author]))",
                        ]
                    })
            }
            ClauseNote("S3.4")
            ClauseNote("S3.7")
        }
    }

    private static func address(_ day: Day) -> String { "\(Route.unusual.path())?until=\(day.text)" }

    private func card(_ unusual: Unusual, _ until: Day, _ people: StaffNames, _ visit: Visit) -> Section {
        let field = Self.field(unusual.why, unusual.member, unusual.day)
        let isThis =
            form["what"] == unusual.why.rawValue && form["member"] == unusual.member.text
            && form["day"] == unusual.day.text
        let hours = visit.casework.settings.usualHours
        return Section(unusual.heading, level: .third, isSheet: true) {
            SummaryList([
                .init("Who", PersonName(people[unusual.member])), .init("Day", unusual.day.words),
                .init("Why it is here", unusual.reason(hours: hours)),
            ])
            if !unusual.files.isEmpty {
                Paragraph(
                    "Files: \(unusual.files.prefix(20).map(\.reference).joined(separator: ", "))\(unusual.files.count > 20 ? " and \(unusual.files.count - 20) more, in what they did that day" : "")"
                )
            }
            Link(
                "What they did that day",
                href: "\(Route.logDay.path(unusual.day.text))?actor=\(unusual.member.text)",
                about: "\(unusual.heading), \(unusual.day.words)")
            Form(to: Route.unusual.path(), token: visit.token.text) {
                HiddenField("what", value: unusual.why.rawValue)
                HiddenField("member", value: unusual.member.text)
                HiddenField("day", value: unusual.day.text)
                HiddenField("until", value: until.text)
                TextField(
                    "why", label: "What you found",
                    hint: "Sealed. Who looked into it is in the log book; what you write here is not.",
                    value: isThis ? form["why"] : "", error: errors[field], maximum: 2000, isRequired: true,
                    id: field)
                SubmitButton("I have looked into it", style: .secondary)
            }
        }
    }
}

extension Unusual {
    var heading: String {
        switch why {
        case .oddHours: "Read at an unusual hour"
        case .manyLooks: "Looked up more than is usual for them"
        case .ownName: "Searched for their own surname"
        case .colleaguesName: "Searched for a colleague’s surname"
        case .nothingDone: "Opened files in which they had done nothing"
        case .refused: "Asked for what is not theirs, or not there"
        case .exported: "Took away an export"
        }
    }

    /// Why it is listed, and what may well explain it.
    func reason(hours: Range<Int>) -> String {
        switch why {
        case .oddHours:
            "\(times) before \(hours.lowerBound):00 or from \(hours.upperBound):00 on, our clocks’ time. Emergencies happen at night."
        case .manyLooks:
            "\(count) files and searches that day; "
                + (usual.map { "on most of their days it is about \($0)." }
                    ?? "they have not been here long enough to say what is usual.")
        case .ownName: "\(times). They may share a surname with a client."
        case .colleaguesName: "\(times). Many share a surname; a relative’s file should be restricted."
        case .nothingDone:
            "\(count == 1 ? "One file" : "\(count) files") where they wrote or recorded nothing that day or in the year before, and which nobody gave them. Somebody may have stood in."
        case .exported:
            files.count == 1
                ? "One file. Their reason is in its log. Where is the copy now?"
                : "\(files.count) files that you can see. Their reason is in the log book. Where is the copy now?"
        case .refused: "\(times) in one day. An old bookmark can do this."
        }
    }

    private var times: String { count == 1 ? "Once" : count == 2 ? "Twice" : "\(count) times" }
}
