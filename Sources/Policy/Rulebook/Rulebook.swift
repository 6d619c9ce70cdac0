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
    let duties: [CompiledDuty]
    /// Every line, in rank order.
    let lines: [Line]
    /// The place of D among the rules.
    let rest: UInt8
    /// The lines that can match for a recipient, an item and a ground, one stretch after the other.
    private let sorted: [Line]
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
        duties = try compiler.duties(parsed.duties, rules: parsed.rules)
        (sorted, starts) = Self.sort(compiler.lines)
    }

    /// Fourteen grounds, an unknown one, and any.
    static let stretches = Ground.allCases.count + 2
    static let unknownGround = Ground.allCases.count
    static let anyGround = Ground.allCases.count + 1

    /// One stretch of lines for each recipient, item and ground.
    private static func sort(_ lines: [Line]) -> ([Line], [Int32]) {
        var sorted: [Line] = []
        var starts: [Int32] = [0]
        for recipient in Recipient.allCases {
            for item in Item.allCases {
                let who = Bits(place: Fact.recipient.offset + recipient.ordinal)
                let asked = who | Bits(place: Fact.items.offset + item.ordinal)
                let possible = lines.filter { !$0.forbidden.meets(asked) }
                for ground in 0..<stretches {
                    sorted += possible.filter { line in
                        switch ground {
                        case anyGround: true
                        case unknownGround: line.mustBeKnown & Fact.ground.mask == 0
                        default: !line.forbidden.meets(Bits(place: Fact.ground.offset + ground))
                        }
                    }
                    starts.append(Int32(sorted.count))
                }
            }
        }
        return (sorted, starts)
    }

    /// Where the lines are that can match for an item on a ground, by the ground's ordinal or one of the two
    /// above; in rank order.
    @inline(__always)
    func range(_ recipient: Recipient, _ item: Item, ground: Int) -> Range<Int> {
        let place = (recipient.ordinal * itemCount + item.ordinal) * stretchCount + ground
        return Int(starts[place])..<Int(starts[place + 1])
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
