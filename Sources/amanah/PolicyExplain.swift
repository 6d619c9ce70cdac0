import ArgumentParser
import Policy
import Texts

/// `amanah policy explain`: one request, and its decision in words for people.
struct PolicyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain the decision on one JSON request: each item, the clauses, what to do, every row.")

    @Argument(
        help: "A file with one request; standard input if absent or ‘-’.", completion: .file(),
        transform: Given.path)
    var file: String?

    @Flag(help: "Leave out the rows that known facts rule out.")
    var brief = false

    func run() throws {
        let kept = KeptText(try PolicyInput(path: file).readAll(limit: LineSplitter.longest))
        let bytes = Array(kept.text.utf8)
        let rulebook = try Rulebook.carried()
        do throws(PolicyRequestError) {
            let decision = rulebook.decide(try PolicyRequest.parse(bytes).facts)
            print(decision.explanation(showsEveryRow: !brief), terminator: "")
        } catch {
            throw PolicyFailure(description: error.message(line: 1))
        }
    }
}
