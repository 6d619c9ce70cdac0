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
        let rows = try await read { try SealedRecord.current(.roster, of: .house, $0, by: self.log) }
        let asked = query.split(separator: " ").map { Surname($0) }
        func isAskedFor(_ row: SealedRecord) -> Bool {
            guard let profile = try? row.open(Profile.self, with: key, in: caller.memory).text,
                let surname = Surname(lastOf: profile.name)
            else { return false }
            return asked.contains { $0.isLike(surname) }
        }
        if rows.contains(where: { $0.id == caller.member && isAskedFor($0) }) { return .own }
        return rows.contains(where: isAskedFor) ? .colleagues : .nobodys
    }

    /// The colleagues who have a client's name or its surname, however it is spelt: the file may be about one of them, or
    /// somebody related to one (clause S3.4).
    /// - Parameter others: other names of the same client, between commas.
    package func namesakes(
        of name: String, or others: String = "", among colleagues: [Colleague]
    ) -> [Colleague] {
        let names = [name] + OtherNames.split(others)
        let asked = names.compactMap { name in
            Surname(lastOf: name).map { (surname: $0, whole: PersonName(name)) }
        }
        return colleagues.filter { colleague in
            guard let surname = Surname(lastOf: colleague.profile.name) else { return false }
            let whole = PersonName(colleague.profile.name)
            return asked.contains { $0.surname.isLike(surname) || $0.whole.compare(whole).verdict == .same }
        }
    }

    /// The same of a file that is there; none for whoever does not hold who it is about.
    package func namesakes(
        of file: ID, among colleagues: [Colleague], as caller: Caller
    ) async throws(CaseworkError) -> [Colleague] {
        let open = try await openFile(file, as: caller)
        guard open.holds(.identity) else { return [] }
        return namesakes(of: try await identity(in: open, as: caller).name, among: colleagues)
    }
}

/// A word that may be somebody's surname.
private struct Surname {
    private let word: String
    private let name: PersonName

    init(_ word: Substring) {
        self.word = String(word)
        self.name = PersonName(self.word)
    }

    /// The last word of a name; nil for an empty one.
    init?(lastOf name: String) {
        guard let word = name.split(separator: " ").last else { return nil }
        self.init(word)
    }

    /// However it is spelt; but a word of two letters or fewer is like too many, and must be the same.
    func isLike(_ other: Surname) -> Bool {
        word.count > 2
            ? name.compare(other.name).verdict == .same : word.lowercased() == other.word.lowercased()
    }
}
