extension Fact {
    /// The fact as a person would name it.
    package var plainName: String {
        switch self {
        case .recipient: "who asks"
        case .items: "the item"
        case .subject: "whom it is about"
        case .age: "the age"
        case .ground: "the ground"
        case .verified: "whether identity was checked"
        case .suspicion: "whether a reasonable suspicion was stated"
        case .investigation: "whether there is a current investigation"
        case .reportedMissing: "whether the person was reported missing to the police"
        case .publicSafety: "whether public safety is at risk now"
        case .consent: "the consent"
        case .consentItems: "what the consent covers"
        case .undertaking: "whether the recipient accepted the terms"
        case .needToKnow: "whether the recipient needs to know"
        case .purpose: "the purpose"
        case .protocol: "the protocol"
        case .protocolItems: "what the protocol covers"
        case .power: "whether a legal power is cited"
        case .powerItems: "what the legal power reaches"
        case .visitorForm: "whether the visitors' form is signed"
        case .policiesGiven: "whether both policies were given"
        case .approval: "who approved"
        case .approvalItems: "what the approval covers"
        case .permittedFields: "whether only permitted fields are shown"
        case .suppressed: "whether small numbers are suppressed"
        }
    }

    /// That the fact has a value, as a clause after ‘if’.
    package func condition(_ value: String) -> String {
        let not = value == Answered.yes.rawValue ? "" : "not "
        return switch self {
        case .recipient: "the recipient were \(value)"
        case .items: "the item were \(value)"
        case .subject: "it were about \(value)"
        case .age: "the age were \(value)"
        case .ground: "the ground were \(value)"
        case .verified: "identity had \(not)been checked"
        case .suspicion: "a reasonable suspicion had \(not)been stated"
        case .investigation: "there were \(not)a current investigation"
        case .reportedMissing: "the person had \(not)been reported missing to the police"
        case .publicSafety: "public safety were \(not)at risk now"
        case .consent: "the consent were ‘\(value)’"
        case .consentItems: "the consent did \(not)cover this item".replacing("did cover", with: "covered")
        case .undertaking: "the recipient had \(not)accepted the terms"
        case .needToKnow: "the recipient had \(not)a need to know".replacing("not a", with: "no")
        case .purpose: "the purpose were ‘\(value)’"
        case .protocol: "the protocol were ‘\(value)’"
        case .protocolItems: "the protocol did \(not)cover this item".replacing("did cover", with: "covered")
        case .power: "a legal power naming the recipient were \(not)cited"
        case .powerItems: "the legal power did \(not)reach this item".replacing("did reach", with: "reached")
        case .visitorForm: "the visitors' form were \(not)signed"
        case .policiesGiven: "both policies had \(not)been given"
        case .approval: "it were approved by ‘\(value)’"
        case .approvalItems: "the approval did \(not)cover this item".replacing("did cover", with: "covered")
        case .permittedFields: "only permitted fields were \(not)shown"
        case .suppressed: "small numbers were \(not)suppressed"
        }
    }
}
