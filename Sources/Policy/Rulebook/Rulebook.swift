/// The procedure as data: the rows, compiled. Decides requests.
///
/// A rulebook is read from text, `Rules/procedure.rules` or a file like it, and is then a constant: the same
/// facts get the same decision for ever. Every decision carries the hash of the text that made it.
package struct Rulebook: Sendable {
    let book: Book

    package var title: String { book.title }
    /// Counts up with every version that comes into force (clause R).
    package var version: Int { book.version }
    /// The date from which it holds, as `2026-11-01` (clause R).
    package var effective: String { book.effective }
    /// SHA-256 of the text.
    package var hash: [UInt8] { book.hash }
    /// The rows, highest first.
    package var rules: [Rule] { book.rules }

    /// Reads a rulebook from UTF-8 text. The caller brings SHA-256: this module has no cryptography.
    package static func load(
        text: [UInt8], sha256: ([UInt8]) -> [UInt8]
    ) throws(RulebookError) -> Rulebook {
        Rulebook(book: try Book(RulebookParser(text), hash: sha256(text)))
    }

    /// The rulebook that the program carries.
    package static func builtIn(sha256: ([UInt8]) -> [UInt8]) throws(RulebookError) -> Rulebook {
        try load(text: PackageResources.procedure_rules, sha256: sha256)
    }

    /// The row with a name, such as `M4`.
    package func rule(_ name: String) -> Rule? {
        book.rules.first { $0.name == name }
    }

    /// `hash` in hexadecimal.
    package var hexHash: String {
        let digits = Array("0123456789abcdef")
        return String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

/// The compiled rows, laid out for deciding. Immutable, so shared freely.
final class Book: Sendable {
    let title: String
    let version: Int
    let effective: String
    let hash: [UInt8]
    let rules: [Rule]
    /// Whom each branch refers to; empty for a branch that does not refer.
    let referees: [[Referee]]
    /// The clauses of each rule, ready to be cited.
    let citations: [[Decision.Citation]]
    let duties: [CompiledDuty]
    /// Every line, in rank order.
    let lines: [Line]
    /// The place of D among the rules.
    let rest: UInt8
    /// The lines that can match for a recipient, an item and a ground, one stretch after the other.
    private let sorted: [Line]
    /// Every fact that some line of each stretch asks about.
    private let asked: [UInt32]
    private let itemCount = Item.allCases.count
    private let stretchCount = stretches
    /// Where the stretch of each recipient, item and ground begins in `sorted`.
    private let starts: [Int32]

    /// A duty with its conditions as lines: it applies if any of them matches.
    struct CompiledDuty: Sendable {
        let effect: Outcome
        /// A bit for each rule whose decisions it follows.
        let rules: UInt64
        let forbidden: [Bits]
        let obligations: Obligations
    }

    init(_ parsed: RulebookParser, hash: [UInt8]) throws(RulebookError) {
        title = parsed.title
        version = parsed.version
        effective = parsed.effective
        self.hash = hash
        rules = parsed.rules
        let compiler = try Compiler(parsed)
        lines = compiler.lines
        rest = UInt8(parsed.rules.count - 1)
        referees = compiler.branches.map { place in
            guard case .refer(let referees) = parsed.rules[place.rule].branches[place.branch].effect
            else { return [] }
            return referees
        }
        citations = parsed.rules.map { rule in
            rule.clauses.map { Decision.Citation(rule: rule.name, clause: $0, items: []) }
        }
        duties = try compiler.duties(parsed.duties, rules: parsed.rules)
        (sorted, starts, asked) = Self.sort(compiler.lines, duties)
    }

    /// Fourteen grounds, an unknown one, and any.
    static let stretches = Ground.allCases.count + 2
    static let unknownGround = Ground.allCases.count
    static let anyGround = Ground.allCases.count + 1

    /// One stretch of lines for each recipient, item and ground.
    private static func sort(
        _ lines: [Line], _ duties: [CompiledDuty]
    ) -> (lines: [Line], starts: [Int32], asked: [UInt32]) {
        var sorted: [Line] = []
        var starts: [Int32] = [0]
        var asked: [UInt32] = []
        for recipient in Recipient.allCases {
            for item in Item.allCases {
                let who = Bits(place: Fact.recipient.offset + recipient.ordinal)
                let what = who | Bits(place: Fact.items.offset + item.ordinal)
                let possible = lines.filter { !$0.forbidden.meets(what) }
                for ground in 0..<stretches {
                    let why = ground < unknownGround ? Bits(place: Fact.ground.offset + ground) : Bits()
                    let stretch = possible.filter { line in
                        !line.forbidden.meets(why)
                            && (ground != unknownGround || line.mustBeKnown & Fact.ground.mask == 0)
                    }
                    sorted += placed(stretch, duties, known: what | why)
                    starts.append(Int32(sorted.count))
                    asked.append(stretch.reduce(0) { $0 | $1.asksAbout })
                }
            }
        }
        return (sorted, starts, asked)
    }

    /// The lines of a stretch with what depends on where they stand: the duties, and whether a line below could
    /// add to what they decide.
    private static func placed(_ stretch: [Line], _ duties: [CompiledDuty], known: Bits) -> [Line] {
        stretch.indices.map { index in
            var line = stretch[index]
            for duty in duties where duty.effect == line.effect.outcome && line.effect != .pass {
                let applies = duty.forbidden.contains { !known.meets($0) }
                if applies, duty.rules & (1 << UInt64(line.rule)) != 0 {
                    line.duties |= duty.obligations.bits
                }
            }
            line.isLastWord = stretch[(index + 1)...].allSatisfy { other in
                let adds = other.effect != .pass && other.effect.outcome == line.effect.outcome
                return !(adds && other.obligations != 0) && other.branch != line.branch
            }
            return line
        }
    }

    /// Where the lines are that can match for an item on a ground, by the ground's ordinal or one of the two
    /// above; in rank order.
    @inline(__always)
    func range(_ recipient: Recipient, _ item: Item, ground: Int) -> Range<Int> {
        let place = self.place(recipient, item, ground: ground)
        return Int(starts[place])..<Int(starts[place + 1])
    }

    @inline(__always)
    private func place(_ recipient: Recipient, _ item: Item, ground: Int) -> Int {
        (recipient.ordinal * itemCount + item.ordinal) * stretchCount + ground
    }

    /// The facts that the lines for an item on a ground ask about, as `FactSet.bits`.
    @inline(__always)
    func asked(_ recipient: Recipient, _ item: Item, ground: Int) -> UInt32 {
        asked[place(recipient, item, ground: ground)]
    }

    @inline(__always)
    func range(_ recipient: Recipient, _ item: Item, _ ground: Ground?) -> Range<Int> {
        range(recipient, item, ground: ground?.ordinal ?? stretchCount - 2)
    }

    /// The lines of a range, without a copy.
    @inline(__always)
    func withLines<T>(in range: Range<Int>, _ body: (UnsafeBufferPointer<Line>) -> T) -> T {
        sorted.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}
