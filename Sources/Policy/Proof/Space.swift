/// A part of the space of situations: one class of recipients, of items and of grounds, and the facts that can
/// matter there, each in classes of values that no condition tells apart.
///
/// A fact without an axis is asked about by no row that could still decide. So one vector stands for every raw
/// situation that agrees with it in its classes, whatever those other facts are: `weight` counts them.
struct Space: Sendable {
    let recipients: [Int]
    let items: [Int]
    /// Empty if the ground is unknown.
    let grounds: [Int]
    let axes: [Axis]
    /// How many raw situations each vector stands for, the classes on its axes apart.
    let weight: UInt64
    /// What is known before the axes: the first of each class.
    let base: Situation

    /// A fact, and its values in classes; after the classes comes unknown.
    struct Axis: Sendable {
        let fact: Fact
        let classes: [[Int]]
        /// The first value of each class, and how many there are in it.
        let values: [(place: Bits, size: UInt64)]

        init(fact: Fact, classes: [[Int]]) {
            self.fact = fact
            self.classes = classes
            values = classes.map { (Bits(place: fact.offset + $0[0]), UInt64($0.count)) }
        }

        var count: Int { classes.count + 1 }
        var unknown: Int { classes.count }

        /// The class that holds a value.
        func position(of value: some Word) -> Int {
            classes.firstIndex { $0.contains(value.ordinal) } ?? unknown
        }
    }

    var everyRecipient: [Recipient] { recipients.map { Recipient.allCases[$0] } }
    var recipient: Recipient { Recipient.allCases[recipients[0]] }
    var item: Item { Item.allCases[items[0]] }
    var ground: Ground? { grounds.first.map { Ground.allCases[$0] } }
    var vectors: Int { axes.reduce(1) { $0 * $1.count } }
}

/// The reduction from raw fields to vectors: exact, because two values share a class only if every condition of
/// every row that matters, and every invariant, answers alike for both.
struct Reduction: Sendable {
    let spaces: [Space]
    /// All the raw situations of one item.
    static let rawSituations: UInt64 = Fact.allCases.reduce(1) { product, fact in
        let isRequired = fact == .recipient || fact == .items
        return product * UInt64(fact.allowedWords.count + (isRequired ? 0 : 1))
    }

    init(_ book: Book) { self.init([book]) }

    /// The same for several rulebooks at once: a class is one that no row of any of them tells apart.
    init(_ books: [Book]) {
        let everywhere = books.flatMap { $0.lines.map(\.forbidden) + $0.duties.flatMap(\.forbidden) }
        let grounds = Self.classes(of: .ground, under: everywhere)
        var spaces: [Space] = []
        for recipients in Self.classes(of: .recipient, under: everywhere) {
            for items in Self.classes(of: .items, under: everywhere) {
                for ground in grounds + [[]] {
                    spaces.append(Self.space(books, recipients, items, ground))
                }
            }
        }
        self.spaces = spaces
    }

    /// What the invariants tell apart, besides the rows.
    private static let distinctions: [Fact: [Set<Int>]] = [
        .recipient: [.subject, .parent, .family, .staff, .police, .directory].map { (one: Recipient) in
            [one.ordinal]
        }
            + [Set(Recipient.allCases.filter(\.needsNoCheck).map(\.ordinal))],
        .items: [.counselling, .monitoring, .directoryEntry, .statistics].map { (one: Item) in [one.ordinal]
        },
        .age: [[AgeBand.under16.ordinal]],
        .ground: [.gain, .missingPerson, .statistics].map { (one: Ground) in [one.ordinal] },
        .consent: [.none, .general, .specific, .requested].map { (one: ConsentState) in [one.ordinal] },
        .approval: [.none, .management].map { (one: Approval) in [one.ordinal] },
    ]

    /// The values of a fact in classes that neither these conditions nor an invariant tells apart.
    private static func classes(of fact: Fact, under conditions: [Bits]) -> [[Int]] {
        var classes: [[Int]] = []
        var keys: [[Bool]] = []
        for value in fact.allowedWords.indices {
            let place = Bits(place: fact.offset + value)
            let key =
                conditions.map { $0.meets(place) } + (distinctions[fact] ?? []).map { $0.contains(value) }
            if let index = keys.firstIndex(of: key) {
                classes[index].append(value)
            } else {
                keys.append(key)
                classes.append([value])
            }
        }
        return classes
    }

    private static func space(
        _ books: [Book], _ recipients: [Int], _ items: [Int], _ grounds: [Int]
    ) -> Space {
        let recipient = Recipient.allCases[recipients[0]]
        let item = Item.allCases[items[0]]
        let ground = grounds.first
        var base = Situation()
        base.unknown = Fact.allCases.reduce(0) { $0 | $1.mask } & ~(Fact.recipient.mask | Fact.items.mask)
        base = base.with(.recipient, recipients[0]).with(.items, items[0]).with(.ground, ground)
        let lines = books.flatMap { book in
            let range = book.range(recipient, item, ground: ground ?? Book.unknownGround)
            return mattering(book.withLines(in: range) { Array($0) }, in: base)
        }
        var asked = lines.reduce(0) { $0 | $1.asksAbout }
        if lines.contains(where: { $0.effect == .release || $0.effect == .refer }) {
            for invariant in Invariant.all { asked |= invariant.asksAbout(recipient, item).bits }
        }
        let fixed = Fact.recipient.mask | Fact.items.mask | Fact.ground.mask
        let forbidden = lines.map(\.forbidden)
        var axes: [Space.Axis] = []
        var weight = UInt64(recipients.count * items.count * max(grounds.count, 1))
        for fact in Fact.allCases where fact.mask & fixed == 0 {
            if fact.mask & asked != 0 {
                axes.append(Space.Axis(fact: fact, classes: classes(of: fact, under: forbidden)))
            } else {
                weight *= UInt64(fact.allowedWords.count + 1)
            }
        }
        return Space(
            recipients: recipients, items: items, grounds: grounds, axes: axes, weight: weight, base: base)
    }

    /// The lines that can still decide or oblige: those down to the first that matches whatever the axes say,
    /// and below it those that oblige something or could make the same row certain.
    private static func mattering(_ lines: [Line], in base: Situation) -> [Line] {
        let fixed = Fact.recipient.mask | Fact.items.mask | Fact.ground.mask
        let last = lines.firstIndex { line in
            line.effect != .pass && line.asksAbout & ~fixed == 0 && line.matches(base)
        }
        guard let last else { return lines }
        let decider = lines[last]
        let outcomes = Set(lines[...last].map(\.effect.outcome))
        return lines[...last]
            + lines[(last + 1)...].filter { line in
                let adds =
                    line.effect != .pass && line.obligations != 0 && outcomes.contains(line.effect.outcome)
                return adds || (line.branch == decider.branch && !decider.isCertain(in: base))
            }
    }
}
