/// An index in memory over the names of many people, for any spelling of them.
///
/// A slot is the caller's number for a person, counted from 0: there is room for each up to the highest. It may have
/// more than one name: a maiden name, a name in another script. Nothing is written anywhere; dropping the value drops
/// the index.
package struct NameIndex: Sendable {
    /// One name as the numbers of its parts, from `start` on in `partNumbers`.
    struct Entry {
        var slot: UInt32
        var start: UInt32
        var count: UInt16
        var isRemoved = false
        var saysSon = false
        var saysDaughter = false
        var isHan = false
        /// Whether an A of the name was written out as Abdul-.
        var isSpelledOut = false
        /// The entry of the same slot before this one.
        var earlier: UInt32?
    }

    private(set) var table = PartTable()
    private(set) var entries: [Entry] = []
    private(set) var partNumbers: [UInt32] = []
    /// The entries that hold each part, ascending.
    private(set) var postings: [[UInt32]] = []
    /// The entries that leave a word aside, by the number of that word as a part.
    private(set) var asides: [UInt32: [UInt32]] = [:]
    /// By slot.
    private var lastEntryOfSlot: [UInt32?] = []
    private var removedCount = 0

    /// An index without names.
    package init() {}

    /// The number of slots that have a name.
    package var count: Int { lastEntryOfSlot.count { $0 != nil } }

    /// Adds a name to a slot, beside those that it has. A text without a letter is kept out: nothing could
    /// find it.
    package mutating func add(_ name: String, slot: UInt32) { add(NameParts(name), slot: slot) }

    /// Adds a name that was taken apart before, on another core for instance.
    package mutating func add(_ name: NameParts, slot: UInt32) {
        let list = name.list
        guard !list.parts.isEmpty else { return }
        add(list.parts, list, slot: slot)
        let whole = UInt32(entries.count - 1)
        for aside in list.asides {
            let number = table.number(of: PartSpelling(word: aside))
            if Int(number) == postings.count { postings.append([]) }
            if asides[number]?.last != whole { asides[number, default: []].append(whole) }
        }
        if let spelled = list.spelledOut {
            add(spelled, list, slot: slot)
            entries[entries.count - 1].isSpelledOut = true
        }
        // A given name of two syllables is one word in Latin letters, and many scripts write no spaces.
        for position in list.parts.indices.dropFirst() where list.canJoin(position) {
            add(list.joining(position), list, slot: slot)
        }
        // Noor ul Ain is also written in one word.
        for position in list.parts.indices.dropFirst() where !list.parts[position].article.isEmpty {
            add(list.joining(position), list, slot: slot)
        }
    }

    /// Removes all names of a slot; nothing happens if it has none.
    package mutating func remove(slot: UInt32) {
        guard slot < lastEntryOfSlot.count else { return }
        var next = lastEntryOfSlot[Int(slot)]
        lastEntryOfSlot[Int(slot)] = nil
        while let entry = next {
            entries[Int(entry)].isRemoved = true
            removedCount += 1
            next = entries[Int(entry)].earlier
        }
        if removedCount > 64, removedCount > entries.count / 4 { compact() }
    }

    /// The slots with a name like `query`, the likeliest first, at most `limit`; each with its best verdict,
    /// never `different`.
    ///
    /// With `isTyping` the last word may be the beginning of one. Time is bounded whatever is asked: only so
    /// many words, letters and candidates count.
    package func find(_ query: String, limit: Int, isTyping: Bool = false) -> [NameMatch] {
        guard limit > 0 else { return [] }
        return NameSearch(index: self, isTyping: isTyping).find(query, limit: limit)
    }

    func parts(of entry: Entry) -> ArraySlice<UInt32> {
        partNumbers[Int(entry.start)..<(Int(entry.start) + Int(entry.count))]
    }

    private mutating func add(_ parts: [PartSpelling], _ list: PartList, slot: UInt32) {
        let number = UInt32(entries.count)
        let start = UInt32(partNumbers.count)
        for part in parts {
            let part = table.number(of: part)
            partNumbers.append(part)
            if Int(part) == postings.count { postings.append([]) }
            if postings[Int(part)].last != number { postings[Int(part)].append(number) }
        }
        while lastEntryOfSlot.count <= slot { lastEntryOfSlot.append(nil) }
        entries.append(
            Entry(
                slot: slot, start: start, count: UInt16(parts.count), saysSon: list.saysSon,
                saysDaughter: list.saysDaughter, isHan: list.isHan, earlier: lastEntryOfSlot[Int(slot)]))
        lastEntryOfSlot[Int(slot)] = number
    }

    /// Leaves removed entries behind; the parts stay, because other names may have them.
    private mutating func compact() {
        var moved: [UInt32: UInt32] = [:]
        for (number, entry) in entries.enumerated() where !entry.isRemoved {
            moved[UInt32(number)] = UInt32(moved.count)
        }
        asides = asides.mapValues { $0.compactMap { moved[$0] } }
        let kept = entries.filter { !$0.isRemoved }
        let numbers = partNumbers
        entries = []
        partNumbers = []
        for slot in lastEntryOfSlot.indices { lastEntryOfSlot[slot] = nil }
        removedCount = 0
        for part in postings.indices { postings[part].removeAll(keepingCapacity: true) }
        for var entry in kept {
            let number = UInt32(entries.count)
            let parts = numbers[Int(entry.start)..<(Int(entry.start) + Int(entry.count))]
            entry.start = UInt32(partNumbers.count)
            for part in parts where postings[Int(part)].last != number { postings[Int(part)].append(number) }
            partNumbers += parts
            entry.earlier = lastEntryOfSlot[Int(entry.slot)]
            lastEntryOfSlot[Int(entry.slot)] = number
            entries.append(entry)
        }
    }
}

/// A name taken apart for an index.
package struct NameParts: Sendable {
    let list: PartList

    package init(_ name: String) { list = PartList(Word.split(name)) }
}

/// A slot that a search found.
package struct NameMatch: Sendable, Hashable {
    /// The number that the name was added with.
    package let slot: UInt32
    /// `same` or `possible`.
    package let verdict: Verdict
    /// 0 to 100, as `PersonName.compare` gives it; for a word that is still being typed, as if it were whole.
    package let score: Int
}
