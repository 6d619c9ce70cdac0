import FoundationEssentials
import Vault

/// A file and what somebody held of it by name.
package struct HeldFile: Codable, Hashable, Sendable {
    let file: ID
    let items: Set<Item.RawValue>
}

/// What a member held by name when their passphrase was lost, in their row of the roster (clause S3.7). Everybody holds
/// the roster's key, and who gives files back reaches into escrow for them: so the list is sealed with the key of the
/// house item `certification`, which managers and guardians hold, and bound to the member and to the version of the row.
package struct FilesToReturn: Codable, Hashable, Sendable {
    private static let form: UInt8 = 1

    private let epoch: UInt32
    private let sealed: [UInt8]

    /// Nil for no files.
    init?(_ files: [HeldFile], to member: ID, version: UInt32, with key: ItemKey) throws(CaseworkError) {
        if files.isEmpty { return nil }
        do {
            epoch = key.item.epoch
            var text = Packer(.filesToReturn, form: Self.form)
            text.add(fixed: Array(try JSONEncoder().encode(files)))
            sealed = try key.seal(text.bytes, record: member, version: version)
        } catch { throw .unavailable }
    }

    /// The files; none for a list that somebody else made, or that stood in another row.
    fileprivate func open(to member: ID, version: UInt32, with key: ItemKey) -> [HeldFile] {
        guard let key = key.at(ItemEpoch(.certification, epoch)),
            let text = try? key.open(sealed, record: member, version: version)
        else { return [] }
        var unpacker = Unpacker(text)
        guard let head = try? unpacker.kindAndForm(), head == (.filesToReturn, Self.form) else { return [] }
        return (try? JSONDecoder().decode([HeldFile].self, from: Data(unpacker.rest()))) ?? []
    }
}

extension Caller {
    /// What waits to be given back to a member whose row of the roster this is; none for whoever holds no key of it.
    func filesToReturn(_ profile: Profile, of member: ID, version: UInt32) -> [HeldFile] {
        guard let files = profile.filesToReturn, let key = try? houseKey(.certification) else { return [] }
        return files.open(to: member, version: version, with: key)
    }

    func filesToReturn(_ colleague: Colleague) -> [HeldFile] {
        filesToReturn(colleague.profile, of: colleague.id, version: colleague.version)
    }
}
