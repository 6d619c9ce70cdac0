import Testing

@testable import Casework

/// Days as people type them.
@Suite struct TypedDayTests {
    private static let today = Day(daysSince1970: 20_779)

    @Test(arguments: [
        ("soon", Day.Slip.notADate), ("about 1985", .notADate), ("27/3/1981?", .notADate),
        ("1 2 3 4", .notADate),
        ("27;3;1981", .notADate), ("x/3/1981", .notADate), ("271/3/1981", .notADate),
        ("27/march/x", .notADate),
        ("//", .notADate), (String(repeating: "1", count: 70), .notADate), ("123", .notADate),
        ("½/3/1981", .notADate),
        ("1985", .onlyYear), ("//1981", .onlyYear), ("27", .noMonth), ("27//1981", .noMonth),
        ("27//", .noMonth),
        ("27 1981", .noMonth), ("/3/1981", .noDay), ("march 1981", .noDay), ("march", .noDay),
        ("27 march", .noYear),
        ("27/3/", .noYear), ("27 3", .noYear),
        // The month is never looked for first.
        ("3/27/1981", .noSuchMonth), ("12/31/1990", .noSuchMonth), ("27 0 1981", .noSuchMonth),
        ("27 13 81", .noSuchMonth),
        ("30/2/1981", .noSuchDay), ("29.2.2025", .noSuchDay), ("0/3/1981", .noSuchDay),
        ("32/3/1981", .noSuchDay),
        ("31 april 1981", .noSuchDay), ("27/3/198", .noSuchYear), ("27/3/19811", .noSuchYear),
        ("27/3/0000", .noSuchYear),
    ])
    func `What is no day says what is wrong with it`(typed: String, slip: Day.Slip) {
        #expect(throws: slip) { try Day(typed: typed, .past(Self.today)) }
    }

    @Test(arguments: [
        "27/3/1981", "27.3.1981", "27-3-1981", "27 3 1981", "27 03 1981", " 27 / 03 / 1981 ", "27.3.81",
        "27/3/81",
        "27 March 1981", "27th March 1981", "27th of March, 1981", "27 mar 81", "27mar1981", "March 27, 1981",
        "Friday 27 March 1981", "1981-03-27", "1981/3/27", "1981-3-27", "27031981", "270381", "19810327",
        "27/March/1981",
        "٢٧/٣/١٩٨١", "۲۷/۳/۱۹۸۱", "২৭/৩/১৯৮১", "２７／３／１９８１", "\u{200E}27\u{200E}/3/1981", "27–3–1981",
        "\u{202A}27.3.1981\u{202C}", "27 March//1981", "27،3،1981",
    ])
    func `The same day, however it is typed`(typed: String) throws {
        #expect(try Day(typed: typed, .past(Self.today)).text == "1981-03-27")
    }

    @Test(arguments: [
        ("3/2/1990", "1990-02-03"), ("03/02/1990", "1990-02-03"), ("12 11 2001", "2001-11-12"),
        ("20111990", "1990-11-20"), ("1 sept 2020", "2020-09-01"),
    ])
    func `The day stands before the month`(typed: String, day: String) throws {
        #expect(try Day(typed: typed, .past(Self.today)).text == day)
    }

    @Test(arguments: [
        ("1/1/26", "2026-01-01"), ("22/11/26", "2026-11-22"), ("23/11/26", "1926-11-23"),
        ("1 1 27", "1927-01-01"),
    ])
    func `A year of two digits that has been is the last that has`(typed: String, day: String) throws {
        #expect(Self.today.text == "2026-11-22")
        #expect(try Day(typed: typed, .past(Self.today)).text == day)
    }

    @Test
    func `A year of two digits that is to come is of these hundred years, and none at all without a hint`()
        throws
    {
        #expect(try Day(typed: "1/2/27", .coming(Self.today)).text == "2027-02-01")
        #expect(throws: Day.Slip.noSuchYear) { try Day(typed: "1/2/27", .none) }
        #expect(Day(typedInFull: "1/2/2027")?.text == "2027-02-01")
    }

    @Test func `Every day of eight years is read back from each of its forms`() throws {
        for days in stride(from: Int64(17_000), to: 17_000 + 8 * 366, by: 1) {
            let day = Day(daysSince1970: days)
            for typed in [
                day.text, day.words, "\(day.day)/\(day.month)/\(day.year)",
                "\(day.day).\(day.month).\(day.year)",
            ] {
                #expect(Day(typedInFull: typed) == day, "\(typed)")
            }
        }
    }

    @Test func `A day to come is after today and within its limit`() throws {
        for (typed, limit, isGood) in [
            ("22/11/2026", 90 as Int64, false), ("23/11/2026", 90, true), ("20/2/2027", 90, true),
            ("21/2/2027", 90, false),
            ("22/11/2028", 731, true), ("23/11/2028", 731, false), ("20/2/27", 90, true),
        ] {
            var words = Words()
            _ = words.comingDate("until", typed, today: Self.today, within: limit)
            #expect(words.problems.isEmpty == isGood, "\(typed)")
        }
        var words = Words()
        #expect(words.comingDate("until", " \u{200E}", today: Self.today) == nil && words.problems.isEmpty)
        _ = words.comingDate("until", "", today: Self.today, required: true)
        #expect(words.problems == [Problem("until", .missing)])
    }
}
