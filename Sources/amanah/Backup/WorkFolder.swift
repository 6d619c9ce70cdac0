import FoundationEssentials
import Glibc

/// The folder `work` in a data folder, on the same encrypted disk, for one backup or one trial at a time. What a
/// killed one left in it is removed by the next.
struct WorkFolder {
    let path: String
    private let lock: PrivateFile

    enum Fault: Error, CustomStringConvertible {
        case inUse

        var description: String { "Another backup or trial is running. Try again when it is done." }
    }

    init(of data: DataFolder) throws {
        path = data.path + "/work"
        lock = try PrivateFile.lock(data.path + "/work.lock")
        guard lock.take() else { throw Fault.inUse }
        try Self.remove(path)
        try Self.make(path)
    }

    func clear() { try? Self.remove(path) }

    static func make(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else { throw PrivateFile.Fault.unwritable(path) }
    }

    /// Removes a folder that this program made; the bytes of halves and keys in it are overwritten.
    static func remove(_ path: String) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { return }
        for name in try files.subpathsOfDirectory(atPath: path)
        where name.contains("halves/") || name.hasSuffix("log.key") {
            try PrivateFile.shred(path + "/" + name)
        }
        try files.removeItem(atPath: path)
    }
}
