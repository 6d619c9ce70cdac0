import Casework
import Hummingbird
import NIOCore
import Vault

/// Everything that the reader may read, or one file, as one archive to keep: what is in it, what is not, and what it
/// asks of whoever keeps it (clause S3.7, UK GDPR Arts 15 and 20).
enum ExportPage {
    static func show(_ visit: Visit) async throws -> Answer {
        try visit.requireFresh()
        return visit.page("Export") {
            BackLink("Back to how you sign in", href: Route.mySignIn.path())
            PageHeading(
                "Take away all that you may read",
                below: "One archive of open formats, which any computer unpacks without this program.")
            Section("What is in it", isSheet: true) {
                Bullets([
                    "Each file that you may open, as JSON: the parts that your keys open, and its log if you hold that. Parts that you do not hold are not in it, and nothing in it says that they are there.",
                    "Lists for a spreadsheet: files, consents, what was shared, your own reminders, staff, purposes; for managers and guardians who acknowledged the policy.",
                    "Your own drafts, and the log book day by day as you may read it; for guardians the callers who wait.",
                    "A manifest: who asked, when, how many, a digest of each part, and what is left out, with the reason. If it is missing, the export was cut off.",
                ])
                Paragraph(
                    "Messages at the desk are not in it: they come up only when somebody makes contact."
                )
            }
            care
            Form(to: Route.export.path(), token: visit.token.text) {
                SubmitButton("Export it now")
            }
            ClauseNote("S3.7")
        }
    }

    static func save(_ visit: Visit) async throws -> Answer {
        try await archive(of: nil, visit)
    }

    static func showFile(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        try await visit.casework.checkExportable(file, as: visit.caller)
        try visit.requireFresh()
        return visit.page("Export a file", marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file))
            PageHeading("Export this file", above: "File \(file.reference)")
            Section("What is in it", isSheet: true) {
                Bullets([
                    "The parts of this file that your keys open, every version of them, as JSON, its log if you hold that, and lists for a spreadsheet.",
                    "Not the parts that you do not hold. For somebody’s own request for what is kept of them, ask the data guardian who holds the rest.",
                    "Other people’s parts too, where a note speaks of them. Take those out before it goes to the person whom the file is about.",
                ])
            }
            care
            Form(to: Route.exportFile.path(file), token: visit.token.text) {
                SubmitButton("Export it now")
            }
            ClauseNote("S1.2")
        }
    }

    static func saveFile(_ visit: Visit) async throws -> Answer {
        try await archive(of: visit.id(), visit)
    }

    private static var care: Section {
        Section("What it asks of you", isSheet: true) {
            Bullets([
                "It can be read by whoever has it: it is sealed no more. Keep it on an encrypted disk, for as long as you need it, and then delete it.",
                "To give any of it to somebody outside is a disclosure. Share it from the file, so that the procedure decides and the log says so.",
                "That you exported it stands in the log book, and in the log of each file.",
            ])
        }
    }

    /// The archive goes out part by part as it is made. One whose session ends on the way says so in its last part; one
    /// that fails is cut off. Neither has a manifest.
    private static func archive(of file: ID?, _ visit: Visit) async throws -> Answer {
        let (casework, caller) = (visit.casework, visit.caller)
        let export = try await casework.beginExport(of: file, as: caller)
        return .save(
            as: "export-\(casework.now.day.text).tar", type: "application/x-tar",
            ResponseBody { writer in
                func write(_ part: ExportPart) async throws {
                    for bytes in [
                        Ustar.header(part.name, bytes: part.bytes.count), part.bytes,
                        Ustar.padding(part.bytes.count),
                    ] where !bytes.isEmpty {
                        try await writer.write(ByteBuffer(bytes: bytes))
                    }
                }
                do { try await casework.carryOut(export, as: caller, write) } catch {
                    guard error as? CaseworkError == .signedOut else { throw error }
                    try await write(ExportManifest.stopped)
                }
                try await writer.write(ByteBuffer(bytes: Ustar.end))
                try await writer.finish(nil)
            })
    }
}
