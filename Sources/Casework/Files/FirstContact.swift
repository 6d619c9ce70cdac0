import Database
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
    package var note = ""

    package init() {}

    struct Checked: Sendable {
        let identity: Identity
        let contact: Contact
        let consent: Consent
        let worker: ID?
        let isRestricted: Bool
        let note: String
    }

    func checked(today: Day, caseworkers: [ID]) throws(CaseworkError) -> Checked {
        var words = Words()
        let identity = IdentityForm(name: name, otherNames: otherNames, born: born)
            .read(&words, today: today)
        let contact = ContactForm(
            phone: phone, email: email, address: address, safeToCall: safeToCall, safeToText: safeToText,
            safeToLeaveMessage: safeToLeaveMessage, note: safetyNote
        ).read(&words)
        if !policyTold { words.refuse("policyTold", .notTold) }
        if !sharingTold { words.refuse("sharingTold", .notTold) }
        if !refusingTold { words.refuse("refusingTold", .notTold) }
        let answer = Consent.Answer(rawValue: answer)
        if answer == nil { words.refuse("answer", self.answer.isEmpty ? .missing : .notAChoice) }
        let worker = ID(text: worker)
        if !self.worker.isEmpty, !(worker.map(caseworkers.contains) ?? false) {
            words.refuse("worker", .notAChoice)
        }
        let note = words.passage("note", note, longest: 20_000)
        try words.check()
        return Checked(
            identity: identity, contact: contact,
            consent: Consent(
                scope: .general, told: Set(Consent.Telling.allCases), answer: answer ?? .notAsked,
                form: Consent.Form(isWritten: false)),
            worker: worker, isRestricted: isRestricted, note: note)
    }
}

extension Casework {
    /// Makes a client's file at the first contact: the policy told, consent asked, the keys sealed to those who need
    /// them. The creator keeps what their role holds, which may be nothing.
    /// - Parameter id: drawn for the form, so that sending it twice makes one file.
    package func makeFirstContact(
        _ form: FirstContactForm, id: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let readiness = caller.certified.readiness
        guard readiness.isReady else { throw .notReady(readiness) }
        guard caller.holds(.register) else { throw .notFound }
        let checked = try form.checked(
            today: now.day, caseworkers: caller.certified.members(of: .caseworkers))
        let shares = try ClientFile.shares(
            worker: checked.worker, isRestricted: checked.isRestricted, certified: caller.certified)
        // A form whose saving was cut off left its half, which is durable before the file is.
        let half = halves.half(for: id.bytes) ?? randomness.bytes(32)
        do {
            if try await read({ try FileRows(id, $0) }) != nil { throw CaseworkError.alreadySaved }
            let file = try NewFile(
                id: id, kind: .client, half: half, shares: shares, at: clock.now().milliseconds,
                certified: caller.certified, by: caller.keyring, randomness: randomness)
            // A restricted file is in no register: those granted find it by its own item `identity`.
            let register = checked.isRestricted ? nil : try caller.houseKey(.register).about(id, half: half)
            let letter = try Letter(
                id: ID(from: randomness), to: id, box: (1, file.genesis.letterBox),
                words: Array(Self.summary(of: checked.consent).utf8), by: caller.keyring)
            let ids = (0..<4).map { _ in ID(from: randomness) }
            try await halves.put(half, for: id.bytes)
            try await act(.fileMade, on: id, by: caller.member, letter: letter, finishing: draft) { act in
                // An erased file's id makes no other: its half would be destroyed again.
                guard
                    try act.connection.first("SELECT file FROM erasures WHERE file = \(id.bytes)") == nil
                else { throw CaseworkError.notFound }
                try file.insert(in: &act, isRestricted: checked.isRestricted)
                try SealedRecord.write(checked.identity, id: ids[0], with: file.key(of: .identity), in: &act)
                try SealedRecord.write(checked.contact, id: ids[1], with: file.key(of: .contact), in: &act)
                try SealedRecord.write(checked.consent, id: ids[2], with: file.key(of: .consent), in: &act)
                if !checked.note.isEmpty {
                    try SealedRecord.write(
                        Note(words: checked.note), id: ids[3], with: file.key(of: .casework), in: &act)
                }
                if let register {
                    try SealedRecord.write(
                        packed: RegisterRow(checked.identity).packed, id: id, with: register, in: &act)
                }
            }
        } catch { throw CaseworkError(error) }
    }

    private static func summary(of consent: Consent) -> String {
        let answer =
            switch consent.answer {
            case .agreed: "General consent to need-to-know sharing: agreed."
            case .refused: "General consent to need-to-know sharing: refused. A manager decides."
            case .notAsked: "General consent to need-to-know sharing: not asked yet."
            }
        return "First contact. Policy given; sharing and refusing explained. \(answer)"
    }
}
