import Foundation
import Testing

/// docs/keys.md beside the program: each label that tells what a key or a signature is for, and each row complete.
@Suite struct KeysPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// The labels that stand in some text, in quotation marks.
    private static func labels(_ text: String) -> Set<String> {
        Set(text.matches(of: /"amanah\/[0-9]+\/[a-z-]+"/).map { String($0.output) })
    }

    private static func page() throws -> String {
        try String(contentsOf: root.appending(path: "docs/keys.md"), encoding: .utf8)
    }

    private static func sources() throws -> Set<String> {
        let folder = root.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return try (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .reduce(into: []) { $0.formUnion(labels(try String(contentsOf: $1, encoding: .utf8))) }
    }

    @Test func `every label of the program stands on the page, and every one of the page is the program's`()
        throws
    {
        let (written, used) = (Self.labels(try Self.page()), try Self.sources())
        #expect(used.count > 30)
        #expect(used.subtracting(written) == [])
        #expect(written.subtracting(used) == [])
    }

    @Test
    func `each key says when it is made, where held, what it opens, and how it rolls, is lost and erased`()
        throws
    {
        let rows = try Self.page().split(separator: "\n").filter { $0.hasPrefix("| **") }.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(rows.count > 20)
        for row in rows {
            #expect(row.count == 7, "\(row.first ?? "")")
            #expect(row.allSatisfy { !$0.isEmpty && !$0.contains("see below") }, "\(row.first ?? "")")
        }
        #expect(Set(rows.map { $0[0] }).count == rows.count)
    }
}
