import Casework

/// What is wrong with a field, in words that say what to do.
extension Problem.Reason {
    var words: String {
        switch self {
        case .missing: "Please fill this in."
        case .tooLong(let most): "This is too long. It can have up to \(most) characters."
        case .tooShort(let fewest): "This is too short. Use at least \(fewest) characters."
        case .unreadable:
            "This has an invisible character that can make text read as something else. Please type it again."
        case .notADate: "This is not a date. Write the day, the month and the year."
        case .inTheFuture: "This day is still to come. Please check the year."
        case .outOfRange: "Choose a day after today, and not more than two years ahead."
        case .tooMany(let most): "You have \(most) already. Finish one of them first."
        case .notAChoice: "Please choose one of those offered."
        case .lastWorker: "Nobody else works with this file. Give it to somebody else first."
        case .keptFrom:
            "This is kept from them: they stepped back from it, or it is about them. Please choose somebody else."
        case .byItself: "Counselling is shared by itself. Take out the other parts, or take out counselling."
        case .taken: "Somebody has this one. Please choose another."
        case .guessable:
            "This is among the first that anybody would try. Put together three or four words that have nothing to do with each other, with you or with this charity."
        case .notRight: "This is not right. Check it, and type it again."
        case .different: "The two are not the same. Please type both again."
        case .notTold: "Please tell them this, and tick it, before going on."
        case .sheet(let fault): fault.words
        case .sameSheet: "This is the same sheet twice. Take another of the three."
        case .noPair:
            "Both sheets are typed right, but they open nothing together. One is of an older set, or of another charity: look at the dates on them, or take the third."
        }
    }
}

extension CaseworkError {
    /// What is wrong with the form, if that is the error.
    var problems: [Problem]? { if case .invalid(let problems) = self { problems } else { nil } }
}

extension FieldErrors {
    /// - Parameters:
    ///   - words: for a field, what to say where it was left out, instead of the usual words.
    ///   - fields: those that stand before the others on the page, in its order.
    init(_ problems: [Problem], saying words: [String: String] = [:], first fields: [String] = []) {
        self = .none
        let leading = fields.flatMap { field in problems.filter { $0.field == field } }
        for problem in leading + problems.filter({ !fields.contains($0.field) }) {
            let usual = problem.reason.words
            let isLeftOut = problem.reason == .missing || problem.reason == .notTold
            add(isLeftOut ? words[problem.field] ?? usual : usual, to: problem.field)
        }
    }
}
