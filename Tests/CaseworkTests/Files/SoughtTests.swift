import Testing
import Vault

@testable import Casework

@Suite struct SoughtTests {
    private static let today = Day(year: 2026, month: 11, day: 22) ?? Day(daysSince1970: 0)

    private func sought(_ query: String) -> Sought { Sought(query, today: Self.today) }

    @Test(arguments: [
        "Khan 31/02/1984", "Khan 12/13/2099", "Khan 1/1/2030", "12/03/1789", "Khan 31 June 1984",
    ])
    func `A date that is none is said, and is no part of the name`(query: String) {
        let sought = sought(query)
        #expect(sought.saysNoDate)
        #expect(sought.born == nil)
        #expect(sought.name == (query.hasPrefix("Khan") ? "Khan" : ""))
    }

    @Test(arguments: [
        "Khan 198", "Khan 19845", "Khan 1789", "Khan 2031", "Khan 7", "Khan -", "Khan 12/03",
        "Mary-Anne Khan",
        "April Khan", "May Khan", "一 Khan",
    ])
    func `What is not a whole date, year or number narrows nothing`(query: String) {
        let sought = sought(query)
        #expect(sought.born == nil)
        #expect(sought.number == nil)
        #expect(!sought.saysNoDate)
        #expect(!sought.isReferenceOnly)
        #expect(sought.name.contains("Khan"))
    }

    @Test(arguments: [
        "Khan 12/03/1984", "12.3.1984 Khan", "Khan 12-03-1984", "Khan 1984-03-12", "Khan, 12 March 1984",
        "12th Mar 1984 Khan", "Khan 12/03/84", "Khan 03/12/1984 ", "Khan 12 03 1984", "Khan ١٢/٠٣/١٩٨٤",
        "Khan ১২/০৩/১৯৮৪",
    ])
    func `A date is read as it is written here, the day first`(query: String) {
        let sought = sought(query)
        let day =
            query.contains("03/12") ? Day(year: 1984, month: 12, day: 3) : Day(year: 1984, month: 3, day: 12)
        #expect(sought.born == day.map(Sought.Born.day))
        #expect(sought.name == "Khan")
    }

    @Test func `A date with the month first that can be nothing else is understood`() {
        #expect(sought("Khan 03/25/1984").born == Day(year: 1984, month: 3, day: 25).map(Sought.Born.day))
    }

    @Test(arguments: ["Mohammed Ali Khan 1984", "1984 Mohammed Ali Khan", "Mohammed 1984 Ali Khan"])
    func `A year is told from a number`(query: String) {
        #expect(sought(query).born == .year(1984))
        #expect(sought(query).number == nil)
        #expect(sought(query).name == "Mohammed Ali Khan")
    }

    @Test(arguments: [
        ("07700 900123", "", nil), ("+44 7700 900123", "", nil), ("0044 7700 900123", "", nil),
        ("+44 (0)7700 900123", "", nil), ("07700-900-123", "", nil), ("Khan 07700 900123", "Khan", nil),
        ("07700 900123 1984", "", 1984), ("Khan 1984 07700900123", "Khan", 1984), ("900123", "", nil),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "", nil), ("07700 900123 Khan", "Khan", nil),
    ])
    func `A telephone number is one however it is written`(query: String, name: String, year: Int?) throws {
        let sought = sought(query)
        let number = try #require(sought.number)
        for other in ["07700 900123", "+447700900123", "00447700900123"] {
            #expect(number.isLike(try #require(PhoneNumber(other))), "\(other)")
        }
        #expect(!number.isLike(try #require(PhoneNumber("07700 900124"))))
        #expect(sought.name == name)
        #expect(sought.born == year.map(Sought.Born.year))
    }

    @Test func `A number that ends in four digits of a year is no year`() {
        #expect(sought("020 7946 1984").born == nil)
        #expect(sought("020 7946 1984").number != nil)
    }

    @Test(arguments: [
        ("07700 900123", ["07700900123"]),
        ("07700900123 / 020 7946 0018 (sister)", ["07700900123", "02079460018"]),
        ("07700900123 02079460018", ["07700900123", "02079460018"]),
        ("home: 0131 496 0018, ext 5", ["01314960018"]),
        ("ask at the desk", []), ("", []), ("+44 (0)20 7946 0018", ["02079460018"]),
    ])
    func `Every number in what was written is found`(text: String, numbers: [String]) throws {
        let found = PhoneNumber.all(in: text)
        #expect(found.count == numbers.count)
        for (found, number) in zip(found, numbers) {
            #expect(found.isLike(try #require(PhoneNumber(number))), "\(number)")
        }
    }

    @Test func `A reference is read as it is printed and as it is said`() throws {
        let id = ID(from: .system)
        let reference = id.reference
        let written = [
            reference, reference.lowercased(), reference.replacing("-", with: ""),
            reference.replacing("-", with: " "),
            "File \(reference)",
        ]
        for text in written {
            #expect(sought(text).references.contains(Array(id.bytes.prefix(5))), "\(text)")
        }
    }

    @Test func `What may be a name is looked for as one too`() {
        #expect(sought("Mary-Anne").name == "Mary-Anne")
        #expect(!sought("Mary-Anne").isReferenceOnly)
        #expect(sought("Margaret").name == "Margaret")
        #expect(sought("BBG7-RYGF").isReferenceOnly)
    }
}
