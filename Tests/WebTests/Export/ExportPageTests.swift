import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing
import Vault
import Web

/// Taking away what one may read: asked afresh, and saved as one archive.
@Suite struct ExportPageTests {
    private static func confirm(_ visitor: Visitor) async throws {
        _ = try await visitor.submit("/confirm", [("passphrase", Person.passphrase)])
    }

    /// The names and contents of a ustar archive that ends as one should.
    private static func unpacked(_ bytes: [UInt8]) -> [String: [UInt8]] {
        var parts: [String: [UInt8]] = [:]
        var place = 0
        while place + 512 <= bytes.count, bytes[place] != 0 {
            let name = String(decoding: bytes[place..<place + 100].prefix { $0 != 0 }, as: UTF8.self)
            let octal = String(decoding: bytes[place + 124..<place + 135], as: UTF8.self)
            let count = Int(octal, radix: 8) ?? 0
            parts[name] = Array(bytes[place + 512..<place + 512 + count])
            place += 512 + (count + 511) / 512 * 512
        }
        return bytes.dropFirst(place) == [UInt8](repeating: 0, count: 1024)[...] ? parts : [:]
    }

    @Test func `it asks for the passphrase first, for the page and for the archive`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let file = charity.file(.known).text
        for path in ["/export", "/file/\(file)/export"] {
            #expect(try await visitor.get(path).location == "/confirm?next=\(path)")
            charity.database.forget()
            let reply = try await visitor.submit(path, [])
            #expect(reply.status == 409)
            #expect(reply.headers[.contentDisposition] == nil)
            #expect(!charity.changed)
        }
    }

    @Test func `a file that one may not read is not there, before any passphrase`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let path = "/file/\(charity.file(.restricted).text)/export"
        #expect(try await visitor.get(path).status == 404)
        #expect(try await visitor.submit(path, []).status == 404)
    }

    @Test func `the archive holds what its reader may read, is never shown, and is not kept by the browser`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        try await Self.confirm(visitor)
        #expect(try await visitor.get("/export").text.contains("Take away all that you may read"))
        let reply = try await visitor.submit("/export", [])
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "application/x-tar")
        #expect(reply.headers[.contentDisposition] == "attachment; filename=\"export-2026-11-22.tar\"")
        #expect(reply.headers[.cacheControl] == "no-store")
        let parts = Self.unpacked(reply.bytes)
        let known = try #require(parts["files/\(charity.file(.known).text).json"])
        #expect(String(decoding: known, as: UTF8.self).contains("The first note."))
        #expect(parts["manifest.json"] != nil && parts["files.csv"] != nil)
        #expect(parts["files/\(charity.file(.restricted).text).json"] == nil)
        #expect(!String(decoding: reply.bytes, as: UTF8.self).contains("Zahra Idris"))
    }

    @Test func `the screen locked while it goes out ends it: no file more, no manifest, and it says so`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        try await Self.confirm(visitor)
        let cookie = visitor.cookie
        let body = "form=\(try await visitor.token())"
        let reply = try await visitor.send(
            .post, "/export", body: RequestBody(buffer: ByteBuffer(string: body)), headers: Visitor.ownPage
        ) {
            let locked = try await Visitor(charity, cookie: cookie).submit("/lock", [])
            #expect(locked.status == 303)
        }
        let parts = Self.unpacked(reply.bytes)
        #expect(Array(parts.keys) == ["stopped.txt"])
        #expect(String(decoding: parts["stopped.txt"] ?? [], as: UTF8.self).contains("is not whole"))
    }

    @Test func `one file is exported by itself, and its page says that it was`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let file = charity.file(.known).text
        try await Self.confirm(visitor)
        #expect(try await visitor.get("/file/\(file)").body.contains("href=\"/file/\(file)/export\""))
        let parts = Self.unpacked(try await visitor.submit("/file/\(file)/export", []).bytes)
        #expect(parts.keys.filter { $0.hasPrefix("files/") } == ["files/\(file).json"])
        #expect(try await visitor.get("/file/\(file)").text.contains("Exported the file"))
    }
}
