import Policy

extension ClauseNote {
    /// A clause of the procedure in our own words, wherever the software asks or refuses.
    package init(_ clause: String, isOpen: Bool = false) {
        self.init(clause, Clause.of(clause)?.wording ?? "", isOpen: isOpen)
    }
}
