import FoundationEssentials
import Glibc
internal import SwiftASN1
import Texts
internal import X509

/// Where the server's certificate and its key are: `tls.certificate` and `tls.key`.
package struct CertificateFiles: Sendable {
    let certificate: String
    let key: String

    /// The paths of two PEM files.
    package init(certificate: String, key: String) {
        (self.certificate, self.key) = (certificate, key)
    }
}

/// A server certificate and its key, read from their files and found fit to serve with.
package struct ServerCertificate: Sendable {
    /// The certificate first, then those that lead to the authority (DER).
    let chain: [[UInt8]]
    /// The private key (DER).
    let key: [UInt8]
    /// When it ends.
    package let expiry: Date
    /// The names that browsers find in it, and its addresses.
    package let names: [String]

    /// The last day that it is good on, `2028-11-22`.
    package var lastDay: String { expiry.utcDay }

    /// Why it can't be served with.
    package enum Fault: Error, CustomStringConvertible, Equatable {
        case unreadable(String)
        case noCertificate(String)
        case noKey(String)
        case locked(String)
        case open(String)
        case mismatched
        case expired(String)
        case early(String)
        case nameless(String)
        case authority(String)
        case otherName(String, [String])

        /// What is wrong, and what to do.
        package var description: String {
            switch self {
            case .unreadable(let file): "\(file) can’t be read. Check that it is there, and who owns it."
            case .noCertificate(let file):
                "\(file) is no certificate in PEM form. It begins with -----BEGIN CERTIFICATE-----."
            case .noKey(let file): "\(file) is no private key in PEM form that can be used."
            case .locked(let file):
                "\(file) is locked with a passphrase. Save the key without one, in a file that only its owner can read."
            case .open(let file): "\(file) can be read by others. Close it with: chmod go= \(file)"
            case .mismatched:
                "The certificate and the key don’t belong together. Check tls.certificate and tls.key."
            case .expired(let day):
                "The certificate ended on \(day). Renew it; for one of “amanah tls”, run that again."
            case .early(let day):
                "The certificate is good from \(day) only. Check this computer’s clock."
            case .nameless(let file):
                "\(file) bears no name or address that browsers go by (subject alternative names)."
            case .authority(let file): "\(file) is an authority’s certificate, not a server’s."
            case .otherName(let host, let names):
                "The certificate is not for \(host), where listen.host listens, but for \(names.joined(separator: ", "))."
            }
        }
    }

    /// Reads both files and refuses what browsers would, with the fault that a person can mend.
    /// - Parameter host: `listen.host`. A name must stand in the certificate; addresses need not, people may go by name.
    package init(_ files: CertificateFiles, host: String, now: Date) throws {
        let documents = try Self.documents(files.certificate, else: .noCertificate(files.certificate))
        guard let chain = try? documents.map({ try Certificate(pemDocument: $0) }), let leaf = chain.first
        else {
            throw Fault.noCertificate(files.certificate)
        }
        key = try Self.key(files.key, of: leaf)
        guard leaf.notValidBefore <= now else { throw Fault.early(leaf.notValidBefore.utcDay) }
        guard now < leaf.notValidAfter else { throw Fault.expired(leaf.notValidAfter.utcDay) }
        if case .isCertificateAuthority = try? leaf.extensions.basicConstraints {
            throw Fault.authority(files.certificate)
        }
        let names = ((try? leaf.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames()).compactMap(
            Self.text)
        guard !names.isEmpty else { throw Fault.nameless(files.certificate) }
        guard Address(argument: host) != nil || host == "localhost" || Self.covers(host, names) else {
            throw Fault.otherName(host, names)
        }
        (self.chain, expiry, self.names) = (documents.map(\.derBytes), leaf.notValidAfter, names)
    }

    private static func documents(_ file: String, else fault: Fault) throws(Fault) -> [PEMDocument] {
        guard let bytes = FileManager.default.contents(atPath: file) else { throw .unreadable(file) }
        guard
            let found = try? PEMDocument.parseMultiple(
                pemString: KeptText(bytes).lines.joined(separator: "\n")),
            !found.isEmpty
        else { throw fault }
        return found
    }

    private static func key(_ file: String, of certificate: Certificate) throws(Fault) -> [UInt8] {
        // Programs that renew certificates put a link to the newest; what counts is who can read the file itself.
        let itself = URL(filePath: file).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: itself)
        guard let mode = attributes?[.posixPermissions] as? Int else { throw .unreadable(file) }
        guard mode & 0o077 == 0 else { throw .open(file) }
        // OpenSSL may write the curve's parameters before the key.
        let found = try documents(file, else: .noKey(file)).first {
            $0.discriminator.hasSuffix("PRIVATE KEY")
        }
        guard let found else { throw .noKey(file) }
        if found.discriminator.hasPrefix("ENCRYPTED") { throw .locked(file) }
        guard let key = try? Certificate.PrivateKey(pemDocument: found) else { throw .noKey(file) }
        guard key.publicKey == certificate.publicKey else { throw .mismatched }
        return found.derBytes
    }

    private static func text(_ name: GeneralName) -> String? {
        switch name {
        case .dnsName(let name): return name.lowercased()
        case .ipAddress(let address):
            let family = address.bytes.count == 4 ? AF_INET : AF_INET6
            guard [4, 16].contains(address.bytes.count) else { return nil }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(family, Array(address.bytes), &text, socklen_t(text.count)) != nil else {
                return nil
            }
            return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        default: return nil
        }
    }

    /// RFC 6125 §6.4.3: a wildcard stands for one whole label on the left.
    private static func covers(_ host: String, _ names: [String]) -> Bool {
        let host = host.lowercased()
        return names.contains { name in
            name == host
                || name.hasPrefix("*.")
                    && host.split(separator: ".").dropFirst().joined(separator: ".") == name.dropFirst(2)
        }
    }
}
