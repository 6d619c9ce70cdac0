import Glibc

/// A folder that is this user's alone, held open: what is made in it is made there, whatever becomes of its name
/// meanwhile.
final class PrivateFolder {
    let path: String
    let descriptor: Int32

    enum Fault: Error, CustomStringConvertible {
        case absent(String)
        case notYours(String)
        case open(String)
        case writable(String)
        case notEmpty(String)
        case notMade(String)

        var description: String {
            switch self {
            case .absent(let path):
                "\(path) is not a folder that can be opened. Check its name, and who owns it."
            case .notYours(let path):
                "\(path) belongs to another user of this computer. Nothing was written; name a folder of your own."
            case .open(let path):
                "\(path) is open to other users of this computer. Nothing was written. Close it: chmod go= \(path)"
            case .writable(let path):
                """
                Other users of this computer can write in \(path), and could put another file in place of ours. Nothing was \
                written there. Close it: chmod go-w \(path)
                """
            case .notEmpty(let path): "\(path) is not empty. Nothing was written; name a folder that is new."
            case .notMade(let path): "\(path) could not be made. Check who owns the folder above it."
            }
        }
    }

    /// Makes a folder that is not there yet, or opens an empty one.
    /// - Throws: where it is somebody else's, is open to others, or has anything in it: as it is found once it is held.
    init(empty path: String) throws(Fault) {
        let isNew = mkdir(path, 0o700) == 0
        guard isNew || errno == EEXIST else { throw .notMade(path) }
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .absent(path) }
        (self.path, self.descriptor) = (path, descriptor)
        try requireOwn()
        guard isEmpty else { throw .notEmpty(path) }
    }

    private init(path: String, descriptor: Int32) { (self.path, self.descriptor) = (path, descriptor) }

    deinit { close(descriptor) }

    /// Makes a folder in it.
    func folder(_ name: String) throws(Fault) -> PrivateFolder {
        let place = path + "/" + name
        guard mkdirat(descriptor, name, 0o700) == 0 else { throw .notMade(place) }
        let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard inner >= 0 else { throw .absent(place) }
        let folder = PrivateFolder(path: place, descriptor: inner)
        try folder.requireOwn()
        return folder
    }

    private func requireOwn() throws(Fault) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .absent(path) }
        guard status.st_uid == geteuid() else { throw .notYours(path) }
        guard status.st_mode & 0o077 == 0 else { throw .open(path) }
    }

    private var isEmpty: Bool {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let list = fdopendir(copy) else { return false }
        defer { closedir(list) }
        while let entry = readdir(list) {
            let isDots = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) {
                    strcmp($0, ".") == 0 || strcmp($0, "..") == 0
                }
            }
            if !isDots { return false }
        }
        return true
    }

    /// Refuses a folder in which others could put a file in place of one of ours: one that is neither this user's nor
    /// the system's, and one that others may write in. In a folder for everybody's temporary files each keeps their own
    /// (the sticky bit).
    static func refuseOthers(in path: String) throws(Fault) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .absent(path) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .notYours(path) }
        guard status.st_mode & 0o022 == 0 || status.st_mode & S_ISVTX != 0 else { throw .writable(path) }
    }

    /// The same of the folder that a path is in.
    static func refuseOthers(above path: String) throws(Fault) {
        var above = Substring(path)
        while above.count > 1, above.last == "/" { above.removeLast() }
        guard let slash = above.lastIndex(of: "/") else { return try refuseOthers(in: ".") }
        try refuseOthers(in: slash == above.startIndex ? "/" : String(above[..<slash]))
    }
}
