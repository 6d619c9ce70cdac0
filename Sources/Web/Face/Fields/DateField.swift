import Casework

/// A day, in three boxes under a legend: day, month, year. It never follows the browser's language, so that nobody's third
/// of February is saved as the second of March; and it is read generously, also where the whole day is in one box.
///
/// The boxes come back as one field of the form's name (`FormBody`).
package struct DateField: Component {
    /// Whether the day has been or is to come, which decides the example and what a year of two digits is.
    package enum Tense: Sendable {
        case past
        /// The day that stands as the example, and so is one that may be chosen.
        case coming(example: Day)
    }

    private let name: String
    private let field: Field
    private let boxes: DateBoxes

    /// - Parameters:
    ///   - value: a day as `yyyy-mm-dd`, or what was typed.
    ///   - id: needed only where a page has two fields of one name.
    package init(
        _ name: String, label: String, hint: String? = nil, value: String = "", error: String? = nil,
        _ tense: Tense, isRequired: Bool = false, id: String? = nil
    ) {
        let example =
            switch tense {
            case .past: "For example 27 3 1981. A year of two digits is the last that has been."
            case .coming(let day): "For example \(day.day) \(day.month) \(day.year)."
            }
        self.name = name
        self.field = Field(
            id: id ?? name, label: label, hint: [hint, example].compactMap(\.self).joined(separator: " "),
            error: error, isRequired: isRequired)
        self.boxes = DateBoxes(value)
    }

    /// The markup. The first box has the field's own id, so that the list of errors leads to it.
    package var html: HTML {
        field.group(
            """
            <div class="date">
            \(box("day", "Day", boxes.day, id: field.id))\
            \(box("month", "Month", boxes.month, id: "\(field.id)-month"))\
            \(box("year", "Year", boxes.year, id: "\(field.id)-year"))\
            </div>

            """)
    }

    private func box(_ part: String, _ label: String, _ value: String, id: String) -> HTML {
        """
        <div class="date-\(part)">
        <label for="\(id)">\(label)</label>
        <input type="text" inputmode="numeric" autocomplete="off" dir="ltr" id="\(id)" name="\(name).\(part)"\
        \(attribute: "value", value.isEmpty ? nil : value)\
        \(if: field.error != nil, " aria-invalid=\"true\"")\(if: field.isRequired, " required")>
        </div>

        """
    }
}

/// What stands in the three boxes of a day.
struct DateBoxes {
    let day: String
    let month: String
    let year: String

    /// Takes apart a day, or what `joined` made of the boxes. What can't be taken apart stands in the first box, whole.
    init(_ value: String) {
        if let day = Day(value) {
            (self.day, month, year) = ("\(day.day)", "\(day.month)", "\(day.year)")
            return
        }
        let parts = value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        (day, month, year) = parts.count == 3 ? (parts[0], parts[1], parts[2]) : (value, "", "")
    }

    /// One text of three: `yyyy-mm-dd` where it is a day whose year has four digits, empty where nothing was typed, and
    /// otherwise what was typed, with a slash between the boxes.
    static func joined(_ day: String, _ month: String, _ year: String) -> String {
        let typed = [day, month, year].map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        let text = typed.dropFirst().allSatisfy(\.isEmpty) ? typed[0] : typed.joined(separator: "/")
        return Day(typedInFull: text)?.text ?? text
    }
}

extension FormBody {
    /// The parts' endings, in the order of the boxes.
    private static let dateParts = [".day", ".month", ".year"]

    /// The three boxes of each day as one field, in the place of the first; every other field as it came.
    static func joiningDates(_ fields: [(name: String, value: String)]) -> [(name: String, value: String)] {
        var values: [String: String] = [:]
        for field in fields where values[field.name] == nil { values[field.name] = field.value }
        var joined: Set<String> = []
        return fields.compactMap { field in
            guard let ending = dateParts.first(where: field.name.hasSuffix) else { return field }
            let name = String(field.name.dropLast(ending.count))
            let parts = dateParts.compactMap { values[name + $0] }
            guard parts.count == 3 else { return field }
            return joined.insert(name).inserted ? (name, DateBoxes.joined(parts[0], parts[1], parts[2])) : nil
        }
    }
}
