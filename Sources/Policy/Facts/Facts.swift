/// What is known about one request: may these items go to this recipient, on this ground, now?
///
/// `nil` is unknown, which is a value of its own: it can fire a row that withholds or refers, never one that
/// releases. Consent, undertaking and the rest are already judged as of now by whoever gathers them: an expired
/// consent arrives as `expired`.
package struct Facts: Hashable, Sendable {
    package var recipient: Recipient
    package var items: Items
    package var subject: SubjectKind?
    package var age: AgeBand?
    package var ground: Ground?
    /// The asker's identity was checked (H1).
    package var verified: Bool?
    /// The police stated a reasonable suspicion (clause P4.1(i)).
    package var suspicion: Bool?
    /// There is a current investigation (clause P4.1(i)).
    package var investigation: Bool?
    /// Reported missing to the police (clause P4.3).
    package var reportedMissing: Bool?
    /// Public safety is at risk now (clause S1.3(b)).
    package var publicSafety: Bool?
    package var consent: ConsentState?
    /// The items that the consent covers, for this recipient and purpose.
    package var consentItems: Items?
    /// The recipient understands and accepted the terms (clause S4.3).
    package var undertaking: Bool?
    /// The recipient needs the items for the service (clauses S3.4, S4.2).
    package var needToKnow: Bool?
    package var purpose: PurposeState?
    package var `protocol`: ProtocolState?
    package var protocolItems: Items?
    /// A legal power is cited and names this recipient (clause S1.3(a)).
    package var power: Bool?
    /// The items that the power reaches.
    package var powerItems: Items?
    /// The visitors' confidentiality form is signed (clause P3).
    package var visitorForm: Bool?
    /// Both policies were given to the visitor (clause P3).
    package var policiesGiven: Bool?
    package var approval: Approval?
    /// The items approved, for this recipient and ground.
    package var approvalItems: Items?
    /// Only fields that the organisation permitted for publication (clause S2.3).
    package var permittedFields: Bool?
    /// Small numbers were suppressed (clause S3.3).
    package var suppressed: Bool?

    /// A request of which nothing but the recipient, the items and perhaps the ground is known yet.
    package init(recipient: Recipient, items: Items, ground: Ground? = nil) {
        self.recipient = recipient
        self.items = items
        self.ground = ground
    }

    /// Whether the recipient counts as itself (H1).
    package var countsAsItself: Bool {
        recipient.needsNoCheck || verified == true
    }

    /// Whether somebody outside the team asks, other than the verified subject.
    package var isAskedFromOutside: Bool {
        recipient.isOutsider && !(recipient == .subject && verified == true)
    }
}
