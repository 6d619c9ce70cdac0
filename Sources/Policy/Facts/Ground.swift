/// Why the information is asked for: the ground that the asker states, or that the member of staff records.
package enum Ground: String, Word {
    case none, service, subjectRequest, legalDuty, crimeInvestigation, emergency, safeguardingChild
    case safeguardingAdult, violenceWarning, missingPerson, riskOfHarm, directory, statistics, gain

    /// Whether this is a safety ground: one of clauses P4 and S1.3, which need no protocol and no approved
    /// purpose.
    package var isSafety: Bool {
        switch self {
        case .crimeInvestigation, .emergency, .safeguardingChild, .safeguardingAdult, .violenceWarning,
            .missingPerson, .riskOfHarm, .legalDuty:
            true
        default:
            false
        }
    }
}
