import Vault

/// What is filled in when somebody comes or calls for the first time (clause S4.1).
package struct FirstContactForm: Sendable {
    package var name = ""
    package var otherNames = ""
    package var born = ""
    package var phone = ""
    package var email = ""
    package var address = ""
    package var safeToCall = ""
    package var safeToText = ""
    package var safeToLeaveMessage = ""
    package var safetyNote = ""
    package var policyTold = false
    package var sharingTold = false
    package var refusingTold = false
    package var answer = ""
    /// The member who will work with the client, or empty for the caseworkers' team.
    package var worker = ""
    package var isRestricted = false
    /// The member of staff whom it is about, or who is related to them: they never hold a key of it. Or `nobody`, said on
    /// purpose; empty is enough where no member of staff has such a name.
    package var relatedTo = ""
    /// What says that it is about nobody of the staff.
    package static let nobody = "none"
    package var note = ""

    package init() {}

    struct Checked: Sendable {
        let identity: Identity
        let contact: Contact
        let consent: Consent
        let worker: ID?
        let isRestricted: Bool
        let keptFrom: ID?
        let note: String
    }

    /// What was told, as it was ticked.
    private var told: Set<Consent.Telling> {
        var told: Set<Consent.Telling> = []
        if policyTold { told.insert(.policy) }
        if sharingTold { told.formUnion([.why, .withWhom, .agreeing]) }
        if refusingTold { told.formUnion([.refusing, .services]) }
        return told
    }

    /// - Parameter hasNamesakes: whether the name is like a member of staff's, so that the answer can't be left out.
    func checked(
        today: Day, caseworkers: [ID], staff: [ID], hasNamesakes: Bool
    ) throws(CaseworkError) -> Checked {
        var words = Words()
        let identity = IdentityForm(name: name, otherNames: otherNames, born: born)
            .read(&words, today: today)
        let contact = ContactForm(
            phone: phone, email: email, address: address, safeToCall: safeToCall, safeToText: safeToText,
            safeToLeaveMessage: safeToLeaveMessage, note: safetyNote
        ).read(&words)
        let answer = Consent.Answer(rawValue: answer)
        // Nobody is asked for an answer before they were told; whoever is in distress is told later (clause S4.1).
        if answer != .notAsked {
            if !policyTold { words.refuse("policyTold", .notTold) }
            if !sharingTold { words.refuse("sharingTold", .notTold) }
            if !refusingTold { words.refuse("refusingTold", .notTold) }
        }
        if answer == nil { words.refuse("answer", self.answer.isEmpty ? .missing : .notAChoice) }
        let worker = ID(text: worker)
        if !self.worker.isEmpty, !(worker.map(caseworkers.contains) ?? false) {
            words.refuse("worker", .notAChoice)
        }
        let keptFrom = ID(text: relatedTo)
        if relatedTo.isEmpty {
            if hasNamesakes { words.refuse("relatedTo", .missing) }
        } else if relatedTo != Self.nobody, !(keptFrom.map(staff.contains) ?? false) {
            words.refuse("relatedTo", .notAChoice)
        }
        if let worker, worker == keptFrom { words.refuse("worker", .notAChoice) }
        let note = words.passage("note", note, longest: 20_000)
        try words.check()
        return Checked(
            identity: identity, contact: contact,
            consent: Consent(
                scope: .general, told: told, answer: answer ?? .notAsked,
                form: Consent.Form(isWritten: false)),
            worker: worker, isRestricted: isRestricted || keptFrom != nil, keptFrom: keptFrom, note: note)
    }
}

extension Casework {
    /// Makes a client's file at the first contact: the policy told, consent asked, the keys sealed to those who need
    /// them. The creator keeps what their role holds, which may be nothing.
    /// - Parameter id: drawn for the form, so that sending it twice makes one file.
    /// - Returns: the file.
    @discardableResult
    package func makeFirstContact(
        _ form: FirstContactForm, id: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) -> ID {
        try caller.mayMakeFiles()
        let colleagues = try await roster(as: caller).filter { caller.certified.identity(of: $0.id) != nil }
        let checked = try form.checked(
            today: now.day, caseworkers: caller.certified.members(of: .caseworkers),
            staff: caller.certified.members(of: .staff),
            hasNamesakes: !namesakes(of: form.name, or: form.otherNames, among: colleagues).isEmpty)
        let shares = try ClientFile.shares(
            worker: checked.worker, isRestricted: checked.isRestricted, certified: caller.certified)
        var first = FirstRows(
            .client, checked.identity, checked.contact, note: checked.note, about: .casework)
        first.isRestricted = checked.isRestricted
        first.words = Self.summary(of: checked.consent)
        let consent = ID(from: randomness)
        let restriction = checked.keptFrom.map {
            Restriction(
                reviewOn: now.day.adding(days: Restriction.longest).text,
                why: "About a member of staff, or somebody related to one.", keptFrom: [$0.text])
        }
        let restricting = ID(from: randomness)
        return try await makeFile(
            id, first, sharing: shares, finishing: draft,
            with: { Self.referring(checked.consent, of: $0) }, as: caller
        ) { file, act in
            if let restriction {
                try restriction.write(restricting, with: file.key(of: .log), in: &act)
            }
            try SealedRecord.write(checked.consent, id: consent, with: file.key(of: .consent), in: &act)
        }
    }

    private static func summary(of consent: Consent) -> String {
        let answer =
            switch consent.answer {
            case .agreed: "General consent to need-to-know sharing: agreed."
            case .refused: "General consent to need-to-know sharing: refused. A manager decides."
            case .notAsked: "General consent to need-to-know sharing: not asked yet."
            }
        let told =
            switch consent.untold.count {
            case 0: "Policy given; sharing and refusing explained."
            case Consent.Telling.allCases.count: "The policy has still to be explained."
            default: "Explained in part; the rest has still to be said."
            }
        return "First contact. \(told) \(answer)"
    }
}
