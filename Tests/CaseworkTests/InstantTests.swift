import Testing

@testable import Casework

@Suite struct InstantTests {
    /// The last Sundays of March and October, when the United Kingdom's clocks change at 01:00 UTC; from the published
    /// list at gov.uk/when-do-the-clocks-change and, after its end, by the calendar.
    static let changes: [(year: Int, march: Int, october: Int)] = [
        (2024, 31, 27), (2025, 30, 26), (2026, 29, 25), (2027, 28, 31), (2028, 26, 29), (2029, 25, 28),
        (2030, 31, 27),
    ]

    @Test(arguments: changes)
    func `The clocks go forward at one in the morning of March's last Sunday`(
        year: Int, march: Int, october: Int
    ) throws {
        let day = try #require(Day(year: year, month: 3, day: march))
        #expect(day.weekday == "Sunday")
        let change = Instant(milliseconds: day.daysSince1970 * 86_400_000 + 3_600_000)
        #expect(Instant(milliseconds: change.milliseconds - 1).time == "00:59")
        #expect(change.time == "02:00")
        #expect(length(of: day) == 23)
        #expect(length(of: day.adding(days: 1)) == 24)
    }

    @Test(arguments: changes)
    func `The clocks go back at two in the morning of October's last Sunday`(
        year: Int, march: Int, october: Int
    ) throws {
        let day = try #require(Day(year: year, month: 10, day: october))
        #expect(day.weekday == "Sunday")
        let change = Instant(milliseconds: day.daysSince1970 * 86_400_000 + 3_600_000)
        #expect(Instant(milliseconds: change.milliseconds - 1).time == "01:59")
        #expect(change.time == "01:00")
        #expect(length(of: day) == 25)
        #expect(length(of: day.adding(days: -1)) == 24)
    }

    @Test func `Every moment is in the moments of its day, and in no other day's`() throws {
        var day = try #require(Day(year: 2024, month: 1, day: 1))
        while day.year < 2031 {
            let moments = day.moments
            #expect(moments.lowerBound.day == day && moments.lowerBound.time == "00:00")
            #expect(Instant(milliseconds: moments.upperBound.milliseconds - 1).day == day)
            #expect(moments.upperBound == day.adding(days: 1).moments.lowerBound)
            day = day.adding(days: 1)
        }
    }

    @Test(arguments: [Int64.max, .max - 1, .min, .min + 1, -1, 0])
    func `A moment beyond every calendar is no crash`(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(!instant.day.text.isEmpty && instant.time.count == 5)
        #expect(instant.adding(seconds: 1) >= instant)
        #expect(instant.adding(seconds: -1) <= instant)
    }

    private func length(of day: Day) -> Int64 {
        (day.moments.upperBound.milliseconds - day.moments.lowerBound.milliseconds) / 3_600_000
    }
}
