/// Decides every vector of one space, and remembers what each came to.
struct Enumeration {
    let book: Book
    let space: Space
    /// The outcome of each vector, by its number: the axes are its digits, the first the highest.
    private(set) var outcomes: [Outcome] = []
    private var tally: Tally
    private var findings: [Finding] = []

    /// Runs over a space, and gives a counter-example to each invariant that is broken there.
    static func run(_ book: Book, _ space: Space, into tally: inout Tally) -> [Finding] {
        var enumeration = Enumeration(book: book, space: space, tally: tally)
        enumeration.outcomes.reserveCapacity(space.vectors)
        let range = book.range(space.recipient, space.item, space.ground)
        book.withLines(in: range) { lines in
            enumeration.visit(0, space.base, weight: space.weight, lines)
        }
        tally = enumeration.tally
        return enumeration.findings + PairInvariants(space: space, outcomes: enumeration.outcomes).broken()
    }

    private init(book: Book, space: Space, tally: Tally) {
        self.book = book
        self.space = space
        self.tally = tally
    }

    private mutating func visit(
        _ depth: Int, _ situation: Situation, weight: UInt64, _ lines: UnsafeBufferPointer<Line>
    ) {
        guard depth < space.axes.count else { return decide(situation, weight, lines) }
        let axis = space.axes[depth]
        var next = situation
        next.unknown &= ~axis.fact.mask
        for (place, size) in axis.values {
            next.known = situation.known | place
            visit(depth + 1, next, weight: weight * size, lines)
        }
        visit(depth + 1, situation, weight: weight, lines)
    }

    private mutating func decide(
        _ situation: Situation, _ weight: UInt64, _ lines: UnsafeBufferPointer<Line>
    ) {
        let verdict = book.verdict(situation, space.item, among: lines)
        outcomes.append(verdict.outcome)
        tally.count(verdict, weight: weight)
        for line in lines where line.effect != .pass && line.matches(situation) {
            tally.matched(line, decided: verdict)
        }
        guard verdict.outcome != .withhold else { return }
        let obligations = Obligations(bits: verdict.obligations)
        for invariant in Invariant.all where invariant.isBroken(situation, verdict, obligations) {
            if findings.contains(where: { $0.broken == invariant.title }) { continue }
            let row = book.rules[Int(verdict.rule)].name
            let came = "The rules \(verdict.outcome.rawValue) it, by row \(row)."
            let facts = Facts(situation)
            findings.append(
                Finding(broken: invariant.title, clause: invariant.clause, facts: facts, came: came))
        }
    }
}

extension Facts {
    /// A raw request for one item that is in this situation. Lists hold that item or nothing.
    init(_ situation: Situation) {
        func word<W: Word>(_ fact: Fact) -> W? { situation.value(of: fact).map { W.allCases[place: $0] } }
        func truth(_ fact: Fact) -> Bool? { situation.value(of: fact).map { $0 == Answered.yes.ordinal } }
        let item: Item = word(.items) ?? .existence
        func list(_ fact: Fact) -> Items? { truth(fact).map { $0 ? [item] : [] } }
        self.init(recipient: word(.recipient) ?? .public, items: [item], ground: word(.ground))
        subject = word(.subject)
        age = word(.age)
        verified = truth(.verified)
        suspicion = truth(.suspicion)
        investigation = truth(.investigation)
        reportedMissing = truth(.reportedMissing)
        publicSafety = truth(.publicSafety)
        consent = word(.consent)
        consentItems = list(.consentItems)
        undertaking = truth(.undertaking)
        needToKnow = truth(.needToKnow)
        purpose = word(.purpose)
        `protocol` = word(.protocol)
        protocolItems = list(.protocolItems)
        power = truth(.power)
        powerItems = list(.powerItems)
        visitorForm = truth(.visitorForm)
        policiesGiven = truth(.policiesGiven)
        approval = word(.approval)
        approvalItems = list(.approvalItems)
        permittedFields = truth(.permittedFields)
        suppressed = truth(.suppressed)
    }
}

extension Collection {
    /// The element a number of places from the start.
    fileprivate subscript(place distance: Int) -> Element {
        self[index(startIndex, offsetBy: distance)]
    }
}
