import Testing
import Web

@Suite struct HTMLTests {
    @Test func `text is escaped`() {
        let hostile = #"</p><script>alert("x")</script> & 'so on'"#
        let page: HTML = "<p>\(hostile)</p>"
        #expect(
            page.description
                == "<p>&lt;/p&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;so on&#39;</p>")
    }

    @Test func `an attribute cannot be left`() {
        let hostile = #"" onfocus="alert(1)" x='"#
        let page: HTML = "<input value=\"\(hostile)\">"
        #expect(
            page.description == "<input value=\"&quot; onfocus=&quot;alert(1)&quot; x=&#39;\">")
    }

    @Test func `markup is spliced as it is`() {
        let item: HTML = "<li>one</li>"
        let nothing: HTML? = nil
        let page: HTML = "<ul>\(item)\([item, item])\(nothing)</ul>"
        #expect(page.description == "<ul><li>one</li><li>one</li><li>one</li></ul>")
    }

    @Test func `conditions and optional attributes`() {
        let absent: String? = nil
        let page: HTML = """
            <input\(if: true, " checked")\(if: false, " disabled")\(attribute: "id", absent)\
            \(attribute: "title", "a\"b")\(attribute: "maxlength", 12)>\(7)
            """
        #expect(page.description == "<input checked title=\"a&quot;b\" maxlength=\"12\">7")
    }

    @Test func `the builder takes parts, options, branches and loops`() {
        func list(_ many: Bool) -> HTML {
            HTML {
                "<b>" as HTML
                if many {
                    for word in ["a", "<"] { "\(word)" as HTML }
                } else {
                    Optional<HTML>.none
                }
            }
        }
        #expect(list(true).description == "<b>a&lt;")
        #expect(list(false).description == "<b>")
    }

    @Test func `fragments are joined with a separator`() {
        let parts: [HTML] = ["a", "b", "c"]
        #expect(HTML(joining: parts, separator: ", ").description == "a, b, c")
    }

    @Test func `a part of a string is text too`() {
        #expect(HTML(text: "a<b>c".dropFirst().dropLast()).description == "&lt;b&gt;")
    }
}
