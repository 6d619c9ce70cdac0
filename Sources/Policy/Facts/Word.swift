/// One of the procedure's words: a value that a fact may have, spelt as requests and answers spell it.
package protocol Word: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension Word {
    /// The place of the word in its table, from 0.
    ///
    /// An enumeration whose cases carry nothing is stored as the number of its case; a test holds every word
    /// to that.
    @inline(__always)
    package var ordinal: Int {
        withUnsafeBytes(of: self) { Int($0.first ?? 0) }
    }

    /// Every word of the table, in order: what an error names as allowed.
    package static var words: [String] {
        allCases.map(\.rawValue)
    }
}
