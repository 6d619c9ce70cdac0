import ArgumentParser
import Policy

/// `amanah policy decide`: JSON requests in, JSON decisions out, one a line, in the same order.
struct PolicyDecide: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide requests: one JSON object a line in, one a line out, in the same order.",
        discussion: """
            Anything absent or null is unknown. A line that can't be understood is answered with an error that \
            names the line, the field and the allowed values, and the others are answered all the same; the exit \
            status is then 1. Blank lines are passed over.
            """)

    @Argument(
        help: "A file of requests; standard input if absent or ‘-’.", completion: .file(),
        transform: Given.path)
    var file: String?

    func run() throws {
        let input = try PolicyInput(path: file)
        var lines = DecideLines(rulebook: try .carried())
        var isFirst = true
        while true {
            var piece = try input.read()
            if piece.isEmpty { break }
            // The mark that editors put in front.
            if isFirst, piece.starts(with: [0xEF, 0xBB, 0xBF]) { piece.removeFirst(3) }
            isFirst = false
            try PolicyInput.write(lines.feed(piece))
        }
        try PolicyInput.write(lines.finish())
        if lines.hadErrors { throw ExitCode(1) }
    }
}
