import Vault

/// Who is granted what when an organisation's file is made (clauses S1.4, S2.4, S3.2): its affairs are owed what a
/// person's are.
enum OrganisationFile {
    /// - Parameter worker: the member who will work with the organisation; nil for the caseworkers' team. Without one,
    ///   what is commercially sensitive is the managers'.
    static func shares(worker: ID?, certified: Certified) throws(CaseworkError) -> [Genesis.Share] {
        let known: [Item] = [.identity, .contact]
        let work: [Item] = [.organisation, .directory, .consent, .log, .disclosure]
        var shares: [Genesis.Share] = []
        func add(_ team: Team, as kind: Grant.Kind = .ordinary, _ items: [Item]) throws(CaseworkError) {
            guard let current = certified.current(team) else { throw .notReady(certified.readiness) }
            shares.append(.init(.team(current), kind, items: items))
        }
        try add(.guardian, as: .escrow, FileKind.organisation.items)
        try add(.guardian, [.identity, .consent, .log, .disclosure])
        try add(.management, known + work + [.commercial])
        try add(.frontDesk, known)
        try add(.counselling, known)
        try add(.childrenAndFamilies, known)
        try add(.caseworkers, worker == nil ? known + work : known)
        if let worker { shares.append(.init(.member(worker), items: known + work + [.commercial])) }
        return shares
    }
}

/// The text of one record in a file's item `organisation`: what it is, and who speaks for it. The notes in the same
/// item are `Note`s; neither opens as the other.
package struct About: Kept, Hashable {
    package static let kind = TextKind.about

    package var sort: Sort
    /// Its number at the charity regulator or the companies' register, if it has one.
    package var number: String
    /// Who may give consent for it, by name and position (clause S1.3).
    package var consentGivers: String

    /// What sort of organisation it is.
    package enum Sort: String, Codable, CaseIterable, Sendable {
        case charity, community, worship, business, publicBody, other
    }

    package init(sort: Sort, number: String, consentGivers: String) {
        self.sort = sort
        self.number = number
        self.consentGivers = consentGivers
    }
}

/// What is filled in when an organisation's file is made.
package struct OrganisationForm: Sendable {
    package var name = ""
    package var otherNames = ""
    package var sort = ""
    package var number = ""
    package var consentGivers = ""
    package var phone = ""
    package var email = ""
    package var address = ""
    /// Whom to ask for, and when.
    package var contactNote = ""
    /// The member who will work with it, or empty for the caseworkers' team.
    package var worker = ""
    package var note = ""

    package init() {}

    struct Checked: Sendable {
        let identity: Identity
        let contact: Contact
        let about: About
        let worker: ID?
        let note: String
    }

    /// What it is: its names, its sort and who speaks for it.
    func what(_ words: inout Words) -> (identity: Identity, about: About) {
        let identity = Identity(
            name: words.name("name", name, longest: 200, required: true),
            otherNames: words.otherNames(otherNames), born: "")
        let sort = About.Sort(rawValue: sort)
        if sort == nil { words.refuse("sort", self.sort.isEmpty ? .missing : .notAChoice) }
        let about = About(
            sort: sort ?? .other, number: words.number("number", number, longest: 60),
            consentGivers: words.passage("consentGivers", consentGivers, longest: 1000))
        return (identity, about)
    }

    func checked(caseworkers: [ID]) throws(CaseworkError) -> Checked {
        var words = Words()
        let (identity, about) = what(&words)
        let contact = ContactForm(
            phone: phone, email: email, address: address, safeToCall: "", safeToText: "",
            safeToLeaveMessage: "", note: contactNote
        ).read(&words)
        let worker = ID(text: worker)
        if !self.worker.isEmpty, !(worker.map(caseworkers.contains) ?? false) {
            words.refuse("worker", .notAChoice)
        }
        let note = words.passage("note", note, longest: 20_000)
        try words.check()
        return Checked(identity: identity, contact: contact, about: about, worker: worker, note: note)
    }
}
