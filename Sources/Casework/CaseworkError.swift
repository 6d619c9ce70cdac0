import Vault

/// Why an operation did not happen. Holds no personal data; the words for a person are chosen at the edge.
package enum CaseworkError: Error, Equatable, CustomStringConvertible {
    /// Not there, not yours, or restricted: one answer, on purpose (clause S3.4).
    case notFound
    /// No session, or one that has ended.
    case signedOut
    /// The sign-in name or the passphrase is not right; which of them is not said.
    case wrongSignIn
    /// Too many tries from this place: how many seconds until the next.
    case tooManyTries(Int64)
    /// Too many passphrases are being tried just now; this one was not.
    case busy
    /// The passphrase is to be typed afresh first.
    case notFresh
    /// The enrolment code is not one that waits.
    case wrongCode
    /// What was typed can't be kept; field by field.
    case invalid([Problem])
    /// The same form was saved before.
    case alreadySaved
    /// Somebody changed the record since the form was opened.
    case stale
    /// The charity is not set up for this yet.
    case notReady(Readiness)
    /// The log book is not as it was signed, so nothing was done; trying again does not help.
    case logAltered
    /// The store could not take it now; nothing was done.
    case unavailable

    package var description: String {
        switch self {
        case .notFound: "not found"
        case .signedOut: "signed out"
        case .wrongSignIn: "wrong sign-in"
        case .tooManyTries: "too many tries"
        case .busy: "busy"
        case .notFresh: "not fresh"
        case .wrongCode: "wrong code"
        case .invalid: "invalid form"
        case .alreadySaved: "already saved"
        case .stale: "stale"
        case .notReady: "not ready"
        case .logAltered: "log altered"
        case .unavailable: "unavailable"
        }
    }
}

/// What must be in place before the first client's file is made.
package struct Readiness: Equatable, Sendable {
    /// The recovery sheets have been handed over.
    package let hasSheets: Bool
    /// Certified managers; two are needed.
    package let managers: Int

    package var isReady: Bool { hasSheets && managers >= 2 }
}

/// What is wrong with one field of a form.
package struct Problem: Equatable, Sendable {
    package let field: String
    package let reason: Reason

    package init(_ field: String, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    package enum Reason: Equatable, Sendable {
        case missing
        /// The most characters there may be.
        case tooLong(Int)
        /// The fewest characters there must be.
        case tooShort(Int)
        /// A control character, or an invisible one that changes the direction of what is read. What was typed right
        /// before it goes back to the page that it came from, and nowhere else: empty at the beginning.
        case unreadable(after: String)
        /// A name without a letter of any script.
        case noLetter
        case date(Day.Slip)
        case inTheFuture
        /// A day that is past, or more than so many days ahead.
        case outOfRange(days: Int64)
        /// There are as many as there may be.
        case tooMany(Int)
        /// The most names that a file may have beside its own.
        case tooManyNames(Int)
        case notAChoice
        /// An answer with which what was approved can't go.
        case notEnough
        /// An enrolment code that is not whole, or has a letter that no code has.
        case notACode
        /// A telephone number that nobody could ring.
        case notAPhone
        /// An address that no mail could be sent to.
        case notAnEmail
        /// Nobody else works with the file.
        case lastWorker
        /// It is kept from the colleague who was chosen.
        case keptFrom
        /// Can only be chosen by itself.
        case byItself
        case taken
        /// A passphrase among those that are tried first.
        case guessable
        /// A passphrase or a code that does not open.
        case notRight
        /// The two passphrases differ.
        case different
        /// Must be ticked before going on.
        case notTold
        /// A recovery sheet was not typed as it is printed.
        case sheet(RecoverySheet.Fault)
        /// Somebody who holds another sheet.
        case sameHolder
        /// The same recovery sheet as the other one.
        case sameSheet
        /// Both recovery sheets are typed as printed, and open nothing together.
        case noPair
    }
}
