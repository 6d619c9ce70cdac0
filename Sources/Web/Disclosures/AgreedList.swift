import Casework
import Policy
import Vault

/// The consents that stand, to be chosen with one click: so the recipient need not be typed alike (clause S4.3).
struct AgreedList: Component {
    let file: ID
    let offered: Shareable
    /// The one that the form is filled with.
    let chosen: Agreed?

    var html: HTML {
        Section(heading, isSheet: true) {
            LinkList(
                offered.agreed.map { agreed in
                    let tag: HTML =
                        chosen?.consent == agreed.consent ? " \(Tag("Chosen", .good))" : .empty
                    return LinkList.Entry(
                        "<bdi>\(agreed.party)</bdi>\(tag)" as HTML,
                        href: Route.share.path(file) + "?consent=\(agreed.consent.text)",
                        note: note(agreed))
                })
            Paragraph("Choose one to fill the form with it, or fill in another below.", isQuiet: true)
        }.html
    }

    private var heading: HTML {
        offered.name.map { "\(PersonName($0)) agreed to" } ?? "They agreed to"
    }

    private func note(_ agreed: Agreed) -> HTML {
        let purpose = offered.purposes.first { $0.id == agreed.purpose }?.text.name
        let what = ShareWords.items(agreed.items.map(\.rawValue))
        let kind = ShareWords.of(agreed.recipient)
        return purpose.map { "\(kind). \(what). For: <bdi>\($0)</bdi>" } ?? "\(kind). \(what)"
    }
}

/// That they agreed to somebody else than was asked for, and the way to choose that one.
struct AgreedElsewhereView: Component {
    let asked: Asked
    let agreed: [AgreedElsewhere]
    /// For each a form that asks again with it; none where nothing can be asked any more.
    var again: [HTML] = []

    var html: HTML {
        HTML(joining: agreed.indices.map { notice(agreed[$0], again.isEmpty ? nil : again[$0]) })
    }

    private func notice(_ agreed: AgreedElsewhere, _ again: HTML?) -> HTML {
        Notice(.info, heading(agreed)) {
            Paragraph(explanation(agreed))
            if let again { again }
        }.html
    }

    private func heading(_ agreed: AgreedElsewhere) -> String {
        if agreed.differs.contains(.party) { return "They agreed to \(agreed.party), not to this name" }
        if agreed.differs.contains(.recipient) {
            return "They agreed to \(agreed.party) as another kind of recipient"
        }
        if agreed.differs.contains(.purpose) { return "They agreed to \(agreed.party) for another purpose" }
        return "They agreed to \(agreed.party), for other parts"
    }

    private func explanation(_ agreed: AgreedElsewhere) -> HTML {
        var lines: [HTML] = []
        if agreed.differs.contains(.party) {
            lines.append(
                "What was typed is “<bdi>\(asked.party)</bdi>”. A consent counts for the name that was agreed to."
            )
        }
        if agreed.differs.contains(.recipient) {
            lines.append(
                "They agreed to: \(ConsentWords.recipient(agreed.recipient)). You chose: \(ConsentWords.recipient(asked.recipient.rawValue))."
            )
        }
        if agreed.differs.contains(.purpose), !agreed.differs.contains(.party) {
            lines.append("A consent counts for its own purpose of the register.")
        }
        if agreed.differs.contains(.items) {
            lines.append("Not all of the parts are ones that they agreed to.")
        }
        if !again.isEmpty, agreed.differs != [.items] { lines.append("If it is the same, choose it.") }
        return HTML(joining: lines, separator: " ")
    }
}
