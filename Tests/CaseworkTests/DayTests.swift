import Testing

@testable import Casework

@Suite struct DayTests {
    @Test(arguments: [
        "", "2026", "2026-2-03", "2026-02-3", "26-02-03", "2026-02-30", "2025-02-29", "1900-02-29",
        "2100-02-29",
        "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "2026-04-31", "+026-01-01", "-026-01-01",
        "2026-01-01 ", "2026/01/01", "2026-01-01-", "٢٠٢٦-٠١-٠١", "0000-01-01", "2026-0\u{301}1-01",
    ])
    func `What is no date is none`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: ["2024-02-29", "2000-02-29", "2400-02-29", "1904-02-29"])
    func `A leap year's day is a day`(text: String) throws {
        let day = try #require(Day(text))
        #expect(day.text == text)
        #expect(day.adding(days: 1).text.hasSuffix("-03-01"))
    }

    @Test func `Each day from 1890 to 2200 is written and read as itself, and follows the one before`() throws
    {
        var day = try #require(Day(year: 1890, month: 1, day: 1))
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, number) = (1890, 1, 1)
        while year <= 2200 {
            guard (day.year, day.month, day.day) == (year, month, number), Day(day.text) == day,
                Day(year: year, month: month, day: number) == day
            else {
                Issue.record("\(year)-\(month)-\(number)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            number += 1
            if number > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) {
                (month, number) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
            day = day.adding(days: 1)
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0, "Thursday"), ("1969-12-31", -1, "Wednesday"), ("2000-02-29", 11_016, "Tuesday"),
        ("2026-11-22", 20_779, "Sunday"), ("1890-01-01", -29_219, "Wednesday"),
    ])
    func `A day has its number and its weekday`(text: String, number: Int64, weekday: String) throws {
        let day = try #require(Day(text))
        #expect(day.daysSince1970 == number)
        #expect(day.weekday == weekday)
    }

    @Test func `A day is said in words`() throws {
        #expect(try #require(Day("2026-11-02")).words == "2 November 2026")
    }
}
