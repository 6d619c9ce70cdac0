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
    let checks = LogChecks()

    package init(casework: Casework, logger: Logger, isSecure: Bool, trustsProxy: Bool = false) {
        self.casework = casework
        self.logger = logger
        self.isSecure = isSecure
        self.trustsProxy = trustsProxy
    }

    var organisation: String { casework.settings.organisation }
}
