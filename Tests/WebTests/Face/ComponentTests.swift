import Testing
import Web

@Suite struct ComponentTests {
    @Test func `hostile text stays text in every place of every component`() {
        let hostile = "<script>\"'><img src=x onerror=alert(1)>\u{202E}\u{0}"
        for markup in Samples.every(hostile).map(\.description) + [Samples.page(hostile)] {
            #expect(!markup.contains("<img") && !markup.contains("<script>"))
            #expect(!markup.contains("\u{202E}") && !markup.contains("\u{0}"))
            #expect(
                markup.contains(
                    "&lt;script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;\u{FFFD}\u{FFFD}"))
        }
    }

    @Test func `nothing is inline, so that the strictest policy holds`() throws {
        let page = Samples.page("plain")
        #expect(!page.contains(" style="))
        #expect(!page.contains("<style"))
        #expect(page.matches(of: /\son[a-z]+=/).isEmpty)
        #expect(page.matches(of: /<script/).count == 1)
        #expect(page.contains("<script defer src=\"/assets/amanah.js?"))
        #expect(!page.contains("javascript:"))
        #expect(page.matches(of: /https?:/).isEmpty)
    }

    @Test func `every id is there once, and every reference to one leads somewhere`() {
        let page = Samples.page("plain")
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count)
        let references =
            page.matches(of: /\sfor="([^"]*)"/).map { String($0.output.1) }
            + page.matches(of: /aria-describedby="([^"]*)"/).flatMap {
                $0.output.1.split(separator: " ").map(String.init)
            }
        #expect(references.count > 12)
        for reference in references { #expect(ids.contains(reference)) }
    }

    @Test func `elements are closed in the order in which they were opened`() {
        let void: Set<Substring> = ["meta", "link", "input", "path", "!doctype"]
        var open: [Substring] = []
        for match in Samples.page("plain").matches(of: /<(\/?)(!?[a-z0-9]+)[^>]*?(\/?)>/) {
            let (_, closing, name, selfClosing) = match.output
            if void.contains(name) || !selfClosing.isEmpty { continue }
            if closing.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
        }
        #expect(open.isEmpty)
    }

    @Test func `a page says its language and its direction`() {
        let page = Page(
            title: "رضامندی", organisation: "A", language: "ur", direction: .rightToLeft, main: { "" as HTML }
        )
        #expect(page.render().description.contains("<html lang=\"ur\" dir=\"rtl\" translate=\"no\">"))
    }

    @Test func `a page before sign-in has no menu, no lock and no idle clock`() {
        let page = Page(title: "Sign in", organisation: "A", main: { "" as HTML }).render().description
        for word in ["<nav", "data-lock", "data-idle-seconds", "Sign out"] { #expect(!page.contains(word)) }
    }

    @Test func `the confidential mark is on a page only where it is asked for`() {
        let plain = Page(title: "A", organisation: "A", main: { "" as HTML }).render().description
        let marked = Page(title: "A", organisation: "A", marking: .confidential, main: { "" as HTML })
        #expect(!plain.contains("CONFIDENTIAL"))
        #expect(marked.render().description.contains(">CONFIDENTIAL<"))
    }
}
