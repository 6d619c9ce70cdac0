import Casework
import Vault

/// What a guardian answered a special caller, for the desk to pass on (clauses P4.1, P4.3). A list of them names nobody.
enum AnswersToPassOn {
    /// The lines on Today.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        try await visit.casework.answersToPassOn(as: visit.caller).map {
            entry("An answer for you to pass on", $0)
        }
    }

    /// On the desk's page.
    @HTMLBuilder static func notice(_ answers: [CallerLine]) -> HTML {
        if !answers.isEmpty {
            Notice(
                .info,
                answers.count == 1
                    ? "An answer for you to pass on" : "\(answers.count) answers for you to pass on"
            ) { LinkList(answers.map { entry("To \($0.kind.plain)", $0) }) }
        }
    }

    private static func entry(_ label: String, _ answer: CallerLine) -> LinkList.Entry {
        .init(
            label, href: Route.callerSaid.path(answer.id),
            note: "For \(answer.kind.plain). A data guardian answered on \(answer.at.moment)." as HTML)
    }

    /// The words, and the tick.
    static func form(_ record: Record<SpecialCaller>, _ visit: Visit) -> Section {
        Section("To \(record.text.said.kind.plain)", isSheet: true) {
            SummaryList([
                .init("Who", PersonName(record.text.said.who)),
                .init(
                    "Ring back at",
                    record.text.said.reach.isEmpty ? "They did not say" : record.text.said.reach),
                .init("Asked", record.asked.moment),
            ])
            ReadAloud(
                record.text.answered?.wordsForDesk ?? "", label: "From the data guardian, for you to say")
            Paragraph(
                "Say this and nothing more. If they ask anything else, say the words of the desk again.")
            Form(to: Route.answerPassedOn.path(record.id), token: visit.token.text) {
                HiddenField("version", value: "\(record.version)")
                SubmitButton("I have passed it on")
            }
        }
    }
}

/// Whom the desk rings about a special caller: by name, as nobody's number is kept here.
struct Ringing {
    private let guardians: [Colleague]
    private let managers: [Colleague]

    /// Those who have been let in, but for the visitor.
    init(_ visit: Visit) async throws {
        let staff = try await visit.casework.roster(as: visit.caller).filter { $0.id != visit.caller.member }
        let certified = visit.caller.certified
        guardians = staff.filter { certified.teams(of: $0.id).contains(.guardian) }
        managers = staff.filter { certified.teams(of: $0.id).contains(.management) }
    }

    /// It can’t wait.
    @HTMLBuilder var now: HTML {
        if !guardians.isEmpty || !managers.isEmpty {
            let (first, others) = guardians.isEmpty ? (managers, []) : (guardians, managers)
            Notice(.warning, "Urgent: ring before you do anything else") {
                Paragraph("Now ring \(Self.names(first))." as HTML)
                if !others.isEmpty {
                    Paragraph("If nobody answers, ring a manager: \(Self.names(others))." as HTML)
                }
                Paragraph("Say that somebody waits under Callers. It stands at the top of their Today.")
            }
        }
    }

    /// It waits for whoever comes to it.
    @HTMLBuilder var later: HTML {
        if !guardians.isEmpty {
            Paragraph("It stands on Today of \(Self.names(guardians))." as HTML, isQuiet: true)
        }
    }

    /// Whom to make sure that they have seen it.
    static func names(_ people: [Colleague]) -> HTML {
        var words = HTML.empty
        for (place, person) in people.enumerated() {
            if place > 0 { words.append(place == people.count - 1 ? " or " : ", ") }
            words.append("\(PersonName(person.profile.name))" as HTML)
        }
        return words
    }

    /// The guardians, for whoever makes sure that one has seen it.
    var guardianNames: HTML { guardians.isEmpty ? "a data guardian" : Self.names(guardians) }
}

/// Special callers who can’t wait, on Today of guardians and managers, above all else. It names nobody.
enum UrgentCallers {
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        let callers = try await visit.casework.urgentCallers(as: visit.caller)
        guard !callers.isEmpty else { return [] }
        let isGuardian = visit.caller.teams.contains(.guardian)
        let whom = try await Ringing(visit)
        return callers.map { line in
            let href =
                line.isToRule ? Route.callerRuling : isGuardian ? Route.caller : Route.callerSaid
            let note: HTML =
                line.isToRule
                ? "Yours to decide."
                : isGuardian
                    ? "Answer them now."
                    : "Only a data guardian answers: make sure that \(whom.guardianNames) has seen it."
            return .init(
                "\(Tag("Urgent", .alarm)) \(line.kind.urgent)" as HTML, href: href.path(line.id),
                note: "Asked at the desk, \(line.at.moment). \(note)" as HTML)
        }
    }
}

extension SpecialCaller.Kind {
    /// Who it is, in a line that names nobody.
    var plain: String {
        switch self {
        case .police: "the police"
        case .family: "the parent or family of a missing child"
        case .official: "an official"
        }
    }

    /// What waits.
    fileprivate var urgent: String {
        switch self {
        case .police: "The police are asking"
        case .family: "A missing child’s family is asking"
        case .official: "An official is asking"
        }
    }
}
