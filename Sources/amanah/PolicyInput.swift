#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file, or standard input, read piece by piece.
struct PolicyInput: ~Copyable {
    private let descriptor: Int32
    private let name: String

    /// Opens the file; standard input if there is no path, or it is `-`.
    init(path: String?) throws {
        guard let path, path != "-" else {
            descriptor = STDIN_FILENO
            name = "standard input"
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        name = path
        guard descriptor >= 0 else {
            throw PolicyFailure(description: "\(path) can't be opened: \(Self.lastError)")
        }
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    /// What there is to read now, up to 64 KiB; nothing at the end.
    func read() throws -> [UInt8] {
        let size = 1 << 16
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var result = -1
            repeat {
                result = Self.read(descriptor, buffer.baseAddress, size)
            } while result < 0 && errno == EINTR
            if result < 0 { failure = Self.lastError }
            count = max(result, 0)
        }
        if let failure { throw PolicyFailure(description: "\(name) can't be read: \(failure)") }
        return bytes
    }

    /// All of it, unless that is more than `limit` bytes.
    func readAll(limit: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try read()
            if piece.isEmpty { return all }
            all += piece
            guard all.count <= limit else {
                throw PolicyFailure(description: "\(name) is longer than \(limit) bytes")
            }
        }
    }

    /// Writes all of the bytes to standard output.
    static func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                writeSome(UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw PolicyFailure(description: "the answer can't be written: \(lastError)")
            }
            written += count
        }
    }

    private static var lastError: String { String(cString: strerror(errno)) }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ size: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer, size)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer, size)
        #endif
    }

    private static func writeSome(_ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(STDOUT_FILENO, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.write(STDOUT_FILENO, buffer.baseAddress, buffer.count)
        #endif
    }
}
