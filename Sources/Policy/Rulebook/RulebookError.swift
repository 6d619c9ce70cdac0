/// Why a text is not a rulebook: the line, what is wrong, and what would be right.
package struct RulebookError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 if no one line is to blame.
    package let line: Int
    package let problem: Problem

    package enum Problem: Hashable, Sendable {
        case notText
        case unexpected(String, allowed: [String])
        case missing(String)
        case repeated(String)
        case outOfPlace(String)
        case neverHolds(String)
        case tooMany(String)
    }

    init(_ line: Int, _ problem: Problem) {
        self.line = line
        self.problem = problem
    }

    package var description: String {
        line > 0 ? "line \(line): \(explanation)" : explanation
    }

    private var explanation: String {
        switch problem {
        case .notText: "the rulebook is not UTF-8 text"
        case .unexpected(let word, let allowed):
            "‘\(word)’ is not understood here; allowed: \(allowed.joined(separator: ", "))"
        case .missing(let part): "\(part) is missing"
        case .repeated(let part): "\(part) is given twice"
        case .outOfPlace(let part): "\(part) does not belong here"
        case .neverHolds(let part): "the conditions of \(part) can never hold together"
        case .tooMany(let part): "there are too many \(part)"
        }
    }
}
