import FoundationEssentials
import Vault

/// The text of a record in the house item `messages`: words left at the desk for somebody who may or may not be
/// known (clause P1.1).
package struct Message: Kept, Hashable {
    package static let kind = TextKind.message

    /// For whom, as the caller said it.
    package var forName: String
    package var from: String
    /// How the caller can be reached.
    package var reach: String
    package var words: String
    /// Who passed it on when, and on which file; nil while it waits.
    package var passedOn: PassedOn?

    package struct PassedOn: Codable, Hashable, Sendable {
        package let by: String
        package let at: Int64
        package let file: String
    }

    package init(forName: String, from: String, reach: String, words: String) {
        self.forName = forName
        self.from = from
        self.reach = reach
        self.words = words
    }
}

/// The message form as it is typed.
package struct MessageForm: Sendable {
    package var forName: String
    package var from: String
    package var reach: String
    package var words: String

    package init(forName: String = "", from: String = "", reach: String = "", words: String = "") {
        self.forName = forName
        self.from = from
        self.reach = reach
        self.words = words
    }

    func checked() throws(CaseworkError) -> Message {
        var words = Words()
        let message = Message(
            forName: words.name("forName", forName, longest: 200, required: true),
            from: words.line("from", from, longest: 200), reach: words.number("reach", reach, longest: 300),
            words: words.passage("words", self.words, longest: 4000, required: true))
        try words.check()
        return message
    }
}
