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

    private static let why = [("why", "For her solicitor")]

    @Test func `it asks for the passphrase first, for the page and for the archive`() async throws {
        let charity = try await Charity.copy()
        let file = charity.file(.known).text
        for (person, path) in [
            (Person.guardian, "/export"), (.guardian, "/file/\(file)/export"),
            (.caseworker, "/file/\(file)/export"),
        ] {
            let visitor = charity.visitor(person)
            #expect(try await visitor.get(path).location == "/confirm?next=\(path)")
            charity.database.forget()
            let reply = try await visitor.submit(path, Self.why)
            #expect(reply.status == 409 && reply.body.contains("For her solicitor"))
            #expect(reply.headers[.contentDisposition] == nil)
            #expect(!charity.changed)
        }
    }

    @Test(arguments: Person.staff.filter { $0 != .guardian })
    func `nobody but a guardian is offered all that they may read, or gets it`(person: Person) async throws {
        let visitor = try await Charity.copy().visitor(person)
        try await Self.confirm(visitor)
        #expect(try await visitor.get("/export").status == 404)
        #expect(try await visitor.submit("/export", Self.why).status == 404)
        #expect(try await !visitor.get("/my-sign-in").body.contains("/export"))
    }

    @Test(arguments: [Person.receptionist, .otherCaseworker, .counsellor, .manager, .specialist])
    func `whoever reads a file and does not work with it by name is not offered it, and gets nothing`(
        person: Person
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(person)
        try await Self.confirm(visitor)
        let file = "/file/\(charity.file(.known).text)"
        #expect(try await !visitor.get(file).body.contains("\(file)/export"))
        #expect(try await visitor.get("\(file)/export").status == 404)
        #expect(try await visitor.submit("\(file)/export", Self.why).status == 404)
    }

    @Test func `without a reason it is sent back`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.guardian)
        try await Self.confirm(visitor)
        for path in ["/export", "/file/\(charity.file(.known).text)/export"] {
            let reply = try await visitor.submit(path, [("why", " ")])
            #expect(reply.status == 422 && reply.text.contains("Say why, in a sentence."))
            #expect(reply.headers[.contentDisposition] == nil)
        }
    }

    @Test func `a file that one may not read is not there, before any passphrase`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let path = "/file/\(charity.file(.restricted).text)/export"
        #expect(try await visitor.get(path).status == 404)
        #expect(try await visitor.submit(path, Self.why).status == 404)
    }

    @Test func `the archive holds what its reader may read, is never shown, and is not kept by the browser`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.guardian)
        try await Self.confirm(visitor)
        #expect(try await visitor.get("/export").text.contains("Take away all that you may read"))
        let reply = try await visitor.submit("/export", Self.why)
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "application/x-tar")
        #expect(reply.headers[.contentDisposition] == "attachment; filename=\"export-2026-11-22.tar\"")
        #expect(reply.headers[.cacheControl] == "no-store")
        let parts = Self.unpacked(reply.bytes)
        let known = try #require(parts["files/\(charity.file(.known).text).json"])
        #expect(String(decoding: known, as: UTF8.self).contains("Amina Yusuf"))
        // A guardian reads the log, and no note.
        #expect(!String(decoding: known, as: UTF8.self).contains("The first note."))
        #expect(parts["manifest.json"] != nil && parts["files.csv"] != nil)
    }

    @Test func `the screen locked while it goes out ends it: no file more, no manifest, and it says so`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.guardian)
        try await Self.confirm(visitor)
        let cookie = visitor.cookie
        let body = "form=\(try await visitor.token())&why=A"
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
        let visitor = charity.visitor(.caseworker)
        let file = charity.file(.known).text
        try await Self.confirm(visitor)
        #expect(try await visitor.get("/file/\(file)").body.contains("href=\"/file/\(file)/export\""))
        let parts = Self.unpacked(try await visitor.submit("/file/\(file)/export", Self.why).bytes)
        #expect(parts.keys.filter { $0.hasPrefix("files/") } == ["files/\(file).json"])
        #expect(try await visitor.get("/file/\(file)").text.contains("Exported the file"))
    }
}
