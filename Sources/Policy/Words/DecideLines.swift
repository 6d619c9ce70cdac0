/// `amanah policy decide` without its files: bytes of requests in, bytes of answers out, line by line.
///
/// Blank lines are passed over without an answer, though they count as lines. A line that cannot be read gets
/// one that says why; the others are answered all the same.
package struct DecideLines {
    /// Whether any line could not be read.
    package private(set) var hadErrors = false
    private let rulebook: Rulebook
    private var splitter = LineSplitter()
    private var writer = AnswerWriter()

    package init(rulebook: Rulebook) {
        self.rulebook = rulebook
    }

    /// The answers to the requests that these bytes complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var splitter = splitter
        splitter.feed(bytes) { answer($0) }
        self.splitter = splitter
        return writer.take()
    }

    /// The answer to a last request without a line break after it.
    package mutating func finish() -> [UInt8] {
        var splitter = splitter
        splitter.finish { answer($0) }
        self.splitter = splitter
        return writer.take()
    }

    private mutating func answer(_ line: LineSplitter.Line) {
        if line.isBlank { return }
        do throws(PolicyRequestError) {
            guard let bytes = line.bytes else {
                throw PolicyRequestError(
                    id: nil, field: "request", problem: "the line is too long",
                    allowed: ["\(LineSplitter.longest) bytes a line"])
            }
            let request = try PolicyRequest.parse(bytes)
            writer.write(rulebook.decide(request.facts), id: request.id)
        } catch {
            hadErrors = true
            writer.write(error, line: line.number)
        }
    }
}
