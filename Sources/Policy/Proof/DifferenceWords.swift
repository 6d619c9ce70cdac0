extension Difference {
    /// The difference in words for people: each way in which outcomes change, how often, and an example.
    package func report(from old: Rulebook, to new: Rulebook) -> String {
        var lines = [
            "From \(old.title), version \(old.version), SHA-256 \(old.hexHash)",
            "to   \(new.title), version \(new.version), SHA-256 \(new.hexHash)", "",
        ]
        if isEmpty {
            lines.append("No outcome changes, in any of the \(rawSituations) situations of one item.")
        } else {
            lines.append(
                "The outcome changes in \(situations) of the \(rawSituations) situations of one item, in "
                    + "\(groups.count) \(groups.count == 1 ? "way" : "ways"):")
            for (index, group) in groups.enumerated() {
                lines += ["", "\(index + 1). \(group.sentence)"] + group.details.map { "   \($0)" }
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Difference.Group {
    /// What was done and what is done now.
    package var sentence: String {
        "What was \(old.words) would be \(new.words): \(situations) \(situations == 1 ? "situation" : "situations")."
    }

    fileprivate var details: [String] {
        [
            "Asked by: \(Self.list(recipients.map(\.rawValue), of: Recipient.allCases.count, all: "anybody")).",
            "Items: \(Self.list(items.map(\.rawValue), of: Item.allCases.count, all: "any")).",
            "Grounds: \(Self.list(grounds.map { $0?.rawValue ?? "unknown" }, of: Ground.allCases.count + 1, all: "any")).",
            "For example: \(example.plainWords)",
        ]
    }

    private static func list(_ words: [String], of count: Int, all: String) -> String {
        words.count == count ? all : words.joined(separator: ", ")
    }
}

extension Difference.Side {
    /// `referred to management by row M1 (P4.1(i))`.
    fileprivate var words: String {
        let what =
            switch outcome {
            case .release: "released"
            case .withhold: "withheld"
            case .refer: "referred to \(referees.map(\.plainName).joined(separator: " or "))"
            }
        return "\(what) by row \(row) (\(clauses.joined(separator: ", ")))"
    }
}
