import ArgumentParser
import Certificates
import FoundationEssentials

/// `amanah tls`: a certificate for the office's own network, and the authority that its computers then trust.
struct TLSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls",
        abstract:
            "Make a certificate for the office’s own names, and an authority that is good for no other.",
        discussion: """
            The authority’s private key signs once and is discarded: it is never written, so nobody can make another
            certificate that your computers would trust. To renew, run this again into a new folder.
            """)

    @Option(
        name: .customLong("name"), help: "A name of the server, such as office.example. May be repeated.",
        transform: Given.name)
    var names: [DNSName] = []

    @Option(
        name: .customLong("address"), help: "An IP address of the server. May be repeated.",
        transform: Given.address)
    var addresses: [Address] = []

    @Option(help: "The folder to write to. What is there is never overwritten.", transform: Given.path)
    var into: String

    enum Fault: Error, CustomStringConvertible {
        case exists(String)
        case notMade(String)

        var description: String {
            switch self {
            case .exists(let file): "\(file) is there already. Nothing was changed. Choose a new folder."
            case .notMade(let folder):
                "\(folder) could not be written. Check who owns the folder above it."
            }
        }
    }

    func validate() throws {
        guard !names.isEmpty || !addresses.isEmpty else {
            throw ValidationError("Give at least one --name or --address of the server.")
        }
        guard names.count + addresses.count <= 20 else {
            throw ValidationError("Up to 20 names and addresses fit a certificate.")
        }
    }

    func run() throws {
        let names = ServerNames(names: names, addresses: addresses)
        let files = ["authority.pem", "server.pem", "server.key"].map { into + "/" + $0 }
        for file in files where FileManager.default.fileExists(atPath: file) { throw Fault.exists(file) }
        do {
            try FileManager.default.createDirectory(
                atPath: into, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Fault.notMade(into) }
        try PrivateFolder.refuseOthers(in: into)
        let authority = try Authority.issue(names, now: Date())
        let texts = [authority.certificate, authority.server, authority.serverKey]
        var begun: [String] = []
        do {
            for (file, text) in zip(files, texts) {
                let made = try PrivateFile.make(file)
                begun.append(file)
                try made.write(Array((text + "\n").utf8))
                try made.sync()
            }
        } catch {
            for file in begun { try? PrivateFile.shred(file) }
            throw error
        }
        let words = TrustWords(
            names: names.all, folder: into, fingerprint: authority.fingerprint, expiry: authority.expiry)
        print(words.text)
    }
}
