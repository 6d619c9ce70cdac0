import Vault

extension FormBody {
    /// What was typed, to be saved over what somebody else saved in the meantime.
    /// - Returns: nil if both wrote the same, or it was sent twice: nothing is left to decide.
    func beside(_ saved: FormBody, version: UInt32) -> FormBody? {
        let isTheSame = saved.fields.allSatisfy { $0.name == "version" || $0.value == self[$0.name] }
        if isTheSame { return nil }
        return FormBody(fields: fields.filter { $0.name != "version" } + [("version", "\(version)")])
    }
}

/// The button that leaves a record as somebody else saved it, and throws one's own draft away.
struct KeepTheirs: Component {
    private let address: String
    private let token: String

    init(_ route: Route, of file: ID, _ visit: Visit) {
        self.address = route.path(file)
        self.token = visit.token.text
    }

    var html: HTML {
        ButtonRow {
            Form(to: Route.draftThrownAway.path(), token: token) {
                HiddenField("draft", value: address)
                SubmitButton("Keep theirs", style: .secondary, busy: "One moment…")
            }
        }.html
    }
}
