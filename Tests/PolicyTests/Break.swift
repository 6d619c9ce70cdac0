import Testing

@testable import Policy

/// A way to break the rules: in one row, or in the duties, a text put in place of another.
struct Break: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let row: String
    let old: String
    let new: String
    let finds: String
    /// Whose situations are enough to show it; everyone's, where only the whole space can.
    let recipients: Set<Recipient>

    init(
        _ name: String, in row: String, replace old: String, with new: String, finds: String,
        among recipients: Recipient...
    ) {
        self.recipients = Set(recipients.isEmpty ? Recipient.allCases : recipients)
        testDescription = name
        self.row = row
        self.old = old
        self.new = new
        self.finds = finds
    }

    /// The rulebook's text with the row broken.
    func text() throws -> [UInt8] {
        let text = String(decoding: PackageResources.procedure_rules, as: UTF8.self)
        let start = try #require(text.firstRange(of: "\n\(row) ")).lowerBound
        let place = try #require(text[start...].firstRange(of: old))
        return Array(text.replacingCharacters(in: place, with: new).utf8)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
