import Names
import Testing

@Suite struct NameIndexTests {
    private let names = [
        "Mohammed Imran Khan", "Fatima Begum", "Xuseen Cali Warsame", "Abdul Karim Miah", "Salahuddin Ahmed",
        "Noor ul Ain Akhtar",
        "Małgorzata Wójcik", "محمد علی", "চৌধুরী", "Karima Hassan", "John Smith", "Halima Jama Elmi",
    ]

    private func index() -> NameIndex {
        var index = NameIndex()
        for (slot, name) in names.enumerated() { index.add(name, slot: UInt32(slot)) }
        return index
    }

    @Test(arguments: ["", " ", "\0", "\u{202E}", "🙂", "Zbigniew Oyelaran", "Karim Hassan Jones"])
    func `A query that no name answers finds nobody`(query: String) {
        #expect(index().find(query, limit: 10).isEmpty)
    }

    @Test func `A text without a letter is not kept`() {
        var index = NameIndex()
        for text in ["", "\0", "🙂", "123"] { index.add(text, slot: 1) }
        #expect(index.count == 0)
        #expect(index.find("", limit: 10, isTyping: true).isEmpty)
    }

    @Test func `No more are returned than were asked for`() {
        var index = NameIndex()
        for slot in 0..<500 { index.add("Mohammed Ali", slot: UInt32(slot)) }
        #expect(index.find("Mohamed Ali", limit: 0).isEmpty)
        #expect(index.find("Mohamed Ali", limit: 7).count == 7)
        #expect(index.find("Mohamed Ali", limit: 400).count == 400)
    }

    @Test func `A removed slot is not found, and its number can be used again`() {
        var index = index()
        for slot in names.indices { index.remove(slot: UInt32(slot)) }
        index.remove(slot: 99)
        #expect(index.count == 0)
        for name in names { #expect(index.find(name, limit: 5).isEmpty) }
        index.add("Fatima Begum", slot: 1)
        #expect(index.find("Fatema Begum", limit: 5).map(\.slot) == [1])
    }

    @Test func `A search tells a son from his father, as the comparison does`() {
        var index = NameIndex()
        index.add("Khalid bin Saeed", slot: 1)
        #expect(index.find("Saeed bin Khalid", limit: 5).isEmpty)
        #expect(index.find("Khaled ibn Said", limit: 5).map(\.slot) == [1])
    }

    @Test func `After many removals the rest is found as before`() {
        var index = NameIndex()
        for slot in 0..<1000 { index.add(names[slot % names.count], slot: UInt32(slot)) }
        for slot in 0..<1000 where slot % 7 != 0 { index.remove(slot: UInt32(slot)) }
        #expect(index.count == 143)
        let expected = (0..<1000).filter { $0 % 7 == 0 && $0 % names.count == 1 }.map(UInt32.init)
        #expect(index.find("Fatema Begum", limit: 100).map(\.slot) == expected)
    }

    @Test(arguments: [
        ("Muhammad Imran Khan", 0), ("Md Imran Khan", 0), ("Khan Mohammed Imran", 0), ("Fatema Begum", 1),
        ("Hussein Ali Warsame", 2),
        ("Abdulkarim Mia", 3), ("Abdikarim Miah", 3), ("Salah al-Din Ahmad", 4), ("Noorulain Akter", 5),
        ("Malgorzata Wojcik", 6),
        ("Muhammad Ali", 7), ("Karimah Hassan", 9), ("Chowdhury", 8), ("Xaliimo Jaamac Cilmi", 11),
    ])
    func `A name is found by another spelling`(query: String, slot: Int) {
        #expect(index().find(query, limit: 3).first?.slot == UInt32(slot))
    }

    @Test(arguments: [
        ("Moh", 0), ("Mohammed Im", 0), ("Fat", 1), ("Fatima Be", 1), ("Huss", 2), ("Abdul Ka", 3),
        ("Sal", 4), ("Małg", 6), ("Smi", 10),
        ("John S", 10), ("Halima Ja", 11), ("Xal", 11),
    ])
    func `A name is found while it is typed`(query: String, slot: Int) {
        #expect(index().find(query, limit: 5, isTyping: true).map(\.slot).contains(UInt32(slot)))
    }

    @Test func `A person with two names is found once, by either`() {
        var index = NameIndex()
        index.add("Fatima Begum", slot: 5)
        index.add("Fatima Rahman", slot: 5)
        #expect(index.count == 1)
        #expect(index.find("Fatema Rehman", limit: 9).map(\.slot) == [5])
        #expect(index.find("Fatema Begum", limit: 9).map(\.slot) == [5])
        #expect(index.find("Fatima", limit: 9).map(\.slot) == [5])
    }

    @Test func `The index says of a pair what the comparison says`() throws {
        for pair in try Pair.read("pairs_public.tsv") where pair.verdict == .same {
            var index = NameIndex()
            index.add(pair.first, slot: 3)
            let expected = PersonName(pair.first).compare(PersonName(pair.second)).score
            guard let found = index.find(pair.second, limit: 1).first else { continue }
            #expect(found.slot == 3)
            #expect(
                abs(found.score - expected) <= 6, "\(pair.first), \(pair.second): \(found.score), \(expected)"
            )
        }
    }

    @Test func `Names that are called the same are found, but for a few`() throws {
        let pairs = try Pair.read("pairs_public.tsv").filter { $0.verdict == .same }
        let missed = pairs.filter { pair in
            var index = NameIndex()
            index.add(pair.first, slot: 3)
            return index.find(pair.second, limit: 1).isEmpty
        }
        #expect(missed.count * 100 <= pairs.count * 2, "\(missed.map { [$0.first, $0.second] })")
    }
}
