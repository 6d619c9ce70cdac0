import Testing

@testable import Vault

@Suite struct RecordTests {
    private let randomness = Randomness.seeded(2)
    private let file = ID.house
    private let text = Array("What was said.".utf8)

    private func key(
        _ item: ItemEpoch = ItemEpoch(.casework), file: ID? = nil, secret: UInt8 = 1, half: UInt8 = 2
    ) throws -> ItemKey {
        try ItemSecret([UInt8](repeating: secret, count: 32)).itemKey(
            file: file ?? self.file, item, half: [UInt8](repeating: half, count: 32))
    }

    @Test func `A record altered at any byte is refused`() throws {
        let key = try key()
        let record = ID(from: randomness)
        let sealed = try key.seal(text, record: record, version: 1)
        for place in sealed.indices {
            #expect(throws: VaultError.refused) {
                try key.open(sealed.turned(at: place, by: 1 << (place % 8)), record: record, version: 1)
            }
        }
    }

    @Test func `A record cut short or drawn out is refused`() throws {
        let key = try key()
        let record = ID(from: randomness)
        let sealed = try key.seal(text, record: record, version: 1)
        for count in 0..<sealed.count {
            #expect(throws: VaultError.refused) {
                try key.open(Array(sealed.prefix(count)), record: record, version: 1)
            }
        }
        #expect(throws: VaultError.refused) { try key.open(sealed + [0], record: record, version: 1) }
    }

    @Test func `Another record's or another version's text in its place is refused`() throws {
        let key = try key()
        let record = ID(from: randomness)
        let sealed = try key.seal(text, record: record, version: 1)
        #expect(throws: VaultError.refused) {
            try key.open(sealed, record: ID(from: randomness), version: 1)
        }
        for version in [UInt32(0), 2, 256, .max] {
            #expect(throws: VaultError.refused) { try key.open(sealed, record: record, version: version) }
        }
    }

    @Test func `Another file's, item's or epoch's text in its place is refused, even under one secret`()
        throws
    {
        let record = ID(from: randomness)
        let sealed = try key().seal(text, record: record, version: 1)
        var others = [try key(file: ID(from: randomness)), try key(ItemEpoch(.casework, 2))]
        others += try Item.allCases.filter { $0 != .casework }.map { try key(ItemEpoch($0)) }
        for other in others {
            #expect(throws: VaultError.refused) { try other.open(sealed, record: record, version: 1) }
        }
    }

    @Test func `The text is bound to its place by more than the key`() throws {
        let raw = try key().key
        let one = ItemKey(file: file, item: ItemEpoch(.casework), key: raw)
        let record = ID(from: randomness)
        let sealed = try one.seal(text, record: record, version: 1)
        let others = [
            ItemKey(file: ID(from: randomness), item: ItemEpoch(.casework), key: raw),
            ItemKey(file: file, item: ItemEpoch(.health), key: raw),
            ItemKey(file: file, item: ItemEpoch(.casework, 2), key: raw),
        ]
        for other in others {
            #expect(throws: VaultError.refused) { try other.open(sealed, record: record, version: 1) }
        }
    }

    @Test func `Text sealed with anything but zeros after it is refused`() throws {
        let key = try key()
        let record = ID(from: randomness)
        var context = Forgery.label("amanah/1/record") + file.bytes + [Item.casework.rawValue]
        context += Forgery.number(UInt32(1)) + record.bytes + Forgery.number(UInt32(1))
        let honest = Forgery.number(UInt32(3)) + [1, 2, 3] + [UInt8](repeating: 0, count: 57)
        #expect(
            try key.open(key.key.sealBox(honest, binding: context), record: record, version: 1) == [1, 2, 3])
        for padded in [honest.turned(at: 63), honest + [UInt8](repeating: 0, count: 64)] {
            let sealed = try key.key.sealBox(padded, binding: context)
            #expect(throws: VaultError.refused) { try key.open(sealed, record: record, version: 1) }
        }
    }

    @Test func `When the half is replaced or gone, the item's key opens nothing`() throws {
        let record = ID(from: randomness)
        let sealed = try key().seal(text, record: record, version: 1)
        #expect(throws: VaultError.refused) { try key(half: 3).open(sealed, record: record, version: 1) }
        let secret = try ItemSecret([UInt8](repeating: 1, count: 32))
        for count in [0, 31, 33] {
            #expect(throws: VaultError.refused) {
                try secret.itemKey(
                    file: file, ItemEpoch(.casework), half: [UInt8](repeating: 2, count: count))
            }
        }
    }

    @Test func `What is said of a file elsewhere goes with that file's half`() throws {
        let register = try key(ItemEpoch(.register))
        let subject = ID(from: randomness)
        let half = randomness.bytes(32)
        let record = ID(from: randomness)
        let sealed = try register.about(subject, half: half).seal(text, record: record, version: 1)
        let others = [
            register, try register.about(subject, half: randomness.bytes(32)),
            try register.about(ID(from: randomness), half: half),
        ]
        for other in others {
            #expect(throws: VaultError.refused) { try other.open(sealed, record: record, version: 1) }
        }
        #expect(throws: VaultError.refused) { try register.about(subject, half: []) }
        #expect(try register.about(subject, half: half).open(sealed, record: record, version: 1) == text)
    }

    @Test func `Texts of any length come back, and their sealed sizes go in steps of 64`() throws {
        let key = try key()
        let record = ID(from: randomness)
        for count in 0...200 {
            let text = randomness.bytes(count)
            let sealed = try key.seal(text, record: record, version: 7)
            #expect((sealed.count - 28) % 64 == 0)
            #expect(try key.open(sealed, record: record, version: 7) == text)
        }
    }

    @Test func `No two sealings of one text are alike`() throws {
        let key = try key()
        let record = ID(from: randomness)
        #expect(
            try key.seal(text, record: record, version: 1) != key.seal(text, record: record, version: 1))
    }
}
