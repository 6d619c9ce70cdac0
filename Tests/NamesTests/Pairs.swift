import Foundation
import Names
import Testing

/// A pair of names from the files in `Vectors`.
struct Pair {
    let first: String
    let second: String
    let isSame: Bool
    let category: String
    /// Whether the pair was written down after the rules, where the file says so.
    let isUnseen: Bool

    var verdict: Verdict { PersonName(first).compare(PersonName(second)).verdict }

    static func read(_ file: String) throws -> [Pair] {
        let folder = try #require(Bundle.module.url(forResource: "Vectors", withExtension: nil))
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Pair(
                first: columns[0], second: columns[1], isSame: columns[2] == "y", category: columns[3],
                isUnseen: columns.last == "unseen")
        }
    }
}
