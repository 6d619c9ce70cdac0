import Database
import Vault

/// The one authorisation path: every page, list, search, export and command comes to a file through here.
extension Casework {
    /// The file with the keys that the caller holds.
    /// - Throws: `notFound` alike for a file that is not there, was erased, or is not theirs.
    func openFile(_ file: ID, as caller: Caller) async throws(CaseworkError) -> OpenFile {
        try await read { try self.openFile(file, as: caller, $0) }
    }

    /// The same within a snapshot of the database, so that what is read beside it is what these keys are for. The rows,
    /// the certificates and the half are looked at anew each time; what was judged or opened before is used only if
    /// they are the same.
    func openFile(_ file: ID, as caller: Caller, _ connection: any Connection) throws -> OpenFile {
        guard let rows = try FileRows(file, connection) else {
            judgements.forget(file)
            caller.memory.forget(file)
            throw CaseworkError.notFound
        }
        // Somebody was certified, moved or suspended since the session guard looked.
        let staff = try log.staff(connection)
        let certified =
            rows.certificates == caller.certified.seen
                && staff.standing.generation(.certificate) == caller.generation
            ? caller.certified
            : try certifications.certified(staff, charity: caller.keyring.charity)
        guard !certified.hasLeft(caller.member) else { throw CaseworkError.notFound }
        let open = try caller.memory.open(
            rows, half: halves.half(for: file.bytes), renewing: renewing(certified, caller.keyring),
            judgements
        ) { [log] in try log.genuine($0, connection) }
        try requireUnrestrictedOrSince(open, connection)
        guard halves.half(for: file.bytes) != nil else {
            caller.memory.forget(file)
            throw CaseworkError.notFound
        }
        return open
    }

    /// A file that stands as restricted opens only by keys that say so too, and with every start that it stands restricted
    /// by. Where somebody took one away, of whichever item, it opens for nobody (clause S3.4).
    func requireUnrestrictedOrSince(_ open: OpenFile, _ connection: any Connection) throws {
        guard let since = try log.staff(connection).restriction(of: open.file) else { return }
        if open.isRestricted, NewFile.restrictionDigest(open.file, since: open.starts) == since { return }
        // Restricted or lifted at this moment: asked again where nobody else writes.
        guard connection.isWriting else { throw StaffRows.Differs() }
        throw CaseworkError.notFound
    }

    /// Those of the files that the caller may open.
    func openFiles(_ files: Set<ID>, as caller: Caller) async throws(CaseworkError) -> [ID: OpenFile] {
        try await read { try self.openFiles(files, as: caller, $0) }
    }

    func openFiles(
        _ files: Set<ID>, as caller: Caller, _ connection: any Connection
    ) throws -> [ID: OpenFile] {
        var opened: [ID: OpenFile] = [:]
        if let house = caller.house { opened[.house] = house }
        for file in files.sorted() where file != .house {
            do { opened[file] = try openFile(file, as: caller, connection) } catch {
                guard error as? CaseworkError == .notFound else { throw error }
            }
        }
        return opened
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
