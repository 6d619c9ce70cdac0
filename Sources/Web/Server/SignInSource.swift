import Casework
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

extension SignInSource {
    /// Where a sign-in comes from: the connection's address, or, behind a proxy, the last that it wrote down (see
    /// `ForwardedAddress`); what the browser kept; and what kind it is.
    init(_ request: Request, _ context: Context, _ site: Site) {
        var address = Self.network(context.remote ?? "")
        if site.trustsProxy {
            let said = ForwardedAddress(
                listed: request.headers[values: .forwardedFor],
                forwarded: request.headers[values: .forwarded])
            site.proxy.saw(said, site.logger)
            switch said {
            case .named(let named): address = Self.network(named)
            // All together: whoever makes a header up wins nothing by making up another.
            case .conflicting: address = "conflicting"
            case .unclear: break
            }
        }
        self.init(
            address: address, tickets: request.cookie(Guard.ticketsName) ?? "",
            device: Device(userAgent: request.headers[.userAgent] ?? ""))
    }

    /// An IPv6 address stands for its /64: one subscriber has all of it.
    static func network(_ address: String) -> String {
        guard let one = ForwardedAddress.canonical(address[...]) else { return address }
        return one.contains(":") ? one.split(separator: ":").prefix(4).joined(separator: ":") : one
    }
}

extension HTTPField.Name {
    static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .origin
    static let forwarded = HTTPField.Name("Forwarded") ?? .origin
}

/// Says in the server's log what the proxy in front writes, each thing once: what a person has to set right is seen there,
/// and nowhere else. Never an address.
final class ProxyWatch: Sendable {
    private let seen = Mutex<Set<String>>([])

    func saw(_ address: ForwardedAddress, _ logger: Logger) {
        let (name, words): (String, Logger.Message) =
            switch address {
            case .named:
                ("named", "The proxy says where requests come from: guesses at sign-in are counted by that.")
            case .unclear:
                (
                    "unclear",
                    """
                    The proxy names no address in X-Forwarded-For or Forwarded, or none that can be read: guesses at sign-in from \
                    everywhere are counted together. See docs/running.md.
                    """
                )
            case .conflicting:
                (
                    "conflicting",
                    """
                    X-Forwarded-For and Forwarded name two addresses: the proxy lets one through as the browser sent it. Have it take \
                    that one out. See docs/running.md.
                    """
                )
            }
        guard seen.withLock({ $0.insert(name).inserted }) else { return }
        if case .named = address { logger.info(words) } else { logger.warning(words) }
    }
}

extension Device {
    /// The few kinds that a list of sessions tells apart; the header itself is not kept.
    init(userAgent text: String) {
        let browser: Browser =
            text.contains("Edg")
            ? .edge
            : text.contains("Firefox/") || text.contains("FxiOS/")
                ? .firefox
                : text.contains("Chrom") || text.contains("CriOS/")
                    ? .chrome
                    : text.contains("Safari/") ? .safari : .other
        let system: System =
            text.contains("Android")
            ? .android
            : text.contains("iPhone") || text.contains("iPad")
                ? .iOS
                : text.contains("Windows")
                    ? .windows
                    : text.contains("Macintosh") ? .mac : text.contains("Linux") ? .linux : .other
        self.init(browser, on: system)
    }

    var words: String {
        let browser =
            switch browser {
            case .chrome: "Chrome"
            case .edge: "Edge"
            case .firefox: "Firefox"
            case .safari: "Safari"
            case .other: "A browser"
            }
        return switch system {
        case .windows: browser + " on Windows"
        case .mac: browser + " on a Mac"
        case .linux: browser + " on Linux"
        case .android: browser + " on Android"
        case .iOS: browser + " on an iPhone or iPad"
        case .other: browser
        }
    }
}
