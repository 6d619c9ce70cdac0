import Glibc

/// Where a request came from, as the proxy in front says it: the last address that it wrote into `X-Forwarded-For`, or
/// into `Forwarded` (RFC 7239).
///
/// Proxies write more than an address: a port, brackets, quotation marks, a zone, an IPv4 address as one of IPv6, or a
/// word in an address's place (`unknown`, `_hidden`). Guesses of one source are counted together whatever they write, so
/// an address is read into its bytes, and what is none stands for the proxy itself.
enum ForwardedAddress: Equatable {
    /// The proxy names an address.
    case named(String)
    /// It names none that can be read, or does not say.
    case unclear
    /// Two headers name two addresses. One of them is the browser's own invention, and it can't be told which.
    case conflicting

    /// - Parameters:
    ///   - listed: the values of each `X-Forwarded-For`, in order.
    ///   - forwarded: the values of each `Forwarded`, in order.
    init(listed: [String], forwarded: [String]) {
        let first = Self.last(in: listed).map(Self.address)
        let second = Self.last(in: forwarded).map { Self.node(in: $0).flatMap(Self.address) }
        switch (first, second) {
        case (let one?, let other?) where one != other: self = .conflicting
        case (let address??, _), (nil, let address??): self = .named(address)
        default: self = .unclear
        }
    }

    /// The last part of a list that has anything in it; a comma in quotation marks does not part.
    private static func last(in values: [String]) -> String? {
        split(values.joined(separator: ","), at: ",").map(trimmed).last { !$0.isEmpty }
    }

    /// What `for=` names in one part of `Forwarded`.
    private static func node(in part: String) -> String? {
        for pair in split(part, at: ";") {
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if words.count == 2, trimmed(String(words[0])).lowercased() == "for" { return String(words[1]) }
        }
        return nil
    }

    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if character == separator, !isQuoted {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && isQuoted && !isEscaped
            parts[parts.count - 1].append(character)
        }
        // A quotation mark that is never closed is none: it would hide what the proxy added after it.
        return isQuoted ? text.split(separator: separator).map(String.init) : parts
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }

    /// The one spelling of the address in a text; nil where it is none.
    static func address(_ text: String) -> String? {
        var rest = Substring(trimmed(text.filter { $0 != "\"" && $0 != "\\" }))
        if rest.lowercased().hasPrefix("for=") { rest = rest.dropFirst(4) }
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            return canonical(rest[rest.index(after: rest.startIndex)..<end])
        }
        // One colon parts a port from an address of version 4; more are those of version 6.
        let colons = rest.filter { $0 == ":" }.count
        return canonical(colons == 1 ? rest.prefix { $0 != ":" } : rest)
    }

    /// The address as its bytes say it; an IPv4 address that is written as one of IPv6 is that IPv4 address.
    static func canonical(_ text: Substring) -> String? {
        let text = String(text.prefix { $0 != "%" })
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return dotted(four[...]) }
        var six = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let isMapped = six.prefix(10).allSatisfy { $0 == 0 } && six[10] == 0xFF && six[11] == 0xFF
        if isMapped { return dotted(six[12...]) }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(six[$0]) << 8 | UInt16(six[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    private static func dotted(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0) }.joined(separator: ".")
    }
}
