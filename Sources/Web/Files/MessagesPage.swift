import Casework
import Vault

/// The person is here: the messages that were left for somebody of their name come up now, and only now (clause P1.1).
enum MessagesPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let (name, messages, unread) = try await visit.casework.waitingMessages(for: file, as: visit.caller)
        return visit.page("Messages to pass on", marking: .confidential) {
            BackLink("Open the file", href: Route.file.path(file))
            PageHeading("\(PersonName(name)) is here" as HTML)
            if unread > 0 {
                Notice(
                    .warning,
                    unread == 1
                        ? "One message could not be read" : "\(unread) messages could not be read",
                    "Whom they are for is not known. Tell a data guardian.")
            }
            if messages.isEmpty {
                EmptyState(
                    "No message waits for them",
                    "If one is left later, it comes up the next time they make contact.",
                    action: LinkButton("Open the file", href: Route.file.path(file), style: .primary))
            } else {
                Notice(
                    .info,
                    messages.count == 1
                        ? "A message for you to hand on" : "\(messages.count) messages for you to hand on",
                    "Make sure that it is meant for this person. Pass it on quietly, where nobody else hears, and tick it."
                )
                messages.map { card($0, file: file, visit) }
            }
            ClauseNote("P1.1")
        }
    }

    private static func card(_ message: Record<Message>, file: ID, _ visit: Visit) -> Section {
        Section("Message", isSheet: true) {
            SummaryList([
                .init("For", "<bdi>\(message.text.forName)</bdi>" as HTML),
                .init("From", message.text.from.isEmpty ? "They did not say" : message.text.from),
                .init("To reach them", message.text.reach.isEmpty ? "They did not say" : message.text.reach),
                .init("Left", "\(message.at.moment)" as HTML),
                .init("Their words", Written(message.text.words)),
            ])
            Form(to: Route.passOn.path(file), token: visit.token.text) {
                HiddenField("message", value: message.id.text)
                HiddenField("version", value: "\(message.version)")
                SubmitButton("I have passed it on")
            }
        }
    }

    static func passOn(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        guard let message = ID(text: visit.form["message"]), let version = UInt32(visit.form["version"])
        else {
            throw CaseworkError.notFound
        }
        do {
            try await visit.casework.passOn(message, version: version, to: file, as: visit.caller)
        } catch {
            guard error == .alreadySaved else { throw error }
        }
        return .see(Route.messages.path(file))
    }
}
