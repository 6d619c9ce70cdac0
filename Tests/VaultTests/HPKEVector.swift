import Crypto
import Foundation

/// One published vector; the names are the files'.
struct HPKEVector: Decodable {
    struct Encryption: Decodable {
        let aad: String
        let ct: String
        let pt: String
    }

    struct Export: Decodable {
        let exporter_context: String
        let L: Int
        let exported_value: String
    }

    let kem_id: Int
    let aead_id: Int
    let info: String
    let skRm: String
    let pkRm: String
    let enc: String
    let shared_secret: String
    let key: String
    let base_nonce: String
    let encryptions: [Encryption]
    let exports: [Export]

    var aead: HPKE.AEAD? {
        [1: HPKE.AEAD.AES_GCM_128, 2: .AES_GCM_256, 3: .chaChaPoly][aead_id]
    }

    static func load(_ name: String) throws -> [HPKEVector] {
        let file = Bundle.module.bundleURL.appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode([HPKEVector].self, from: Data(contentsOf: file))
    }
}

func hex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
}
