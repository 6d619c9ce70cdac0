import Database
import Vault

/// The one authorisation path: every page, list, search, export and command comes to a file through here.
extension Casework {
    /// The file with the keys that the caller holds.
    /// - Throws: `notFound` alike for a file that is not there, was erased, or is not theirs.
    func openFile(_ file: ID, as caller: Caller) async throws(CaseworkError) -> OpenFile {
        let rows = try await read { try FileRows(file, $0) }
        guard let rows else { throw .notFound }
        return try OpenFile(
            rows, half: halves.half(for: file.bytes), keyring: caller.keyring, certified: caller.certified,
            renewing: renewing(caller.certified, caller.keyring))
    }

    /// The file, if the caller holds an item of it.
    func openFile(
        _ file: ID, holding item: Item, as caller: Caller
    ) async throws(CaseworkError) -> OpenFile {
        let open = try await openFile(file, as: caller)
        guard open.holds(item) else { throw .notFound }
        return open
    }

    /// Words for the file's log, sealed to its letter box.
    func letter(_ words: String, to open: OpenFile, by caller: Caller) throws(CaseworkError) -> Letter {
        do {
            let (box, beginning) = try open.openLetterBox()
            var letter = try Letter(
                id: ID(from: randomness), to: open.file, box: box, words: Array(words.utf8),
                by: caller.keyring)
            letter.beginning = beginning
            return letter
        } catch { throw .unavailable }
    }
}
