import FoundationEssentials
import Vault

/// A text of the procedure that a record keeps. Its kind and its form are sealed with it, so a program says what a record
/// is by its kind, and never by which type happens to read it.
///
/// The form changes with each change of the fields. A type goes on reading the forms before, for a record is never
/// rewritten: golden texts of every kind and form stand in `Tests/CaseworkTests/Golden`.
package protocol Kept: Codable, Sendable {
    static var kind: TextKind { get }
    /// The form that is written, counted from 1.
    static var form: UInt8 { get }

    /// Reads any form there was.
    /// - Throws: for a form that this program does not know, and for JSON that is not of that form.
    init(form: UInt8, json: Data) throws
}

extension Kept {
    package static var form: UInt8 { 1 }

    package init(form: UInt8, json: Data) throws {
        guard form == Self.form else { throw CaseworkError.notFound }
        self = try JSONDecoder().decode(Self.self, from: json)
    }
}

/// The kinds of text that are sealed. Each number is written into sealed texts and never changes.
package enum TextKind: UInt16, CaseIterable, Sendable {
    case identity = 1
    case contact = 2
    case note = 3
    case counsellingNote = 4
    case about = 5
    case consent = 6
    case disclosure = 7
    case confided = 8
    case restriction = 9
    case escrowOpening = 10
    case lookedInto = 11
    case registerRow = 12
    case profile = 13
    case charitySeed = 14
    case purpose = 15
    case adoption = 16
    case acknowledgement = 17
    case message = 18
    case specialCaller = 19
    case filesToReturn = 20

    /// Whether somebody may do something, or may not, because of what a text of this kind says. It is read only from a
    /// row that a genuine entry of the log wrote: whoever holds the item's key could seal one in another's name.
    package var decides: Bool {
        switch self {
        case .consent, .disclosure, .restriction, .escrowOpening, .lookedInto, .profile, .purpose, .adoption,
            .acknowledgement, .specialCaller:
            true
        // The charity's key is compared with `log.head`; what is to be returned stands in a profile.
        case .identity, .contact, .note, .counsellingNote, .about, .confided, .registerRow, .charitySeed,
            .message, .filesToReturn:
            false
        }
    }
}

extension Item {
    /// Whether texts that decide are written in it: its rows are asked about when they are read. Such a text anywhere
    /// else is not read.
    var holdsDecisions: Bool {
        switch self {
        case .consent, .disclosure, .log, .roster, .purposes, .acknowledgements, .callers: true
        case .identity, .contact, .household, .casework, .counselling, .health, .finance, .safeguarding,
            .violence, .staffRecord, .organisation, .commercial, .directory, .messages, .register,
            .certification:
            false
        }
    }
}

/// A text as it is sealed: `form u8 ‖ kind u16 ‖ author ‖ time ‖ JSON` (docs/keys.md). Author and time stand in columns too,
/// for those who have no key; a row whose columns say something else can't be read.
struct SealedText {
    let form: UInt8
    let kind: TextKind
    let author: ID
    let at: Instant
    let json: [UInt8]

    static func packed<Text: Kept>(_ text: Text, author: ID, at: Instant) throws -> [UInt8] {
        var packer = Packer(Text.kind, form: Text.form)
        packer.add(author)
        packer.add(at.milliseconds)
        packer.add(fixed: Array(try JSONEncoder().encode(text)))
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        (kind, form) = try unpacker.kindAndForm()
        author = try unpacker.id()
        at = Instant(milliseconds: try unpacker.integer())
        json = unpacker.rest()
    }

    func read<Text: Kept>(_: Text.Type) throws -> Text {
        guard kind == Text.kind else { throw CaseworkError.notFound }
        return try Text(form: form, json: Data(json))
    }
}

extension Packer {
    /// Begins a text as every sealed text begins.
    init(_ kind: TextKind, form: UInt8) {
        self.init()
        add(form)
        add(kind.rawValue)
    }
}

extension Unpacker {
    /// - Throws: for a kind that this program does not know.
    mutating func kindAndForm() throws(VaultError) -> (TextKind, UInt8) {
        let form = try integer(UInt8.self)
        guard let kind = TextKind(rawValue: try integer()) else { throw .refused }
        return (kind, form)
    }
}
