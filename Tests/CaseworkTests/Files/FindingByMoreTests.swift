import Database
import Testing
import Vault

@testable import Casework

/// Found by when they were born, by reference and by telephone number, alone or beside a name.
@Suite struct FindingByMoreTests {
    private let charity: Charity
    private var casework: Casework { charity.casework }

    init() async throws { charity = try await Charity() }

    private func client(
        _ name: String, born: String = "", phone: String = "", by person: Person = .receptionist,
        worker: Person? = nil, isRestricted: Bool = false
    ) async throws -> ID {
        var form = FirstContactForm.filled(
            name, worker: try worker.map { try charity.id($0) }, isRestricted: isRestricted)
        (form.born, form.phone) = (born, phone)
        return try await charity.client(form, by: person)
    }

    private func find(_ query: String, as person: Person = .receptionist) async throws -> Finding {
        try await casework.find(query, as: try await charity.caller(person))
    }

    @Test func `Twenty-five people of one name are all found, and a year or a day tells which`() async throws
    {
        var files: [Int: ID] = [:]
        for year in 1960...1984 {
            files[year] = try await client("Mohammed Ali Khan", born: "\(year)-03-12")
        }
        let all = try await find("Mohammed Ali Khan")
        #expect(Set(all.map(\.file)) == Set(files.values))
        #expect(all.count == 25)
        #expect(all.isWhole)
        for query in [
            "Mohammed Ali Khan 1984", "Khan 12/03/1984", "Muhammad Khan 12 March 1984", "1984", "12/03/1984",
        ] {
            #expect(try await find(query).map(\.file) == [files[1984]], "\(query)")
        }
        #expect(try await find("Mohammed Ali Khan 1985").isEmpty)
        #expect(try await find("Khan 13/03/1984").isEmpty)
        #expect(try await find("Thornton 1984").isEmpty)
    }

    @Test func `Whoever's birth is not known is not left out, and comes after those who match`() async throws
    {
        let unknown = try await client("Mohammed Ali Khan")
        let known = try await client("Mohammed Ali Khan", born: "1984-03-12")
        _ = try await client("Mohammed Ali Khan", born: "1985-03-12")
        let found = try await find("Mohammed Ali Khan 1984")
        #expect(found.map(\.file) == [known, unknown])
        #expect(found.map(\.likeness) == [.same, .possible])
        #expect(try await find("1984").map(\.file) == [known])
    }

    @Test func `A date that is none is left out, and the search says so`() async throws {
        let file = try await client("Mohammed Ali Khan", born: "1984-03-12")
        let found = try await find("Khan 31/02/1984")
        #expect(found.sought.saysNoDate)
        #expect(found.map(\.file) == [file])
    }

    @Test func `A file is found by its reference, by nobody for whom it is not there`() async throws {
        let file = try await client("Bilal Khan")
        let other = try await client("Zahra Idris", by: .manager, worker: .caseworker, isRestricted: true)
        for text in [file.reference, file.reference.lowercased(), file.reference.replacing("-", with: " ")] {
            #expect(try await find(text).map(\.file) == [file])
        }
        #expect(try await find("Zahra \(file.reference)").map(\.file) == [file])
        #expect(try await find(other.reference).isEmpty)
        #expect(try await find(other.reference, as: .caseworker).map(\.file) == [other])
        #expect(try await charity.entryKinds().last == .namesSearched)
    }

    @Test(arguments: [
        "07700 900123", "+44 7700 900123", "0044 7700 900123", "Khan 07700 900123", "900123",
        "07700900123 1984",
    ])
    func `A file is found by its telephone number, with a name or alone`(query: String) async throws {
        let file = try await client(
            "Bilal Khan", born: "1984-03-12", phone: "+44 (0)7700 900123 ext. 4")
        _ = try await client("Bilal Khan", born: "1984-03-12", phone: "07700 900124")
        #expect(try await find(query).map(\.file) == [file])
        #expect(try await find("Thornton 07700 900123").isEmpty)
        #expect(try await find("07700 900123 1985").isEmpty)
    }

    @Test func `Nobody finds by a number what they could not open`() async throws {
        let file = try await client("Bilal Khan", phone: "07700 900123")
        let restricted = try await client(
            "Zahra Idris", phone: "07700 900125", by: .manager, worker: .caseworker, isRestricted: true)
        for person in Person.allCases {
            let open = try? await casework.openFile(file, as: charity.caller(person))
            let found = try await find("07700 900123", as: person)
            #expect(found.map(\.file) == (open?.holds(.contact) ?? false ? [file] : []), "\(person)")
            let hidden = try await find("07700 900125", as: person)
            #expect(hidden.map(\.file) == (person == .caseworker ? [restricted] : []), "\(person)")
        }
        // The guardians hold the register and nobody's contact details.
        #expect(try await find("Bilal Khan", as: .guardian).map(\.file) == [file])
        #expect(try await find("Bilal Khan 07700 900123", as: .guardian).isEmpty)
        // Neither does the register's row.
        let register = try await charity.caller(.guardian).houseKey(.register)
        let row = try #require(try await charity.database.read { try SealedRecord.newest(file, $0) })
        let half = try #require(charity.halves.half(for: file.bytes))
        let text = try register.about(file, half: half).open(row.sealed, record: file, version: row.version)
        #expect(!String(decoding: text, as: UTF8.self).contains("900123"))
    }

    @Test func `A number that was changed, given and taken back is followed`() async throws {
        let caseworker = try await charity.caller(.caseworker)
        let file = try await client("Bilal Khan", phone: "07700 900123", by: .manager, worker: .caseworker)
        #expect(try await find("07700 900123").map(\.file) == [file])
        let version = try await charity.record(.contact, of: file).version
        try await casework.changeContact(
            .filled(phone: "07700 900999"), of: file, from: version, as: caseworker)
        #expect(try await find("07700 900123").isEmpty)
        #expect(try await find("07700 900999").map(\.file) == [file])
        let later = try await client("Zahra Idris", phone: "07700 900777")
        #expect(try await find("07700 900777").map(\.file) == [later])
        try await charity.alterRecord(.contact, of: later)
        // What memory says is only where to look.
        #expect(try await find("07700 900777").isEmpty)
        try await casework.erase(file, as: try await charity.caller(.guardian))
        #expect(try await find("07700 900999").isEmpty)
    }

    @Test func `Contact details that can't be read are counted`() async throws {
        let file = try await client("Bilal Khan", phone: "07700 900123")
        try await charity.alterRecord(.contact, of: file)
        #expect(try await find("07700 900123").unread == 1)
        #expect(try await find("Khan").unread == 0)
    }

    @Test func `What was typed is recorded whole and sealed, also of a search without a name`() async throws {
        _ = try await find("07700 900123")
        _ = try await find("Khan 1984")
        let day = try await casework.logDay(
            casework.now.day, filter: LogFilter(kind: .namesSearched), as: try await charity.caller(.manager))
        #expect(day.lines.map(\.details) == ["07700 900123", "Khan 1984"])
    }
}
