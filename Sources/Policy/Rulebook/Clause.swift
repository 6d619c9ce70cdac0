/// A clause of the procedure in our own plain English, shown wherever the software asks or refuses something.
package struct Clause: Hashable, Sendable {
    /// `S1.1` to `R`, and `H1` and `D`, which no clause of the charity's document says.
    package let number: String
    /// One or two sentences for a receptionist or a trustee.
    package let wording: String
    /// How this software reads the clause where the document is silent or contradicts itself.
    package let reading: String?

    /// Every clause, in the order of the procedure.
    package static let all: [Clause] = parse(PackageResources.clauses_txt)

    /// The clause with a number; what is in brackets after it, as in `P4.1(ii)`, is passed over.
    package static func of(_ number: String) -> Clause? {
        let bare = String(number.prefix { $0 != "(" })
        return byNumber[bare]
    }

    private static let byNumber = Dictionary(
        all.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })

    /// Lines of a number and its wording; a line that begins `reading:` belongs to the clause above it.
    private static func parse(_ bytes: [UInt8]) -> [Clause] {
        var clauses: [Clause] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            let head = line.prefix { $0 != " " }
            let text = String(line.dropFirst(head.count + 1))
            if head == "reading:", let last = clauses.popLast() {
                clauses.append(Clause(number: last.number, wording: last.wording, reading: text))
            } else {
                clauses.append(Clause(number: String(head), wording: text, reading: nil))
            }
        }
        return clauses
    }
}
