import ArgumentParser
import Foundation
import Names
import Texts

/// `amanah names`: what the program makes of the spelling of names.
struct NamesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "names",
        abstract: "Compare names as they are spelt.",
        subcommands: [Compare.self])

    /// `amanah names compare`: a verdict for each pair of names.
    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Say of pairs of names whether they may be one name.",
            discussion: """
                Reads lines of two names with a tab between them; further columns are left aside. Prints for each the two \
                names, 'same', 'possible' or 'different', and a score from 0 to 100, with tabs between.

                One line out for each line in, in the same order. A line that is not two names is answered with 'error' \
                and what is wrong with it, the others are answered all the same, and the exit status is 1. Blank lines are \
                passed over.
                """)

        @Argument(
            help: "A file of pairs; standard input if left out or '-'.", transform: Given.path)
        var file: String?

        func run() throws {
            var lines = try LineReader(path: file == "-" ? nil : file)
            var number = 0
            var hasFailed = false
            while let line = try lines.next() {
                number += 1
                if line.isEmpty { continue }
                do {
                    let pair = try NamePair(line)
                    let (verdict, score) = PersonName(pair.first).compare(PersonName(pair.second))
                    print(pair.first, pair.second, verdict.rawValue, score, separator: "\t")
                } catch {
                    hasFailed = true
                    print("error", "line \(number): \(error.explanation)", separator: "\t")
                }
            }
            if hasFailed { throw ExitCode.failure }
        }
    }
}

/// A line of input with two names.
private struct NamePair {
    let first: String
    let second: String

    enum Problem: Error {
        case tooLong
        case notUTF8
        case noTab
        case emptyName

        /// What is wrong with the line; never what it says.
        var explanation: String {
            switch self {
            case .tooLong: "longer than \(LineReader.maximumLength) bytes"
            case .notUTF8: "not UTF-8"
            case .noTab: "not two names with a tab between them"
            case .emptyName: "a name is empty"
            }
        }
    }

    init(_ line: [UInt8]) throws(Problem) {
        guard line.count <= LineReader.maximumLength else { throw .tooLong }
        guard let text = String(validating: line, as: UTF8.self) else { throw .notUTF8 }
        let columns = text.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count >= 2 else { throw .noTab }
        first = String(columns[0])
        second = String(columns[1])
        guard columns.prefix(2).allSatisfy({ $0.contains { !$0.properties.isWhitespace } }) else {
            throw .emptyName
        }
    }
}

/// Lines as bytes, so that one that is not UTF-8 can be told from the others.
private struct LineReader {
    /// The longest line that is kept whole; of a longer one, only that it is too long.
    static let maximumLength = 65_536

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var hasBegun = false

    init(path: String?) throws {
        guard let path else {
            handle = .standardInput
            return
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ValidationError("The file cannot be read. Check its name and that you may read it.")
        }
        self.handle = handle
    }

    /// The next line without its end, LF or CRLF; nil after the last.
    mutating func next() throws -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if position == buffer.count, try !fill() { return line.isEmpty ? nil : withoutReturn(line) }
            let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n"))
            let part = buffer[position..<(end ?? buffer.count)]
            line += part.prefix(max(0, Self.maximumLength + 1 - line.count))
            position = end.map { $0 + 1 } ?? buffer.count
            if end != nil { return withoutReturn(line) }
        }
    }

    private mutating func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        let isFirst = !hasBegun
        hasBegun = true
        buffer = Array(try handle.read(upToCount: 65_536) ?? Data())
        // The marks that editors put in front; of UTF-16, all of it at once.
        if isFirst, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
        if isFirst, buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            buffer = Array(KeptText(buffer + Array(try handle.readToEnd() ?? Data())).text.utf8)
        }
        position = 0
        isAtEnd = buffer.isEmpty
        return !isAtEnd
    }

    private func withoutReturn(_ line: [UInt8]) -> [UInt8] {
        line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
