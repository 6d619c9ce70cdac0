import Names
import Testing

/// Floors under the rates that `docs/names.md` gives.
@Suite struct MeasuredPairsTests {
    private static let files = [
        "pairs_public.tsv", "pairs_own.tsv", "pairs_unseen.tsv", "pairs_second.tsv",
    ]

    private struct Rates {
        var count = 0
        var same = 0
        var possible = 0

        var sameShare: Double { Double(same) / Double(max(1, count)) }
        var foundShare: Double { Double(same + possible) / Double(max(1, count)) }

        init(_ pairs: [Pair]) {
            for pair in pairs {
                count += 1
                switch pair.verdict {
                case .same: same += 1
                case .possible: possible += 1
                case .different: break
                }
            }
        }
    }

    @Test(arguments: files)
    func `Of pairs that are two names, few are called the same and most are told apart`(file: String) throws {
        let rates = Rates(try Pair.read(file).filter { !$0.isSame })
        #expect(rates.count > 90)
        #expect(rates.sameShare <= 0.04)
        #expect(rates.foundShare <= 0.18)
    }

    @Test func `Of pairs in other scripts that are two names, hardly one is called the same`() throws {
        let pairs = try Pair.read("pairs_script.tsv").filter { !$0.isSame }
        #expect(Rates(pairs).count > 20)
        #expect(Rates(pairs).same <= 2)
        #expect(Rates(pairs.filter(\.isUnseen)).same == 0)
    }

    @Test func `Names of a man and of a woman are told apart`() throws {
        let rates = Rates(try Pair.read("pairs_public.tsv").filter { $0.category == "gender" })
        #expect(rates.same == 0)
        #expect(rates.foundShare <= 0.1)
    }

    @Test(arguments: [
        ("pairs_public.tsv", 0.99, 0.95), ("pairs_own.tsv", 0.97, 0.93), ("pairs_unseen.tsv", 0.97, 0.92),
        ("pairs_second.tsv", 0.97, 0.84),
    ])
    func `Of pairs that are one name, nearly all are found and most are called the same`(
        file: String, found: Double, same: Double
    ) throws {
        let rates = Rates(try Pair.read(file).filter(\.isSame))
        #expect(rates.count > 300)
        #expect(rates.foundShare >= found)
        #expect(rates.sameShare >= same)
    }

    @Test(arguments: ["ar", "ur", "bn", "in"])
    func `Every script is found, by pairs that the rules were made with and by others`(script: String) throws
    {
        let pairs = try Pair.read("pairs_script.tsv").filter { $0.isSame && $0.category == script }
        let unseen = Rates(pairs.filter(\.isUnseen))
        #expect(unseen.count > 15)
        #expect(unseen.foundShare >= 0.95)
        #expect(unseen.sameShare >= 0.95)
        let rates = Rates(pairs)
        #expect(rates.foundShare >= 0.97)
        #expect(rates.sameShare >= 0.9)
    }

    @Test(arguments: [true, false])
    func `European names are found however they are spelt, by the comparison and by the index`(isUnseen: Bool)
        throws
    {
        let pairs = try Pair.read("pairs_europe.tsv").filter { $0.isUnseen == isUnseen }
        let (names, others) = (pairs.filter(\.isSame), pairs.filter { !$0.isSame })
        #expect(names.count >= 150 && others.count >= 50)
        let inIndex = names.filter { pair in
            var index = NameIndex()
            index.add(pair.first, slot: 3)
            return !index.find(pair.second, limit: 1).isEmpty
        }
        let (rates, wrong) = (Rates(names), Rates(others))
        print(
            "European pairs, \(isUnseen ? "unseen" : "tuned with"): same \(rates.same), found \(rates.same + rates.possible),",
            "found by the index \(inIndex.count) of \(rates.count); of \(wrong.count) that are two names, same \(wrong.same),",
            "found \(wrong.same + wrong.possible)")
        #expect(rates.foundShare >= 0.92)
        #expect(Double(inIndex.count) >= 0.9 * Double(names.count))
        #expect(wrong.sameShare <= 0.04)
        #expect(wrong.foundShare <= 0.1)
    }

    @Test(arguments: [
        (
            "pairs_public.tsv",
            ["ar_m", "ar_f", "sa_m", "sa_f", "sa_s", "so", "tf", "af", "eu", "cmp", "abbr", "full"], 0.97
        ),
        ("pairs_own.tsv", ["ar", "sa", "so", "tf", "af", "cmp", "script"], 0.95),
        ("pairs_own.tsv", ["eu"], 0.88),
        ("pairs_second.tsv", ["ar", "sa", "so", "tf", "eu", "cmp", "abbr", "full"], 0.94),
        ("pairs_second.tsv", ["af"], 0.92),
        ("pairs_unseen.tsv", ["ar", "sa", "so", "tf", "eu", "cmp"], 0.95),
        ("pairs_unseen.tsv", ["af", "full"], 0.9),
    ])
    func `Every origin is found`(file: String, categories: [String], floor: Double) throws {
        let pairs = try Pair.read(file).filter(\.isSame)
        for category in categories {
            let rates = Rates(pairs.filter { $0.category == category })
            #expect(rates.count > 0, "\(category)")
            #expect(rates.foundShare >= floor, "\(category)")
        }
    }

    @Test(arguments: files)
    func `The order of the two names does not matter`(file: String) throws {
        for pair in try Pair.read(file) {
            let one = PersonName(pair.first).compare(PersonName(pair.second))
            let other = PersonName(pair.second).compare(PersonName(pair.first))
            #expect(one == other, "\(pair.first), \(pair.second)")
            #expect((0...100).contains(one.score))
        }
    }

    @Test func `Spellings that are called the same have a key in common, but for a few`() throws {
        let pairs = try Pair.read("pairs_public.tsv").filter { $0.isSame && $0.verdict == .same }
        let apart = pairs.filter {
            Set(PersonName($0.first).keys).isDisjoint(with: PersonName($0.second).keys)
        }
        #expect(apart.count * 100 <= pairs.count * 2, "\(apart)")
    }
}
