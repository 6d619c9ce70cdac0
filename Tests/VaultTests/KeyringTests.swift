import Testing

@testable import Vault

@Suite struct KeyringTests {
    private let charity: Charity
    private let new: NewFile
    private let commitments: [ItemEpoch: [UInt8]]

    init() throws {
        charity = try Charity()
        new = try charity.file().new
        var provenance = charity.provenance(new)
        commitments = provenance.commitments()
    }

    private func grant(to principal: Principal) throws -> Grant {
        try #require(new.grants.first { $0.principal == principal })
    }

    @Test func `A grant to a team one is not in is refused`() throws {
        let grant = try grant(to: .team(Charity.counselling))
        for keyring in [charity.worker, charity.outsider] {
            #expect(throws: VaultError.refused) {
                try keyring.secrets(of: grant, commitments: commitments)
            }
        }
        #expect(try charity.counsellor.secrets(of: grant, commitments: commitments).count == 3)
    }

    @Test func `A grant in escrow is not opened on the way to something else`() throws {
        let grant = try grant(to: .team(Charity.guardians))
        #expect(throws: VaultError.refused) {
            try charity.guardian.secrets(of: grant, commitments: commitments)
        }
        let secrets = try charity.guardian.secretsInEscrow(of: grant, commitments: commitments)
        #expect(Set(secrets.keys.map(\.item)) == Set(FileKind.client.items))
        #expect(throws: VaultError.refused) {
            try charity.guardian.secrets(of: grant, commitments: commitments)
        }
    }

    @Test func `An ordinary grant is no escrow`() throws {
        let grant = try grant(to: .team(Charity.caseworkers))
        #expect(throws: VaultError.refused) {
            try charity.worker.secretsInEscrow(of: grant, commitments: commitments)
        }
    }

    @Test func `Another grant under the id of one that was opened is opened afresh`() throws {
        let real = try grant(to: .team(Charity.caseworkers))
        _ = try charity.worker.secrets(of: real, commitments: commitments)
        let (other, _) = try charity.file()
        var form = Forgery.GrantForm(real)
        form.file = other.genesis.file
        let forged = try Grant(packed: form.packed(signedBy: charity.colleague.keys.signing))
        #expect(throws: VaultError.refused) {
            try charity.worker.secrets(of: forged, commitments: commitments)
        }
    }

    @Test func `What was opened is compared with the commitments again`() throws {
        let real = try grant(to: .team(Charity.caseworkers))
        _ = try charity.worker.secrets(of: real, commitments: commitments)
        var others = commitments
        others[ItemEpoch(.casework)] = [UInt8](repeating: 0, count: 32)
        #expect(throws: VaultError.refused) { try charity.worker.secrets(of: real, commitments: others) }
        #expect(throws: VaultError.refused) { try charity.worker.secrets(of: real, commitments: [:]) }
    }

    @Test func `Forgetting leaves nothing remembered, and the grants open again`() throws {
        let real = try grant(to: .team(Charity.caseworkers))
        _ = try charity.worker.secrets(of: real, commitments: commitments)
        charity.worker.forgetItems()
        #expect(try charity.worker.secrets(of: real, commitments: commitments).count == 4)
    }
}
