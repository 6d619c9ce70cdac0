/// How often each row decided, over the vectors and over the raw situations they stand for.
package struct Tally: Sendable {
    /// The vectors decided.
    package private(set) var vectors = 0
    /// The raw situations of one item that they stand for.
    package private(set) var situations: UInt64 = 0
    /// By branch and outcome: the vectors that it decided. A branch that refers releases too, by approval.
    private var decided: [Int]
    private var matched: [Bool]
    /// By the row that decided and the row it overruled: the vectors where they differ in outcome.
    private var overruled: [Int]
    private let rules: Int

    init(_ book: Book) {
        rules = book.rules.count
        decided = Array(repeating: 0, count: book.referees.count * 3)
        matched = Array(repeating: false, count: book.referees.count * 2)
        overruled = Array(repeating: 0, count: rules * rules)
    }

    @inline(__always)
    mutating func count(_ verdict: Verdict, weight: UInt64) {
        vectors += 1
        situations += weight
        decided[Int(verdict.branch) * 3 + verdict.outcome.ordinal] += 1
    }

    @inline(__always)
    mutating func matched(_ line: Line, decided verdict: Verdict) {
        matched[Int(line.branch) * 2 + (line.isApproval ? 1 : 0)] = true
        if line.rule != verdict.rule, line.effect.outcome != verdict.outcome {
            overruled[Int(verdict.rule) * rules + Int(line.rule)] += 1
        }
    }

    func decided(branch: Int, _ outcome: Outcome) -> Int {
        decided[branch * 3 + outcome.ordinal]
    }

    func isMatched(branch: Int, byApproval: Bool) -> Bool {
        matched[branch * 2 + (byApproval ? 1 : 0)]
    }

    func overruled(_ rule: Int, by higher: Int) -> Int {
        overruled[higher * rules + rule]
    }
}
