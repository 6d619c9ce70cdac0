import Database
import Vault

/// The text of a record in a restricted file's item `log`: why nobody else knows of it, and until when somebody must
/// look again (clauses S3.4, S3.7). Each review is a version.
package struct Restriction: Kept, Hashable {
    package static let kind = TextKind.restriction

    /// The day of the next review, `yyyy-mm-dd`.
    package var reviewOn: String
    package var why: String
    /// Members whom the file is kept from, whoever asks: it is about them or somebody near them.
    package var keptFrom: [String]
    package var isLifted = false

    /// How many days a restriction stands before somebody looks again.
    package static let longest: Int64 = 90
}

/// How a file is restricted, as it is typed.
package struct RestrictionForm: Sendable {
    /// Who works with it from then on, by id.
    package var named: [String] = []
    package var why = ""
    package var reviewOn = ""
    /// The member of staff whom it is about, or who is related to them: nothing of it is given to them. Or empty.
    package var relatedTo = ""

    package init() {}
}

/// What whoever may restrict a file sees first.
package struct Restricting: Sendable {
    package let file: ID
    /// Nobody else knows of it already.
    package let isRestricted: Bool
    /// Who works with it by name now.
    package let named: [ID]
    /// Whom it may be given to: caseworkers and managers, but nobody whom it is kept from.
    package let choices: [ID]
    /// Whom it is kept from.
    package let keptFrom: Set<ID>
    /// Whether the reader holds enough of it to close it now.
    package let isTheirs: Bool
}

/// One line of the guardians' list of restrictions.
package struct RestrictionLine: Sendable {
    package let file: ID
    /// Whom it is about; nil where that could not be read.
    package let name: String?
    /// The day that it was restricted, for as long as a team's keys still open a part of it.
    package let reviewOn: Day
    /// Nil for a file that was restricted when it was made, and not reviewed since.
    package let record: Record<Restriction>?
    /// Who works with it.
    package let named: [ID]
    package let keptFrom: Set<ID>
    /// Whether nobody is here now whom it is kept from, so that the teams may hold it again.
    package let canBeLifted: Bool
}

extension OpenFile {
    /// Whether this member holds all that somebody must hold to close it to others. Counselling goes with who the
    /// person is.
    var canBeClosed: Bool {
        kind == .client && kind.items.allSatisfy { $0 == .counselling || holds($0) }
    }

    /// Who works with it by name now.
    var namedMembers: [ID] {
        Set(
            byName.compactMap { grant -> ID? in
                if case .member(let id) = grant.principal { id } else { nil }
            }
        ).sorted().filter { items(of: $0).isWork }
    }
}

extension Set<Item> {
    /// Whether somebody works with a file by these: what was shared is all that whoever rules on it is given.
    var isWork: Bool { !isSubset(of: [.disclosure]) }
}
