import Casework
import Vault

/// Whom of the staff a file is about, or whose relative: nothing of it is given to them (clause S3.4).
struct RelatedToField: Component {
    let form: FormBody
    let errors: FieldErrors
    let staff: [Colleague]
    /// Colleagues with the client's surname.
    let namesakes: [Colleague]
    var says = "Nothing of it is given to this colleague. Only a data guardian can’t be kept out."

    var html: HTML {
        let names = namesakes.map(\.profile.name).joined(separator: ", ")
        let alike =
            names.isEmpty ? "" : " The same surname as the client: \(names). Please ask if they are related."
        return Select(
            "relatedTo", label: "A member of staff, or somebody related to one: whom?", hint: says + alike,
            choices: staff.map { Choice($0.id.text, $0.profile.name) }, chosen: form["relatedTo"],
            prompt: "Nobody", error: errors["relatedTo"]
        ).html
    }
}

extension Visit {
    /// The colleagues who are here.
    func staff() async throws(CaseworkError) -> [Colleague] {
        try await casework.roster(as: caller).filter { caller.certified.identity(of: $0.id) != nil }
    }
}
