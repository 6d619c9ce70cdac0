import Casework
import Logging
import Vault

/// What every page needs of the place it is served from.
package struct Site: Sendable {
    package let casework: Casework
    package let logger: Logger
    /// `https` if a proxy in front of this listener ends TLS.
    package let isSecure: Bool
    let checks = LogChecks()

    package init(casework: Casework, logger: Logger, isSecure: Bool) {
        self.casework = casework
        self.logger = logger
        self.isSecure = isSecure
    }

    var organisation: String { casework.settings.organisation }
}
