import ArgumentParser
import Certificates
import Texts

/// How the texts that follow a command are read: each is taken, or refused with the reason and what to write instead.
enum Given {
    /// A name that will be shown to people.
    static func line(_ text: String) throws -> String { try said { try OneLine.checked(text, longest: 120) } }

    /// A file or a folder.
    static func path(_ text: String) throws -> String { try said { try OneLine.checkedPath(text) } }

    /// A server's name for its certificate.
    static func name(_ text: String) throws -> DNSName { try said { try DNSName(checking: text) } }

    /// A server's address for its certificate.
    static func address(_ text: String) throws -> Address { try said { try Address(checking: text) } }

    private static func said<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw ValidationError("\(error)") }
    }
}
