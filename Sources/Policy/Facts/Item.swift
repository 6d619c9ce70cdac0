/// A kind of information in a file, the unit that is granted and disclosed (clauses S3.4, S4.2).
package enum Item: String, Word {
    case existence, recentContact, identity, contact, household, casework, counselling, health, finance
    case safeguarding, violence, monitoring, staffRecord, directoryEntry, organisation, commercial
    case statistics
}

/// A set of items: what is asked, what an instrument covers, what is released.
///
/// Iterates in the order of the procedure's table.
package struct Items: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
    package private(set) var bits: UInt32

    package init(bits: UInt32 = 0) {
        self.bits = bits
    }

    package init(arrayLiteral items: Item...) {
        self.init(items)
    }

    package init(_ items: some Sequence<Item>) {
        bits = 0
        for item in items { insert(item) }
    }

    /// Every item there is.
    package static let all = Items(Item.allCases)

    package var isEmpty: Bool { bits == 0 }
    package var count: Int { bits.nonzeroBitCount }

    @inline(__always)
    package func contains(_ item: Item) -> Bool {
        bits & (1 << UInt32(item.ordinal)) != 0
    }

    @inline(__always)
    package mutating func insert(_ item: Item) {
        bits |= 1 << UInt32(item.ordinal)
    }

    package func isSubset(of other: Items) -> Bool {
        bits & ~other.bits == 0
    }

    package func union(_ other: Items) -> Items {
        Items(bits: bits | other.bits)
    }

    package func makeIterator() -> some IteratorProtocol<Item> {
        Item.allCases.lazy.filter { contains($0) }.makeIterator()
    }
}
