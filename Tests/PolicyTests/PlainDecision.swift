import Policy

/// A whole request decided by `PlainProcedure`, item by item.
struct PlainDecision {
    var released = Items()
    var referred = Items()
    var withheld = Items()
    var referTo: Set<Referee> = []
    var obligations: Set<Obligation> = []
    /// The row cited for each item, and whether an approval made it release.
    var cited: [Item: (row: String, isApproved: Bool)] = [:]
    var saysNeitherConfirmNorDeny = false

    init(_ facts: Facts) {
        var checked = facts
        checked.verified = true
        for item in facts.items {
            let procedure = PlainProcedure(facts: facts, item: item)
            let answer = procedure.answer()
            switch answer.outcome {
            case .release: released.insert(item)
            case .refer: referred.insert(item)
            case .withhold: withheld.insert(item)
            }
            cited[item] = (answer.cited, answer.isApproved)
            obligations.formUnion(answer.obligations)
            if answer.outcome == .refer { referTo.formUnion(answer.referTo) }
            if !procedure.countsAsItself, answer.outcome != .release {
                let other = PlainProcedure(facts: checked, item: item).answer()
                if other.outcome != answer.outcome { obligations.insert(.verifyIdentity) }
            }
        }
        let isVerifiedSubject = facts.recipient == .subject && facts.verified == true
        saysNeitherConfirmNorDeny =
            facts.recipient != .staff && !isVerifiedSubject && facts.subject != .organisation
            && released.isEmpty
        if saysNeitherConfirmNorDeny, !withheld.isEmpty {
            obligations.formUnion([.readStatement, .takeMessage])
        }
    }
}
