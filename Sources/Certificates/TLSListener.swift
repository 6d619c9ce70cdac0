import HummingbirdCore
internal import HummingbirdTLS
import Logging
internal import NIOCore
internal import NIOSSL
import ServiceLifecycle
import Synchronization
internal import UnixSignals

/// What the server shows to browsers: the certificate of this moment. A signal, SIGHUP, reads the files anew; a
/// certificate that can't be used is refused, and the one before it stays.
package final class TLSListener: Service {
    private let current: Mutex<ServerCertificate>
    private let read: @Sendable () throws -> ServerCertificate
    private let logger: Logger

    /// Throws what `read` throws: the server does not start without a certificate.
    /// - Parameter read: reads the files, at once and at each signal.
    package init(logger: Logger, read: @escaping @Sendable () throws -> ServerCertificate) throws {
        self.read = read
        self.logger = logger
        current = Mutex(try read())
    }

    /// The names that people may type.
    package var names: [String] { current.withLock(\.names) }

    /// TLS 1.2 with forward secrecy and authenticated encryption, or 1.3 (RFC 9325 §3.1, §4.2).
    package func server(over base: HTTPServerBuilder) throws -> HTTPServerBuilder {
        let first = current.withLock(\.self)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try first.shownChain(), privateKey: try first.shownKey())
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sslContextCallback = { _, promise in
            promise.completeWith(
                Result {
                    let certificate = self.current.withLock(\.self)
                    var shown = NIOSSLContextConfigurationOverride()
                    shown.certificateChain = try certificate.shownChain()
                    shown.privateKey = try certificate.shownKey()
                    return shown
                })
        }
        return try .tls(base, tlsConfiguration: configuration)
    }

    /// Reads the files anew at each SIGHUP, until the server stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                do {
                    let certificate = try self.read()
                    self.current.withLock { $0 = certificate }
                    self.logger.notice(
                        "certificate read anew", metadata: ["good until": "\(certificate.lastDay)"])
                } catch {
                    let words = (error as? ServerCertificate.Fault)?.description ?? "It can’t be read."
                    self.logger.error("the certificate stays as it was: \(words)")
                }
            }
        }
    }
}

extension ServerCertificate {
    fileprivate func shownChain() throws -> [NIOSSLCertificateSource] {
        try chain.map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) }
    }

    fileprivate func shownKey() throws -> NIOSSLPrivateKeySource {
        .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der))
    }
}
