extension Book {
    /// The facts in any minimal set of unknown ones that could change an item's outcome, as `FactSet.bits`.
    @inline(__always)
    func missing(_ situation: Situation, _ facts: Facts, _ verdict: Verdict) -> UInt32 {
        // While the ground is unknown, the lines of every ground may come to matter.
        let ground = facts.ground?.ordinal ?? Book.anyGround
        guard situation.unknown & asked(facts.recipient, verdict.item, ground: ground) != 0 else { return 0 }
        return withLines(in: range(facts.recipient, verdict.item, ground: ground)) { lines in
            var search = MissingSearch(lines: lines, situation: situation, outcome: verdict.outcome)
            search.run()
            return search.found.reduce(0) { $0 | $1 }
        }
    }
}

/// The search for the minimal sets of unknown facts that could change an outcome.
///
/// Exact, without trying values. Take each line that would change the outcome: it needs the facts it must know,
/// and every higher line that would keep the outcome has to be falsified, by one of the unknown facts it asks
/// about. `allowed` narrows to the values that still do. Every minimal set is reached so, and every set reached
/// changes the outcome.
struct MissingSearch {
    let lines: UnsafeBufferPointer<Line>
    let situation: Situation
    let outcome: Outcome
    /// The sets found, none within another.
    private(set) var found: [UInt32] = []

    init(lines: UnsafeBufferPointer<Line>, situation: Situation, outcome: Outcome) {
        self.lines = lines
        self.situation = situation
        self.outcome = outcome
    }

    mutating func run() {
        for (index, line) in lines.enumerated() where line.effect != .pass {
            if line.effect.outcome == outcome {
                // Whatever is below a line that keeps the outcome for certain can change nothing.
                if line.matches(situation), line.isCertain(in: situation) { return }
            } else if !situation.known.meets(line.forbidden) {
                let needed = situation.unknown & line.mustBeKnown
                falsify(above: index, filling: needed, allowed: ~line.forbidden)
            }
        }
    }

    /// Extends `filling`, the facts to be made known, until no line above keeps the outcome.
    private mutating func falsify(above target: Int, filling: UInt32, allowed: Bits) {
        guard !found.contains(where: { $0 & ~filling == 0 }) else { return }
        guard let blocker = blocker(above: target, filling: filling, allowed: allowed) else {
            found.removeAll { filling & ~$0 == 0 }
            if filling != 0 { found.append(filling) }
            return
        }
        var ways = blocker.asksAbout & situation.unknown
        while ways != 0 {
            let fact = ways.trailingZeroBitCount
            ways &= ways - 1
            let values = Fact.valueBits[fact]
            let left = allowed & values & blocker.forbidden
            guard !left.isEmpty else { continue }
            let narrowed = (allowed & ~values) | left
            falsify(above: target, filling: filling | 1 << UInt32(fact), allowed: narrowed)
        }
    }

    /// The first line above that keeps the outcome for some of the values still allowed.
    private func blocker(above target: Int, filling: UInt32, allowed: Bits) -> Line? {
        for line in lines[..<target] where line.effect != .pass && line.effect.outcome == outcome {
            guard !situation.known.meets(line.forbidden),
                situation.unknown & ~filling & line.mustBeKnown == 0
            else { continue }
            var shared = filling & line.asksAbout
            var isPossible = true
            while shared != 0, isPossible {
                let values = Fact.valueBits[shared.trailingZeroBitCount] & allowed
                isPossible = !(values & ~line.forbidden).isEmpty
                shared &= shared - 1
            }
            if isPossible { return line }
        }
        return nil
    }
}
