/// Something that must be so in every possible situation (‘What holds over every possible situation’), stated on
/// the raw fields of one situation and what is decided in it.
struct Invariant: Sendable {
    let title: String
    let clause: String
    /// Whether a situation and its outcome break it. Asked only where the item is not withheld, since nothing
    /// that is withheld breaks any of these.
    let isBroken: @Sendable (Situation, Verdict, Obligations) -> Bool
    /// The facts it asks about, for a recipient and an item: enumerated even if no row asks about them there.
    let asksAbout: @Sendable (Recipient, Item) -> FactSet

    /// The invariants of single situations. Those that compare two are in `PairInvariants`.
    static let all: [Invariant] = [
        Invariant(title: "Nothing is released for gain.", clause: "S2.2") { situation, _, _ in
            situation.isKnown(.ground, Ground.gain)
        } asksAbout: { _, _ in
            []
        },
        Invariant(title: "A parent or relative never learns of a missing under-16.", clause: "P4.3") {
            situation, _, _ in
            situation.isKnown(.recipient, Recipient.parent, .family)
                && situation.isKnown(.age, AgeBand.under16)
                && (situation.isKnown(.ground, Ground.missingPerson)
                    || situation.isKnown(.reportedMissing, Answered.yes))
        } asksAbout: { recipient, _ in
            recipient == .parent || recipient == .family ? [.age, .reportedMissing] : []
        },
        Invariant(
            title: """
                Counselling leaves only to the verified subject, on the subject's specific request, or with a \
                named manager's approval.
                """, clause: "P2"
        ) { situation, verdict, _ in
            verdict.item == .counselling && verdict.outcome == .release
                && !situation.isKnown(.recipient, Recipient.staff)
                && !(situation.isKnown(.recipient, Recipient.subject)
                    && situation.isKnown(.verified, Answered.yes))
                && !(situation.isKnown(.consent, ConsentState.requested)
                    && situation.isKnown(.consentItems, Answered.yes))
                && !(situation.isKnown(.approval, Approval.management)
                    && situation.isKnown(.approvalItems, Answered.yes))
        } asksAbout: { recipient, item in
            guard item == .counselling, recipient != .staff else { return [] }
            return [.verified, .consent, .consentItems, .approval, .approvalItems]
        },
        Invariant(title: "Monitoring never leaves, except to the verified subject.", clause: "E") {
            situation, verdict, _ in
            verdict.item == .monitoring && verdict.outcome == .release
                && !(situation.isKnown(.recipient, Recipient.subject)
                    && situation.isKnown(.verified, Answered.yes))
        } asksAbout: { recipient, item in
            item == .monitoring && recipient == .subject ? [.verified] : []
        },
        Invariant(title: "Police without verified identity get nothing but statistics (C6).", clause: "H1") {
            situation, verdict, _ in
            situation.isKnown(.recipient, Recipient.police) && verdict.isUncheckedRelease(situation)
        } asksAbout: { recipient, _ in
            recipient == .police ? [.verified, .suppressed] : []
        },
        Invariant(title: "Nobody whose identity was not checked gets anything but statistics.", clause: "H1")
        {
            situation, verdict, _ in
            verdict.isUncheckedRelease(situation)
                && !situation.isKnown(.recipient, Recipient.staff, .public, .press, .buyer, .directory)
        } asksAbout: { recipient, _ in
            recipient.needsNoCheck ? [] : [.verified, .suppressed]
        },
        Invariant(
            title: """
                Every release outside the team, C5 and C6 apart, is recorded in the log and the file and marked \
                CONFIDENTIAL.
                """, clause: "P4.5"
        ) { situation, verdict, obligations in
            let required: Obligations = [.recordInLogAndFile, .markConfidential]
            return verdict.outcome == .release && !situation.isKnown(.recipient, Recipient.staff)
                && !verdict.isPublished(situation) && !required.isSubset(of: obligations)
        } asksAbout: { recipient, item in
            if item == .statistics { return [.suppressed] }
            let isEntry = recipient == .directory && item == .directoryEntry
            return isEntry ? [.permittedFields, .consent, .consentItems] : []
        },
        Invariant(title: "Every referral is recorded in the log and the file.", clause: "P4.5") {
            _, verdict, obligations in
            verdict.outcome == .refer && !obligations.contains(.recordInLogAndFile)
        } asksAbout: { _, _ in
            []
        },
    ]
}

extension Verdict {
    /// Whether this is the release of suppressed statistics: the situation of C6.
    func isStatistics(_ situation: Situation) -> Bool {
        item == .statistics && situation.isKnown(.ground, Ground.statistics)
            && situation.isKnown(.suppressed, Answered.yes)
    }

    /// Whether this is for everybody's eyes: the situation of C5 or C6.
    func isPublished(_ situation: Situation) -> Bool {
        let isEntry =
            item == .directoryEntry && situation.isKnown(.recipient, Recipient.directory)
            && situation.isKnown(.permittedFields, Answered.yes)
        return isEntry || isStatistics(situation)
    }

    /// Whether something but statistics is released without identity having been checked.
    func isUncheckedRelease(_ situation: Situation) -> Bool {
        outcome == .release && !situation.isKnown(.verified, Answered.yes) && !isStatistics(situation)
    }
}

extension Situation {
    /// Whether a fact is known to have one of some values.
    @inline(__always)
    func isKnown<W: Word>(_ fact: Fact, _ values: W...) -> Bool {
        values.contains { known.meets(Bits(place: fact.offset + $0.ordinal)) }
    }
}
