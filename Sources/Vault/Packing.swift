/// Writes the binary forms of this module: big-endian integers, fixed runs of bytes, and runs with a 32-bit
/// length.
package struct Packer {
    package private(set) var bytes: [UInt8] = []

    package init() { bytes.reserveCapacity(64) }

    /// Starts with a context label, so that no two kinds of message share a form.
    package init(_ label: StaticString) {
        bytes.reserveCapacity(256)
        label.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0)
    }

    package mutating func add(_ value: UInt8) { bytes.append(value) }

    package mutating func add(_ value: UInt16) { append(value) }

    package mutating func add(_ value: UInt32) { append(value) }

    package mutating func add(_ value: UInt64) { append(value) }

    package mutating func add(_ value: Int64) { append(value) }

    package mutating func add(_ id: ID) {
        append(id.high)
        append(id.low)
    }

    package mutating func add(fixed run: [UInt8]) { bytes.append(contentsOf: run) }

    package mutating func add(counted run: [UInt8]) { add(counted: run[...]) }

    package mutating func add(counted run: ArraySlice<UInt8>) {
        add(UInt32(run.count))
        bytes.append(contentsOf: run)
    }

    /// Private, because generic code is slow where it is called from another module, and rows are packed by it.
    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Packer {
    /// Adds zeros up to a multiple of 64 bytes, so that the size of a sealed text tells little.
    mutating func pad() {
        add(fixed: Array(repeating: 0, count: (64 - bytes.count % 64) % 64))
    }
}

/// Reads what `Packer` wrote; anything short, long or unknown is refused.
package struct Unpacker {
    private let bytes: [UInt8]
    private var place = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package mutating func integer(_: UInt8.Type = UInt8.self) throws(VaultError) -> UInt8 { try next() }

    package mutating func integer(_: UInt16.Type = UInt16.self) throws(VaultError) -> UInt16 { try next() }

    package mutating func integer(_: UInt32.Type = UInt32.self) throws(VaultError) -> UInt32 { try next() }

    package mutating func integer(_: Int64.Type = Int64.self) throws(VaultError) -> Int64 { try next() }

    private mutating func next<Integer: FixedWidthInteger>() throws(VaultError) -> Integer {
        let count = MemoryLayout<Integer>.size
        guard count <= bytes.count - place else { throw .refused }
        var value: Integer = 0
        for next in place..<place + count {
            value = value << 8 | Integer(truncatingIfNeeded: bytes[next])
        }
        place += count
        return value
    }

    package mutating func id() throws(VaultError) -> ID {
        guard bytes.count - place >= 16, let id = ID(bytes[place..<place + 16]) else { throw .refused }
        place += 16
        return id
    }

    package mutating func fixed(_ count: Int) throws(VaultError) -> [UInt8] { Array(try run(count)) }

    /// The same where it lies.
    package mutating func run(_ count: Int) throws(VaultError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - place else { throw .refused }
        defer { place += count }
        return bytes[place..<place + count]
    }

    package mutating func counted() throws(VaultError) -> [UInt8] {
        try fixed(Int(integer(UInt32.self)))
    }

    /// A counted run as UTF-8.
    package mutating func text() throws(VaultError) -> String {
        let count = Int(try integer(UInt32.self))
        guard count <= bytes.count - place else { throw .refused }
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    /// Refuses anything but the zeros that `pad` adds.
    func endPadding() throws(VaultError) {
        guard bytes.count - place < 64, bytes[place...].allSatisfy({ $0 == 0 }) else { throw .refused }
    }

    /// What is left, to the end.
    package mutating func rest() -> [UInt8] {
        defer { place = bytes.count }
        return Array(bytes[place...])
    }

    /// Refuses bytes that nobody read.
    package func end() throws(VaultError) {
        guard place == bytes.count else { throw .refused }
    }
}
