import Vault

extension EntryKind {
    /// The item whose holders alone may see that such a thing was done; nil where whoever holds the log may. That
    /// there was counselling is as confidential as what was said in it (clause P2).
    package var needed: Item? {
        switch self {
        case .counsellingNoteWritten, .counsellingOpened: .counselling
        default: nil
        }
    }

    /// The kinds that not every holder of the log may see: lists leave them out of what they sort by.
    static let needingItems = allCases.filter { $0.needed != nil }

    /// Whether an act of this kind makes the file that it is on.
    var makesFile: Bool { self == .fileMade || self == .organisationFileMade }
}

extension Entry {
    /// The one rule of who sees an entry (clauses S3.4, P2): whoever did it, as long as the file is there for
    /// them; else whoever holds the file's log, and the item that the kind needs.
    func isShown(to reader: ID, opening file: OpenFile?) -> Bool {
        guard let file else { return false }
        if actor == reader { return true }
        guard file.holds(.log) else { return false }
        return kind.needed.map(file.holds) ?? true
    }
}

/// The kinds that a reader of a file's log sees only where they did it themself: the same rule, for a page to be as long,
/// and to end where it would, without them (clause P2).
struct Unseen: Sendable {
    let reader: ID
    let kinds: [EntryKind]

    init(by reader: ID, in open: OpenFile) {
        self.reader = reader
        self.kinds = EntryKind.needingItems.filter { !($0.needed.map(open.holds) ?? true) }
    }
}
