import Policy
import Vault

/// Something that waits for somebody's ruling, of whichever kind (clauses P4.2, P4.4, S4.2): one queue for all.
package struct ToDecide: Sendable {
    package let matter: Matter
    /// When it was brought; what was ruled on in part since is as old as it was.
    package let since: Instant

    package enum Matter: Sendable {
        case share(Referral)
        case caller(Record<SpecialCaller>)
        case consent(RefusedConsent)
    }

    package init(matter: Matter, since: Instant) {
        self.matter = matter
        self.since = since
    }

    /// After how long it is overdue, in seconds: two days. Clause P4.4 has staff bring it to management, who agree the
    /// action, and P4.2 wants that at once; neither names a time, so this one is ours.
    package static let overdueAfter: Int64 = 48 * 3600

    package func isOverdue(at now: Instant) -> Bool { since.adding(seconds: Self.overdueAfter) < now }

    /// Whether somebody's safety may hang on it: each of these grounds is one of harm or danger (clauses P4.2 to P4.4,
    /// S1.3); and a caller is who is urgent at the desk.
    package var isUrgent: Bool {
        if case .caller(let record) = matter, record.text.said.isUrgent { return true }
        let ground: Ground? =
            switch matter {
            case .share(let referral): referral.record.text.asked.ground
            case .caller(let record): record.text.said.ground
            case .consent: nil
            }
        return switch ground {
        case .safeguardingChild, .safeguardingAdult, .riskOfHarm, .missingPerson, .emergency,
            .violenceWarning:
            true
        default: false
        }
    }
}

extension Casework {
    /// The queue of those who decide: the longest wait first, over all kinds, and never their own.
    package func toDecide(as caller: Caller) async throws(CaseworkError) -> [ToDecide] {
        let waiting = try await waitingToDecide(as: caller)
        if !caller.approvals.isEmpty { try await record(.decisions, as: caller) }
        return waiting
    }

    /// The same for a count, of which nobody reads more: it names nobody, and leaves no entry.
    package func waitingToDecide(as caller: Caller) async throws(CaseworkError) -> [ToDecide] {
        let shares = try await waitingReferrals(as: caller).map {
            ToDecide(matter: .share($0), since: $0.since)
        }
        let callers = try await waitingToRule(as: caller).map {
            ToDecide(matter: .caller($0), since: $0.asked)
        }
        let consents = try await refusedConsents(as: caller).map {
            ToDecide(matter: .consent($0), since: $0.since)
        }
        return (shares + callers + consents).sorted { $0.since < $1.since }
    }
}
