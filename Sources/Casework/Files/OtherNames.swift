/// The other names of a file, which people write into one field.
package enum OtherNames {
    /// How many a file may have: each is compared with every message that waits at the desk.
    package static let most = 20

    /// Each once, between commas or semicolons of any script; what has no letter is no name.
    static func split(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split { ",;،؛、，；\n".contains($0) }.map { piece in
            piece.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { name in name.contains(where: \.isLetter) && seen.insert(name).inserted }
    }
}

extension Words {
    /// Other names, between commas: one line, and not too many of them. What was typed comes back as it was.
    mutating func otherNames(_ raw: String) -> String {
        let text = name("otherNames", raw, longest: 400)
        if OtherNames.split(text).count > OtherNames.most {
            refuse("otherNames", .tooManyNames(OtherNames.most))
        }
        return text
    }
}
