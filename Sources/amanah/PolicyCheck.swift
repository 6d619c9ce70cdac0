import ArgumentParser
import Policy

/// `amanah policy check`: the proof that the rules keep the procedure's promises in every situation.
struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Decide every possible situation and prove what must hold in all of them.",
        discussion: """
            Without a file it proves the rules that the program carries. The exit status is 1, and a \
            counter-example is given, if anything does not hold.
            """)

    @Argument(help: "A rules file to prove instead.", completion: .file(), transform: Given.path)
    var file: String?

    @Flag(help: "List the pairs of rows where a higher one overrules a lower one.")
    var conflicts = false

    func run() throws {
        let rulebook = try file.map { try Rulebook.read($0) } ?? .carried()
        let clock = ContinuousClock()
        let start = clock.now
        let check = rulebook.check()
        print(check.report(of: rulebook, listsConflicts: conflicts))
        print("Took \(clock.now - start).")
        guard check.passed else { throw ExitCode(1) }
    }
}
