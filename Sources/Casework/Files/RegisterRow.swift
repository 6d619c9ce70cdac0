import Database
import Vault

/// The text of a row of the register: what a file is found by. Its record id is the file's, and the file's half is in
/// its key. In binary, because a hundred thousand of them are opened at once.
package struct RegisterRow: Hashable, Sendable {
    /// A person's file or an organisation's (clause S2.4).
    package let kind: FileKind
    package let name: String
    package let otherNames: String
    /// `yyyy-mm-dd`, or empty.
    package let born: String

    init(_ identity: Identity, of kind: FileKind = .client) {
        self.kind = kind
        self.name = identity.name
        self.otherNames = identity.otherNames
        self.born = identity.born
    }

    /// In a row's place: the file is in the register no more.
    static let gone: [UInt8] = {
        var packer = Packer(.registerRow, form: form)
        packer.add(UInt8(0))
        return packer.bytes
    }()

    private static let form: UInt8 = 1

    /// `form u8 ‖ kind of text u16`, then the kind of file, or 0 for none, and the three texts, each with its length. It
    /// has no author: nothing rests on it.
    var packed: [UInt8] {
        var packer = Packer(.registerRow, form: Self.form)
        packer.add(kind.rawValue)
        packer.add(counted: Array(name.utf8))
        packer.add(counted: Array(otherNames.utf8))
        packer.add(counted: Array(born.utf8))
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        guard try unpacker.kindAndForm() == (.registerRow, Self.form),
            let kind = FileKind(rawValue: try unpacker.integer())
        else { throw .refused }
        self.kind = kind
        self.name = try unpacker.text()
        self.otherNames = try unpacker.text()
        self.born = try unpacker.text()
        try unpacker.end()
    }

    /// Writes a file's row of the register anew as a part of an act.
    /// - Throws: `stale` if the file was restricted since it was opened: it is in no register.
    func write(for file: ID, with register: ItemKey, in act: inout Act) throws {
        let row = try act.connection.first("SELECT restricted FROM files WHERE file = \(file.bytes)")
        guard try row?.integer("restricted") == 0 else { throw CaseworkError.stale }
        let newest = try SealedRecord.newestVersion(of: file, act.connection)
        try SealedRecord.write(
            packed: packed, id: file, after: newest, about: file, with: register, in: &act)
    }
}

extension ID {
    /// What people call a file by on paper and on the telephone: eight characters of its id.
    package var reference: String { CodeText.grouped(bytes, characters: 8) }
}
