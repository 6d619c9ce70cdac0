import Vault

/// Every address of the program. Links, form actions and the router are made from here and from nowhere else.
package enum Route: String, CaseIterable, Sendable {
    case signIn = "/sign-in"
    case enrol = "/enrol"
    case waiting = "/waiting"
    case mySignIn = "/my-sign-in"
    case endSession = "/my-sign-in/end"
    case changePassphrase = "/my-sign-in/passphrase"
    case secondStep = "/my-sign-in/second-step"
    case secondStepOff = "/my-sign-in/second-step/off"
    case recoveryCodes = "/my-sign-in/recovery-codes"
    case confirm = "/confirm"
    case signOut = "/sign-out"
    case lock = "/lock"
    case stay = "/stay"
    case asset = "/assets/:asset"
    case today = "/"
    case enquiry = "/enquiry"
    case enquiryKept = "/enquiry/kept"
    case enquiryUnfinished = "/enquiry/unfinished"
    case police = "/enquiry/police"
    case family = "/enquiry/family"
    case official = "/enquiry/official"
    case callerSaid = "/enquiry/caller/:caller"
    case answerPassedOn = "/enquiry/caller/:caller/passed-on"
    case callers = "/callers"
    case caller = "/callers/:caller"
    case callerLookUp = "/callers/:caller/look-up"
    case callerAnswer = "/callers/:caller/answer"
    case callerRuling = "/callers/:caller/ruling"
    case callerFound = "/callers/:caller/found"
    case find = "/find"
    case findLive = "/find/live"
    case firstContact = "/first-contact"
    case makeFile = "/first-contact/make"
    case myFiles = "/my-clients"
    case withoutWorker = "/clients-without-worker"
    case takeOn = "/file/:file/take-on"
    case mySessions = "/my-sessions"
    case organisation = "/organisation"
    case makeOrganisation = "/organisation/make"
    case file = "/file/:file"
    case contactMade = "/file/:file/contact-made"
    case messages = "/file/:file/messages"
    case passOn = "/file/:file/pass-on"
    case fileLog = "/file/:file/log"
    case fileLooks = "/file/:file/looked"
    case note = "/file/:file/note"
    case organisationNote = "/file/:file/note/organisation"
    case commercialNote = "/file/:file/note/commercial"
    case organisationChange = "/file/:file/organisation"
    case contact = "/file/:file/contact"
    case consent = "/file/:file/consent"
    case withdrawConsent = "/file/:file/consent/withdraw"
    case consentForm = "/file/:file/consent/print"
    case refusedConsent = "/file/:file/consent/refused"
    case consents = "/consents"
    case share = "/file/:file/share"
    case shareDone = "/file/:file/share/done"
    case disclosures = "/file/:file/disclosures"
    case disclosure = "/file/:file/disclosure/:record"
    case letter = "/file/:file/disclosure/:record/letter"
    case rule = "/file/:file/disclosure/:record/rule"
    case completeReferral = "/file/:file/disclosure/:record/complete"
    case releaseApproved = "/file/:file/disclosure/:record/release"
    case decisions = "/decisions"
    case purposes = "/purposes"
    case approvePurpose = "/purposes/:purpose/approve"
    case counselling = "/file/:file/counselling"
    case identity = "/file/:file/identity"
    case export = "/export"
    case exportFile = "/file/:file/export"
    case erase = "/file/:file/erase"
    case erased = "/erased"
    case reminders = "/file/:file/reminders"
    case reminderEnded = "/file/:file/reminders/end"
    case draft = "/draft"
    case draftThrownAway = "/draft/throw-away"
    case logBook = "/log"
    case logDay = "/log/:day"
    case logCheck = "/log-check"
    case logProof = "/log-proof/:position"
    case unusual = "/unusual"
    case checkpoint = "/checkpoint"
    case checkpointTaken = "/checkpoint/take"
    case staff = "/staff"
    case invite = "/staff/invite"
    case certify = "/staff/:member/certify"
    case withdrawCode = "/staff/:member/withdraw-code"
    case turnAway = "/staff/:member/turn-away"
    case suspend = "/staff/:member/suspend"
    case resetSecondStep = "/staff/:member/second-step"
    case staffMatrix = "/staff/matrix"
    case teams = "/staff/teams"
    case reach = "/staff/:member/can-open"
    case changeRole = "/staff/:member/role"
    case readmit = "/staff/:member/readmit"
    case handOver = "/staff/:member/hand-over"
    case workLeft = "/staff/:member/left"
    case giveBack = "/staff/:member/give-back"
    case filePeople = "/file/:file/people"
    case restrict = "/file/:file/restrict"
    case restriction = "/file/:file/restriction"
    case restrictions = "/restrictions"
    case conflict = "/file/:file/conflict"
    case escrow = "/file/:file/escrow"
    case escrowRead = "/file/:file/escrow/read"
    case escrowReviews = "/escrow"
    case escrowReview = "/file/:file/escrow-review/:record"
    case endAccess = "/file/:file/people/end"
    case recover = "/recover"
    case trySheets = "/try-recovery-sheets"
    case sheets = "/recovery-sheets"
    case sheet = "/recovery-sheets/:number"
    case sheetsDone = "/recovery-sheets-done"
    case sheetHolders = "/recovery-sheets-holders"
    case policy = "/policy"
    case acknowledge = "/policy/acknowledge"
    case adoptPolicy = "/policy/adopt"
    case acknowledgements = "/policy/acknowledgements"

    /// The address, with an id, a day or a number in its place. No name and no search term ever
    /// stands in one.
    package func path(_ part: String = "") -> String {
        let pattern = rawValue
        guard let colon = pattern.utf8.firstIndex(of: UInt8(ascii: ":")) else { return pattern }
        let rest = pattern.utf8[colon...].firstIndex(of: UInt8(ascii: "/")) ?? pattern.endIndex
        return "\(pattern[..<colon])\(part)\(pattern[rest...])"
    }

    package func path(_ id: ID) -> String { path(id.text) }

    /// The entry of the navigation that it stands under.
    var place: Route {
        switch self {
        case .enquiryKept, .enquiryUnfinished: .enquiry
        case .withoutWorker: .myFiles
        case .firstContact, .makeFile: .find
        case .logDay, .logCheck, .unusual, .checkpoint, .checkpointTaken: .logBook
        case .invite, .certify, .withdrawCode, .turnAway, .teams, .staffMatrix, .reach, .changeRole, .readmit,
            .handOver,
            .workLeft, .giveBack:
            .staff
        default: self
        }
    }

    /// Whether what was typed is kept when the session has ended: not a search, never a recovery sheet or a passphrase,
    /// and nothing of the ways in and out.
    var keepsTyping: Bool {
        switch self {
        case .findLive, .trySheets, .confirm, .changePassphrase, .secondStep, .secondStepOff, .recoveryCodes,
            .signIn, .enrol, .recover, .signOut, .lock:
            false
        default: true
        }
    }

    /// Which of these an address is, with ids, days and numbers in their places and nothing else.
    static func at(_ path: String) -> Route? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return allCases.first { route in
            let pattern = route.rawValue.split(separator: "/", omittingEmptySubsequences: false)
            return pattern.count == parts.count
                && zip(pattern, parts).allSatisfy {
                    $0 == $1 || $0.first == ":" && !$1.isEmpty && $1.utf8.allSatisfy(isOfAnID)
                }
        }
    }

    /// A digit, a letter from a to f, or the hyphen of a day.
    private static func isOfAnID(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || byte == UInt8(ascii: "-")
    }

    /// The address of a record of a file.
    package func path(_ file: ID, _ record: ID) -> String {
        path(file).replacing(":record", with: record.text)
    }
}
