/// The invariants that compare two situations, over the outcomes of one space.
struct PairInvariants {
    let space: Space
    let outcomes: [Outcome]
    /// How far apart the numbers of two vectors are that differ by one on an axis.
    private let strides: [Int]

    init(space: Space, outcomes: [Outcome]) {
        self.space = space
        self.outcomes = outcomes
        var strides: [Int] = []
        var stride = outcomes.count
        for axis in space.axes {
            stride /= axis.count
            strides.append(stride)
        }
        self.strides = strides
    }

    /// A counter-example to each that does not hold.
    func broken() -> [Finding] {
        guard outcomes.contains(.release) else { return [] }
        let findings = [
            unknownThatReleases(), consentThatTakes(), coverThatTakes(), deadConsentThatReleases(),
            approvalThatLifts(),
        ]
        return findings.compactMap { $0 }
    }

    private func digit(_ vector: Int, _ axis: Int) -> Int {
        vector / strides[axis] % space.axes[axis].count
    }

    private func moved(_ vector: Int, _ axis: Int, to digit: Int) -> Int {
        vector + (digit - self.digit(vector, axis)) * strides[axis]
    }

    private func axis(_ fact: Fact) -> Int? {
        space.axes.firstIndex { $0.fact == fact }
    }

    /// Making a known fact unknown never turns a withhold or a referral into a release. A team member's refused
    /// consent apart: C4 says so.
    private func unknownThatReleases() -> Finding? {
        for (index, axis) in space.axes.enumerated() {
            if axis.fact == .consent, space.recipient == .staff { continue }
            for vector in outcomes.indices where outcomes[vector] != .release {
                if outcomes[moved(vector, index, to: axis.unknown)] == .release {
                    return finding(
                        "Making a known fact unknown never turns a withhold or a referral into a release.",
                        "S1.2", vector, "With ‘\(axis.fact.rawValue)’ unknown the rules release it.")
                }
            }
        }
        return nil
    }

    /// More consent never releases less.
    private func consentThatTakes() -> Finding? {
        guard let index = axis(.consent) else { return nil }
        let axis = space.axes[index]
        let none: [ConsentState] = [.none, .refused, .withdrawn, .expired, .incomplete]
        let steps =
            none.map { ($0, ConsentState.general) } + [(.general, .specific), (.specific, .requested)]
        for (less, more) in steps {
            let (from, to) = (axis.position(of: less), axis.position(of: more))
            for vector in outcomes.indices where outcomes[vector] == .release && digit(vector, index) == from
            {
                if outcomes[moved(vector, index, to: to)] != .release {
                    return finding(
                        "More consent never releases less.", "S1.3", vector,
                        "The rules release it; with consent ‘\(more.rawValue)’ they do not.")
                }
            }
        }
        return nil
    }

    /// A consent, a protocol, a power or an approval that covers more never releases less.
    private func coverThatTakes() -> Finding? {
        for (index, axis) in space.axes.enumerated() where axis.fact.isCoverage {
            let (covers, not) = (axis.position(of: Answered.yes), axis.position(of: Answered.no))
            for vector in outcomes.indices where outcomes[vector] == .release && digit(vector, index) == not {
                if outcomes[moved(vector, index, to: covers)] != .release {
                    return finding(
                        "An instrument that covers more never releases less.", "S4.2", vector,
                        "The rules release it; if ‘\(axis.fact.rawValue)’ covered it they would not.")
                }
            }
        }
        return nil
    }

    /// No consent that is not in force, or does not cover, releases anything: what it releases, no consent does.
    private func deadConsentThatReleases() -> Finding? {
        guard let index = axis(.consent) else { return nil }
        let axis = space.axes[index]
        let none = axis.position(of: ConsentState.none)
        let inForce = [ConsentState.general, .specific, .requested].map { axis.position(of: $0) }
        let cover = self.axis(.consentItems)
        for vector in outcomes.indices where outcomes[vector] == .release {
            let covers = cover.map { digit(vector, $0) == space.axes[$0].position(of: Answered.yes) } ?? true
            let isInForce = inForce.contains(digit(vector, index)) && covers
            if !isInForce, outcomes[moved(vector, index, to: none)] != .release {
                return finding(
                    "No consent that is not in force and covering releases anything.", "S1.3", vector,
                    "The rules release it; without any consent they do not.")
            }
        }
        return nil
    }

    /// An approval lifts a referral, never a withhold.
    private func approvalThatLifts() -> Finding? {
        guard let index = axis(.approval) else { return nil }
        let none = space.axes[index].position(of: Approval.none)
        for vector in outcomes.indices where outcomes[vector] == .release {
            if outcomes[moved(vector, index, to: none)] == .withhold {
                return finding(
                    "An approval lifts no withhold.", "P4.4", vector,
                    "The rules release it; without the approval they withhold it.")
            }
        }
        return nil
    }

    private func finding(_ title: String, _ clause: String, _ vector: Int, _ came: String) -> Finding {
        var situation = space.base
        for (index, axis) in space.axes.enumerated() {
            let digit = digit(vector, index)
            if digit != axis.unknown { situation = situation.with(axis.fact, axis.classes[digit][0]) }
        }
        let outcome = "Here they \(outcomes[vector].rawValue) it. "
        return Finding(broken: title, clause: clause, facts: Facts(situation), came: outcome + came)
    }
}
