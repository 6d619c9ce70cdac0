extension FixedWidthInteger {
    /// The number after this one. Whoever counts on from a number that a row of the database says asks here: `+ 1` ends
    /// the process at the highest number there is, and somebody who writes the file can put that there.
    /// - Throws: `refused` where there is none.
    package func next() throws(VaultError) -> Self {
        let (next, isOver) = addingReportingOverflow(1)
        guard !isOver else { throw .refused }
        return next
    }
}
