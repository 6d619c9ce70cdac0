import ArgumentParser
import Policy

/// `amanah policy diff`: what changes in practice between two versions of the rules.
struct PolicyDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say in plain words which situations two versions of the rules decide differently.",
        discussion: """
            With one file, the rules that the program carries are compared with it. Every possible situation of one \
            item is decided by both. The exit status is 0 if no outcome changes, 1 if some do, and 2 if the rules \
            can't be read.
            """)

    @Argument(
        help: "The rules as they were; with one file, the rules as they would be.", completion: .file(),
        transform: Given.path)
    var first: String

    @Argument(help: "The rules as they would be.", completion: .file(), transform: Given.path)
    var second: String?

    func run() throws {
        let rulebooks: (old: Rulebook, new: Rulebook)
        do {
            rulebooks =
                if let second { (try .read(first), try .read(second)) } else {
                    (try .carried(), try .read(first))
                }
        } catch {
            printProblem("\(error)")
            throw ExitCode(2)
        }
        let difference = rulebooks.old.difference(to: rulebooks.new)
        print(difference.report(from: rulebooks.old, to: rulebooks.new))
        guard difference.isEmpty else { throw ExitCode(1) }
    }
}
