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
        case .messageTaken: "A message was taken at the desk"
        case .messagesShown: "Waiting messages came up"
        case .messagePassedOn: "A message was passed on"
        }
    }
}
