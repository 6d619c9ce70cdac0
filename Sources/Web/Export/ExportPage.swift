import Casework
import Hummingbird
import NIOCore
import Vault

/// Everything that the reader may read, or one file, as one archive to keep: what is in it, what is not, and what it
/// asks of whoever keeps it (clause S3.7, UK GDPR Arts 15 and 20).
struct ExportPage {
    /// Nil for all that the reader may read.
    let file: ID?
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await ExportPage(file: nil).show(visit) }

    static func save(_ visit: Visit) async throws -> Answer { try await ExportPage(file: nil).save(visit) }

    static func showFile(_ visit: Visit) async throws -> Answer {
        try await ExportPage(file: visit.id()).show(visit)
    }

    static func saveFile(_ visit: Visit) async throws -> Answer {
        try await ExportPage(file: visit.id()).save(visit)
    }

    private func show(_ visit: Visit) async throws -> Answer {
        try await visit.casework.checkExport(of: file, as: visit.caller)
        try visit.requireFresh()
        return answer(visit)
    }

    private func save(_ visit: Visit) async throws -> Answer {
        do { return try await archive(visit) } catch {
            guard let problems = (error as? CaseworkError)?.problems else { throw error }
            let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
            return ExportPage(file: file, form: visit.form, errors: errors).answer(visit)
        }
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page(
            file == nil ? "Export" : "Export a file", marking: file == nil ? .none : .confidential,
            hasErrors: !errors.isEmpty
        ) {
            if let file {
                BackLink("Back to the file", href: Route.file.path(file))
            } else {
                BackLink("Back to how you sign in", href: Route.mySignIn.path())
            }
            ErrorSummary(errors)
            if let file {
                PageHeading("Export this file", above: "File \(file.reference)")
            } else {
                PageHeading(
                    "Take away all that you may read",
                    below: "One archive of open formats, which any computer unpacks without this program.")
            }
            Section("What is in it", isSheet: true) {
                Bullets(file == nil ? Self.everything : Self.oneFile)
                if file == nil {
                    Paragraph(
                        "Messages at the desk are not in it: they come up only when somebody makes contact.")
                }
            }
            Self.care
            Form(to: file.map { Route.exportFile.path($0) } ?? Route.export.path(), token: visit.token.text) {
                TextArea(
                    "why", label: "Why do you take it away?",
                    hint: file == nil
                        ? "Sealed in the charity’s own log and in the log of each file."
                        : "Sealed in the log of this file.",
                    value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                SubmitButton("Export it now")
            }
            ClauseNote("S1.2")
            ClauseNote("S3.7")
        }
    }

    private static let everything = [
        "Each file that you may open, as JSON: the parts that your keys open, and its log if you hold that. Parts that you do not hold are not in it, and nothing in it says that they are there.",
        "Lists for a spreadsheet: files, consents, what was shared, your own reminders, staff, purposes, and who acknowledged the policy.",
        "Your own drafts, the log book day by day as you may read it, and the callers who wait.",
        "A manifest: who asked, when, how many, a digest of each part, and what is left out, with the reason. If it is missing, the export was cut off.",
    ]

    private static let oneFile = [
        "The parts of this file that your keys open, every version of them, as JSON, its log if you hold that, and lists for a spreadsheet.",
        "Not the parts that you do not hold. For somebody’s own request for what is kept of them, ask the data guardian who holds the rest.",
        "Other people’s parts too, where a note speaks of them. Take those out before it goes to the person whom the file is about.",
    ]

    private static var care: Section {
        Section("What it asks of you", isSheet: true) {
            Bullets([
                "It can be read by whoever has it: it is sealed no more. Keep it on an encrypted disk, for as long as you need it, and then delete it.",
                "To give any of it to somebody outside is a disclosure. Share it from the file, so that the procedure decides and the log says so.",
                "That you exported it, and why, stands in the log book and in the log of each file. It is listed for somebody else to look into, whatever the reason.",
            ])
        }
    }

    /// The archive goes out part by part as it is made. One whose session ends on the way says so in its last part; one
    /// that fails is cut off. Neither has a manifest.
    private func archive(_ visit: Visit) async throws -> Answer {
        let (casework, caller) = (visit.casework, visit.caller)
        let export = try await casework.beginExport(of: file, why: visit.form["why"], as: caller)
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
