/// A file that the program serves from itself: the stylesheet, the script, the icon, the fonts and their licence.
package struct Asset: Sendable {
    /// The last part of its address.
    package let name: String
    /// For the `Content-Type` header.
    package let contentType: String
    /// Its content.
    package let bytes: [UInt8]
    /// Its address. It changes with the content, so that a browser may keep the file for ever.
    package let href: String

    private init(_ name: String, _ contentType: String, _ bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
        href = "/assets/\(name)?\(String(Self.fingerprint(of: bytes), radix: 36))"
    }

    /// The one stylesheet.
    package static let stylesheet = Asset(
        "amanah.css", "text/css; charset=utf-8", PackageResources.amanah_css)
    /// The one script; every page works without it.
    package static let script = Asset(
        "amanah.js", "text/javascript; charset=utf-8", PackageResources.amanah_js)
    /// The seal, for the browser's tab.
    package static let icon = Asset("icon.svg", "image/svg+xml", PackageResources.icon_svg)
    /// Where the fonts come from, and their licence.
    package static let licence = Asset(
        "fonts-licence.txt", "text/plain; charset=utf-8", PackageResources.fonts_licence_txt)
    /// The fonts that the stylesheet names.
    package static let fonts = Font.all.map { Asset($0.name, "font/woff2", $0.bytes) }

    /// Every file there is.
    package static let all: [Asset] = [stylesheet, script, icon, licence] + fonts

    /// The file of a name, for the route `/assets/{name}`.
    package static func named(_ name: String) -> Asset? {
        all.first { $0.name == name }
    }

    /// FNV-1a: tells versions apart; nothing rests on its strength.
    private static func fingerprint(of bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
