import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A small file that is replaced whole: after a crash at any moment it holds what was written last, or what was there
/// before. Only its owner can read it.
package struct ReplacedFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// What it holds; nil if it is not there.
    /// - Throws: `unavailable` if it can't be read.
    package func read() throws(DatabaseError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw .unavailable }
            return nil
        }
        defer { close(descriptor) }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unavailable }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Puts other bytes in its place; the disk has them when this returns. Writers of several processes wait for each
    /// other, so what a body is shown is what is replaced.
    /// - Parameter next: what the file is to hold, given what it holds now; nil leaves it as it is.
    /// - Throws: `full`, or `unavailable`: then the file is as it was.
    package func replace(
        _ next: (_ now: [UInt8]?) throws(DatabaseError) -> [UInt8]?
    ) throws(DatabaseError) {
        let folder = open(self.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .unavailable }
        defer { close(folder) }
        // Let go with the descriptor.
        while flock(folder, LOCK_EX) != 0 { guard errno == EINTR else { throw .unavailable } }
        guard let bytes = try next(read()) else { return }
        let staged = path + ".new"
        let descriptor = open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.fault }
        do {
            defer { close(descriptor) }
            guard fchmod(descriptor, 0o600) == 0 else { throw Self.fault }
            try Self.write(bytes, to: descriptor)
            guard fdatasync(descriptor) == 0 else { throw Self.fault }
        }
        guard rename(staged, path) == 0 else { throw Self.fault }
        // Some file systems of memory sticks know no such thing.
        guard fsync(folder) == 0 || errno == EINVAL else { throw Self.fault }
    }

    private var folder: String { URL(filePath: path).deletingLastPathComponent().path }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(DatabaseError) {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault }
            left = left.dropFirst(count)
        }
    }

    private static var fault: DatabaseError { errno == ENOSPC || errno == EDQUOT ? .full : .unavailable }
}
