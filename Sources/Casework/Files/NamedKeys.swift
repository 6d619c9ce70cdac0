import Vault

/// The keys of an item as a session opened them, by their epochs, each with its name in memory that sessions share. What
/// was opened with a key is reached only by who presents its name, whatever else they have a right to.
struct NamedKeys: Sendable {
    /// By epoch.
    typealias Names = [UInt32: [UInt8]]

    let names: Names
    private let keys: [UInt32: ItemKey]

    init(_ keys: [ItemKey]) {
        self.keys = Dictionary(keys.map { ($0.item.epoch, $0) }, uniquingKeysWith: { first, _ in first })
        names = self.keys.mapValues(\.sharedName)
    }

    /// The key that opens what was written at an epoch; nil if this session has none.
    func key(at item: ItemEpoch) -> ItemKey? {
        guard let key = keys[item.epoch], key.item == item else { return nil }
        return key
    }
}

extension NamedKeys.Names {
    /// Whether each of the other names is among these.
    func presents(_ others: Self) -> Bool { others.allSatisfy { self[$0.key] == $0.value } }
}
