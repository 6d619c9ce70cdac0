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

        var description: String {
            switch self {
            case .unreadable(let path): "\(path) can’t be read. Check that it is there, and who owns it."
            case .unwritable(let path):
                "\(path) can’t be written. Check its disk, its free space, and who owns the folder."
            }
        }
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    static var output: PrivateFile { PrivateFile(path: "The pipe", descriptor: STDOUT_FILENO) }
    static var input: PrivateFile { PrivateFile(path: "The pipe", descriptor: STDIN_FILENO) }

    /// Makes a file anew, over what was in it.
    /// - Parameter isNew: nothing may be there: it is refused, and stays as it was.
    static func make(_ path: String, isNew: Bool = false) throws(Fault) -> PrivateFile {
        let way = isNew ? O_EXCL : O_TRUNC
        let descriptor = open(path, O_WRONLY | O_CREAT | way | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path) }
        _ = fchmod(descriptor, 0o600)
        return PrivateFile(path: path, descriptor: descriptor)
    }

    static func read(_ path: String) throws(Fault) -> PrivateFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path) }
        return PrivateFile(path: path, descriptor: descriptor)
    }

    func write(_ bytes: [UInt8]) throws(Fault) {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(path) }
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
        guard fsync(descriptor) == 0 else { throw .unwritable(path) }
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
        guard Glibc.rename(path, name) == 0 else { throw .unwritable(name) }
        try syncFolder(of: name)
    }

    static func syncFolder(of path: String) throws(Fault) {
        let folder = URL(filePath: path).deletingLastPathComponent().path()
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable(folder) }
        defer { close(descriptor) }
        // Some file systems of memory sticks know no such thing.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .unwritable(folder) }
    }

    /// Overwrites a file's bytes and removes it; nothing if it is not there.
    static func shred(_ path: String) throws(Fault) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw .unwritable(path) }
            return
        }
        let file = PrivateFile(path: path, descriptor: descriptor)
        var left = try size(path)
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
