import Casework
import HTTPTypes
import Vault

/// Clients with whom nobody works, for whoever may take them on or see that somebody does (clause S1.1).
struct WithoutWorkerPage {
    /// The client whose form came back, and what is wrong with it.
    var file: ID?
    var errors = FieldErrors.none
    /// Somebody else took them on meanwhile.
    var isTaken = false

    static func show(_ visit: Visit) async throws -> Answer { try await WithoutWorkerPage().answer(visit) }

    static func takeOn(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let typed = visit.form["worker"]
        let isTheirs = visit.caller.teams.contains(.caseworkers)
        let worker = ID(text: typed) ?? (isTheirs && typed.isEmpty ? visit.caller.member : nil)
        do {
            guard let worker else {
                _ = try await visit.casework.kind(of: file, as: visit.caller)
                guard visit.caller.seesClientsWithoutWorker else { throw CaseworkError.notFound }
                throw CaseworkError.invalid([Problem("worker", typed.isEmpty ? .missing : .notAChoice)])
            }
            try await visit.casework.takeOn(file, worker: worker, as: visit.caller)
            return .see(worker == visit.caller.member ? Route.file.path(file) : Route.withoutWorker.path())
        } catch {
            switch error as? CaseworkError {
            case .invalid(let problems)?:
                let waiting = try await visit.casework.clientsWithoutWorker(as: visit.caller)
                guard waiting.contains(where: { $0.file == file }) else {
                    return try await WithoutWorkerPage(file: file, isTaken: true).answer(visit)
                }
                let problems = problems.map { Problem(Self.field(file), $0.reason) }
                let errors = FieldErrors(
                    problems, saying: [Self.field(file): "Choose who will work with them."])
                return try await WithoutWorkerPage(file: file, errors: errors).answer(visit)
            case .alreadySaved?, .stale?:
                return try await WithoutWorkerPage(file: file, isTaken: true).answer(visit)
            default: throw error
            }
        }
    }

    /// The field of a client's form: no two of a page are called the same.
    private static func field(_ file: ID) -> String { "worker-\(file.reference)" }

    private func answer(_ visit: Visit) async throws -> Answer {
        let clients = try await visit.casework.clientsWithoutWorker(as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page(
            "Nobody works with them", status: isTaken ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            ErrorSummary(errors)
            if isTaken {
                Notice(
                    .warning, "Somebody works with them already: nothing was done",
                    "A colleague was quicker. This is how it stands now.")
            }
            PageHeading(
                "Nobody works with them",
                below:
                    "Clients whom the caseworkers’ team keeps until somebody works with them. The longest wait comes first."
            )
            if clients.isEmpty {
                EmptyState(
                    "Somebody works with every client",
                    "Whoever comes for the first time, and is given to nobody, stands here.",
                    action: LinkButton("Back to Today", href: Route.today.path(), style: .primary))
            }
            clients.map { card($0, people, visit) }
            if clients.count == Casework.mostWithoutWorker {
                Paragraph("These are the first \(clients.count). The others come up as these are taken on.")
            }
            ClauseNote("S1.1")
        }
    }

    private func card(
        _ client: ClientWithoutWorker, _ people: StaffNames, _ visit: Visit
    ) -> Section {
        let field = Self.field(client.file)
        let isMine = client.workers.contains(visit.caller.member)
        let isManager = visit.caller.teams.contains(.management)
        return Section("\(PersonName(client.name))" as HTML, isSheet: true) {
            Paragraph(
                "\(client.isNew ? Tag("New", .watch) : Tag("Nobody any more", .watch)) First contact on \(client.made.moment). File \(Spelled(client.file.reference))"
                    as HTML)
            Form(to: Route.takeOn.path(client.file), token: visit.token.text) {
                if isManager {
                    Select(
                        "worker", label: "Who will work with them?",
                        choices: client.workers.map { Choice($0.text, people[$0]) },
                        chosen: client.file == file ? visit.form["worker"] : nil, error: errors[field],
                        isRequired: true, id: field)
                }
                ButtonRow {
                    if isManager {
                        SubmitButton("Give it to them")
                    } else if isMine {
                        SubmitButton("I work with them from now on")
                    }
                    LinkButton("Open the file", href: Route.file.path(client.file))
                }
            }
        }
    }

    /// The line on Today.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        let (count, areNew) = try await visit.casework.clientsWithoutWorkerCount(as: visit.caller)
        guard count > 0 else { return [] }
        let clients = "\(count) \(count == 1 ? "client" : "clients")"
        return [
            LinkList.Entry(
                areNew
                    ? "New: nobody works with \(clients) yet" as HTML
                    : "Nobody works with \(clients)" as HTML,
                href: Route.withoutWorker.path(),
                note: visit.caller.teams.contains(.management)
                    ? "Give each to a caseworker." as HTML : "Take on those whom you will work with." as HTML)
        ]
    }

    /// On a caseworker's Today: whoever was given to them and whom they have not opened.
    static func newToMe(_ visit: Visit) async throws -> [LinkList.Entry] {
        let new = try await visit.casework.newToMe(as: visit.caller)
        guard !new.isEmpty else { return [] }
        return [
            LinkList.Entry(
                "New to you: \(new.count) \(new.count == 1 ? "file" : "files")" as HTML,
                href: Route.myFiles.path(),
                note: "Given to you, and not opened since. They are marked among your clients." as HTML)
        ]
    }
}
