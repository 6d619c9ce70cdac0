import Casework
import HTTPTypes
import Hummingbird

extension SignInSource {
    /// Where a sign-in comes from: the connection's address, or, behind a proxy, the last that it wrote into
    /// `X-Forwarded-For`; what the browser kept; and what kind it is.
    init(_ request: Request, _ context: Context, _ site: Site) {
        var address = context.remote ?? ""
        if site.trustsProxy, let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        {
            address = last.trimmingPrefix { $0 == " " }.prefix(64).description
        }
        self.init(
            address: Self.network(address), tickets: request.cookie(Guard.ticketsName) ?? "",
            device: Device(userAgent: request.headers[.userAgent] ?? ""))
    }

    /// An IPv6 address stands for its /64: one subscriber has all of it.
    static func network(_ address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let gap = parts.dropFirst().firstIndex(of: "") else {
            return parts.prefix(4).joined(separator: ":")
        }
        let head = parts[..<gap].filter { !$0.isEmpty }
        let zeros = repeatElement(Substring("0"), count: max(0, 4 - head.count))
        return (head + zeros).prefix(4).joined(separator: ":")
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
