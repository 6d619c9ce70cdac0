/// Words that the pages about signing in share.
enum SignInWords {
    static func wait(_ seconds: Int64) -> String {
        if seconds <= 1 { return "a second" }
        if seconds < 100 { return "\(seconds) seconds" }
        return "\((seconds + 59) / 60) minutes"
    }

    /// A recovery code or anything else of twelve digits, as it is printed.
    static func grouped(_ digits: String) -> String {
        stride(from: 0, to: digits.count, by: 4).map { String(digits.dropFirst($0).prefix(4)) }
            .joined(separator: " ")
    }
}

/// Where the second step's code is typed: six digits from the authenticator, or one of the printed recovery codes.
struct CodeField: Component {
    /// Whether it is certain that one is needed; the sign-in page can't know.
    let isKnown: Bool
    var error: String?

    var html: HTML {
        TextField(
            "code",
            label: isKnown ? "Code from your authenticator" : "Code, if you have set up a second step",
            hint: isKnown
                ? "Six digits; or one of your recovery codes, twelve digits."
                : "Six digits from your authenticator, or a recovery code. Leave it empty if you have none.",
            error: error, kind: .oneTimeCode, length: .medium, maximum: 40, isRequired: isKnown
        ).html
    }
}
