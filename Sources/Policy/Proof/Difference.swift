/// The situations of one item that two rulebooks decide differently, and in which way (clause R).
///
/// Every possible situation is decided by both, as in `Check`: two values share a class only if no row of either
/// rulebook tells them apart, so the counts are exact.
package struct Difference: Sendable {
    /// The largest first.
    package let groups: [Group]
    /// All the situations of one item that there are.
    package let rawSituations = Reduction.rawSituations

    /// The situations that changed in one way, from one row's hands into another's.
    package struct Group: Sendable {
        package let old: Side
        package let new: Side
        package fileprivate(set) var situations: UInt64 = 0
        package fileprivate(set) var recipients: [Recipient] = []
        package fileprivate(set) var items: [Item] = []
        /// `nil` is an unknown ground.
        package fileprivate(set) var grounds: [Ground?] = []
        /// The situation with the fewest facts known.
        package fileprivate(set) var example: Facts
    }

    /// What a rulebook does with the situations of a group.
    package struct Side: Hashable, Sendable {
        package let outcome: Outcome
        /// The row that is cited.
        package let row: String
        package let clauses: [String]
        package let referees: [Referee]
    }

    package var isEmpty: Bool { groups.isEmpty }
    /// The situations that changed.
    package var situations: UInt64 { groups.reduce(0) { $0 + $1.situations } }
}

extension Rulebook {
    /// What changes if `other` comes into force in the place of this rulebook.
    package func difference(to other: Rulebook) -> Difference {
        var comparison = Comparing(old: book, new: other.book)
        for space in Reduction([book, other.book]).spaces { comparison.run(space) }
        return Difference(groups: comparison.groups(from: self, to: other))
    }
}

/// Decides every vector of every space by both rulebooks and gathers those where they differ.
private struct Comparing {
    let old: Book
    let new: Book
    private var found: [Key: Found] = [:]

    /// From which row and branch to which, with what outcomes.
    private struct Key: Hashable {
        let outcomes: [Outcome]
        let rules: [UInt8]
        let branches: [UInt8]
    }

    private struct Found {
        var situations: UInt64 = 0
        var recipients: Set<Int> = []
        var items: Set<Int> = []
        /// -1 is an unknown ground.
        var grounds: Set<Int> = []
        var example: Situation
        var known: Int
    }

    init(old: Book, new: Book) {
        self.old = old
        self.new = new
    }

    mutating func run(_ space: Space) {
        old.withLines(in: old.range(space.recipient, space.item, space.ground)) { oldLines in
            new.withLines(in: new.range(space.recipient, space.item, space.ground)) { newLines in
                visit(space, 0, space.base, weight: space.weight, known: 0, oldLines, newLines)
            }
        }
    }

    private mutating func visit(
        _ space: Space, _ depth: Int, _ situation: Situation, weight: UInt64, known: Int,
        _ oldLines: UnsafeBufferPointer<Line>, _ newLines: UnsafeBufferPointer<Line>
    ) {
        guard depth < space.axes.count else {
            return compare(space, situation, weight, known, oldLines, newLines)
        }
        let axis = space.axes[depth]
        var next = situation
        next.unknown &= ~axis.fact.mask
        for (place, size) in axis.values {
            next.known = situation.known | place
            visit(space, depth + 1, next, weight: weight * size, known: known + 1, oldLines, newLines)
        }
        visit(space, depth + 1, situation, weight: weight, known: known, oldLines, newLines)
    }

    private mutating func compare(
        _ space: Space, _ situation: Situation, _ weight: UInt64, _ known: Int,
        _ oldLines: UnsafeBufferPointer<Line>, _ newLines: UnsafeBufferPointer<Line>
    ) {
        let before = old.verdict(situation, space.item, among: oldLines)
        let after = new.verdict(situation, space.item, among: newLines)
        let isReferredElsewhere =
            before.outcome == .refer && after.outcome == .refer
            && old.referees[Int(before.branch)] != new.referees[Int(after.branch)]
        guard before.outcome != after.outcome || isReferredElsewhere else { return }
        let key = Key(
            outcomes: [before.outcome, after.outcome],
            rules: [before.cited(rest: old.rest), after.cited(rest: new.rest)],
            branches: [
                before.outcome == .refer ? before.branch : 0, after.outcome == .refer ? after.branch : 0,
            ])
        var found = found[key] ?? Found(example: situation, known: known)
        found.situations += weight
        found.recipients.formUnion(space.recipients)
        found.items.formUnion(space.items)
        found.grounds.formUnion(space.grounds.isEmpty ? [-1] : space.grounds)
        if known < found.known { (found.example, found.known) = (situation, known) }
        self.found[key] = found
    }

    func groups(from oldRules: Rulebook, to newRules: Rulebook) -> [Difference.Group] {
        func side(_ book: Book, _ key: Key, _ index: Int) -> Difference.Side {
            let rule = book.rules[Int(key.rules[index])]
            return Difference.Side(
                outcome: key.outcomes[index], row: rule.name, clauses: rule.clauses,
                referees: key.outcomes[index] == .refer ? book.referees[Int(key.branches[index])] : [])
        }
        let groups = found.map { key, found in
            Difference.Group(
                old: side(old, key, 0), new: side(new, key, 1), situations: found.situations,
                recipients: found.recipients.sorted().map { Recipient.allCases[$0] },
                items: found.items.sorted().map { Item.allCases[$0] },
                grounds: found.grounds.sorted().map { $0 < 0 ? nil : Ground.allCases[$0] },
                example: Facts(found.example))
        }
        return groups.sorted {
            ($1.situations, $0.old.row, $0.new.row, $0.old.outcome.ordinal)
                < ($0.situations, $1.old.row, $1.new.row, $1.old.outcome.ordinal)
        }
    }
}
