import Casework
import Policy

/// The questions for a special caller, in the order in which they can be asked aloud (clauses P4.1, P4.3).
struct CallerFields {
    let kind: SpecialCaller.Kind
    let form: FormBody
    let errors: FieldErrors

    @HTMLBuilder var html: HTML {
        line("who", kind == .police ? "Your name and rank, please?" : "Your name, please?", isRequired: true)
        switch kind {
        case .police:
            checking("Which force and station?", "Which police switchboard can we ring you back through?")
            radio(
                "about", "What is it about?", kind.grounds.map { ($0.rawValue, $0.asked) }, isRequired: true)
            Section("If it is about a crime", level: .third) {
                passage("Which crime are you investigating?")
                known("investigation", "Is it under investigation now?")
                known(
                    "suspicion", "Do you have a reasonable suspicion that this person is connected with it?")
            }
            Section("If a child is missing", level: .third) {
                known("reportedMissing", "Has the child been reported missing to the police?")
                age
            }
            Section("If the public is in danger", level: .third) {
                known("publicSafety", "Is the public in danger now?")
            }
            name("Whom are you asking about?")
        case .family:
            radio(
                "recipient", "What are you to the child?",
                [("parent", "Mother, father or guardian"), ("family", "Another relative")], isRequired: true)
            line("reach", "How can we reach you?")
            name("What is the child’s name?")
            age
            known("reportedMissing", "Have you reported it to the police?")
            passage("Anything else they want to say")
        case .official:
            radio(
                "recipient", "Which kind of office?", kind.recipients.map { ($0.rawValue, $0.asked) },
                isRequired: true)
            checking("Which organisation and department?", "Which switchboard can we ring you back through?")
            radio(
                "about", "What is it about?", kind.grounds.map { ($0.rawValue, $0.asked) }, isRequired: true)
            passage("Which law or order, or what worry, is it? In their words")
            name("Whom are you asking about?")
        }
    }

    @HTMLBuilder private func checking(_ organisation: String, _ reach: String) -> HTML {
        line("organisation", organisation, isRequired: true)
        line(
            "reach", reach, hint: "A number that you can find yourself, not a mobile that they give.",
            isRequired: true)
        radio(
            "check", "How did you check who they are?",
            [
                ("rungBack", "I rang back through the switchboard"),
                ("seen", "I saw their warrant or identity card"),
                ("no", "Not checked yet"),
            ])
    }

    private func name(_ label: String) -> TextField {
        TextField(
            "name", label: label, hint: "As they say it. It is only written down; nobody is looked up.",
            value: form["name"], error: errors["name"], kind: .name, maximum: 200, isRequired: true)
    }

    private func line(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = false)
        -> TextField
    {
        TextField(
            name, label: label, hint: hint, value: form[name], error: errors[name], maximum: 200,
            isRequired: isRequired)
    }

    private func passage(_ label: String) -> TextArea {
        TextArea("matter", label: label, value: form["matter"], error: errors["matter"], maximum: 2000)
    }

    private var age: RadioGroup {
        radio(
            "age", "How old is the child?",
            [
                ("under16", "Under 16"), ("16to17", "16 or 17"), ("adult", "18 or over"),
                ("", "They don’t know"),
            ])
    }

    private func known(_ name: String, _ legend: String) -> RadioGroup {
        radio(name, legend, [("yes", "Yes"), ("no", "No"), ("unknown", "They did not say")])
    }

    private func radio(
        _ name: String, _ legend: String, _ choices: [(String, String)], isRequired: Bool = false
    ) -> RadioGroup {
        RadioGroup(
            name, legend: legend, choices: choices.map { Choice($0.0, $0.1) }, chosen: form[name],
            error: errors[name], isRequired: isRequired)
    }
}

extension Ground {
    /// What a caller says it is about.
    var asked: String {
        switch self {
        case .crimeInvestigation: "A crime that they are investigating"
        case .missingPerson: "A child who is missing"
        case .emergency: "An emergency: the public is in danger"
        case .legalDuty: "A law or a court order that we must obey"
        case .safeguardingChild: "A child’s safety"
        case .safeguardingAdult: "An adult’s safety"
        default: "Something else"
        }
    }
}

extension Recipient {
    /// Who an official says they are.
    var asked: String {
        switch self {
        case .police: "Police"
        case .parent: "Parent"
        case .family: "Relative"
        case .council: "The council"
        case .safeguardingBody: "A safeguarding team or board"
        case .healthProfessional: "A doctor, nurse or hospital"
        case .emergencyService: "Fire, ambulance or coastguard"
        case .court: "A court"
        case .regulator: "A regulator"
        case .taxAuthority: "The tax authority"
        case .partnerAgency: "An agency that we work with"
        default: "Somebody else"
        }
    }
}
