import Crypto
import FoundationEssentials
import Testing

@testable import Vault

/// swift-crypto's public API takes no ephemeral key, so a published sender can't be repeated: these tests open what
/// was published, which is the recipient's side, in base mode, the only one that Amanah uses.
@Suite struct HPKEVectorTests {
    @Test func `Every published X25519 ciphertext opens, and its exports agree`() throws {
        let vectors = try HPKEVector.load("rfc9180-x25519-base")
        #expect(vectors.map(\.aead_id) == [1, 2, 3])
        for vector in vectors {
            let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: hex(vector.skRm))
            #expect(Array(key.publicKey.rawRepresentation) == hex(vector.pkRm))
            let recipient = try HPKE.Recipient(
                privateKey: key,
                ciphersuite: .init(
                    kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: try #require(vector.aead)),
                info: Data(hex(vector.info)), encapsulatedKey: Data(hex(vector.enc)))
            try expect(recipient, opens: vector)
        }
    }

    @Test func `Every published X-Wing ciphertext opens, and its exports agree`() throws {
        let vector = try xWing()
        let key = try Sealing.privateKey(seed: hex(vector.skRm))
        #expect(Array(key.publicKey.rawRepresentation) == hex(vector.pkRm))
        let recipient = try HPKE.Recipient(
            privateKey: key,
            ciphersuite: .init(
                kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: try #require(vector.aead)),
            info: Data(hex(vector.info)), encapsulatedKey: Data(hex(vector.enc)))
        try expect(recipient, opens: vector)
    }

    @Test func `The published X-Wing encapsulation gives the published shared secret`() throws {
        let vector = try xWing()
        let shared = try Sealing.privateKey(seed: hex(vector.skRm)).decapsulate(Data(hex(vector.enc)))
        #expect(shared.withUnsafeBytes { Array($0) } == hex(vector.shared_secret))
    }

    @Test func `The tests' own key schedule gives the published key and nonce`() throws {
        let vector = try xWing()
        let schedule = KeySchedule(
            secret: hex(vector.shared_secret), info: hex(vector.info), aead: UInt16(vector.aead_id))
        #expect(schedule.key == hex(vector.key))
        #expect(schedule.nonce == hex(vector.base_nonce))
    }

    @Test func `Sealing opens what that schedule seals with AES-256-GCM under the published encapsulation`()
        throws
    {
        let vector = try xWing()
        let info = hex(vector.info)
        let schedule = KeySchedule(secret: hex(vector.shared_secret), info: info, aead: 2)
        let box = try AES.GCM.seal(
            hex("4265617574792069732074727574682c20747275746820626561757479"),
            using: SymmetricKey(data: schedule.key), nonce: AES.GCM.Nonce(data: schedule.nonce))
        let sealed = hex(vector.enc) + Array(box.ciphertext) + Array(box.tag)
        let key = try Sealing.privateKey(seed: hex(vector.skRm))
        #expect(
            try Sealing.open(sealed, with: key, info: info) == Array("Beauty is truth, truth beauty".utf8))
        #expect(throws: VaultError.refused) { try Sealing.open(sealed, with: key, info: info + [0]) }
    }

    private func xWing() throws -> HPKEVector {
        try #require(try HPKEVector.load("hpke-pq-x-wing").first { $0.kem_id == 0x647a && $0.aead_id == 3 })
    }

    private func expect(_ recipient: HPKE.Recipient, opens vector: HPKEVector) throws {
        var recipient = recipient
        #expect(!vector.encryptions.isEmpty && !vector.exports.isEmpty)
        for encryption in vector.encryptions {
            let opened = try recipient.open(hex(encryption.ct), authenticating: hex(encryption.aad))
            #expect(Array(opened) == hex(encryption.pt))
        }
        for export in vector.exports {
            let secret = try recipient.exportSecret(
                context: Data(hex(export.exporter_context)), outputByteCount: export.L)
            #expect(secret.withUnsafeBytes { Array($0) } == hex(export.exported_value))
        }
    }
}

/// RFC 9180 §5.1 for base mode with X-Wing and HKDF-SHA256, written out here from the standard.
private struct KeySchedule {
    let key: [UInt8]
    let nonce: [UInt8]

    init(secret shared: [UInt8], info: [UInt8], aead: UInt16) {
        let suite = Array("HPKE".utf8) + [0x64, 0x7a, 0, 1] + Forgery.number(aead)
        func extract(_ salt: [UInt8], _ label: String, _ material: [UInt8]) -> [UInt8] {
            let labelled = Array("HPKE-v1".utf8) + suite + Array(label.utf8) + material
            return Array(HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: labelled), salt: salt))
        }
        func expand(_ secret: [UInt8], _ label: String, _ context: [UInt8], _ count: Int) -> [UInt8] {
            let labelled =
                Forgery.number(UInt16(count)) + Array("HPKE-v1".utf8) + suite + Array(label.utf8) + context
            return HKDF<SHA256>.expand(pseudoRandomKey: secret, info: labelled, outputByteCount: count)
                .withUnsafeBytes { Array($0) }
        }
        let context = [0] + extract([], "psk_id_hash", []) + extract([], "info_hash", info)
        let secret = extract(shared, "secret", [])
        self.key = expand(secret, "key", context, 32)
        self.nonce = expand(secret, "base_nonce", context, 12)
    }
}
