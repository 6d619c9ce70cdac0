import FoundationEssentials
import Vault

/// A part of an export: a file of its own in the archive.
package struct ExportPart: Sendable {
    /// Up to 100 bytes, of our own making: nobody's name is in it.
    package let name: String
    package let bytes: [UInt8]
}

/// A client's or an organisation's file as its reader's keys opened it, in JSON: every item that they hold, and every
/// version of every record of it.
struct ExportedFile: Encodable, Sendable {
    let format = ExportManifest.format
    let file: String
    let reference: String
    let kind: String
    let isRestricted: Bool
    /// The items that the reader holds, whether anything is written in them or not.
    let itemsHeld: [String]
    /// The newest version of each record, by item, in the order in which they were written.
    let records: [String: [Record]]
    /// The versions before, the same way.
    let earlierVersions: [String: [Record]]
    /// The reader's own.
    let reminders: [Reminder]
    /// Nil for whoever does not hold the file's log.
    let log: [Line]?

    struct Record: Encodable, Sendable {
        let record: String
        let version: UInt32
        /// Which kind of text it is: `note`, `consent`.
        let kind: String
        let author: String
        let at: String
        let text: JSONValue
    }

    struct Reminder: Encodable, Sendable {
        let day: String
        let why: String
    }

    struct Line: Encodable, Sendable {
        let position: Int64
        /// Left out where all lines are of one file, and of the charity's own.
        let file: String?
        let at: String
        let actor: String
        let kind: String
        let clause: String
        let details: String?

        init(_ line: LogLine, file: ID? = nil) {
            position = line.position
            self.file = file?.text
            at = line.at.timestamp
            actor = line.actor.text
            kind = "\(line.kind)"
            clause = line.clause
            details = line.details
        }
    }

    /// The newest identity.
    var identity: JSONValue? { records["\(Item.identity)"]?.last { $0.kind == "\(TextKind.identity)" }?.text }

    var part: ExportPart {
        get throws { ExportPart(name: "files/\(file).json", bytes: try Self.json(self)) }
    }

    /// UTF-8, in an order that stands still, a line for each field.
    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }
}

extension ExportedFile.Record {
    init(_ opened: Record<WrittenText>) {
        record = opened.id.text
        version = opened.version
        kind = "\(opened.text.kind)"
        author = opened.author.text
        at = opened.at.timestamp
        text = opened.text.json
    }
}

extension Instant {
    /// In UTC, to the second (RFC 3339).
    var timestamp: String {
        Date(timeIntervalSince1970: Double(Self.floorDivide(milliseconds, 1000))).formatted(.iso8601)
    }
}
