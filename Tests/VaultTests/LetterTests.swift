import Testing

@testable import Vault

@Suite struct LetterTests {
    private let charity: Charity
    private let file: ID
    private let box: LetterBox
    private let address: (epoch: UInt32, key: [UInt8])
    private let words = Array("Why the address was given out.".utf8)

    init() throws {
        charity = try Charity()
        let new = try charity.file().new
        file = new.genesis.file
        box = try LetterBox(new.key(of: .log))
        var provenance = charity.provenance(new)
        address = provenance.letterBox()
    }

    private func letter(id: ID? = nil, to file: ID? = nil, epoch: UInt32? = nil) throws -> Letter {
        try Letter(
            id: id ?? ID(from: charity.randomness), to: file ?? self.file,
            box: (epoch ?? address.epoch, address.key), words: words, by: charity.outsider)
    }

    private func refused(_ letter: Letter) -> Bool {
        do {
            _ = try box.open(letter, certified: charity.certified)
            return false
        } catch { return error == .refused }
    }

    @Test func `A letter to another file, another epoch or under another id is refused`() throws {
        let letter = try letter()
        #expect(refused(try self.letter(to: ID(from: charity.randomness))))
        #expect(refused(try self.letter(epoch: 2)))
        #expect(refused(Letter(id: letter.id, epoch: 2, sealed: letter.sealed)))
        #expect(refused(Letter(id: ID(from: charity.randomness), epoch: 1, sealed: letter.sealed)))
        let moved = try self.letter(epoch: 2)
        #expect(refused(Letter(id: moved.id, epoch: 1, sealed: moved.sealed)))
    }

    @Test func `A letter altered at any byte is refused`() throws {
        let letter = try letter()
        for place in stride(from: 0, to: letter.sealed.count, by: 13) {
            #expect(
                refused(Letter(id: letter.id, epoch: 1, sealed: letter.sealed.turned(at: place))))
        }
        for count in [0, 1, 1119, 1120, 1135, letter.sealed.count - 1] {
            #expect(refused(Letter(id: letter.id, epoch: 1, sealed: Array(letter.sealed.prefix(count)))))
        }
    }

    @Test func `A letter in the name of somebody who did not sign it is refused`() throws {
        let id = ID(from: charity.randomness)
        let message = Letter.message(file: file, epoch: 1, id: id, words: words)
        func sealed(_ writer: ID, _ signature: [UInt8]) throws -> Letter {
            var text = writer.bytes + signature + Forgery.number(UInt32(words.count)) + words
            text += [UInt8](repeating: 0, count: (64 - text.count % 64) % 64)
            let info = Forgery.label("amanah/1/letter-seal") + file.bytes + [0, 0, 0, 1] + id.bytes
            return Letter(id: id, epoch: 1, sealed: try Sealing.seal(text, to: address.key, info: info))
        }
        let signature = try charity.outsider.keys.sign(message)
        #expect(refused(try sealed(charity.worker.member, signature)))
        #expect(refused(try sealed(charity.outsider.member, [UInt8](repeating: 0, count: 64))))
        #expect(refused(try sealed(ID(from: charity.randomness), signature)))
        #expect(!refused(try sealed(charity.outsider.member, signature)))
    }

    @Test func `A signature under one letter's id is none under another's`() throws {
        let signature = try charity.outsider.keys.sign(
            Letter.message(file: file, epoch: 1, id: .house, words: words))
        let id = ID(from: charity.randomness)
        var text = charity.outsider.member.bytes + signature + Forgery.number(UInt32(words.count)) + words
        text += [UInt8](repeating: 0, count: (64 - text.count % 64) % 64)
        let sealed = try Sealing.seal(
            text, to: address.key, info: Letter.info(file: file, epoch: 1, id: id))
        #expect(refused(Letter(id: id, epoch: 1, sealed: sealed)))
    }

    @Test func `Whoever holds another file's log opens nothing`() throws {
        let other = try LetterBox(charity.file().new.key(of: .log))
        let letter = try letter()
        #expect(throws: VaultError.refused) { try other.open(letter, certified: charity.certified) }
    }

    @Test func `Only the log has a letter box`() throws {
        let new = try charity.file().new
        for item in FileKind.client.items where item != .log {
            #expect(throws: VaultError.refused) { try LetterBox(new.key(of: item)) }
        }
    }

    @Test func `When the half is replaced, the letter box is another`() throws {
        let secret = try ItemSecret(charity.randomness.bytes(32))
        let boxes = try (0..<2).map { _ in
            try LetterBox(
                secret.itemKey(file: file, ItemEpoch(.log), half: charity.randomness.bytes(32)))
        }
        #expect(boxes[0].publicKey != boxes[1].publicKey)
    }

    @Test func `Anybody in the charity writes, and a holder of the log reads who wrote and what`() throws {
        let letter = try letter()
        #expect(try box.open(letter, certified: charity.certified) == words)
        let read = try box.read(letter, certified: charity.certified)
        #expect(read.writer == charity.outsider.member)
        #expect(read.words == words)
    }
}
