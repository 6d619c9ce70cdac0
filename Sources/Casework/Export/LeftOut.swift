/// Something that no export has, and why: so that nobody takes what they have for more than it is.
package struct LeftOut: Codable, Hashable, Sendable {
    package let what: String
    package let why: String

    /// What an export of what one may read leaves out.
    static let always = [
        LeftOut(
            what: "messages at the desk, waiting or passed on",
            why: "They come up when the person makes contact, and only then (P1.1). Open them from the file."),
        LeftOut(
            what: "special callers who were answered",
            why: "They are in no list any more. What was said is in the log of whoever may read it (P4.1)."),
        LeftOut(
            what: "what is unusual, who looked and who can see a file, as pages show them",
            why: "They are worked out of the log and the grants, for the moment in which they are asked."),
        LeftOut(
            what: "what was found on looking into the unusual and into escrow",
            why: "It speaks of colleagues. That it was written is in the log; it is read on its own page."),
        LeftOut(
            what: "earlier versions of the register, of staff and of purposes",
            why: "The lists are as they are now. Who changed them when is in the log."),
        LeftOut(
            what: "other people’s drafts and reminders",
            why: "They are theirs alone: no other key opens them."),
        LeftOut(
            what: "keys, certificates, sessions and the proofs of the log",
            why: "They open or prove, and say nothing. “amanah ledger export” writes the proofs."),
    ]

    /// What an export of one file leaves out besides.
    static let fromOneFile = [
        LeftOut(
            what: "your drafts, the charity’s log, callers and acknowledgements",
            why: "They are not this file’s. An export of all that you may read has them.")
    ]
}
