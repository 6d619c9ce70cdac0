import Casework
import Vault

/// Whom of the staff a file is about, or whose relative: nothing of it is given to them (clause S3.4).
struct RelatedToField: Component {
    let form: FormBody
    let errors: FieldErrors
    let staff: [Colleague]
    /// Colleagues with the client's name or surname.
    let namesakes: [Colleague]
    var says = "Nothing of it is given to this colleague. Only a data guardian can’t be kept out."

    /// Whether it has to be answered on purpose, with nothing chosen before.
    var isAsked = false

    var html: HTML {
        let names = namesakes.map(\.profile.name)
        if isAsked {
            return Select(
                "relatedTo",
                label: "Is this \(names.joined(separator: " or ")), or somebody related to them?",
                hint: "The name is like a colleague’s. Please ask. \(says)",
                choices: [Choice(FirstContactForm.nobody, "No, nor to another colleague")]
                    + staff.map {
                        Choice(
                            $0.id.text,
                            names.contains($0.profile.name)
                                ? "Yes: \($0.profile.name), or related" : "Related to \($0.profile.name)")
                    },
                chosen: form["relatedTo"], error: errors["relatedTo"], isRequired: true
            ).html
        }
        let alike =
            names.isEmpty
            ? ""
            : " A name like the client’s: \(names.joined(separator: ", ")). Please ask if they are related."
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
