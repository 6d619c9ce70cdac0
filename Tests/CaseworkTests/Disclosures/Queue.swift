import Vault

@testable import Casework

/// The kinds of what waits for those who decide, each by itself.
extension Casework {
    func referrals(as caller: Caller) async throws(CaseworkError) -> [Referral] {
        try await toDecide(as: caller).compactMap {
            if case .share(let referral) = $0.matter { referral } else { nil }
        }
    }

    func referralCount(as caller: Caller) async throws(CaseworkError) -> Int {
        try await waitingToDecide(as: caller).filter { if case .share = $0.matter { true } else { false } }
            .count
    }

    func callersToRule(as caller: Caller) async throws(CaseworkError) -> [Record<SpecialCaller>] {
        try await toDecide(as: caller).compactMap {
            if case .caller(let record) = $0.matter { record } else { nil }
        }
    }

    func callerToRuleCount(as caller: Caller) async throws(CaseworkError) -> Int {
        try await waitingToDecide(as: caller).filter { if case .caller = $0.matter { true } else { false } }
            .count
    }
}
