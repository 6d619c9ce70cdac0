/// Narrows a list. It changes nothing, so it goes by GET, and its choices are ids and numbers: nothing in it may be a
/// name or a search term.
package struct FilterForm: Component {
    private let action: String
    private let fields: HTML

    /// A form whose choices become the address of the narrowed list.
    package init(to action: String, @HTMLBuilder fields: () -> HTML) {
        self.action = action
        self.fields = fields()
    }

    /// The markup.
    package var html: HTML {
        """
        <form class="form filter" method="get" action="\(action)">
        \(fields)<button class="button secondary" type="submit">Show</button>
        </form>

        """
    }
}
