import Casework
import Vault

/// What came in this morning and nobody has seen to yet: one client for nobody, and one for a caseworker who has not
/// opened the file.
struct DemoNewClient: Sendable {
    let name: String
    let born: String
    /// The sign-in name of the caseworker; nil where nobody is known yet.
    let worker: String?
    let note: String

    static let all: [DemoNewClient] = [
        .init(
            name: "Maria da Conceição Albuquerque Ferreira dos Santos Nascimento de Souza",
            born: "1981-03-27",
            worker: nil, note: "Came with two suitcases. The hostel keeps a bed until Friday."),
        .init(
            name: "إبراهيم عبد الكريم الزهراني", born: "1977-12-02", worker: "karim",
            note: "Asked for Karim by name; his cousin was helped last year."),
    ]
}

/// Taking a file away, by whoever works with it, with a reason (clauses S1.2, S3.7). It is listed as unusual.
struct DemoExport: Sendable {
    let who: String
    let of: String
    let why: String

    static let all: [DemoExport] = [
        .init(
            who: "agnieszka", of: "Sahra Cismaan Diiriye",
            why: "She asked for her own copy, for her solicitor. On the encrypted stick in the safe.")
    ]
}

extension DemoHistory {
    /// First contacts of today.
    mutating func meetToday(as desk: Caller) async throws {
        for (place, client) in DemoNewClient.all.enumerated() {
            var form = FirstContactForm()
            (form.name, form.born, form.phone) = (client.name, client.born, "07700 90099\(place)")
            (form.safeToCall, form.safeToText, form.safeToLeaveMessage) = ("yes", "yes", "no")
            (form.policyTold, form.sharingTold, form.refusingTold) = (true, true, true)
            (form.answer, form.note, form.relatedTo) = ("agreed", client.note, FirstContactForm.nobody)
            form.worker = client.worker.flatMap { members[$0] }?.text ?? ""
            try await casework.makeFirstContact(form, id: casework.newID(), as: desk)
            clock.advance(seconds: 420)
        }
    }

    /// What somebody took away lately.
    mutating func takeAway() async throws {
        for taken in DemoExport.all {
            let caller = try await fresh(taken.who)
            let export = try await casework.beginExport(
                of: try file(of: taken.of), why: taken.why, as: caller)
            try await casework.carryOut(export, as: caller) { _ in }
        }
    }
}
