import Database
import FoundationEssentials
import Vault

/// Who holds which of the three recovery sheets: sealed in the letter of the entry that says so, for those who hold the
/// charity's log. No item of the house is the guardians' and the trustees' alone.
package struct SheetHolders: Hashable, Sendable {
    /// Of sheets 1, 2 and 3.
    package let names: [String]

    init(names: [String]) { self.names = names }

    /// - Parameter typed: three names; the fields are called `holder1` to `holder3`.
    init(typed: [String]) throws(CaseworkError) {
        var words = Words()
        var names: [String] = []
        for number in 1...3 {
            let raw = number <= typed.count ? typed[number - 1] : ""
            names.append(words.line("holder\(number)", raw, longest: 120, required: true))
        }
        // One person with two sheets opens everything alone.
        for (place, name) in names.enumerated() where !name.isEmpty {
            if names[..<place].contains(where: { $0.lowercased() == name.lowercased() }) {
                words.refuse("holder\(place + 1)", .sameHolder)
            }
        }
        try words.check()
        self.names = names
    }

    /// What the letter of an entry says.
    fileprivate static let opening = "Who holds them: "

    var words: String {
        get throws(CaseworkError) {
            do {
                return Self.opening + String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
            } catch {
                throw .unavailable
            }
        }
    }

    init?(letter: String) {
        guard letter.hasPrefix(Self.opening),
            let names = try? JSONDecoder().decode(
                [String].self, from: Data(letter.dropFirst(Self.opening.count).utf8)),
            names.count == 3
        else { return nil }
        self.names = names
    }
}

extension Casework {
    /// Who holds the sheets of the set that counts, as a guardian last wrote it down; nil where nobody has, and for whoever
    /// does not hold the charity's log.
    package func sheetHolders(as caller: Caller) async throws(CaseworkError) -> SheetHolders? {
        guard caller.teams.contains(.guardian), let house = caller.house else { return nil }
        let kinds: [EntryKind] = [.sheetsHandedOver, .sheetsRenewed, .sheetHoldersWritten]
        let rows = try await read { try LogRow.ofFile(.house, kinds: kinds, limit: 1, $0) }
        return rows.first.flatMap { LogReader([house], as: caller).line($0).details }
            .flatMap(SheetHolders.init(letter:))
    }

    /// Writes down who holds the sheets now, where it was never written or a sheet changed hands.
    package func writeSheetHolders(_ typed: [String], as caller: Caller) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian), let house = caller.house else { throw .notFound }
        guard caller.certified.readiness.hasSheets else { throw .notReady(caller.certified.readiness) }
        let words = try SheetHolders(typed: typed).words
        let letter = try letter(words, to: house, by: caller)
        try await act(.sheetHoldersWritten, on: .house, by: caller.member, letter: letter) { _ in }
    }
}
