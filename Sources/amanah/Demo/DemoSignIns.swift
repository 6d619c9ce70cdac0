import Casework
import FoundationEssentials

/// The sign-ins of a demonstration, as they are printed and as `--sign-ins` writes them: invented people only, so that
/// passphrases may stand here in the clear.
struct DemoSignIns: Codable, Sendable {
    let organisation: String
    /// The day on which it was made, `yyyy-mm-dd`.
    let made: String
    let folder: String
    /// Where it is served; nil while it is not.
    var address: String?
    let signIns: [SignIn]
    let invited: Invited

    struct SignIn: Codable, Sendable {
        let name: String
        let title: String
        /// As `Role` spells it.
        let role: String
        let signInName: String
        let passphrase: String
        /// False for the newcomer, who waits for a key holder.
        let isCertified: Bool
        /// False for the volunteer who has not read the policy: it comes before every other page.
        let hasAcknowledged: Bool

        init(_ person: DemoPerson, isCertified: Bool = true, hasAcknowledged: Bool = true) {
            self.name = person.name
            self.title = person.title
            self.role = person.role.rawValue
            self.signInName = person.signInName
            self.passphrase = DemoPerson.passphrase
            self.isCertified = isCertified
            self.hasAcknowledged = hasAcknowledged
        }
    }

    struct Invited: Codable, Sendable {
        let name: String
        let role: String
        /// Good once, and for fourteen days from when the demonstration was made.
        let enrolmentCode: String
    }

    init(organisation: String, made: String, folder: String, invitedCode: String) {
        self.organisation = organisation
        self.made = made
        self.folder = folder
        self.signIns =
            DemoPerson.all.map { SignIn($0) }
            + [
                SignIn(DemoPerson.reading, hasAcknowledged: false),
                SignIn(DemoPerson.newcomer, isCertified: false, hasAcknowledged: false),
            ]
        self.invited = Invited(
            name: DemoPerson.invited.name, role: DemoPerson.invited.role.rawValue, enrolmentCode: invitedCode)
    }

    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [10]
        }
    }

    /// The table for whoever tries it.
    var table: String {
        let rows =
            [["Name", "Role", "Sign-in name", "Passphrase"]]
            + signIns.map { signIn in
                [
                    signIn.name, signIn.title + (signIn.isCertified ? "" : " (waits to be certified)"),
                    signIn.signInName, signIn.passphrase,
                ]
            }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            "  "
                + zip(row, widths).map { text, width in
                    text + String(repeating: " ", count: width - text.count)
                }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
