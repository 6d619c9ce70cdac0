import Foundation
import Testing
import Web

/// docs/who-may-what.md: a line for an address and a method, a cell for each person.
struct WrittenTable {
    /// The columns: nobody, somebody who was not let in yet, and one of each kind of staff.
    static let columns: [Person?] = [
        nil, .newcomer, .receptionist, .caseworker, .otherCaseworker, .counsellor, .manager, .guardian,
        .specialist, .trustee, .administrator,
    ]
    /// *Nothing here for you.*
    static let nothing = "·"

    /// The two tables, by the headings that they stand under: with a client's file and nothing of it, and with a record of
    /// each kind.
    static let (addresses, records) = ("Addresses", "Where there is a record")

    /// By `GET /address`: the cells, without what a line says at its end.
    private(set) var lines: [String: [String]] = [:]
    private(set) var remarks: [String: String] = [:]
    /// Those that stand there twice.
    private(set) var repeated: [String] = []

    init(_ heading: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/who-may-what.md")
        let sections = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix(heading + "\n") })
        for line in section.split(separator: "\n")
        where line.hasPrefix("| `GET /") || line.hasPrefix("| `POST /") {
            let cells = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let key = cells[0].trimmingCharacters(in: ["`"])
            if lines[key] != nil { repeated.append(key) }
            lines[key] = Array(cells.dropFirst().prefix(Self.columns.count))
            remarks[key] = cells.dropFirst(1 + Self.columns.count).joined()
        }
    }

    /// Whether a line says that nobody who was let in gets anything.
    func isNobodys(_ key: String) -> Bool {
        (lines[key] ?? []).dropFirst(2).allSatisfy { $0 == Self.nothing }
    }

    static func key(_ method: String, _ route: Route) -> String { "\(method) \(route.rawValue)" }

    /// A line as it stands in the file.
    static func line(_ key: String, _ cells: [String], _ remark: String = "") -> String {
        "| `\(key)` | " + cells.joined(separator: " | ") + " |" + (remark.isEmpty ? "" : " \(remark) |")
    }

    /// What an answer is called in the table.
    /// - Parameter nothing: what the same person gets where there is no address at all.
    static func cell(_ reply: Reply, _ nothing: Reply?) -> String {
        switch (reply.status, reply.location) {
        case (404, _):
            reply.headers == nothing?.headers && reply.withoutTokens == nothing?.withoutTokens
                ? Self.nothing : "404"
        case (303, let location?) where location.hasPrefix("/sign-in"): "sign in"
        case (303, "/waiting"): "wait"
        default: "\(reply.status)"
        }
    }
}
