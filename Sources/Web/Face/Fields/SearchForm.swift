/// A search that posts, because what is looked for must never stand in an address.
///
/// With the script, results follow the typing: `live` is asked by POST with the same fields and answers with a
/// fragment for the results; a `Found` in it is read out.
package struct SearchForm: Component {
    private let action: String
    private let live: String?
    private let token: String
    private let input: TextField
    private let submit: String
    private let results: HTML

    /// A search form with its results below.
    package init(
        to action: String, live: String? = nil, token: String, name: String = "query", label: String,
        hint: String? = nil, value: String = "", error: String? = nil, submit: String = "Find",
        isFocused: Bool = true, @HTMLBuilder results: () -> HTML
    ) {
        self.action = action
        self.live = live
        self.token = token
        self.input = TextField(
            name, label: label, hint: hint, value: value, error: error, kind: .search, isFocused: isFocused)
        self.submit = submit
        self.results = results()
    }

    /// The markup.
    package var html: HTML {
        """
        <div role="search">
        <form class="form search" method="post" action="\(action)" autocomplete="off" novalidate\
        \(attribute: "data-search", live)>
        <input type="hidden" name="form" value="\(token)">
        \(input)<button class="button primary" type="submit">\(submit)</button>
        </form>
        <p class="unseen" role="status" data-search-status></p>
        <div data-search-results>
        \(results)
        </div>
        </div>

        """
    }
}

/// How many were found, in words; also read out when results follow the typing.
package struct Found: Component {
    private let words: String

    /// For example `3 people may match`.
    package init(_ words: String) { self.words = words }

    /// The markup.
    package var html: HTML { "<p class=\"found\" data-found>\(words)</p>\n" }
}
