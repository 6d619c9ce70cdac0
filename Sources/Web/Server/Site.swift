import Casework
import Logging
import Vault

/// What every page needs of the place it is served from.
package struct Site: Sendable {
    package let casework: Casework
    package let logger: Logger
    /// Whether browsers come by TLS: here or at a proxy in front. The one place that decides on
    /// `Strict-Transport-Security`.
    package let isSecure: Bool
    /// Whether a proxy stands in front, whose word on where a request came from is taken.
    package let trustsProxy: Bool
    /// Brings the two copies of the halves up to date, as after an erasure.
    let copyHalves: @Sendable () async -> HalvesCopies
    /// Waits so many milliseconds: what slows down somebody who asks for many files that are not there.
    let pause: @Sendable (Int64) async -> Void
    let checks = LogChecks()
    let proxy = ProxyWatch()

    package init(
        casework: Casework, logger: Logger, isSecure: Bool, trustsProxy: Bool = false,
        copyHalves: @escaping @Sendable () async -> HalvesCopies = { .notSet },
        pause: @escaping @Sendable (Int64) async -> Void = { try? await Task.sleep(for: .milliseconds($0)) }
    ) {
        self.casework = casework
        self.logger = logger
        self.isSecure = isSecure
        self.trustsProxy = trustsProxy
        self.copyHalves = copyHalves
        self.pause = pause
    }

    var organisation: String { casework.settings.organisation }
}

/// How the two copies of the halves stand after they were to be renewed (docs/keys.md).
package enum HalvesCopies: String, Sendable {
    case renewed, failed
    /// The settings name no places for them.
    case notSet
}
