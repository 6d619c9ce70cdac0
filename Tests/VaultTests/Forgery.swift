import Crypto

@testable import Vault

/// Writes the stored forms by hand, from docs/keys.md and not with the code under test: what somebody who can write
/// the database, or a member with a program of their own, could put there.
enum Forgery {
    struct GrantForm {
        var id: ID
        var file: ID
        var principal: Principal
        var kind: UInt8 = 1
        var items: [ItemEpoch]
        var granter: ID
        var at: Int64 = 20
        var sealed: [UInt8] = [UInt8](repeating: 7, count: 1168)

        init(id: ID, file: ID, principal: Principal, items: [ItemEpoch], granter: ID) {
            self.id = id
            self.file = file
            self.principal = principal
            self.items = items
            self.granter = granter
        }

        init(_ grant: Grant) {
            self.init(
                id: grant.id, file: grant.file, principal: grant.principal, items: grant.items,
                granter: grant.granter)
            self.kind = grant.kind.rawValue
            self.at = grant.at
            self.sealed = grant.sealed
        }

        var header: [UInt8] {
            var header = [1] + id.bytes + file.bytes + principal.packed + [kind] + granter.bytes + number(at)
            header += number(UInt16(items.count))
            for item in items { header += [item.item.rawValue] + number(item.epoch) }
            return header
        }

        /// The stored form, signed with a key or bearing a signature made elsewhere.
        func packed(signature: [UInt8]) -> [UInt8] {
            number(UInt32(header.count)) + header + number(UInt32(sealed.count)) + sealed + signature
        }

        func packed(signedBy key: Curve25519.Signing.PrivateKey) throws -> [UInt8] {
            packed(signature: Array(try key.signature(for: label("amanah/1/grant") + header + sealed)))
        }
    }

    static func epoch(
        file: ID, item: ItemEpoch, starter: ID, at: Int64, commitment: [UInt8], letterBox: [UInt8] = [],
        signedBy key: Curve25519.Signing.PrivateKey
    ) throws -> [UInt8] {
        let body =
            [1] + file.bytes + [item.item.rawValue] + number(item.epoch) + starter.bytes + number(at)
            + commitment + number(UInt32(letterBox.count)) + letterBox
        return body + Array(try key.signature(for: label("amanah/1/epoch") + body))
    }

    static func genesis(
        kind: UInt8, creator: ID, at: Int64, letterBox: [UInt8], items: [UInt8],
        shares: [[UInt8]], signedBy key: Curve25519.Signing.PrivateKey
    ) throws -> [UInt8] {
        var body = [2, kind] + creator.bytes + number(at) + letterBox
        body += [UInt8(items.count)]
        for item in items { body += [item] + [UInt8](repeating: item, count: 32) }
        body += number(UInt16(shares.count)) + shares.flatMap { $0 }
        return body + Array(try key.signature(for: label("amanah/1/genesis") + body))
    }

    /// The file that a genesis gives its id.
    static func file(of genesis: [UInt8]) -> ID {
        if genesis.count > 1, genesis[1] == 4 { return .house }
        let digest = SHA256.hash(data: label("amanah/2/file") + genesis.dropLast(64))
        return ID(Array(digest.prefix(16))) ?? .house
    }

    static func share(_ principal: Principal, kind: UInt8 = 1, items: [UInt8]) -> [UInt8] {
        principal.packed + [kind, UInt8(items.count)] + items
    }

    static func label(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    static func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
