/// Whom the information is about.
///
/// Whether the person is known to the charity is not a fact here, nor anywhere in a decision (clause P1).
package enum SubjectKind: String, Word {
    case client, staff, volunteer, organisation, enquirer
}

/// The subject's age, as far as clauses P4.2 and P4.3 ask.
package enum AgeBand: String, Word {
    case under16, from16to17 = "16to17", adult
}
