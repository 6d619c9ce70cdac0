import Policy
import Vault

/// The lists of an export: the same as its JSON says, a line for each file, consent, disclosure and reminder, and the
/// names that ids in it stand for.
struct ExportLists: Sendable {
    private var files = CSVTable(
        "files.csv", columns: ["file", "reference", "kind", "name", "other names", "born", "restricted"])
    private var consents = CSVTable(
        "consents.csv", columns: ["file", "record", "recorded", "about", "answer", "until", "withdrawn"])
    private var disclosures = CSVTable(
        "disclosures.csv", columns: ["file", "record", "asked", "with", "parts", "outcome"])
    private var reminders = CSVTable("reminders.csv", columns: ["file", "day", "why"])
    private var staff = CSVTable("staff.csv", columns: ["member", "name", "role"])
    private var purposes = CSVTable("purposes.csv", columns: ["purpose", "name", "why", "approved until"])

    var all: [CSVTable] { [files, consents, disclosures, reminders, staff, purposes] }

    mutating func add(_ file: ExportedFile) {
        let identity = file.identity
        files.add([
            file.file, file.reference, file.kind, identity?["name"] ?? "", identity?["otherNames"] ?? "",
            identity?["born"] ?? "", file.isRestricted ? "yes" : "no",
        ])
        for record in file.records["\(Vault.Item.consent)"] ?? [] {
            guard let consent = try? record.text.read(Consent.self) else { continue }
            consents.add([
                file.file, record.record, record.at, consent.about, consent.answer.rawValue,
                consent.until ?? "", consent.withdrawn == nil ? "no" : "yes",
            ])
        }
        for record in file.records["\(Vault.Item.disclosure)"] ?? [] {
            guard let disclosure = try? record.text.read(Disclosure.self) else { continue }
            disclosures.add([
                file.file, record.record, record.at, disclosure.asked.party,
                disclosure.asked.parts.map(\.item.rawValue).joined(separator: " "),
                disclosure.stage.rawValue,
            ])
        }
        for reminder in file.reminders { reminders.add([file.file, reminder.day, reminder.why]) }
    }

    mutating func add(_ colleagues: [Colleague]) {
        for colleague in colleagues {
            staff.add([colleague.id.text, colleague.profile.name, colleague.profile.role.rawValue])
        }
    }

    mutating func add(_ register: [Record<Purpose>]) {
        for purpose in register {
            purposes.add([
                purpose.id.text, purpose.text.name, purpose.text.why, purpose.text.approvedUntil ?? "",
            ])
        }
    }
}
