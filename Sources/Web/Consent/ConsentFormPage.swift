import Casework
import Vault

/// A consent form to print, fill in by hand and sign: English, or English beside the client's language (clause S4.3).
enum ConsentFormPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try await visit.casework.consents(of: visit.id(), as: visit.caller)
        let tag = visit.query[.language]
        let other = ConsentWording.all.first { $0.tag == tag && $0.isDraft }
        let here = Route.consentForm.path(file.file)
        return visit.page("Consent form", width: .wide, marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file.file) + "#consent")
            Sections(
                "Language of the form",
                ConsentWording.all.map { wording in
                    .init(
                        wording.isDraft ? "\(wording.english) – \(wording.name)" : wording.english,
                        href: wording.isDraft ? "\(here)?language=\(wording.tag)" : here,
                        isCurrent: wording.tag == (other?.tag ?? "en"))
                })
            if other != nil {
                Notice(.warning, "To be checked by a fluent speaker", ConsentWording.draft)
            }
            PageHeading(
                ConsentWording.english.title,
                above: "\(visit.site.organisation). File \(file.file.reference)")
            sheet(other, name: file.name, reference: file.file.reference)
            ButtonRow { PrintButton("Print the form") }
            ClauseNote("S4.3")
        }
    }

    /// Each line in English, and beside it in the other language.
    private static func sheet(_ other: ConsentWording?, name: String?, reference: String) -> HTML {
        let english = ConsentWording.english
        func pair(_ text: String, _ theirs: String?) -> HTML {
            guard let other, let theirs else { return Paragraph(text).html }
            return """
                <div class="beside">\(Paragraph(text))\
                \(InLanguage(other.tag, direction: other.direction) { Paragraph(theirs) })</div>

                """
        }
        func blanks(_ labels: [String], _ theirs: [String]?, filled: String? = nil) -> SummaryList {
            SummaryList(
                labels.enumerated().map { place, label in
                    let also: HTML? = theirs.map { labels in
                        "<span class=\"also\" lang=\"\(other?.tag ?? "")\" dir=\"auto\">\(labels[place])</span>"
                    }
                    let value: HTML =
                        place == 0 ? filled.map { "\(PersonName($0))" } ?? blank : blank
                    return .init(label, "\(also) \(value)" as HTML)
                })
        }
        return HTML {
            if let other { pair(english.confidential, "\(other.confidential). \(other.title)") }
            zip(english.points, (other?.points.map(\.words) ?? []).map(Optional.some) + unsaid)
                .map { pair($0.words, $1) }
            pair(english.changing, other?.changing)
            kept { blanks(english.fields.all, other?.fields.all, filled: name) }
            // What is signed stands on one sheet with its signature, and says of which file it is.
            kept {
                pair("☐ " + english.agree, other.map { "☐ " + $0.agree })
                pair("☐ " + english.refuse, other.map { "☐ " + $0.refuse })
                blanks(english.fields.signing, other?.fields.signing)
                Paragraph("\(english.title). File \(Spelled(reference))" as HTML, isQuiet: true)
            }
        }
    }

    /// Parts of the form that no sheet of paper cuts in two.
    private static func kept(@HTMLBuilder _ parts: () -> HTML) -> HTML {
        "<div class=\"kept\">\n\(parts())</div>\n"
    }

    private static let unsaid = [String?](repeating: nil, count: Consent.Telling.allCases.count)
    private static let blank: HTML = "<span class=\"blank\" aria-hidden=\"true\"></span>"
}
