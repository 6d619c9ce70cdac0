import Database
import Foundation
import Testing
import Vault

@testable import Casework

/// What stands on the disk of all that was typed: nothing that can be read (SECURITY.md).
@Suite struct NothingReadableTests {
    /// Words that were typed somewhere, each found nowhere else.
    private static let markers = [
        "Qzname", "Qzclient", "Qzother", "Qznote", "Qzmessage", "Qzsister", "Qzreach", "Qzsearch",
        "07700900888",
        "Qzmail", "Qzstreet", "Qzsafety", "Qzpassphrase", "Qzsignin", "1987-06-05", "07700900999",
    ]

    @Test func `No word that was typed is on the disk in any form, and a planted one is found`() async throws
    {
        let charity = try await Charity()
        let casework = charity.casework
        let (desk, manager) = (try await charity.caller(.receptionist), try await charity.fresh(.manager))
        var form = FirstContactForm.filled(
            "Qzclient Husayn", otherNames: "Qzother", worker: try charity.id(.caseworker),
            note: "Qznote first")
        form.born = "1987-06-05"
        (form.phone, form.email, form.address) = ("07700900999", "a@Qzmail.example", "1 Qzstreet")
        form.safetyNote = "Qzsafety"
        let file = try await charity.client(form)
        let worker = try await charity.caller(.caseworker)
        try await casework.writeNote("Qznote second", id: casework.newID(), in: file, as: worker)
        try await casework.changeContact(.filled(phone: "07700900888"), of: file, from: 1, as: worker)
        let message = casework.newID()
        try await casework.takeMessage(
            MessageForm(forName: "Qzclient Husayn", from: "Qzsister", reach: "Qzreach", words: "Qzmessage"),
            id: message, as: desk)
        _ = try await casework.waitingMessages(for: file, as: desk)
        try await casework.passOn(message, version: 1, to: file, as: desk)
        _ = try await casework.find("Qzsearch Husayn", as: desk)
        let code = try await casework.invite(
            id: casework.newID(), name: "Qzname Nadia", role: .trustee, as: manager)
        _ = try await casework.enrol(
            EnrolmentForm(
                code: code.text, signInName: "Qzsignin", passphrase: "Qzpassphrase and more",
                passphraseAgain: "Qzpassphrase and more"))
        _ = try? await casework.signIn(name: "Qzsignin", passphrase: "Qzpassphrase")
        let secret = try await casework.signIn(name: "Qzsignin", passphrase: "Qzpassphrase and more")
        _ = try await casework.readFile(file, as: worker)

        let secrets = [code.text, String(code.text.filter { $0 != "-" }), secret.cookie]
        for marker in Self.markers + secrets { #expect(try charity.folder.holds(marker) == nil, "\(marker)") }

        let id = charity.casework.newID()
        for planted in Folder.forms(of: "Qzplanted") {
            try await charity.meddle { connection in
                try connection.execute("DELETE FROM erasures")
                try connection.execute("INSERT INTO erasures (file, at) VALUES (\(id.bytes + planted), 0)")
            }
            #expect(try charity.folder.holds("Qzplanted") != nil)
        }
    }
}

extension Folder {
    /// The ways in which a text could stand in a file: UTF-8 in either case, UTF-16 of both ends, hexadecimal, and
    /// base 64 at each of its three places.
    static func forms(of text: String) -> [[UInt8]] {
        let plain = Array(text.utf8)
        let hex = plain.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let little = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        // The characters that the marker alone decides, wherever it falls in the groups of three.
        let base64 = (0..<3).map { shift -> [UInt8] in
            let encoded = Array(
                Data(Array(repeating: 0, count: shift) + plain + [0, 0]).base64EncodedString().utf8)
            let first = (shift * 8 + 5) / 6
            return Array(encoded[first..<((shift + plain.count) * 8 / 6)])
        }
        return [
            plain, Array(text.lowercased().utf8), Array(text.uppercased().utf8), little,
            Array(little.dropFirst()), Array(hex.utf8), Array(hex.uppercased().utf8),
        ] + base64
    }

    /// The file that holds a text in any form, or nil.
    func holds(_ text: String) throws -> String? {
        let forms = Self.forms(of: text).map { Data($0) }
        return try files().first { _, data in forms.contains { data.range(of: $0) != nil } }?.key
    }
}
