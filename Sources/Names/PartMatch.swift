/// Finds which parts of two names belong together, and what that says about the names.
enum PartMatch {
    /// Parts that score less have nothing to do with each other.
    static let lowest = 60
    /// What names score at most that contradict each other in a part.
    private static let contradiction = 50

    /// What a name scores that is nothing but a word left aside in the other.
    static let asideScore = 78
    /// What two names score at most of which one has a letter for a compound in the other: A. Rahman.
    static let spelledOutScore = 84
    /// The most parts of a name of which two neighbours are tried as one word.
    static let mostJoined = 12

    /// What two names score at most of a child and a father that stand the other way round.
    private static let otherDescent = 60

    /// The score of two names, 0 to 100, from the scores of their parts; `first` and `second` say which parts
    /// are common. With `isOrdered` both names say bin or bint; with `isAlone` the first is one word that somebody
    /// looks for, however many bear it.
    static func score(
        _ first: [Bool], _ second: [Bool], isTyping: Bool = false, isAlone: Bool = false,
        isOrdered: Bool = false,
        of score: (Int, Int) -> Int
    ) -> Int {
        guard first.count > 1 || second.count > 1 else {
            return first.isEmpty || second.isEmpty ? 0 : score(0, 0)
        }
        var pairs: [(first: Int, second: Int, score: Int)] = []
        for one in first.indices {
            for other in second.indices {
                let value = score(one, other)
                if value >= lowest { pairs.append((one, other, value)) }
            }
        }
        pairs.sort {
            ($1.score, abs($0.first - $0.second), $0.first) < ($0.score, abs($1.first - $1.second), $1.first)
        }
        var partner = [Int?](repeating: nil, count: first.count)
        var isTaken = [Bool](repeating: false, count: second.count)
        var scores: [Int] = []
        var isNamed = false
        for pair in pairs where partner[pair.first] == nil && !isTaken[pair.second] {
            partner[pair.first] = pair.second
            isTaken[pair.second] = true
            scores.append(pair.score)
            if !first[pair.first] { isNamed = true }
        }
        let unmatched = first.indices.filter { partner[$0] == nil }.map { first[$0] }
        let others = second.indices.filter { !isTaken[$0] }.map { second[$0] }
        let order = partner.compactMap { $0 }
        let result = result(
            scores, unmatched, others, isNamed: isNamed || isTyping || isAlone, isTyping: isTyping,
            order: order)
        return isOrdered && isOtherDescent(order) ? min(result, otherDescent) : result
    }

    /// Whether the order of the parts is another, but for a family name that stands first.
    private static func isOtherDescent(_ order: [Int]) -> Bool {
        let penalty = orderPenalty(order)
        return penalty > 4 || penalty > 0 && (order.count == 2 || order[0] < order[order.count - 1])
    }

    /// The score by those of the parts that belong together, and by what is left over on each side.
    private static func result(
        _ scores: [Int], _ unmatched: [Bool], _ others: [Bool], isNamed: Bool, isTyping: Bool, order: [Int]
    ) -> Int {
        guard let least = scores.min() else { return 0 }
        let mean = scores.reduce(0, +) / scores.count
        let score = (3 * least + 2 * mean) / 5 - orderPenalty(order)
        if !unmatched.isEmpty, !others.isEmpty {
            let isOnlyCommon = isNamed && unmatched.allSatisfy { $0 } && others.allSatisfy { $0 }
            return min(max(0, score - 15), isOnlyCommon ? 78 : contradiction)
        }
        let missing = unmatched + others
        guard !missing.isEmpty else { return score }
        // Mohammed alone is nobody's name in particular.
        let penalty = isTyping && unmatched.isEmpty ? 2 * missing.count : missingPenalty(missing)
        return max(0, min(score - penalty, isNamed ? 86 : 70))
    }

    /// Of a long name few people say more than two parts.
    private static let mostMissing = 20

    /// A part that is missing says less than one that is another.
    private static func missingPenalty(_ missing: [Bool]) -> Int {
        min(mostMissing, missing.reduce(8) { $0 + ($1 ? 2 : 4) })
    }

    /// The family name may stand first; any other order is a little less likely.
    private static func orderPenalty(_ order: [Int]) -> Int {
        let breaks = zip(order, order.dropFirst()).filter { $0 > $1 }.count
        return breaks == 0 ? 0 : breaks == 1 && order.first ?? 0 > order.last ?? 0 ? 4 : 8
    }
}
