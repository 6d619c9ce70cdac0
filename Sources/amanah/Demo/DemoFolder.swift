import Casework
import Database
import FoundationEssentials
import Glibc
import Vault

/// The folder of one demonstration. A file in it says that the charity is invented; nothing else is ever used again or
/// made anew.
struct DemoFolder {
    let data: DataFolder

    enum Fault: Error, CustomStringConvertible {
        case notADemonstration(String)
        case notYours(String)
        case inUse(String)
        case notWritten(String)

        var description: String {
            switch self {
            case .notADemonstration(let path):
                "\(path) is there already and is no demonstration. Nothing was changed. Give another with --data."
            case .notYours(let path): "\(path) belongs to somebody else. Give another with --data."
            case .inUse(let path):
                "A demonstration runs in \(path) already. Stop it, or give this one another folder with --data."
            case .notWritten(let path): "\(path) could not be written. Check who owns the folder above it."
            }
        }
    }

    /// - Parameter path: nil for one folder for each user of the computer, where temporary files go. The environment’s
    ///   AMANAH_DATA is left aside on purpose: it may name a real charity.
    init(path: String?) {
        let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        self.data = DataFolder(path: path ?? temporary + "/amanah-demo-\(geteuid())")
    }

    private var marker: String { data.path + "/demo.json" }

    /// Takes the folder for this process until it ends; makes it if it is not there.
    func take() throws(Fault) {
        let files = FileManager.default
        if let attributes = try? files.attributesOfItem(atPath: data.path) {
            guard attributes[.ownerAccountID] as? Int == Int(geteuid()) else { throw .notYours(data.path) }
            let contents = (try? files.contentsOfDirectory(atPath: data.path)) ?? ["?"]
            guard contents.isEmpty || contents.contains("demo.json") else {
                throw .notADemonstration(data.path)
            }
        } else {
            do {
                try files.createDirectory(
                    atPath: data.path, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch { throw .notWritten(data.path) }
        }
        let marker = open(marker, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard marker >= 0 else { throw .notWritten(data.path) }
        guard flock(marker, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(data.path) }
    }

    /// The sign-ins of the demonstration that was made here to its end; nil if there is none.
    var signIns: DemoSignIns? {
        FileManager.default.contents(atPath: marker).flatMap {
            try? JSONDecoder().decode(DemoSignIns.self, from: $0)
        }
    }

    /// Removes what an earlier demonstration left; what it did not make stays.
    func clear() throws(Fault) {
        let files = FileManager.default
        for file in [data.database, data.halves] {
            for ending in ["", "-wal", "-shm"] where files.fileExists(atPath: file + ending) {
                do { try files.removeItem(atPath: file + ending) } catch { throw .notWritten(data.path) }
            }
        }
        for file in [data.logKey, data.logHead.path, data.settings] where files.fileExists(atPath: file) {
            do { try files.removeItem(atPath: file) } catch { throw .notWritten(data.path) }
        }
    }

    /// Makes the charity and its months of history, and writes down that it was finished.
    /// - Returns: the sign-ins.
    func make(organisation: String, now: Instant) async throws -> DemoSignIns {
        // Until the end the marker is empty: a demonstration that was interrupted is made anew.
        try DemoFolder.write([], to: marker)
        try clear()
        try data.make(randomness: .system)
        try DemoFolder.write(
            Array(try JSONEncoder().encode(["organisation": ["name": organisation]])), to: data.settings)
        let calendar = DemoCalendar(before: now.day, count: DemoPlan.days)
        let clock = DemoClock(at: calendar.instant(0, minute: 9 * 60))
        let (casework, _) = try await data.open(
            Casework.Settings(organisation: organisation, scryptCost: .demonstration), clock: clock.clock)
        var history = DemoHistory(casework: casework, clock: clock, calendar: calendar, now: now)
        let code = try await history.tell()
        try await casework.close()
        let signIns = DemoSignIns(
            organisation: organisation, made: now.day.text, folder: data.path, invitedCode: code.text)
        try DemoFolder.write(signIns.json, to: marker)
        return signIns
    }

    /// Writes a file that only its owner may read, over what was in it.
    static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .notWritten(path) }
        defer { _ = Glibc.close(file) }
        // One that was there may be somebody else's, or open to them.
        var status = stat()
        guard fstat(file, &status) == 0, status.st_uid == geteuid(), fchmod(file, 0o600) == 0,
            ftruncate(file, 0) == 0
        else { throw .notWritten(path) }
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .notWritten(path) }
            left = left.dropFirst(count)
        }
    }
}
