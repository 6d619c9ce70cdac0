/// A key that reaches a place or an action from anywhere on a page, and that the page shows.
///
/// Only function keys that neither browsers nor screen readers use by themselves, or a letter together with the
/// browser's own modifier (`accesskey`), so that speech input and typing never set one off (WCAG 2.1.4).
package enum Key: Sendable, Equatable {
    /// A function key, pressed alone. Works with the script.
    case function(Int)
    /// A letter with Alt, or Alt and Shift, as the browser has it. Works without a script.
    case letter(Character)

    /// F8 locks the screen. Free in Chrome, Edge, Firefox, NVDA and JAWS; near the middle of the top row.
    package static let lock = Key.function(8)

    /// F2 opens the enquiry desk before anything is known about the caller.
    package static let enquiry = Key.function(2)

    /// What the control carries.
    package var attributes: HTML {
        switch self {
        case .function(let number): " data-key=\"F\(number)\" aria-keyshortcuts=\"F\(number)\""
        case .letter(let letter): " accesskey=\"\(String(letter))\""
        }
    }
}

extension Key: Component {
    /// The key as it is shown beside the label. Hidden from speech, which hears the shortcut from the control itself.
    package var html: HTML {
        switch self {
        case .function(let number): "<kbd aria-hidden=\"true\">F\(number)</kbd>"
        case .letter(let letter): "<kbd aria-hidden=\"true\">Alt \(letter.uppercased())</kbd>"
        }
    }
}
