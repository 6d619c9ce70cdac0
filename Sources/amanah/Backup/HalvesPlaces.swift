import Casework
import Crypto
import Database
import CoreFoundation
import FoundationEssentials
import Glibc
import Ledger

/// The two places outside the data folder where a copy of the halves lies, the newest only.
struct HalvesPlaces {
    let folders: [String]
    private let name: String

    enum Fault: Error, CustomStringConvertible {
        case notSet
        case same
        case absent(String)
        case incomplete(String, Int)
        case foreign(String)

        var description: String {
            switch self {
            case .notSet:
                """
                A backup needs the halves in two places. Name two folders on other disks with the settings \
                halves.first-copy and halves.second-copy.
                """
            case .same: "The two places of the halves are one folder, or the data folder. Name two others."
            case .absent(let path): "\(path) is not there. Is its disk attached? Nothing was backed up."
            case .incomplete(let path, let count):
                "\(path) lacks the half of \(count) files, which a restore would need. The backup does not count."
            case .foreign(let path): "\(path) is the copy of another charity. It was not touched."
            }
        }
    }

    init(_ settings: Settings, of data: DataFolder, origin: String) throws {
        folders = settings.halvesCopies
        name = "amanah-\(origin.suffix(8)).halves"
        guard folders.count == 2 else { throw Fault.notSet }
        var places: Set<String> = [try Self.place(data.path)]
        for folder in folders where !places.insert(try Self.place(folder)).inserted { throw Fault.same }
    }

    var files: [String] { folders.map { $0 + "/" + name } }

    /// Device and inode, which no second spelling of a path hides.
    private static func place(_ path: String) throws -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Fault.absent(path) }
        return "\(status.st_dev) \(status.st_ino)"
    }

    /// Writes both copies anew, and reads them back.
    func write(
        _ contents: HalvesStore.Contents, log: LogState, made: Instant, origin: String,
        key: LogKey
    ) throws {
        for folder in folders { try PrivateFolder.refuseOthers(in: folder) }
        for file in files {
            do {
                try HalvesCopy.write(contents, to: file, log: log, made: made, origin: origin, key: key)
            } catch ArchiveFault.foreign { throw Fault.foreign(file) }
        }
    }

    /// Refuses unless each copy, as it can be read now, has the half of every file of the database.
    func check(_ database: SQLiteDatabase, by key: VerifierKey) async throws {
        for file in files {
            let copy = try HalvesCopy(path: file, by: key).contents
            let lost = try await database.read { try LiveFiles($0, halves: copy).lost.count }
            guard lost == 0 else { throw Fault.incomplete(file, lost) }
        }
    }
}
