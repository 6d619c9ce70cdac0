import Vault

/// A page of a list that goes on: what it shows, and from where the next one goes on. No list ends without saying so.
struct ListPage<Shown: Sendable>: Sendable {
    /// The most of a page.
    static var longest: Int64 { 100 }

    let shown: [Shown]
    /// The place of the last one, if there are more.
    let next: Int64?

    /// - Parameter found: in the order of the list, each with its place; one more than a page says that there are more.
    init(_ found: [(Shown, Int64)]) {
        let page = found.prefix(Int(Self.longest))
        shown = page.map(\.0)
        next = found.count > page.count ? page.last?.1 : nil
    }
}
