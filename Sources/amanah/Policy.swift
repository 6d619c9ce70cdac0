import ArgumentParser
import Crypto
import Policy
import Texts

/// `amanah policy`: the procedure's rules, from the command line.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract:
            "Decide requests by the procedure's rules, explain a decision, prove the rules, or compare two versions.",
        subcommands: [PolicyDecide.self, PolicyExplain.self, PolicyCheck.self, PolicyDiff.self])
}

extension Rulebook {
    /// The rulebook that the program carries, named by its SHA-256.
    static func carried() throws(RulebookError) -> Rulebook {
        try builtIn { Array(SHA256.hash(data: $0)) }
    }

    /// A rulebook from a file, named by its SHA-256.
    static func read(_ path: String) throws -> Rulebook {
        let text = Array(KeptText(try PolicyInput(path: path).readAll(limit: 1 << 20)).text.utf8)
        do {
            return try load(text: text) { Array(SHA256.hash(data: $0)) }
        } catch {
            throw PolicyFailure(description: "\(path): \(error)")
        }
    }
}

/// Why a `policy` command could not do its work. The exit status is then 1.
struct PolicyFailure: Error, CustomStringConvertible {
    let description: String
}
