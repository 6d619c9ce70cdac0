import Vault

/// Every address of the program. Links, form actions and the router are made from here and from nowhere else.
package enum Route: String, CaseIterable, Sendable {
    case signIn = "/sign-in"
    case enrol = "/enrol"
    case waiting = "/waiting"
    case signOut = "/sign-out"
    case lock = "/lock"
    case stay = "/stay"
    case asset = "/assets/:asset"
    case today = "/"
    case enquiry = "/enquiry"
    case enquiryKept = "/enquiry/kept"
    case find = "/find"
    case findLive = "/find/live"
    case firstContact = "/first-contact"
    case makeFile = "/first-contact/make"
    case myFiles = "/my-clients"
    case file = "/file/:file"
    case contactMade = "/file/:file/contact-made"
    case messages = "/file/:file/messages"
    case passOn = "/file/:file/pass-on"
    case note = "/file/:file/note"
    case contact = "/file/:file/contact"
    case identity = "/file/:file/identity"
    case reminders = "/file/:file/reminders"
    case reminderEnded = "/file/:file/reminders/end"
    case draft = "/draft"
    case draftThrownAway = "/draft/throw-away"
    case logBook = "/log"
    case logDay = "/log/:day"
    case logCheck = "/log-check"
    case staff = "/staff"
    case invite = "/staff/invite"
    case certify = "/staff/:member/certify"
    case sheets = "/recovery-sheets"
    case sheet = "/recovery-sheets/:number"
    case sheetsDone = "/recovery-sheets-done"

    /// The address, with an id, a day or a number in its place. No name and no search term ever stands in one.
    package func path(_ part: String = "") -> String {
        guard let colon = rawValue.firstIndex(of: ":") else { return rawValue }
        let rest = rawValue[colon...].dropFirst().drop { $0 != "/" }
        return rawValue[..<colon] + part + rest
    }

    package func path(_ id: ID) -> String { path(id.text) }
}
