/// The few drawings that the face uses, inline so that they take the colour of the text. All are decoration.
enum Icon: Component {
    /// The mark: two squares turned on each other, the old seal, with a keyhole.
    case seal
    case lock
    case info
    case done
    case caution
    case stop
    case print

    var html: HTML {
        """
        <svg class="icon\(if: self == .seal, " seal")" viewBox="0 0 24 24" aria-hidden="true" focusable="false">\(shape)</svg>
        """
    }

    private var shape: HTML {
        switch self {
        case .seal:
            """
            <path class="seal-square" d="M4.2 4.2h15.6v15.6H4.2z"/>\
            <path class="seal-square" d="M12 .97 23.03 12 12 23.03.97 12z"/>\
            <path class="seal-hole" d="M12 7.2a2.9 2.9 0 0 1 1.5 5.4l1 4.2h-5l1-4.2A2.9 2.9 0 0 1 12 7.2z"/>
            """
        case .lock: "<path d=\"M6 11V8a6 6 0 0 1 12 0v3h1v10H5V11zm3 0h6V8a3 3 0 0 0-6 0z\"/>"
        case .info: "<path d=\"M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm-1.5 8.5V18h3v-7.5zM10.5 6v3h3V6z\"/>"
        case .done:
            "<path d=\"M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm5.3 5.6-6.9 6.9-3.2-3.2-1.9 1.9 5.1 5.1 8.8-8.8z\"/>"
        case .caution: "<path d=\"M12 1.8 23.5 22H.5zM10.6 9l.4 6.5h2l.4-6.5zm0 8.2v2.6h2.8v-2.6z\"/>"
        case .stop: "<path d=\"M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM6.5 10.5v3h11v-3z\"/>"
        case .print: "<path d=\"M6 2h12v5h4v10h-4v5H6v-5H2V7h4zm2 2v3h8V4zm0 10v6h8v-6z\"/>"
        }
    }
}
