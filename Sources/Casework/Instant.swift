/// A point in time: milliseconds since 1970, UTC.
package struct Instant: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// That much later; at the end of time, which only a row that somebody altered comes near, no later.
    package func adding(seconds: Int64) -> Instant {
        let (sum, overflows) = milliseconds.addingReportingOverflow(seconds * 1000)
        return Instant(milliseconds: overflows ? (seconds > 0 ? .max : .min) : sum)
    }

    /// The civil day in the United Kingdom.
    package var day: Day { Day(daysSince1970: Self.floorDivide(local, 86_400_000)) }

    /// The wall clock in the United Kingdom, `hh:mm`.
    package var time: String { onTheWall.time }

    /// The day and the wall clock together.
    package var onTheWall: (day: Day, time: String) {
        let local = local
        let minutes = Int((local % 86_400_000 + 86_400_000) % 86_400_000 / 60_000)
        return (
            Day(daysSince1970: Self.floorDivide(local, 86_400_000)),
            "\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
        )
    }

    /// Milliseconds on the United Kingdom's clocks: UTC, and an hour more from the last Sunday of March to the last
    /// Sunday of October, 01:00 UTC (Summer Time Act 1972, as amended in 2002).
    private var local: Int64 {
        let (year, month, _) = Day(daysSince1970: Self.floorDivide(milliseconds, 86_400_000)).civil
        // A year that no calendar has: a row that somebody altered.
        guard (1...9999).contains(year) else { return milliseconds }
        let isSummer =
            switch month {
            case 4...9: true
            case 3, 10:
                // From the one change, and up to the other.
                (milliseconds
                    >= Day.lastSunday(year: year, month: month).daysSince1970 * 86_400_000 + 3_600_000)
                    == (month == 3)
            default: false
            }
        return isSummer ? milliseconds + 3_600_000 : milliseconds
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// A civil day of the proleptic Gregorian calendar.
package struct Day: Hashable, Sendable, Comparable {
    package let daysSince1970: Int64

    package init(daysSince1970: Int64) { self.daysSince1970 = daysSince1970 }

    /// Nil if there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = Instant.floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.daysSince1970 = era * 146_097 + dayOfEra - 719_468
        guard self.year == year, self.month == month, self.day == day else { return nil }
    }

    /// Reads `yyyy-mm-dd`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var year: Int { civil.year }
    package var month: Int { civil.month }
    package var day: Int { civil.day }

    /// `yyyy-mm-dd`.
    package var text: String {
        let (year, month, day) = civil
        let digits = String(year)
        let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
        return "\(zeros)\(digits)-\(Instant.two(month))-\(Instant.two(day))"
    }

    /// `22 November 2026`.
    package var words: String {
        let (year, month, day) = civil
        return "\(day) \(Self.months[month - 1]) \(year)"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    package var weekday: String {
        let names = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
        return names[Int(daysSince1970 - Instant.floorDivide(daysSince1970, 7) * 7)]
    }

    package func adding(days: Int64) -> Day { Day(daysSince1970: daysSince1970 + days) }

    package static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }

    static func lastSunday(year: Int, month: Int) -> Day {
        let last = Day(year: year, month: month, day: 31) ?? Day(daysSince1970: 0)
        return last.adding(
            days: -(last.daysSince1970 + 4 - Instant.floorDivide(last.daysSince1970 + 4, 7) * 7))
    }

    /// The moments of this day on the United Kingdom's clocks: from its midnight to the next.
    package var moments: Range<Instant> { midnight..<adding(days: 1).midnight }

    private var midnight: Instant {
        let utc = Instant(milliseconds: daysSince1970 * 86_400_000)
        let summer = Instant(milliseconds: utc.milliseconds - 3_600_000)
        return summer.day == self ? summer : utc
    }

    fileprivate var civil: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = Instant.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * part + 2) / 5 + 1)
        let month = Int(part < 10 ? part + 3 : part - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }
}
