/// Cuts a stream of bytes into lines, however it arrives, holding no more than one line.
package struct LineSplitter {
    /// The longest line that is read, in bytes. A request needs about two thousand.
    package static let longest = 1 << 20

    /// One line of the stream.
    package struct Line: Hashable, Sendable {
        /// From 1; blank lines count.
        package let number: Int
        /// Without the line break; `nil` if it was too long.
        package let bytes: [UInt8]?

        /// Whether there is nothing on the line but white space.
        package var isBlank: Bool {
            bytes?.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ?? false
        }
    }

    private var pending: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    package init() {}

    /// Gives each line that the bytes complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>, _ body: (Line) throws -> Void) rethrows {
        for byte in bytes {
            if byte == 0x0A {
                try body(take())
            } else if pending.count < Self.longest {
                pending.append(byte)
            } else {
                isTooLong = true
            }
        }
    }

    /// Gives the last line, if the stream ended within one.
    package mutating func finish(_ body: (Line) throws -> Void) rethrows {
        if !pending.isEmpty { try body(take()) }
    }

    private mutating func take() -> Line {
        number += 1
        defer {
            pending.removeAll(keepingCapacity: !isTooLong)
            isTooLong = false
        }
        return Line(number: number, bytes: isTooLong ? nil : pending)
    }
}
