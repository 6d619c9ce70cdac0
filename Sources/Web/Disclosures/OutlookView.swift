import Casework

/// What approving will let go and what it will not, before anybody approves (clause P4.4).
struct OutlookView: Component {
    let outlook: Outlook
    /// Whether its reader is who asked, not who decides.
    var isAskers = false

    var html: HTML {
        Notice(isWhole ? .info : .warning, heading) { Points(lines: lines) }.html
    }

    private var isWhole: Bool { outlook.lacking.isEmpty && outlook.never.isEmpty }

    private var heading: String {
        if isWhole { return isAskers ? "If it is approved, you can release it" : "What you approve can go" }
        if outlook.approvable.isEmpty {
            return isAskers ? "Nobody can approve this" : "No approval can let this go"
        }
        return outlook.lacking.isEmpty
            ? "Not all of it can be approved" : "Something is not known that an approval needs"
    }

    private var lines: [String] {
        var lines: [String] = []
        if !outlook.atOnce.isEmpty {
            lines.append("\(ShareWords.items(outlook.atOnce)): goes as soon as it is approved.")
        }
        for lacking in outlook.lacking {
            let questions = lacking.questions.map(ShareWords.of).joined(separator: " ")
            lines.append(
                isAskers
                    ? "\(ShareWords.item(lacking.item)): an approval lets it go only once you have answered: \(questions)"
                    : "\(ShareWords.item(lacking.item)): your approval lets it go only once whoever asked has answered: \(questions) They will be asked just that."
            )
        }
        if !outlook.never.isEmpty {
            lines.append(
                "\(ShareWords.items(outlook.never)): can’t go to this recipient, whoever approves. \(isAskers ? "It can only be refused." : "You can only refuse it.")"
            )
        }
        return lines
    }
}
