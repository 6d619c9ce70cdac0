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
