import CoreFoundation
import FoundationEssentials
import Glibc

/// A file, or a pipe, that is read or written in order. New files can be read by their owner only.
final class PrivateFile {
    let path: String
    private let descriptor: Int32

    enum Fault: Error, CustomStringConvertible {
        case unreadable(String)
        case unwritable(String)
        case full(String)
        case there(String)
        case open(String)

        var description: String {
            switch self {
            case .unreadable(let path): "\(path) can’t be read. Check that it is there, and who owns it."
            case .unwritable(let path):
                "\(path) can’t be written. Check its disk, and who owns the folder."
            case .full(let path): "\(path) can’t be written: its disk is full. Free some space on it."
            case .there(let path):
                "\(path) is there already, or somebody else put it there. It was not touched: see what it is."
            case .open(let path):
                """
                \(path) can’t be closed to other users of this computer: its disk keeps no permissions. Use another disk, or \
                mount it for this user alone (umask=077).
                """
            }
        }

        /// Why a file can't be written, by what the system says.
        init(writing path: String) {
            self =
                switch errno {
                case ENOSPC, EDQUOT, EFBIG: .full(path)
                case EEXIST, ELOOP: .there(path)
                default: .unwritable(path)
                }
        }
    }

    fileprivate init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    static var output: PrivateFile { PrivateFile(path: "The pipe", descriptor: STDOUT_FILENO) }
    static var input: PrivateFile { PrivateFile(path: "The pipe", descriptor: STDIN_FILENO) }

    /// Makes a file that is not there yet: nobody holds it open already, and none is written over.
    static func make(_ path: String) throws(Fault) -> PrivateFile {
        try make(path, in: AT_FDCWD, saying: path)
    }

    /// - Parameter folder: a folder that is held open, where `path` begins.
    fileprivate static func make(
        _ path: String, in folder: Int32, saying name: String
    ) throws(Fault) -> PrivateFile {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Fault(writing: name) }
        let file = PrivateFile(path: name, descriptor: descriptor)
        guard file.isClosedToOthers() else {
            unlinkat(folder, path, 0)
            throw .open(name)
        }
        return file
    }

    /// Opens a file to hold while something is done, and makes it if it is not there. Nothing is written to it.
    static func lock(_ path: String) throws(Fault) -> PrivateFile {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Fault(writing: path) }
        let file = PrivateFile(path: path, descriptor: descriptor)
        guard file.isClosedToOthers() else { throw .open(path) }
        return file
    }

    /// Closes it, and sees how it stands then. A disk that knows no permissions of single files refuses to set them, and may
    /// be mounted for its one user all the same: what counts is who can read it.
    private func isClosedToOthers() -> Bool {
        let isSet = fchmod(descriptor, 0o600) == 0
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return status.st_mode & 0o077 == 0 && (isSet || status.st_uid == geteuid())
    }

    static func read(_ path: String) throws(Fault) -> PrivateFile {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path) }
        return PrivateFile(path: path, descriptor: descriptor)
    }

    func write(_ bytes: [UInt8]) throws(Fault) {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Fault(writing: path) }
            left = left.dropFirst(count)
        }
    }

    /// Reads so many bytes; fewer only at the end of the file.
    func read(_ count: Int) throws(Fault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), count - filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .unreadable(path) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    /// Returns when the disk has it.
    func sync() throws(Fault) {
        guard fsync(descriptor) == 0 else { throw Fault(writing: path) }
    }

    /// Takes the file for this process until it ends; false if another has it.
    func take() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    static func size(_ path: String) throws(Fault) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path) }
        return Int(status.st_size)
    }

    /// Gives a file its name, in place of what bore it; returns when the disk knows.
    static func rename(_ path: String, to name: String) throws(Fault) {
        guard Glibc.rename(path, name) == 0 else { throw Fault(writing: name) }
        try syncFolder(of: name)
    }

    static func syncFolder(of path: String) throws(Fault) {
        let folder = URL(filePath: path).deletingLastPathComponent().path()
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable(folder) }
        defer { close(descriptor) }
        // Some file systems of memory sticks know no such thing.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Fault(writing: folder) }
    }

    /// Removes what an earlier run of ours left unfinished; nothing if it is not there.
    /// - Throws: `there` for a link, and for what is somebody else's.
    static func removeUnfinished(_ path: String) throws(Fault) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.isOwnFile, unlink(path) == 0 else { throw .there(path) }
    }

    /// Overwrites a file's bytes and removes it; nothing if it is not there.
    /// - Throws: `there` for what has another name too, or is somebody else's: it is not written over.
    static func shred(_ path: String) throws(Fault) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw Fault(writing: path) }
            return
        }
        let file = PrivateFile(path: path, descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.isOwnFile else { throw .there(path) }
        var left = Int(status.st_size)
        while left > 0 {
            let count = min(left, 1 << 20)
            try file.write([UInt8](repeating: 0, count: count))
            left -= count
        }
        try file.sync()
        guard unlink(path) == 0 else { throw .unwritable(path) }
        try syncFolder(of: path)
    }
}

extension stat {
    /// Whether it is a plain file of this user's, with one name.
    fileprivate var isOwnFile: Bool { st_mode & S_IFMT == S_IFREG && st_uid == geteuid() && st_nlink == 1 }
}

extension PrivateFolder {
    /// Makes a file in it that is not there yet.
    func make(_ name: String) throws(PrivateFile.Fault) -> PrivateFile {
        try PrivateFile.make(name, in: descriptor, saying: path + "/" + name)
    }
}
