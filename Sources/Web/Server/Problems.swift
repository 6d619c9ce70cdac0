import Casework

/// What is wrong with a field, in words that say what to do.
extension Problem.Reason {
    var words: String {
        switch self {
        case .missing: "Please fill this in."
        case .tooLong(let most): "This is too long. It can have up to \(most) characters."
        case .tooShort(let fewest): "This is too short. Use at least \(fewest) characters."
        case .unreadable(let before):
            "\(before.isEmpty ? "At the beginning" : "After “\(before)”") stands a character that nobody sees and that can make text read as something else. It is shown as � here: take that out. The rest is as you typed it."
        case .noLetter: "A name needs a letter, of any script. Please write it as they would."
        case .date(let slip): slip.words
        case .inTheFuture: "This day is still to come. Please check the year."
        case .outOfRange(days: Words.twoYears):
            "Choose a day after today, and not more than two years ahead."
        case .outOfRange(let days): "Choose a day after today, and not more than \(days) days ahead."
        case .tooMany(let most): "You have \(most) already. Finish one of them first."
        case .tooManyNames(let most):
            "These are more than \(most) names. Keep the ones that people use, and put the others into a note."
        case .notAChoice: "Please choose one of those offered."
        case .notEnough: "Then it can’t go yet. Nothing was done."
        case .notACode:
            "This is not a whole code. It has five groups of four letters and digits: check it against what was handed to you."
        case .notAPhone:
            "This can’t be rung. Write the number in digits, with +, spaces, brackets or hyphens, and an extension as x or ext. Anything else about ringing goes under “when and how”."
        case .notAnEmail:
            "This is not an e-mail address. It has an @ with something before it and after it, such as name@example.org."
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
        case .sameHolder: "They hold another sheet: two of them open everything. Name somebody else."
        case .sameSheet: "This is the same sheet twice. Take another of the three."
        case .noPair:
            "Both sheets are typed right, but they open nothing together. One is of an older set, or of another charity: look at the dates on them, or take the third."
        }
    }
}

extension Day.Slip {
    /// What is wrong with a date, and what to write.
    fileprivate var words: String {
        switch self {
        case .notADate: "This is not a date. Write the day, the month and the year in numbers, as 27 3 1981."
        case .noDay: "The day is missing. Write the day, the month and the year."
        case .noMonth: "The month is missing. Write the day, the month and the year."
        case .noYear: "The year is missing. Write the day, the month and the year."
        case .onlyYear: "The day and the month are missing. Write the day, the month and the year."
        case .noSuchMonth: "There is no such month. The day stands first, then the month, from 1 to 12."
        case .noSuchDay: "That month has no such day. Please check the day."
        case .noSuchYear: "Please check the year: write all four digits of it."
        }
    }
}

extension CaseworkError {
    /// What is wrong with the form, if that is the error.
    var problems: [Problem]? { if case .invalid(let problems) = self { problems } else { nil } }
}

extension FieldErrors {
    /// In any order: the page brings them into its own (`HTML.withSummaryInPageOrder`).
    /// - Parameter words: for a field, what to say where it was left out, instead of the usual words.
    init(_ problems: [Problem], saying words: [String: String] = [:]) {
        self = .none
        for problem in problems {
            let usual = problem.reason.words
            let isLeftOut = problem.reason == .missing || problem.reason == .notTold
            add(isLeftOut ? words[problem.field] ?? usual : usual, to: problem.field)
        }
    }
}
