/// Text whose lines and spaces count, such as a signed checkpoint.
package struct Preformatted: Component {
    private let text: String

    /// The text as it is.
    package init(_ text: String) { self.text = text }

    /// The markup. It can be scrolled to by keyboard where it is wide.
    package var html: HTML { "<pre class=\"exact\" dir=\"ltr\" tabindex=\"0\">\(text)</pre>\n" }
}
