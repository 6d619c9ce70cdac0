/// A whole document: head, spine with the navigation, the page's own content, footer.
///
/// The only scripts and styles are the two files of `Asset`; nothing is inline, so that the strictest
/// Content-Security-Policy holds.
package struct Page: Sendable {
    /// How wide the content may grow: lines for reading, or room for tables.
    package enum Width: Sendable { case reading, wide }

    /// What the document is marked with, on the screen and on every printed sheet.
    package enum Marking: Sendable { case none, confidential }

    /// Which way the page is written.
    package enum Direction: Sendable { case leftToRight, rightToLeft }

    private let title: String
    private let organisation: String
    private let signedIn: SignedIn?
    private let width: Width
    private let marking: Marking
    private let language: String
    private let direction: Direction
    private let hasErrors: Bool
    private let isLeft: Bool
    private let main: HTML

    /// A document.
    ///
    /// - Parameters:
    ///   - title: for the browser's tab and history; never a name or anything else about a person.
    ///   - organisation: the charity's name, from its settings.
    ///   - signedIn: who is signed in, and where they are; nil before signing in.
    ///   - marking: `.confidential` prints the word on every sheet (Clause S4.3).
    ///   - language: a BCP 47 tag.
    ///   - hasErrors: says so first in the tab's title, for people who hear it.
    ///   - isLeft: nobody is signed in at this browser, so that its other windows are to show nothing either.
    package init(
        title: String, organisation: String, signedIn: SignedIn? = nil, width: Width = .reading,
        marking: Marking = .none, language: String = "en", direction: Direction = .leftToRight,
        hasErrors: Bool = false, isLeft: Bool = false, @HTMLBuilder main: () -> HTML
    ) {
        self.title = title
        self.organisation = organisation
        self.signedIn = signedIn
        self.width = width
        self.marking = marking
        self.language = language
        self.direction = direction
        self.hasErrors = hasErrors
        self.isLeft = isLeft
        self.main = hasErrors ? main().withSummaryInPageOrder() : main()
    }

    /// The document, ready to send as `text/html; charset=utf-8`.
    package func render() -> HTML {
        """
        <!doctype html>
        <html lang="\(language)" dir="\(direction == .rightToLeft ? "rtl" : "ltr")" translate="no">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex, nofollow">
        <meta name="google" content="notranslate">
        <meta name="color-scheme" content="light dark">
        <title>\(if: hasErrors, "Please check: ")\(title) – \(organisation)</title>
        <link rel="stylesheet" href="\(Asset.stylesheet.href)">
        <link rel="icon" type="image/svg+xml" href="\(Asset.icon.href)">
        <script defer src="\(Asset.script.href)"></script>
        </head>
        <body class="\(signedIn == nil ? "outside" : "inside")\(if: width == .wide, " wide")"\(signedIn?.idleAttributes)\(if: isLeft, " data-left")>
        <a class="skip" href="#main" lang="en">Skip to the page itself</a>
        \(Spine(organisation: organisation, signedIn: signedIn))
        <div class="sheet">
        <main id="main" tabindex="-1"\(if: marking == .confidential, " class=\"marked-paper\"")>
        \(if: marking == .confidential, "<p class=\"marking\" lang=\"en\">CONFIDENTIAL</p>\n")\
        \(main)
        </main>
        </div>
        \(Footer(organisation: organisation, signedIn: signedIn))
        </body>
        </html>

        """
    }
}
