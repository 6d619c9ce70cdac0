import Testing

@testable import Web

/// Whatever a proxy writes, an address is one address.
@Suite struct ForwardedAddressTests {
    @Test(arguments: [
        "203.0.113.9", " 203.0.113.9 ", "203.0.113.9:51234", "\"203.0.113.9\"", "\"203.0.113.9:443\"",
        "for=203.0.113.9", "::ffff:203.0.113.9", "::FFFF:cb00:7109", "[::ffff:203.0.113.9]",
        "[::ffff:203.0.113.9]:51234", "\t203.0.113.9", "198.51.100.1, 203.0.113.9",
        "198.51.100.1,203.0.113.9:80", "unknown, 203.0.113.9", "203.0.113.9,", "203.0.113.9, ,",
        "\"198.51.100.1, 203.0.113.9", "0:0:0:0:0:ffff:203.0.113.9",
    ])
    func `an address of version 4 is read from all that proxies put around it`(_ listed: String) {
        #expect(ForwardedAddress(listed: [listed], forwarded: []) == .named("203.0.113.9"), "\(listed)")
    }

    @Test(arguments: [
        "2001:db8::9", "2001:DB8:0:0:0:0:0:9", "2001:0db8::0009", "[2001:db8::9]", "[2001:db8::9]:51234",
        "\"[2001:db8::9]:51234\"", "\"[2001:db8::9]\"", "2001:db8::9%eth0", "[2001:db8::9%25eth0]:443",
        "198.51.100.1, [2001:db8::9]:1",
    ])
    func `an address of version 6 is, too`(_ listed: String) {
        #expect(
            ForwardedAddress(listed: [listed], forwarded: []) == .named("2001:db8:0:0:0:0:0:9"), "\(listed)")
    }

    @Test(arguments: [
        "for=203.0.113.9", "For=\"203.0.113.9:4711\"", "for=203.0.113.9;proto=https;by=198.51.100.1",
        "proto=https; for = 203.0.113.9", "for=192.0.2.43, for=203.0.113.9", "for=\"[::ffff:203.0.113.9]:1\"",
        "for=\"_hid,den\", for=203.0.113.9", "for=_hidden;by=\"a;for=1\", FOR=203.0.113.9",
    ])
    func `Forwarded is read as RFC 7239 writes it`(_ forwarded: String) {
        #expect(ForwardedAddress(listed: [], forwarded: [forwarded]) == .named("203.0.113.9"), "\(forwarded)")
    }

    @Test(arguments: [
        "unknown", "_hidden", "_SEVKISEK", "", " ", ",", "203.0.113", "203.0.113.999", "203.0.113.009",
        "office", "[2001:db8::9", "2001:db8:::9", "for=unknown", "0x7f.1", "203.0.113.9, unknown",
        "203.0.113.9, _a1", String(repeating: "1", count: 5000),
    ])
    func `what is no address stands for the proxy, however it changes`(_ listed: String) {
        #expect(ForwardedAddress(listed: [listed], forwarded: []) == .unclear, "\(listed)")
        #expect(ForwardedAddress(listed: [], forwarded: ["for=\(listed)"]) == .unclear, "\(listed)")
    }

    @Test func `of several headers the last counts, and an empty one is none`() {
        #expect(
            ForwardedAddress(listed: ["198.51.100.1", "203.0.113.9"], forwarded: []) == .named("203.0.113.9"))
        #expect(ForwardedAddress(listed: ["203.0.113.9", ""], forwarded: []) == .named("203.0.113.9"))
        #expect(ForwardedAddress(listed: [], forwarded: []) == .unclear)
    }

    @Test func `two headers that agree are one, and two that do not are neither`() {
        #expect(
            ForwardedAddress(listed: ["203.0.113.9"], forwarded: ["for=\"203.0.113.9:1\""])
                == .named("203.0.113.9"))
        for forged in ["for=198.51.100.1", "for=198.51.100.2", "for=_x", "by=1"] {
            #expect(ForwardedAddress(listed: ["203.0.113.9"], forwarded: [forged]) == .conflicting)
        }
        #expect(ForwardedAddress(listed: ["unknown"], forwarded: ["for=203.0.113.9"]) == .conflicting)
    }
}
