import Casework
import Database
import Dispatch
import Ledger
import Logging
import Vault
import Web

/// Brings both copies of the halves up to date while the server runs, as after an erasure: as `amanah backup
/// --halves-only` does it, and never beside a backup that is under way.
struct HalvesRenewal: Sendable {
    let data: DataFolder
    let settings: Settings
    let casework: Casework
    let database: SQLiteDatabase
    let logger: Logger

    func run() async -> HalvesCopies {
        guard !settings.halvesCopies.isEmpty else { return .notSet }
        let isWritten = await withCheckedContinuation { done in
            // Disks are slow, and a stick may be slower: not on the threads that answer requests.
            DispatchQueue.global().async {
                do {
                    try write()
                    done.resume(returning: true)
                } catch {
                    logger.error("The copies of the halves were not renewed. \(Self.words(error))")
                    done.resume(returning: false)
                }
            }
        }
        guard isWritten, let verifier = try? data.verifierKey(),
            let places = try? HalvesPlaces(settings, of: data, origin: verifier.name),
            (try? await places.check(database, by: verifier)) != nil
        else { return .failed }
        return .renewed
    }

    /// What our own errors say; of any other, nothing.
    private static func words(_ error: any Error) -> String {
        switch error {
        case let fault as PrivateFile.Fault: fault.description
        case let fault as PrivateFolder.Fault: fault.description
        case let fault as HalvesPlaces.Fault: fault.description
        case let fault as ArchiveFault: fault.description
        case let fault as WorkFolder.Fault: fault.description
        default: "Run: amanah backup --halves-only"
        }
    }

    private func write() throws {
        let (origin, key) = try data.readLogKey()
        let places = try HalvesPlaces(settings, of: data, origin: origin)
        let work = try WorkFolder(of: data)
        defer { work.clear() }
        // Taken while nobody else writes: of two renewals at once the later one's are the newer.
        let (log, halves) = casework.halvesForCopies()
        try places.write(halves, log: log, made: Clock.system.now(), origin: origin, key: key)
    }
}
