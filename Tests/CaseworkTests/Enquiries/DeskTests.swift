import Database
import Testing
import Vault

@testable import Casework

@Suite struct DeskTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    @Test(arguments: [
        (MessageForm(), [Problem("forName", .missing), Problem("words", .missing)]),
        (MessageForm(forName: "a\u{0}", words: "b"), [Problem("forName", .unreadable(after: "a"))]),
        (MessageForm(forName: "a", from: "\u{202E}b", words: "c"), [Problem("from", .unreadable(after: ""))]),
        (
            MessageForm(
                forName: String(repeating: "n", count: 201), from: String(repeating: "n", count: 201),
                reach: String(repeating: "n", count: 301), words: String(repeating: "n", count: 4001)),
            [
                Problem("forName", .tooLong(200)), Problem("from", .tooLong(200)),
                Problem("reach", .tooLong(300)),
                Problem("words", .tooLong(4000)),
            ]
        ),
    ])
    func `A message that can't be kept is named field by field`(form: MessageForm, problems: [Problem])
        async throws
    {
        let caller = try await charity.caller(.receptionist)
        await #expect(throws: CaseworkError.invalid(problems)) {
            try await charity.casework.takeMessage(form, id: charity.casework.newID(), as: caller)
        }
    }

    @Test func `A counsellor, who does not hold the messages, takes none and sees none`() async throws {
        let counsellor = try await charity.caller(.counsellor)
        let file = try await charity.client()
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.takeMessage(
                MessageForm(forName: "A", words: "B"), id: charity.casework.newID(), as: counsellor)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.waitingMessages(for: file, as: counsellor)
        }
    }

    @Test func `A message sent twice is kept once`() async throws {
        let caller = try await charity.caller(.receptionist)
        let id = charity.casework.newID()
        let form = MessageForm(forName: "Muhammad Husayn", words: "Call")
        try await charity.casework.takeMessage(form, id: id, as: caller)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.takeMessage(form, id: id, as: caller)
        }
        #expect(try await charity.waiting(for: try await charity.client()).map(\.id) == [id])
    }

    @Test func `The desk does the same for somebody known, unknown and restricted, statement by statement`()
        async throws
    {
        _ = try await charity.client(.filled("Amina Begum"))
        _ = try await charity.workedClient("Bilal Hakim", isRestricted: true)
        let caller = try await charity.caller(.receptionist)
        // Of one length: a ciphertext's size, in steps of 64 bytes, says how much was typed.
        var runs: [[String]] = []
        var sizes: Set<Int> = []
        for name in ["Amina Begum", "Bilal Hakim", "Chidi Okoro"] {
            let id = charity.casework.newID()
            runs.append(
                try await charity.database.statements {
                    try await charity.casework.takeMessage(
                        MessageForm(forName: name, words: "Call"), id: id, as: caller)
                })
            let row = try #require(try await charity.database.read { try SealedRecord.newest(id, $0) })
            sizes.insert(row.sealed.count)
        }
        #expect(runs[0] == runs[1] && runs[1] == runs[2])
        #expect(!runs[0].isEmpty && !runs[0].contains { $0.contains("SELECT") && $0.contains("records") })
        #expect(sizes.count == 1)
        #expect(try await charity.entryKinds().suffix(3) == [.messageTaken, .messageTaken, .messageTaken])
    }

    @Test(arguments: ["Mohammed Hussain", "Md. Hussein", "MUHAMMAD HUSAYN", "محمد حسين", "Abdi Hassan"])
    func `A message comes up when its person makes contact, however either was spelt`(name: String)
        async throws
    {
        let message = try await charity.message(for: name, words: "Call your sister")
        _ = try await charity.message(for: "Margaret Thornton")
        let file = try await charity.client(.filled("Muhammad Husayn", otherNames: "Cabdi Xasan"))
        for person in [Person.receptionist, .caseworker, .otherCaseworker, .manager] {
            let waiting = try await charity.waiting(for: file, as: person)
            #expect(waiting.map(\.id) == [message], "\(person)")
            #expect(waiting.first?.text.words == "Call your sister")
        }
    }

    @Test func `Nobody sees messages for a file that is not theirs`() async throws {
        let file = try await charity.workedClient(isRestricted: true)
        _ = try await charity.message(for: "Muhammad Husayn")
        for person in [Person.receptionist, .manager, .otherCaseworker] {
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                try await charity.waiting(for: file, as: person)
            }
        }
        #expect(try await charity.waiting(for: file, as: .caseworker).count == 1)
    }

    @Test func `A message is not passed on to somebody of another name`() async throws {
        let message = try await charity.message(for: "Margaret Thornton")
        let file = try await charity.client()
        for version: UInt32 in [1, 2] {
            await #expect(throws: CaseworkError.notFound) { try await passOn(message, version, file) }
        }
    }

    @Test func `What is no message is not passed on`() async throws {
        let file = try await charity.client()
        for id in [charity.casework.newID(), file, try charity.id(.manager)] {
            await #expect(throws: CaseworkError.notFound) { try await passOn(id, 1, file) }
        }
    }

    @Test func `A message is passed on once`() async throws {
        let message = try await charity.message(for: "Muhammad Husayn")
        let file = try await charity.client()
        let namesake = try await charity.client(.filled("Mohammed Hussain"))
        try await passOn(message, 1, file)
        for (version, file) in [(UInt32(1), file), (2, file), (1, namesake), (2, namesake), (3, namesake)] {
            await #expect(throws: CaseworkError.alreadySaved) { try await passOn(message, version, file) }
        }
        #expect(try await charity.waiting(for: file).isEmpty)
        #expect(try await charity.waiting(for: namesake).isEmpty)
        #expect(try await charity.entryKinds().filter { $0 == .messagePassedOn }.count == 1)
    }

    @Test func `Passing on at once by two people is done by one`() async throws {
        let message = try await charity.message(for: "Muhammad Husayn")
        let file = try await charity.client()
        let callers = [try await charity.caller(.receptionist), try await charity.caller(.manager)]
        let done = await withTaskGroup(of: Bool.self) { group -> Int in
            for caller in callers {
                group.addTask {
                    (try? await charity.casework.passOn(message, version: 1, to: file, as: caller)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
    }

    @Test func `That a message was passed on tells nothing outside its ciphertext`() async throws {
        let message = try await charity.message(for: "Muhammad Husayn")
        let waiting = try await charity.message(for: "Margaret Thornton")
        let file = try await charity.client()
        try await passOn(message, 1, file)
        let rows = try await charity.database.read { connection in
            (try SealedRecord.newest(message, connection), try SealedRecord.newest(waiting, connection))
        }
        let (passed, other) = (try #require(rows.0), try #require(rows.1))
        #expect(passed.item == other.item)
        // It is a version more; of which file is sealed.
        #expect(passed.sealed.count >= other.sealed.count)
        let key = try (try await charity.caller(.receptionist)).houseKey(.messages)
        #expect(try passed.open(Message.self, with: key).text.passedOn?.file == file.text)
    }

    @Test(arguments: [
        ("Muhammad Husayn", "M Husayn"), ("Muhammad Husayn", "Husayn M."),
        ("Noorain Begum", "Noor Ain Begum"),
        ("Noor Ain Begum", "Noorain Begum"), ("M Thornton", "Margaret Thornton"),
        ("O'Neill Siobhan", "siobhan oneill"),
    ])
    func `An initial, one word for two and two for one are compared too`(name: String, said: String)
        async throws
    {
        let message = try await charity.message(for: said)
        _ = try await charity.message(for: "Chidi Okoro")
        let file = try await charity.client(.filled(name))
        #expect(try await charity.waiting(for: file).map(\.id) == [message])
    }

    @Test func `Who looked before sees what came since, and no longer what was passed on`() async throws {
        let file = try await charity.client()
        let first = try await charity.message(for: "Muhammad Husayn")
        let other = try await charity.message(for: "Margaret Thornton")
        #expect(try await charity.waiting(for: file).map(\.id) == [first])
        charity.time.move(seconds: 1)
        let second = try await charity.message(for: "Mohammed Hussain")
        #expect(try await charity.waiting(for: file).map(\.id) == [first, second])
        try await passOn(first, 1, file)
        #expect(try await charity.waiting(for: file).map(\.id) == [second])
        let thornton = try await charity.client(.filled("Margaret Thornton"))
        #expect(try await charity.waiting(for: thornton).map(\.id) == [other])
    }

    @Test func `A message that can't be read hides no other, is counted, and is read when it is as it was`()
        async throws
    {
        let file = try await charity.client()
        let altered = try await charity.message(for: "Muhammad Husayn")
        let whole = try await charity.message(for: "Muhammad Husayn")
        let row = try #require(try await charity.database.read { try SealedRecord.newest(altered, $0) })
        var sealed = row.sealed
        sealed[sealed.count / 2] ^= 1
        try await charity.change("UPDATE records SET sealed = \(sealed) WHERE record = \(altered.bytes)")
        let caller = try await charity.caller(.receptionist)
        for _ in 1...2 {
            let waiting = try await charity.casework.waitingMessages(for: file, as: caller)
            #expect(waiting.messages.map(\.id) == [whole])
            #expect(waiting.unread == 1)
        }
        try await charity.change("UPDATE records SET sealed = \(row.sealed) WHERE record = \(altered.bytes)")
        let waiting = try await charity.casework.waitingMessages(for: file, as: caller)
        #expect(Set(waiting.messages.map(\.id)) == [whole, altered])
        #expect(waiting.unread == 0)
    }

    @Test func `The names of every other message are looked through by no read that pages wait for`()
        async throws
    {
        let file = try await charity.client()
        for _ in 0..<9 { _ = try await charity.message(for: "Margaret Thornton") }
        let caller = try await charity.caller(.receptionist)
        let reads = try await charity.database.shortReads {
            _ = try await charity.casework.waitingMessages(for: file, as: caller)
        }
        #expect(!reads.isEmpty)
        #expect(!reads.contains { $0.contains("ORDER BY entry, record LIMIT") })
    }

    @Test func `More than twenty other names are refused, and a file that has more is compared by each`()
        async throws
    {
        let names = (0..<40).map { "Name\(UnicodeScalar(UInt8(97 + $0 % 26)))\($0 / 26 == 0 ? "" : "x")" }
        let caller = try await charity.caller(.receptionist)
        for (count, isTaken) in [(20, true), (21, false)] {
            let form = FirstContactForm.filled(
                otherNames: names.prefix(count).joined(separator: ", ") + ",,, ,")
            if isTaken {
                _ = try await charity.client(form)
            } else {
                await #expect(
                    throws: CaseworkError.invalid([Problem("otherNames", .tooManyNames(20))])
                ) { try await charity.client(form) }
            }
        }
        // As it was kept before there was a limit.
        let file = try await charity.client()
        let open = try await charity.casework.openFile(file, as: caller)
        let key = try open.key(of: .identity)
        let record = try await charity.record(.identity, of: file)
        let identity = Identity(
            name: "Bilal Khan", otherNames: (names + ["Zahra Idris"]).joined(separator: ","), born: "")
        try await charity.casework.act(.identityChanged, on: file, by: caller.member) { act in
            try SealedRecord.write(identity, id: record.id, after: 1, with: key, in: &act)
        }
        let message = try await charity.message(for: "Zahra Idris")
        #expect(try await charity.waiting(for: file).map(\.id) == [message])
    }

    private func passOn(_ message: ID, _ version: UInt32, _ file: ID) async throws {
        try await charity.casework.passOn(
            message, version: version, to: file, as: try await charity.caller(.receptionist))
    }
}
