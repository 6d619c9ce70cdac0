/// What an entry of the log book says was done. The numbers are written into entries and never change.
package enum EntryKind: UInt16, CaseIterable, Sendable {
    case charityFounded = 1
    case memberInvited = 2
    case memberEnrolled = 3
    case memberCertified = 4
    case sheetsHandedOver = 5
    case signedIn = 6
    case signInRefused = 7
    case signedOut = 8
    case screenLocked = 9
    case fileMade = 20
    case fileOpened = 21
    case fileErased = 22
    case namesSearched = 23
    case contactMade = 24
    case contactChanged = 25
    case noteWritten = 26
    case consentRecorded = 27
    case consentWithdrawn = 28
    case identityChanged = 29
    case purposeProposed = 30
    case purposeApproved = 31
    case messageTaken = 40
    case messagesShown = 41
    case messagePassedOn = 42
    /// Nothing left: the procedure withheld it.
    case shareWithheld = 50
    /// Nothing left yet: somebody named by the procedure decides.
    case shareReferred = 51
    case shareReleased = 52
    case referralApproved = 53
    case referralRefused = 54
    /// Some left; somebody decides on the rest.
    case shareReleasedInPart = 55

    /// The clause under which it is done or recorded.
    package var clause: String {
        switch self {
        case .charityFounded, .memberInvited, .memberEnrolled, .memberCertified: "S3.5"
        case .sheetsHandedOver, .signedIn, .signInRefused, .signedOut, .screenLocked: "S3.7"
        case .fileMade, .contactMade, .consentRecorded, .consentWithdrawn: "S4.1"
        case .purposeProposed, .purposeApproved: "S3.1"
        case .shareWithheld, .shareReleased, .shareReleasedInPart: "S1.2"
        case .shareReferred, .referralApproved, .referralRefused: "P4.4"
        case .fileOpened, .namesSearched: "S3.4"
        case .fileErased, .contactChanged, .noteWritten, .identityChanged: "S1.1"
        case .messageTaken, .messagesShown, .messagePassedOn: "P1.1"
        }
    }
}
