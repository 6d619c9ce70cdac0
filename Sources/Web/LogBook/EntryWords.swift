import Casework

extension EntryKind {
    /// What was done, in words.
    var words: String {
        switch self {
        case .charityFounded: "The charity’s keys were made"
        case .memberInvited: "Somebody was invited"
        case .memberEnrolled: "Somebody enrolled"
        case .memberCertified: "Somebody was let in"
        case .sheetsHandedOver: "The recovery sheets were handed over"
        case .signedIn: "Signed in"
        case .signInRefused: "A sign-in was refused"
        case .signedOut: "Signed out"
        case .screenLocked: "Locked the screen"
        case .fileMade: "First contact: a file was made"
        case .fileOpened: "Opened the file"
        case .fileErased: "A file was erased"
        case .namesSearched: "Looked for a name"
        case .contactMade: "They came or called"
        case .contactChanged: "Contact details changed"
        case .identityChanged: "Who they are was changed"
        case .noteWritten: "A note was written"
        case .consentRecorded: "Consent was recorded"
        case .consentWithdrawn: "Consent was withdrawn"
        case .purposeProposed: "A purpose was proposed"
        case .purposeApproved: "A purpose was approved"
        case .shareWithheld: "Asked to share: withheld"
        case .shareReferred: "Asked to share: referred"
        case .shareReleased: "Shared"
        case .shareReleasedInPart: "Shared in part; the rest was referred"
        case .referralApproved: "A referral was approved"
        case .referralRefused: "A referral was refused"
        case .policyAcknowledged: "Acknowledged the policy"
        case .callerRecorded: "An official or a relative asked at the desk"
        case .callerAnswered: "A caller at the desk was answered"
        case .referralRuledInPart: "A part of a referral was ruled on"
        case .memberSuspended: "Somebody was suspended"
        case .counsellingNoteWritten: "A session note was written"
        case .counsellingOpened: "Opened the session notes"
        case .organisationFileMade: "An organisation’s file was made"
        case .organisationNoteWritten: "A note on an organisation was written"
        case .messageTaken: "A message was taken at the desk"
        case .messagesShown: "Waiting messages came up"
        case .messagePassedOn: "A message was passed on"
        }
    }
}
