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
    case secondFactorSet = 10
    /// Taken off, by its owner or by a guardian.
    case secondFactorReset = 11
    case passphraseChanged = 12
    case sessionEnded = 13
    case roleChanged = 14
    /// A code for new keys was made: the old ones count for nothing from then on.
    case memberReadmitted = 15
    case accessGranted = 16
    case accessEnded = 17
    /// What somebody held of a file was given to somebody else.
    case workHandedOver = 18
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
    /// General consent was refused or taken back: a manager decides how to go on.
    case consentReferred = 32
    /// How to go on without it was decided.
    case consentRuled = 33
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
    case policyAcknowledged = 60
    /// Somebody with a special standing asked at the desk.
    case callerRecorded = 61
    case callerAnswered = 62
    /// Somebody ruled on their part; somebody else decides on the rest.
    case referralRuledInPart = 56
    /// What an approval lacked was answered by whoever had asked.
    case referralCompleted = 57
    /// Somebody ruled on what a special caller may be told.
    case callerApproved = 63
    case callerRefused = 64
    /// What a special caller had not said was found out.
    case callerCompleted = 66
    case organisationChanged = 65
    /// A list that names or tells of files was shown, or of one file who can see it and who looked; which, is sealed.
    case listShown = 70
    /// Something unusual in who looked was looked into by somebody else.
    case unusualLookedInto = 71
    /// Somebody asked for a file, or a part of one, that is not there or not theirs; which, is sealed.
    case openingRefused = 72
    case fileRestricted = 80
    /// A guardian looked whether a restriction is still needed, and kept it.
    case restrictionReviewed = 81
    case restrictionLifted = 82
    /// Somebody stepped back from a file.
    case conflictDeclared = 83
    /// A guardian opened what the guardians hold in escrow.
    case escrowOpened = 84
    /// Somebody else looked at why.
    case escrowReviewed = 85
    /// Somebody took the log's signed head away, to keep it elsewhere.
    case checkpointTaken = 96
    /// Somebody laid a head that they had kept beside the log.
    case checkpointChecked = 97
    /// What follows was written after a restore; the log before it is that of the backup.
    case restored = 90
    /// A backup was restored on trial, and all of it verified.
    case restoreTested = 91
    case backupMade = 92
    /// Somebody took away all that they may read.
    case exported = 93
    /// A file was in what somebody took away.
    case fileExported = 94
    case memberSuspended = 100
    /// Somebody drew ten new recovery codes for their second step; those before are void.
    case recoveryCodesRenewed = 105
    /// Somebody signed in typed their passphrase afresh.
    case identityConfirmed = 106
    /// Two recovery sheets were typed to see that they open, and opened.
    case sheetsTested = 107
    /// Two recovery sheets made somebody a guardian.
    case recovered = 108
    /// A new set of recovery sheets was handed over; the one before is void.
    case sheetsRenewed = 109
    case counsellingNoteWritten = 110
    case organisationFileMade = 111
    case organisationNoteWritten = 112
    case counsellingOpened = 113
    /// Sessions past a limit ended by themselves.
    case sessionsExpired = 114
    /// This computer took up the log again, because its own word of it was missing.
    case headAdopted = 120

    /// A code that was not used was withdrawn: it enrols nobody.
    case codeWithdrawn = 115
    /// Somebody who had enrolled was not let in, and what they had made was destroyed.
    case newcomerTurnedAway = 116
    /// A trustee recorded that the trustees adopted the text of the policy.
    case policyAdopted = 117
    /// A guardian wrote down who holds which recovery sheet now.
    case sheetHoldersWritten = 118
    /// The desk passed on what a guardian answered a special caller.
    case callerAnswerPassedOn = 119

    /// Whether it takes something away that somebody could do or read before: it is answered once `log.head` covers it, so
    /// that a database from before, put back at once, is noticed. Exhaustive, so that a new kind asks.
    var takesAway: Bool {
        switch self {
        case .memberSuspended, .roleChanged, .memberReadmitted, .recovered, .accessEnded, .workHandedOver,
            .fileRestricted, .restrictionReviewed, .conflictDeclared, .consentWithdrawn, .consentRecorded,
            .sheetsHandedOver, .sheetsRenewed, .passphraseChanged, .secondFactorSet, .secondFactorReset,
            .recoveryCodesRenewed, .sessionEnded, .signedOut, .screenLocked, .fileErased, .charityFounded,
            .restored, .headAdopted, .referralApproved, .referralRuledInPart, .referralRefused,
            .callerRefused, .codeWithdrawn, .newcomerTurnedAway:
            true
        case .memberInvited, .memberEnrolled, .memberCertified, .signedIn, .signInRefused, .accessGranted,
            .fileMade, .fileOpened, .namesSearched, .contactMade, .contactChanged, .noteWritten,
            .identityChanged, .purposeProposed, .purposeApproved, .messageTaken, .messagesShown,
            .messagePassedOn, .shareWithheld, .shareReferred, .shareReleased,
            .shareReleasedInPart, .policyAcknowledged, .callerRecorded, .callerAnswered,
            .callerApproved, .organisationChanged, .listShown, .unusualLookedInto,
            .openingRefused, .restrictionLifted, .escrowOpened, .escrowReviewed, .checkpointTaken,
            .checkpointChecked, .restoreTested, .backupMade, .exported, .fileExported, .identityConfirmed,
            .sheetsTested, .counsellingNoteWritten, .organisationFileMade, .organisationNoteWritten,
            .counsellingOpened, .sessionsExpired, .policyAdopted, .sheetHoldersWritten,
            .callerAnswerPassedOn, .callerCompleted, .consentReferred, .consentRuled, .referralCompleted:
            false
        }
    }

    /// The clause under which it is done or recorded.
    package var clause: String {
        switch self {
        case .charityFounded, .memberInvited, .memberEnrolled, .memberCertified,
            .policyAcknowledged, .roleChanged, .codeWithdrawn, .newcomerTurnedAway:
            "S3.5"
        case .sheetsHandedOver, .signedIn, .signInRefused, .signedOut, .screenLocked, .memberSuspended,
            .secondFactorSet, .secondFactorReset, .passphraseChanged, .sessionEnded, .identityConfirmed,
            .memberReadmitted, .restored, .restoreTested, .backupMade, .exported, .sheetsTested, .recovered,
            .sheetsRenewed, .recoveryCodesRenewed, .sessionsExpired, .headAdopted, .sheetHoldersWritten:
            "S3.7"
        case .policyAdopted: "R"
        case .counsellingNoteWritten, .counsellingOpened: "P2"
        case .organisationFileMade, .organisationNoteWritten: "S2.4"
        case .fileMade, .contactMade, .consentRecorded, .consentWithdrawn: "S4.1"
        case .purposeProposed, .purposeApproved: "S3.1"
        case .shareWithheld, .shareReleased, .shareReleasedInPart: "S1.2"
        case .callerRecorded, .callerAnswered, .callerCompleted: "P4.1"
        case .checkpointTaken, .checkpointChecked: "P4.5"
        case .shareReferred, .referralApproved, .referralRefused, .referralRuledInPart: "P4.4"
        case .callerApproved, .callerRefused, .referralCompleted, .consentRuled: "P4.4"
        case .consentReferred: "S4.2"
        case .organisationChanged: "S1.3"
        case .fileRestricted, .restrictionReviewed, .restrictionLifted, .conflictDeclared, .escrowOpened,
            .escrowReviewed:
            "S3.7"
        case .fileOpened, .fileExported, .namesSearched, .listShown, .unusualLookedInto, .openingRefused,
            .accessGranted, .accessEnded, .workHandedOver:
            "S3.4"
        case .fileErased, .contactChanged, .noteWritten, .identityChanged: "S1.1"
        case .messageTaken, .messagesShown, .messagePassedOn, .callerAnswerPassedOn: "P1.1"
        }
    }
}
