internal import Crypto
import FoundationEssentials
internal import SwiftASN1
internal import X509

/// An authority that vouches for one server and can never vouch for another: its private key signs once, inside
/// `issue`, and is gone when that returns. Were it not, its name constraints (RFC 5280 §4.2.1.10) would still
/// confine it to the office's own names. docs/decisions/0090.
package struct Authority: Sendable {
    /// What each computer and telephone is told to trust (PEM). Public.
    package let certificate: String
    /// The server's own certificate (PEM).
    package let server: String
    /// Its private key (PEM).
    package let serverKey: String
    /// SHA-256 of the authority's certificate, as every system shows it.
    package let fingerprint: String
    /// The last day of both certificates, `2028-11-22`.
    package let expiry: String

    /// Apple’s systems refuse a server certificate of more than 825 days, also from an authority that a person added;
    /// the shorter limits of other browsers are for public authorities only. A day less, for clocks.
    private static let days = 824

    /// Makes both certificates, and forgets what signed them.
    /// - Parameter now: from when both certificates are good; an hour earlier, for clocks that are behind.
    package static func issue(_ names: ServerNames, now: Date) throws -> Authority {
        let start = now.addingTimeInterval(-3600)
        let expiry = start.addingTimeInterval(Double(days) * 86_400)
        // Never serialised; BoringSSL overwrites what it frees.
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let number = Certificate.SerialNumber()
        let subject = try DistinguishedName {
            // A number of its own: two authorities of one office must not be taken for each other.
            CommonName("Amanah \(names.first.prefix(40)) \(mark(of: number))")
            OrganizationName("Amanah")
        }
        let identifier = SubjectKeyIdentifier(hash: key.publicKey)
        let certificate = try Certificate(
            version: .v3, serialNumber: number, publicKey: key.publicKey, notValidBefore: start,
            notValidAfter: expiry, issuer: subject, subject: subject,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                Critical(constraints(names))
                identifier
            }, issuerPrivateKey: key)
        let serverKey = P256.Signing.PrivateKey()
        let serverPublic = Certificate.PrivateKey(serverKey).publicKey
        let server = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: serverPublic,
            notValidBefore: start, notValidAfter: expiry, issuer: subject,
            // No name of a host: old programs take one here for the name to check.
            subject: try DistinguishedName { CommonName("Amanah server") },
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    names.names.map { .dnsName($0.text) }
                        + names.addresses.map { .ipAddress(ASN1OctetString(contentBytes: $0.bytes[...])) })
                SubjectKeyIdentifier(hash: serverPublic)
                AuthorityKeyIdentifier(keyIdentifier: identifier.keyIdentifier)
            }, issuerPrivateKey: key)
        return Authority(
            certificate: try certificate.serializeAsPEM().pemString,
            server: try server.serializeAsPEM().pemString, serverKey: serverKey.pemRepresentation,
            fingerprint: try fingerprint(certificate), expiry: expiry.utcDay)
    }

    /// These names and nothing else. A kind of name that a constraint doesn't speak of is free (RFC 5280 §4.2.1.10),
    /// so a kind that servers have and that is not given is excluded whole.
    private static func constraints(_ names: ServerNames) -> NameConstraints {
        func octets(_ bytes: [UInt8]) -> ASN1OctetString { ASN1OctetString(contentBytes: bytes[...]) }
        let free = Address.everyOne.filter { every in
            !names.addresses.contains { $0.alone.count == every.count }
        }
        return NameConstraints(
            permittedDNSDomains: names.names.map(\.text),
            excludedDNSDomains: names.names.isEmpty ? [""] : [],
            permittedIPRanges: names.addresses.map { octets($0.alone) },
            excludedIPRanges: free.map(octets))
    }

    private static func mark(of number: Certificate.SerialNumber) -> String {
        hex(number.bytes.prefix(3)).joined()
    }

    private static func fingerprint(_ certificate: Certificate) throws -> String {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return hex(SHA256.hash(data: serializer.serializedBytes)).joined(separator: ":").uppercased()
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> [String] {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    }
}

extension Date {
    /// `2026-11-22`, UTC, as certificates count.
    var utcDay: String { formatted(.iso8601.year().month().day()) }
}
