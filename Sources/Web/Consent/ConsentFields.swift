import Casework
import Policy
import Vault

/// With whom, which parts, and for what.
struct ConsentSubject: Component {
    let form: FormBody
    let errors: FieldErrors
    let file: FileConsents
    let purposes: [Record<Purpose>]
    let today: Day

    var html: HTML {
        Section("1. With whom, which parts, what for", isSheet: true) {
            Select(
                "recipient", label: "The recipient is",
                choices: ConsentForm.recipients.map {
                    Choice($0.rawValue, ConsentWords.recipient($0.rawValue))
                }, chosen: form["recipient"], error: errors["recipient"], isRequired: true)
            TextField(
                "party", label: "Who that is, by name",
                hint: "For example, a council and its department, or a doctor’s practice.",
                value: form["party"], error: errors["party"], maximum: 200, isRequired: true)
            CheckboxGroup(
                "items", legend: "Which parts, and no more",
                choices: ConsentForm.items(of: file.kind).map {
                    Choice($0.rawValue, ConsentWords.item($0.rawValue))
                }, chosen: Set(form.fields.filter { $0.name == "items" }.map(\.value)),
                error: errors["items"], isRequired: true)
            Select(
                "purpose", label: "What for", hint: "From the register of purposes.",
                choices: purposes.map { Choice($0.id.text, $0.text.name + state($0.text)) },
                chosen: form["purpose"].isEmpty && purposes.count == 1
                    ? purposes[0].id.text : form["purpose"],
                error: errors["purpose"], isRequired: true)
            if purposes.isEmpty {
                Paragraph(
                    "No purpose is in the register yet. Propose one first; a data guardian approves it.",
                    isQuiet: true)
            }
            if file.kind == .client {
                Checkbox(
                    "isRequested", label: "They asked for it themself",
                    hint: "Counselling is shared with nobody unless they ask (clause P2).",
                    isChosen: form.isTicked("isRequested"))
            }
        }.html
    }

    private func state(_ purpose: Purpose) -> String {
        switch purpose.state(on: today) {
        case .approved: ""
        case .lapsed: " (its review is due: nothing leaves for it yet)"
        default: " (not approved: nothing leaves for it yet)"
        }
    }
}

/// Where it was not the usual way: in writing, in another language, by somebody else, for a time.
struct ConsentCircumstances: Component {
    let form: FormBody
    let errors: FieldErrors
    let kind: FileKind
    let today: Day

    /// Folded away, unless something in it was typed, is wrong, or has to be filled in.
    var html: HTML {
        let names = ["how", "language", "interpreter", "entitlement", "giverName", "until"]
        let usual = ["oral", "", "", Consent.Entitlement.`self`.rawValue, "", ""]
        let isUsual =
            zip(names, usual).allSatisfy { form[$0] == $1 } && names.allSatisfy { errors[$0] == nil }
        if isUsual, kind == .client {
            return Details("In writing, another language, somebody else’s answer, or for a time") {
                fields
            }.html
        }
        return Section("How it was asked, and who answered", isSheet: true) { fields }.html
    }

    private var fields: HTML {
        HTML {
            RadioGroup(
                "how", legend: "How they answered",
                choices: [
                    Choice("oral", "They said it to me"),
                    Choice("written", "In writing", hint: "Keep the signed form with the file."),
                ], chosen: form["how"], error: errors["how"])
            TextField(
                "language", label: "Language it was explained in", hint: "Leave empty for English.",
                value: form["language"], error: errors["language"], length: .medium, maximum: 60)
            TextField(
                "interpreter", label: "Interpreter", hint: "Leave empty if there was none.",
                value: form["interpreter"], error: errors["interpreter"], kind: .name, length: .medium,
                maximum: 200)
            RadioGroup(
                "entitlement", legend: "Who answered",
                choices: ConsentForm.entitlements(of: kind).map {
                    Choice(
                        $0.rawValue, ConsentWords.entitlement($0),
                        hint: $0 == .unclear ? "It counts as no consent until that is clear." : nil)
                }, chosen: form["entitlement"], error: errors["entitlement"], isRequired: true)
            TextField(
                "giverName", label: "Their name",
                hint: kind == .organisation ? nil : "Leave empty if it is the person themself.",
                value: form["giverName"], error: errors["giverName"], kind: .name, length: .medium,
                maximum: 200)
            DateField(
                "until", label: "Until when", hint: "Leave empty if it holds until they say otherwise.",
                value: form["until"], error: errors["until"], .coming(example: today.adding(days: 180)))
        }
    }
}
