/// Who asks, or would be told.
///
/// Every recipient but `staff` is an outsider. A volunteer who works as a member of the team is `staff`;
/// `volunteer` is a third party (clause P3).
package enum Recipient: String, Word {
    case subject, representative, parent, family, `public`, staff, volunteer, visitor, serviceProvider
    case partnerAgency, healthProfessional, police, emergencyService, safeguardingBody, regulator, council
    case taxAuthority, court, press, buyer, directory

    /// Everyone but the staff team.
    package var isOutsider: Bool { self != .staff }

    /// Whether the role is taken as claimed without a check of identity.
    ///
    /// Every other recipient counts as itself only when `verified` is yes (H1, good practice).
    package var needsNoCheck: Bool {
        switch self {
        case .staff, .public, .press, .buyer, .directory: true
        default: false
        }
    }
}
