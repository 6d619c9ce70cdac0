import Testing
import Web

@Suite struct AssetTests {
    private let style = String(decoding: Asset.stylesheet.bytes, as: UTF8.self)
    private let script = String(decoding: Asset.script.bytes, as: UTF8.self)

    @Test func `every file that the stylesheet names is served`() {
        let names = style.matches(of: /url\("([^"]+)"\)/).map { String($0.output.1) }
        #expect(Set(names) == Set(Asset.fonts.map(\.name)))
        for name in names { #expect(Asset.named(name) != nil) }
    }

    @Test func `fonts are whole WOFF2 files`() {
        for font in Asset.fonts {
            #expect(Array(font.bytes.prefix(4)) == Array("wOF2".utf8))
            let length = font.bytes[8..<12].reduce(0) { $0 << 8 | Int($1) }
            #expect(length == font.bytes.count)
        }
    }

    @Test func `fonts stay small and carry their licence`() {
        #expect(Asset.fonts.reduce(0) { $0 + $1.bytes.count } < 400_000)
        #expect(String(decoding: Asset.licence.bytes, as: UTF8.self).contains("SIL OPEN FONT LICENSE"))
    }

    @Test func `nothing is asked of another server, and nothing is evaluated`() {
        for text in [style, script] { #expect(text.firstMatch(of: /https?:|\/\/[a-z]+\.|@import/) == nil) }
        #expect(script.firstMatch(of: /\beval\b|innerHTML|new Function|document\.write|localStorage/) == nil)
    }

    @Test func `a name that is not there is not there`() {
        #expect(Asset.named("../etc/passwd") == nil)
        #expect(Set(Asset.all.map(\.name)).count == Asset.all.count)
    }

    @Test func `only logical properties, so that right-to-left needs nothing of its own`() {
        let physical = /[\s;{](margin|padding|border|inset)-(left|right|top|bottom)|text-align: (left|right)/
        #expect(style.firstMatch(of: physical) == nil)
    }
}
