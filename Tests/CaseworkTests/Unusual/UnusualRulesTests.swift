import Testing
import Vault

@testable import Casework

/// The rules by themselves: values in, what is listed out.
@Suite struct UnusualRulesTests {
    private let member = ID(text: String(repeating: "1", count: 32)) ?? .house

    private func file(_ number: Int) -> ID {
        let digits = String(number)
        return ID(text: String(repeating: "a", count: 32 - digits.count) + digits) ?? .house
    }

    /// `hh:mm` on a day of the United Kingdom's clocks.
    private func at(_ day: String, hour: Int, minute: Int = 0) throws -> Instant {
        try #require(Day(day)).moments.lowerBound.adding(seconds: Int64(hour * 3600 + minute * 60))
    }

    private func found(
        _ looks: [Look], usual: [Int] = [], isStrange: (Look) -> Bool = { _ in false }
    ) -> [Unusual] {
        UnusualRules.find(looks, hours: 7..<20, usual: [member: usual], isStrange: isStrange)
    }

    @Test(arguments: [
        (6, 59, true), (7, 0, false), (19, 59, false), (20, 0, true), (0, 0, true), (23, 59, true),
    ])
    func `Odd hours are those of the clocks here, in summer as in winter`(hour: Int, minute: Int, isOdd: Bool)
        throws
    {
        for day in ["2026-01-15", "2026-07-15"] {
            let look = Look(
                at: try at(day, hour: hour, minute: minute), actor: member, kind: .fileOpened, file: file(1))
            #expect(found([look]).map(\.why) == (isOdd ? [.oddHours] : []), "\(day)")
        }
    }

    @Test func `Many is three times one's own usual day, and never what a busy day at a desk is`() throws {
        func listed(_ count: Int, usual: [Int]) throws -> Bool {
            let noon = try at("2026-01-15", hour: 12)
            let looks = (0..<count).map {
                Look(at: noon, actor: member, kind: .fileOpened, file: file($0))
            }
            return found(looks, usual: usual).contains { $0.why == .manyLooks && $0.count == count }
        }
        for (count, usual, isListed) in [
            (30, [2, 2, 2, 2, 2], false), (31, [2, 2, 2, 2, 2], true), (60, [20, 20, 20, 20, 20], false),
            (61, [1, 20, 20, 20, 500], true), (90, [1, 1, 1, 1], false), (91, [1, 1, 1, 1], true),
            (0, [], false),
        ] {
            #expect(try listed(count, usual: usual) == isListed, "\(count) against \(usual)")
        }
    }

    @Test func `A file opened often is one file, each search is one`() throws {
        let noon = try at("2026-01-15", hour: 12)
        let again = (0..<200).map { _ in Look(at: noon, actor: member, kind: .fileOpened, file: file(1)) }
        #expect(found(again).isEmpty)
        let searches = (0..<91).map { _ in Look(at: noon, actor: member, kind: .namesSearched, file: .house) }
        #expect(found(searches).map(\.why) == [.manyLooks])
    }

    /// Searches of one name after the other, so many seconds apart.
    private func searches(_ names: [String], apart seconds: Int64) throws -> [Look] {
        let noon = try at("2026-01-15", hour: 12)
        return names.enumerated().map { number, name in
            Look(
                at: noon.adding(seconds: Int64(number) * seconds), actor: member, kind: .namesSearched,
                file: .house, searched: Searched(name: name, whose: .nobodys))
        }
    }

    @Test(arguments: [
        (["Am", "Ami", "Amina", "amina b", "Amina Begum", "Amina Begum"], Int64(2), 1),
        (["Am", "Ami", "Amina"], 60, 1), (["Am", "Ami", "Amina"], 61, 3), (["Amina", "Ami", "Am"], 2, 1),
        (["Am", "Bilal", "Am"], 2, 3), (["a", "ab", "a", "ac", "a", "ad"], 2, 3), (["", ""], 2, 2),
    ])
    func `A name typed with pauses is one search, and walking through the names is many`(
        names: [String], seconds: Int64, count: Int
    ) throws {
        let counted = UnusualRules.counted(try searches(names, apart: seconds))
        #expect(counted.count == count)
    }

    @Test func `Forty names typed with three pauses each are not many; a hundred are`() throws {
        func typed(_ count: Int) throws -> [Look] {
            try searches(
                (0..<count).flatMap { number in
                    let name =
                        "\(UnicodeScalar(UInt8(97 + number / 26)))\(UnicodeScalar(UInt8(97 + number % 26)))"
                    return [name, name + "m", name + "mi"]
                }, apart: 20)
        }
        #expect(try found(typed(40)).isEmpty)
        #expect(try found(typed(100)).map(\.count) == [100])
    }

    @Test func `What is usual is never put too high by typing`() throws {
        for (seconds, count) in [(Int64(20), 1), (60, 1), (61, 3)] {
            let looks = try searches(["Am", "Ami", "Bilal"], apart: seconds)
            #expect(UnusualRules.countedBefore(looks) == count)
        }
    }

    @Test func `Days and people are told apart, the newest day first`() throws {
        let other = file(9)
        let looks = try [("2026-01-14", member), ("2026-01-15", member), ("2026-01-15", other)].map {
            Look(at: try at($0, hour: 3), actor: $1, kind: .fileOpened, file: file(1))
        }
        let found = found(looks) { $0.actor == other }
        #expect(found.map(\.day.text) == ["2026-01-15", "2026-01-15", "2026-01-15", "2026-01-14"])
        #expect(found.filter { $0.why == .nothingDone }.map(\.member) == [other])
    }
}
