import Policy

/// The procedure's table once more, written straight down as code: slow, plain, and sharing nothing with the
/// engine but the words of a request.
struct PlainProcedure {
    let facts: Facts
    let item: Item

    /// A row of the table for this item: whether it matches, and what it then does.
    struct Row {
        let name: String
        let match: Truth
        let outcome: Outcome
        var referTo: [Referee] = []
        var obligations: [Obligation] = []
        var isApproved = false
    }

    struct Answer: Equatable {
        var outcome = Outcome.withhold
        var cited = "D"
        var referTo: [Referee] = []
        var obligations: Set<Obligation> = []
        var isApproved = false
    }

    /// Reads the rows from the top.
    func answer() -> Answer {
        let rows = rows().map(approved)
        let first = rows.first { $0.outcome == .release ? $0.match == .yes : $0.match != .no }
        guard let first else { return rest() }
        var answer = Answer(outcome: first.outcome, cited: first.name, referTo: first.referTo)
        answer.isApproved = first.isApproved
        if first.outcome == .withhold, first.match == .unknown { answer.cited = "D" }
        for row in rows where row.outcome == first.outcome {
            if row.outcome == .release ? row.match == .yes : row.match != .no {
                answer.obligations.formUnion(row.obligations)
            }
        }
        answer.obligations.formUnion(besides(first.name, first.outcome))
        return answer
    }

    private func approved(_ row: Row) -> Row {
        guard row.outcome == .refer, row.match == .yes, countsAsItself,
            ![.public, .buyer, .directory].contains(facts.recipient),
            facts.approvalItems?.contains(item) == true,
            let approval = facts.approval, row.referTo.contains(where: { $0.rawValue == approval.rawValue })
        else { return row }
        var released = Row(name: row.name, match: .yes, outcome: .release)
        released.isApproved = true
        return released
    }

    /// Row D, and C1's undertaking: nothing above released the item, nor anything below C1.
    private func rest() -> Answer {
        var answer = Answer()
        if c1WithoutUndertaking == .yes, facts.undertaking != true {
            answer.obligations.insert(.obtainUndertaking)
        }
        return answer
    }

    private func besides(_ row: String, _ outcome: Outcome) -> Set<Obligation> {
        switch outcome {
        case .withhold:
            return []
        case .refer:
            return [.recordInLogAndFile, row == "M5" ? .informGuardian : .informManagement]
        case .release:
            if facts.recipient == .staff || row == "C5" || row == "C6" { return [] }
            return [
                .recordInLogAndFile, .markConfidential, .minimise,
                isSafety == .yes ? .informManagement : .tellSubject,
            ]
        }
    }

    // MARK: What the rows speak of

    private var recipient: Recipient { facts.recipient }

    var countsAsItself: Bool {
        [.staff, .public, .press, .buyer, .directory].contains(recipient) || facts.verified == true
    }

    /// H1.
    private var role: Recipient { countsAsItself ? recipient : .public }

    private var verifiedSubject: Truth { Truth(recipient == .subject) && Truth(facts.verified) }

    private var isSafety: Truth {
        Truth(
            facts.ground.map {
                [
                    .crimeInvestigation, .emergency, .safeguardingChild, .safeguardingAdult, .violenceWarning,
                    .missingPerson, .riskOfHarm, .legalDuty,
                ].contains($0)
            })
    }

    private func ground(_ wanted: Ground) -> Truth { Truth(facts.ground.map { $0 == wanted }) }

    private func consent(_ enough: ConsentState...) -> Truth {
        Truth(facts.consent.map { enough.contains($0) })
            && Truth(facts.consentItems.map { $0.contains(item) })
    }

    private var c1WithoutUndertaking: Truth {
        Truth(![.staff, .public, .buyer, .directory].contains(role)) && consent(.specific, .requested)
    }

    // MARK: The rows

    private func rows() -> [Row] {
        forbidding() + safety() + consenting()
    }

