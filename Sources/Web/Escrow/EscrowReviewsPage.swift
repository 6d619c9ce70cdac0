import Casework
import HTTPTypes
import Vault

/// What guardians opened in escrow, for those who hold the file's log; somebody else says whether it was right (clause
/// S3.7).
struct EscrowReviewsPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var reviewing: ID?

    static func show(_ visit: Visit) async throws -> Answer { try await EscrowReviewsPage().answer(visit) }

    static func review(_ visit: Visit) async throws -> Answer {
        let record = try visit.id("record")
        let choice = ["accept": true, "object": false][visit.form["review"]]
        do {
            try await visit.casework.reviewEscrow(
                record, of: visit.id(), accepts: choice, words: visit.form["words"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                var errors = FieldErrors.none
                let words = ["review": "Say whether it was right.", "words": "Say why."]
                for problem in problems {
                    let said = problem.reason == .missing ? words[problem.field] : nil
                    errors.add(said ?? problem.reason.words, to: "\(problem.field)-\(record.reference)")
                }
                return try await EscrowReviewsPage(form: visit.form, errors: errors, reviewing: record)
                    .answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.escrowReviews.path())
    }

    /// For Today: who opened what in escrow, until somebody else has reviewed it. Of a restricted file, only those to
    /// whom it is there are told.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        let lines = try await visit.casework.escrowOpenings(as: visit.caller).lines.filter(\.isToReview)
        guard !lines.isEmpty else { return [] }
        let people = try await StaffNames(visit)
        return lines.map { line in
            .init(
                "\(PersonName(people[line.by])) opened file \(line.file.reference) in escrow" as HTML,
                href: Route.escrowReviews.path(),
                note: "\(line.at.moment). Why: \(line.record.text.why)" as HTML)
        }
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        guard !visit.caller.teams.isDisjoint(with: [.management, .guardian, .caseworkers]) else {
            throw CaseworkError.notFound
        }
        let (lines, next) = try await visit.casework.escrowOpenings(
            before: Int64(visit.query[.before]), as: visit.caller)
        let isFirst = visit.query[.before].isEmpty
        let people = try await StaffNames(visit)
        return visit.page("Openings in escrow", marking: .confidential, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            PageHeading(
                "Openings in escrow",
                below: "What data guardians opened by the keys that they hold for need, newest first.")
            if lines.isEmpty {
                EmptyState("Nothing was opened", "When a data guardian opens something, it stands here.")
            }
            lines.map { card($0, visit, people) }
            if !isFirst || next != nil {
                Pagination(
                    Shown.words(lines.count, "openings", goesOn: next != nil),
                    label: "Pages of openings",
                    previous: isFirst ? nil : Route.escrowReviews.path(),
                    next: next.map { "\(Route.escrowReviews.path())?before=\($0)" })
            }
            ClauseNote("S3.7")
        }
    }

    private func card(_ line: EscrowLine, _ visit: Visit, _ people: StaffNames) -> Section {
        let (record, text) = (line.record, line.record.text)
        let isReviewing = reviewing == record.id
        return Section("File \(line.file.reference)", isSheet: true) {
            SummaryList([
                .init("Opened by", people[line.by]), .init("When", line.at.moment),
                .init("Until", Instant(milliseconds: text.until).moment),
                .init("What", text.items.map { Self.words($0) }.joined(separator: ", ")),
                .init("Why", Written(text.why)),
            ])
            if let review = text.review {
                Notice(review.accepts ? .success : .refusal, review.accepts ? "Accepted" : "Objected to") {
                    Paragraph("By \(people[ID(text: review.by) ?? .house]).")
                    Written(review.words)
                }
            } else if line.isToReview {
                Form(to: Route.escrowReview.path(line.file, record.id), token: visit.token.text) {
                    RadioGroup(
                        "review", legend: "Was it right to open it?",
                        choices: [Choice("accept", "Yes"), Choice("object", "No, I object")],
                        chosen: isReviewing ? form["review"] : nil,
                        error: errors["review-\(record.id.reference)"], isRequired: true,
                        id: "review-\(record.id.reference)")
                    TextField(
                        "words", label: "Why", hint: "Sealed in the log of the file.",
                        value: isReviewing ? form["words"] : "",
                        error: errors["words-\(record.id.reference)"], maximum: 2000, isRequired: true,
                        id: "words-\(record.id.reference)")
                    SubmitButton("Save the review")
                }
            } else {
                Paragraph("Somebody else reviews it.", isQuiet: true)
            }
        }
    }

    private static func words(_ item: String) -> String {
        Item.allCases.first { "\($0)" == item }?.words ?? item
    }
}
