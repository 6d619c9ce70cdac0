import Crypto
import FoundationEssentials
import Vault

/// The last part of every export: who asked, when, what is in it, and a digest of each other part. Without it an export
/// was cut off.
package struct ExportManifest: Codable, Sendable {
    /// Changes when the form of what is exported does.
    package static let format = "amanah-export/2"

    package struct Part: Codable, Hashable, Sendable {
        package let name: String
        package let bytes: Int
        /// Lower-case hexadecimal.
        package let sha256: String
    }

    package let format: String
    package let organisation: String
    /// `reader`, what its reader may read but for what was left out, or one `file`.
    package let scope: String
    /// What is not in it though its reader may read it elsewhere, or might look for it here; the same in everybody's.
    package let leftOut: [LeftOut]
    package let askedBy: String
    package let askedByName: String
    package let at: String
    package internal(set) var files = 0
    package internal(set) var records = 0
    /// Records that are there and do not open with their item's key.
    package internal(set) var unreadable = 0
    package internal(set) var parts: [Part] = []

    init(of export: Export, by caller: Caller, organisation: String) {
        format = Self.format
        self.organisation = organisation
        scope = export.file == nil ? "reader" : "file"
        leftOut = LeftOut.always + (export.file == nil ? [] : LeftOut.fromOneFile)
        askedBy = caller.member.text
        askedByName = caller.profile?.name ?? ""
        at = export.at.timestamp
    }

    mutating func add(_ part: ExportPart) {
        let digits = SHA256.hash(data: part.bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        parts.append(Part(name: part.name, bytes: part.bytes.count, sha256: digits.joined()))
    }

    /// The last part of an export that was stopped, in the manifest's place.
    package static let stopped = ExportPart(
        name: "stopped.txt",
        bytes: Array(
            """
            This export is not whole, and has no manifest. It was stopped because the session that began it ended: \
            whoever asked signed out, locked the screen, was suspended or got another role.

            """.utf8))

    var part: ExportPart {
        get throws { ExportPart(name: "manifest.json", bytes: try ExportedFile.json(self)) }
    }
}
