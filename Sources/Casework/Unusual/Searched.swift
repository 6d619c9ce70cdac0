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
    /// Whether a word of a search is the surname of somebody on the roster, however it is spelt; the searcher's own
    /// comes first.
    func whose(_ query: String, as caller: Caller) async throws(CaseworkError) -> Searched.Whose {
        guard caller.holds(.roster) else { return .nobodys }
        let key = try caller.houseKey(.roster)
        let rows = try await read { try SealedRecord.current(.roster, of: .house, $0) }
        let asked = query.split(separator: " ").filter { $0.count > 2 }.map { PersonName(String($0)) }
        func isAskedFor(_ row: SealedRecord) -> Bool {
            guard let profile = try? row.open(Profile.self, with: key, in: caller.memory).text,
                let surname = profile.surname
            else { return false }
            return asked.contains { $0.compare(surname).verdict == .same }
        }
        if rows.contains(where: { $0.id == caller.member && isAskedFor($0) }) { return .own }
        return rows.contains(where: isAskedFor) ? .colleagues : .nobodys
    }

    /// The colleagues who have the surname of a client's name, however it is spelt: the file may be about somebody
    /// related to one (clause S3.4).
    package func namesakes(of name: String, among colleagues: [Colleague]) -> [Colleague] {
        guard let surname = Profile.surname(of: name) else { return [] }
        return colleagues.filter { colleague in
            colleague.profile.surname.map { surname.compare($0).verdict == .same } ?? false
        }
    }

    /// The same of a file that is there; none for whoever does not hold who it is about.
    package func namesakes(
        of file: ID, among colleagues: [Colleague], as caller: Caller
    ) async throws(CaseworkError) -> [Colleague] {
        let open = try await openFile(file, as: caller)
        guard open.holds(.identity) else { return [] }
        return namesakes(of: try await identity(in: open).name, among: colleagues)
    }
}

extension Profile {
    /// The last word of their name.
    fileprivate var surname: PersonName? { Self.surname(of: name) }

    fileprivate static func surname(of name: String) -> PersonName? {
        name.split(separator: " ").last.map { PersonName(String($0)) }
    }
}
