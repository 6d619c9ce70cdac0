/// Leave to release: made by a decision, demanded by every operation that lets information out (clause S1.2).
///
/// Nothing outside this module can make one, so an operation that asks for a permit cannot be reached without a
/// decision that released something.
package struct Permit: Hashable, Sendable {
    /// The role that the decision was about.
    package let recipient: Recipient
    /// The person or body that it was about, by an id that means nothing here; empty if the role is enough.
    package let party: [UInt8]
    /// What may be released; never more than was asked.
    package let items: Items
    /// The file that it is for, by its 16-byte id.
    package let file: [UInt8]
    package let ground: Ground?
    /// What must be done with the release.
    package let obligations: Obligations
    /// SHA-256 of the rulebook that decided.
    package let rulebook: [UInt8]

    fileprivate init(_ decision: Decision, file: [UInt8], party: [UInt8]) {
        recipient = decision.facts.recipient
        items = decision.released
        ground = decision.facts.ground
        obligations = decision.obligations
        rulebook = decision.rulebook.hash
        self.file = file
        self.party = party
    }

    /// Whether the permit lets an item of a file go.
    package func allows(_ item: Item, of file: [UInt8]) -> Bool {
        items.contains(item) && file == self.file
    }
}

extension Decision {
    /// Leave to release what was released, from one file to one party; `nil` if nothing was.
    package func permit(file: [UInt8], party: [UInt8] = []) -> Permit? {
        released.isEmpty ? nil : Permit(self, file: file, party: party)
    }
}
