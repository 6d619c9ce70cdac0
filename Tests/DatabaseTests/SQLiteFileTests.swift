import Foundation
import Testing

@testable import Database

struct SQLiteFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test
    func `A file that is no database is refused`() throws {
        try Data(repeating: 7, count: 8192).write(to: URL(fileURLWithPath: scratch.path))
        #expect(throws: DatabaseError.corrupt) { try scratch.database() }
    }

    @Test
    func `A place that is not there is refused`() {
        #expect(throws: DatabaseError.unavailable) {
            try SQLiteDatabase(path: "/nowhere/store.sqlite", migrations: [])
        }
    }

    @Test
    func `Only the owner can read the files, also where the file was there before`() async throws {
        try Data().write(to: URL(fileURLWithPath: scratch.path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scratch.path)
        for path in [scratch.path, scratch.directory + "/new.sqlite"] {
            let database = try SQLiteDatabase(path: path, migrations: Scratch.migrations)
            try await database.insert(1)
            _ = try await database.ids()
            for file in [path, path + "-wal", path + "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test(arguments: [
        ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("secure_delete", 1),
        ("temp_store", 2),
    ])
    func `A writer's setting is in force`(setting: String, expected: Int64) async throws {
        let database = try scratch.database()
        let pragma = SQL(text: "PRAGMA \(setting)", values: [], isFixed: true)
        let value = try await database.write { try $0.first(pragma)?.integer(setting) }
        #expect(value == expected)
    }

    @Test(arguments: [("foreign_keys", 1), ("trusted_schema", 0), ("temp_store", 2)])
    func `A reader's setting is in force`(setting: String, expected: Int64) async throws {
        let database = try scratch.database()
        let pragma = SQL(text: "PRAGMA \(setting)", values: [], isFixed: true)
        let value = try await database.read { try $0.first(pragma)?.integer(setting) }
        #expect(value == expected)
    }

    @Test
    func `Every answered act is there after a stop without closing`() async throws {
        let database = try scratch.database()
        for id in 1...50 { try await database.insert(id) }
        // The files as they are on the disk when the process ends without a word.
        let after = try Scratch()
        for (name, bytes) in try scratch.files() where !name.hasSuffix("-shm") {
            try Data(bytes).write(to: URL(fileURLWithPath: after.directory + "/" + name))
        }
        #expect(try await after.database().ids() == (1...50).map(Int64.init))
        try await database.close()
    }

    @Test
    func `What was deleted is in no file after a purge`() async throws {
        let database = try scratch.database()
        let secret = "the words that must go"
        try await database.insert(1, secret)
        try await database.insert(2, "other words")
        #expect(try scratch.files().values.contains { $0.firstRange(of: Array(secret.utf8)) != nil })
        _ = try await database.write { try $0.execute("DELETE FROM note WHERE id = 1") }
        try await database.purge()
        #expect(try scratch.files().values.allSatisfy { $0.firstRange(of: Array(secret.utf8)) == nil })
        #expect(try await database.ids() == [2])
    }
}
