/// What a page could not show because it could not be read: nobody takes the page for all there is. It is not on paper,
/// for a letter goes to somebody whom it does not concern.
struct UnreadNotice: Component {
    /// How many rows.
    let count: Int

    var html: HTML {
        if count == 0 { return .empty }
        let isOne = count == 1
        let notice = Notice(
            .warning, isOne ? "One record could not be read" : "\(count) records could not be read",
            "\(isOne ? "What it says" : "What they say") is missing here, so do not decide by this page alone. "
                + "Tell a data guardian. On the server, “amanah ledger verify” says which \(isOne ? "it is" : "they are")."
        )
        return "<div class=\"unread\">\(notice)</div>"
    }
}
