import Names
import Vault

/// What the letter of a search says: the name that was asked for, and whether it was the searcher's own or a
/// colleague's. Both are sealed, and the second is as long whatever it says.
package struct Searched: Sendable {
    /// Whose surname was asked for, as far as the roster knows.
    package enum Whose: String, Sendable {
        case own = "own"
        case colleagues = "col"
        case nobodys = "not"
    }

    let name: String
    let whose: Whose?

    init(name: String, whose: Whose) {
        self.name = name
        self.whose = whose
    }

    /// A name is one line, so what comes after it is ours; entries from before have no second line.
    init(_ words: String) {
        let lines = words.split(separator: "\n", maxSplits: 1)
        name = lines.first.map(String.init) ?? ""
        whose = lines.count > 1 ? Whose(rawValue: String(lines[1])) : nil
    }

    var words: String { "\(name)\n\((whose ?? .nobodys).rawValue)" }
}

extension Casework {
    /// Whether a word of a search is the surname of somebody on the roster, however it is spelt; one of two letters or
    /// fewer (Li, Ng, Wu) is like too much, and must be spelt as it is. The searcher's own comes first.
    func whose(_ query: String, as caller: Caller) async throws(CaseworkError) -> Searched.Whose {
        guard caller.holds(.roster) else { return .nobodys }
        let key = try caller.houseKey(.roster)
        let rows = try await read { try SealedRecord.current(.roster, of: .house, $0) }
        let words = query.split(separator: " ").map(String.init)
        let short = Set(words.filter { $0.count <= 2 }.map { $0.lowercased() })
        let asked = words.filter { $0.count > 2 }.map { PersonName($0) }
        func isAskedFor(_ row: SealedRecord) -> Bool {
            guard let profile = try? row.open(Profile.self, with: key, in: caller.memory).text,
                let surname = profile.name.split(separator: " ").last.map(String.init)
            else { return false }
            if short.contains(surname.lowercased()) { return true }
            let name = PersonName(surname)
            return asked.contains { $0.compare(name).verdict == .same }
        }
        if rows.contains(where: { $0.id == caller.member && isAskedFor($0) }) { return .own }
        return rows.contains(where: isAskedFor) ? .colleagues : .nobodys
    }
}
