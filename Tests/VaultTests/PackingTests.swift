import Testing

@testable import Vault

@Suite struct PackingTests {
    private let randomness = Randomness.seeded(9)

    @Test func `Random bytes are read as nothing, and nothing crashes`() throws {
        let charity = try Charity()
        for count in 0..<300 {
            let bytes = randomness.bytes(count)
            #expect((try? Grant(packed: bytes)) == nil)
            #expect((try? EpochStart(packed: [1] + bytes)) == nil)
            #expect((try? Genesis(packed: [1] + bytes, of: .house, certified: charity.certified)) == nil)
            #expect((try? Statement.dated(packed: [1] + bytes)) == nil)
            #expect((try? Principal(packed: [2, 200] + bytes)) == nil)
        }
    }

    @Test func `A length that promises more than there is is refused`() {
        for length: [UInt8] in [[0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], [0, 0, 0, 2], [0, 0], []] {
            var unpacker = Unpacker(length + [1])
            #expect(throws: VaultError.refused) { try unpacker.counted() }
        }
        var unpacker = Unpacker([1, 2])
        #expect(throws: VaultError.refused) { try unpacker.fixed(-1) }
        #expect(throws: VaultError.refused) { try unpacker.fixed(.max) }
    }

    @Test func `Bytes that nobody read are refused`() throws {
        #expect(throws: VaultError.refused) { try Principal(packed: [3, 0]) }
        #expect(try Principal(packed: [3]) == .recovery)
    }

    @Test func `Integers of every width come back, negative ones too`() throws {
        var packer = Packer()
        packer.add(UInt8.max)
        packer.add(UInt16(0x0102))
        packer.add(UInt32.max)
        packer.add(Int64.min)
        packer.add(Int64(-2))
        #expect(packer.bytes.count == 1 + 2 + 4 + 8 + 8)
        var unpacker = Unpacker(packer.bytes)
        #expect(try unpacker.integer(UInt8.self) == .max)
        #expect(try unpacker.integer(UInt16.self) == 0x0102)
        #expect(try unpacker.integer(UInt32.self) == .max)
        #expect(try unpacker.integer(Int64.self) == .min)
        #expect(try unpacker.integer(Int64.self) == -2)
        try unpacker.end()
    }

    @Test func `Every principal comes back from its bytes`() throws {
        let principals: [Principal] =
            [.recovery, .member(ID(from: randomness))]
            + Team.allCases.map { .team(TeamEpoch($0, .random(in: 1...UInt32.max))) }
        for principal in principals { #expect(try Principal(packed: principal.packed) == principal) }
    }

    @Test(arguments: ["", "0", "00000000000000000000000000000000 ", "0000000000000000000000000000000G"])
    func `What is not an id is none`(text: String) {
        #expect(ID(text: text) == nil)
        #expect(ID(Array(text.utf8.prefix(15))) == nil)
    }

    @Test func `Upper case is not how an id is written`() {
        #expect(ID(text: String(repeating: "A", count: 32)) == nil)
    }

    @Test func `An id comes back from its text and its bytes, in the same order`() throws {
        let ids = (0..<200).map { _ in ID(from: randomness) }
        for id in ids {
            #expect(ID(text: id.text) == id)
            #expect(ID(id.bytes) == id)
        }
        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
        #expect(ID.house.text == "00000000000000000000000000000001")
    }

    @Test func `The system's randomness gives as many bytes as are asked for`() {
        for count in 0...40 { #expect(Randomness.system.bytes(count).count == count) }
        #expect(Randomness.system.bytes(32) != Randomness.system.bytes(32))
    }
}