    private func forbidding() -> [Row] {
        let counselling = Truth(item == .counselling) && Truth(recipient != .staff) && !verifiedSubject
        let grave: [Ground] = [
            .safeguardingChild, .safeguardingAdult, .crimeInvestigation, .emergency, .riskOfHarm, .legalDuty,
        ]
        let isGrave = facts.ground.map { grave.contains($0) } ?? false
        let approvedPurpose = Truth(facts.purpose.map { $0 == .approved })
        let isOrganisation = Truth(facts.subject.map { $0 == .organisation })
        return [
            Row(name: "F1", match: ground(.gain), outcome: .withhold),
            Row(
                name: "F2",
                match: Truth(recipient == .parent || recipient == .family)
                    && Truth(facts.age.map { $0 == .under16 })
                    && (ground(.missingPerson) || Truth(facts.reportedMissing)), outcome: .withhold),
            isGrave
                ? Row(name: "F3", match: counselling, outcome: .refer, referTo: [.management])
                : Row(name: "F3", match: counselling && !consent(.requested), outcome: .withhold),
            Row(
                name: "F4",
                match: Truth(recipient == .directory)
                    && (Truth(item != .directoryEntry) || !Truth(facts.permittedFields)), outcome: .withhold),
            Row(
                name: "F5", match: Truth(recipient == .staff) && !Truth(facts.needToKnow), outcome: .withhold),
            Row(
                name: "F6",
                match: Truth(recipient == .visitor)
                    && (!Truth(facts.visitorForm) || !Truth(facts.policiesGiven)), outcome: .withhold,
                obligations: [.obtainVisitorForm, .givePolicies]),
            Row(name: "F7", match: !approvedPurpose && !isSafety && !verifiedSubject, outcome: .withhold),
            Row(name: "F8", match: Truth(item == .monitoring) && !verifiedSubject, outcome: .withhold),
            Row(
                name: "F9",
                match: isOrganisation && Truth(item == .organisation || item == .commercial)
                    && Truth(recipient != .staff) && !consent(.specific, .requested) && !isSafety,
                outcome: .withhold),
        ]
    }

    private func safety() -> [Row] {
        let police = Truth(role == .police)
        let outsider = Truth(role != .staff)
        let crime =
            police && ground(.crimeInvestigation) && Truth(facts.suspicion) && Truth(facts.investigation)
        let missing =
            police && ground(.missingPerson) && Truth(facts.reportedMissing) && Truth(item == .recentContact)
        let power = Truth(facts.power) && Truth(facts.powerItems.map { $0.contains(item) })
        return [
            item == .existence || item == .recentContact
                ? Row(name: "M1", match: crime, outcome: .release)
                : Row(name: "M1", match: crime, outcome: .refer, referTo: [.management]),
            Row(
                name: "M2",
                match: Truth(role == .partnerAgency) && ground(.violenceWarning)
                    && Truth(item == .violence || item == .identity), outcome: .release,
                obligations: [.notifyPartnerAgencies]),
            Row(
                name: "M3", match: outsider && ground(.safeguardingChild), outcome: .refer,
                referTo: [.childrenAndFamilies, .management]),
            Row(
                name: "M3", match: outsider && ground(.safeguardingAdult), outcome: .refer,
                referTo: [.management, .childrenAndFamilies]),
            facts.age == nil
                ? Row(name: "M4", match: missing && .unknown, outcome: .refer, referTo: [.management])
                : Row(name: "M4", match: missing && Truth(facts.age == .under16), outcome: .release),
            Row(
                name: "M5", match: outsider && ground(.legalDuty) && power && Truth(role != .public),
                outcome: .release, obligations: [.citePower]),
            Row(name: "M5", match: outsider && ground(.legalDuty), outcome: .refer, referTo: [.guardian]),
            Row(
                name: "M6", match: police && ground(.emergency) && Truth(facts.publicSafety),
                outcome: .release,
                obligations: [.informManagement]),
            Row(name: "M7", match: outsider && ground(.riskOfHarm), outcome: .refer, referTo: [.management]),
        ]
    }

    private func consenting() -> [Row] {
        let isService = [.serviceProvider, .partnerAgency, .healthProfessional, .visitor].contains(role)
        let agreed =
            Truth(facts.protocol.map { $0 == .inForce })
            && Truth(facts.protocolItems.map { $0.contains(item) })
        let needed = Truth(role == .staff) && Truth(facts.needToKnow)
        return [
            Row(name: "C1", match: c1WithoutUndertaking && Truth(facts.undertaking), outcome: .release),
            Row(
                name: "C2",
                match: Truth(isService) && ground(.service) && Truth(facts.needToKnow)
                    && consent(.general, .specific, .requested) && Truth(facts.undertaking)
                    && (Truth(role != .partnerAgency) || agreed), outcome: .release),
            Row(name: "C3", match: Truth(role == .subject), outcome: .release),
            facts.consent == .refused || facts.consent == .withdrawn
                ? Row(name: "C4", match: needed, outcome: .refer, referTo: [.management])
                : Row(name: "C4", match: needed, outcome: .release),
            Row(
                name: "C5",
                match: Truth(role == .directory) && Truth(item == .directoryEntry)
                    && Truth(facts.permittedFields) && consent(.specific, .requested), outcome: .release),
            Row(
                name: "C6",
                match: Truth(item == .statistics) && ground(.statistics) && Truth(facts.suppressed),
                outcome: .release),
        ]
    }
}
