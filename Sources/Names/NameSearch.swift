/// One search of a `NameIndex`: candidates by the parts they share, the best of them compared in full.
struct NameSearch {
    let index: NameIndex
    let isTyping: Bool

    /// The most candidates that are compared in full, and the most that are looked at for one part.
    private static let maximumCompared = 256
    private static let maximumPostings = 15_000

    func find(_ text: String, limit: Int) -> [NameMatch] {
        let list = PartList(Word.split(text))
        var best: [UInt32: Int] = [:]
        search(list.parts, list, limit: limit, into: &best)
        if let spelled = list.spelledOut {
            search(spelled, list, limit: limit, most: PartMatch.spelledOutScore, into: &best)
        }
        // Noor Ain may stand in the index in one word.
        findAsides(list, limit: max(limit, Self.maximumCompared), into: &best)
        for position in list.parts.indices.dropFirst() where list.parts.count <= PartMatch.mostJoined {
            let joined = list.joining(position)
            let part = Part(joined[position - 1])
            if index.table.candidates(for: part).contains(where: { $0.score >= Verdict.possibleScore }) {
                search(joined, list, limit: limit, into: &best)
            }
        }
        return best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
            .map { NameMatch(slot: $0.key, verdict: Verdict(score: $0.value), score: $0.value) }
    }

    /// The names that leave aside the one word that is asked for, Abdul or Văn, and those that are nothing but a word
    /// which is left aside in the query.
    private func findAsides(_ list: PartList, limit: Int, into best: inout [UInt32: Int]) {
        func add(_ entries: [UInt32]) {
            for entry in entries where best.count < limit && !index.entries[Int(entry)].isRemoved {
                let slot = index.entries[Int(entry)].slot
                best[slot] = max(best[slot] ?? 0, PartMatch.asideScore)
            }
        }
        if list.parts.count == 1, let spelling = list.parts.first, !index.asides.isEmpty {
            for number in alike(Part(spelling), isWhole: !isTyping) { add(index.asides[number] ?? []) }
        }
        for aside in list.asides {
            for number in alike(Part(aside), isWhole: true) {
                add(index.postings[Int(number)].filter { index.entries[Int($0)].count == 1 })
            }
        }
    }

    /// The parts that are very likely spellings of a word, or beginnings of one.
    private func alike(_ part: Part, isWhole: Bool) -> [UInt32] {
        let found = isWhole ? index.table.candidates(for: part) : index.table.completions(of: part)
        return found.filter { $0.score >= Verdict.sameScore }.map(\.number).sorted()
    }

    private func search(
        _ spellings: [PartSpelling], _ list: PartList, limit: Int, most: Int = 100,
        into best: inout [UInt32: Int]
    ) {
        let query = spellings.map { Part($0) }
        let scores = query.indices.map { position -> [UInt32: Int] in
            let found =
                isTyping && position == query.count - 1
                ? index.table.completions(of: query[position]) : index.table.candidates(for: query[position])
            return Dictionary(found.map { ($0.number, $0.score) }, uniquingKeysWith: max)
        }
        for number in candidates(query, scores, count: max(limit, Self.maximumCompared)) {
            let entry = index.entries[Int(number)]
            let isOrdered =
                list.saysDescent && (entry.saysSon || entry.saysDaughter) || list.isHan && entry.isHan
            var score = compare(query, scores, entry, isOrdered: isOrdered)
            if list.saysSon && entry.saysDaughter || list.saysDaughter && entry.saysSon {
                score = min(score, 60)
            }
            score = min(score, entry.isSpelledOut ? PartMatch.spelledOutScore : most)
            if score >= Verdict.possibleScore { best[entry.slot] = max(best[entry.slot] ?? 0, score) }
        }
    }

    private func compare(
        _ query: [Part], _ scores: [[UInt32: Int]], _ entry: NameIndex.Entry, isOrdered: Bool
    ) -> Int {
        let numbers = index.parts(of: entry)
        let parts = index.table.parts
        let common = numbers.map { parts[Int($0)].isCommon }
        return PartMatch.score(
            query.map(\.isCommon), common, isTyping: isTyping, isAlone: query.count == 1, isOrdered: isOrdered
        ) { position, other in
            let number = numbers[numbers.startIndex + other]
            if let score = scores[position][number] { return score }
            // Only an initial is alike without a key in common.
            let part = parts[Int(number)]
            return part.isInitial || query[position].isInitial ? query[position].score(part) : 0
        }
    }

    /// The entries that may be the best, by the sum of the scores of the query's parts that they hold.
    private func candidates(_ query: [Part], _ scores: [[UInt32: Int]], count: Int) -> [UInt32] {
        var sums = [UInt16](repeating: 0, count: index.entries.count)
        var touched: [UInt32] = []
        for position in order(query, scores) {
            // What a common part alone finds is nobody in particular: it only lifts those that another part
            // has found.
            let isLimited = query[position].isCommon && !touched.isEmpty
            var seen = 0
            for (number, score) in scores[position].sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                if isLimited { break }
                for entry in index.postings[Int(number)] {
                    if sums[Int(entry)] == 0 { touched.append(entry) }
                    sums[Int(entry)] = min(1000, sums[Int(entry)] + UInt16(score))
                }
                seen += index.postings[Int(number)].count
                if seen > Self.maximumPostings { break }
            }
            guard isLimited else { continue }
            for entry in touched {
                let best = index.parts(of: index.entries[Int(entry)]).reduce(0) {
                    max($0, scores[position][$1] ?? 0)
                }
                sums[Int(entry)] = min(1000, sums[Int(entry)] + UInt16(best))
            }
        }
        return highest(touched, sums, count: count)
    }

    /// The parts of the query, those first that say most: not common, and held by few.
    private func order(_ query: [Part], _ scores: [[UInt32: Int]]) -> [Int] {
        let sizes = scores.map { $0.keys.reduce(0) { $0 + index.postings[Int($1)].count } }
        return query.indices.sorted {
            (query[$0].isCommon ? 1 : 0, sizes[$0], $0) < (query[$1].isCommon ? 1 : 0, sizes[$1], $1)
        }
    }

    /// The `count` entries with the highest sums, of those alike the ones with fewest parts; found by
    /// counting, not sorting.
    private func highest(_ touched: [UInt32], _ sums: [UInt16], count: Int) -> [UInt32] {
        func rank(_ entry: UInt32) -> Int {
            let entry = (index.entries[Int(entry)], sums[Int(entry)])
            return entry.0.isRemoved ? 0 : Int(entry.1) * 4 + max(0, 40 - 8 * Int(entry.0.count))
        }
        var histogram = [Int](repeating: 0, count: 4 * 1000 + 64)
        for entry in touched { histogram[rank(entry)] += 1 }
        var lowest = histogram.count - 1
        var sum = 0
        while lowest > 1, sum + histogram[lowest] <= count {
            sum += histogram[lowest]
            lowest -= 1
        }
        var chosen = touched.filter { rank($0) > lowest }
        for entry in touched where chosen.count < count && rank(entry) == lowest { chosen.append(entry) }
        return chosen
    }
}
