import Casework
import Certificates
import Database
import FoundationEssentials
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals
import Web

/// Serves a charity's pages until a signal says stop; then finishes what was begun and closes the database.
struct Serving {
    let casework: Casework
    let database: SQLiteDatabase
    let settings: Settings
    /// Nil where there is nothing on disk to copy halves from.
    var data: DataFolder?

    enum Fault: Error, CustomStringConvertible {
        case portTaken(Int)

        var description: String {
            switch self {
            case .portTaken(let port):
                "Port \(port) is taken by another program. Choose another with --listen-port, or 0 for a free one."
            }
        }
    }

    private func copyHalves(_ logger: Logger) -> @Sendable () async -> HalvesCopies {
        guard let data else { return { .notSet } }
        let renewal = HalvesRenewal(
            data: data, settings: settings, casework: casework, database: database, logger: logger)
        return { await renewal.run() }
    }

    /// - Parameter onStart: told the address once the listener stands.
    func run(onStart: @escaping @Sendable (String) -> Void) async throws {
        var logger = Logger(label: "amanah")
        logger.logLevel = settings.logLevel
        let unfinished = try await casework.unfinishedErasures()
        let faults = FaultLog(logger)
        casework.setOnStoreFault { faults.tell($0) }
        if unfinished > 0 { logger.error("\(Doctor.unfinished(unfinished))") }
        let isSecure = settings.isBehindTLS || settings.certificate != nil
        let site = Site(
            casework: casework, logger: logger, isSecure: isSecure, trustsProxy: settings.isBehindTLS,
            copyHalves: copyHalves(logger))
        let router = buildRouter(site)
        try router.validate()
        var quiet = Logger(label: "amanah.server")
        quiet.logLevel = .warning
        let listener = try listener(logger)
        // A proxy's connections are everybody's.
        let limit = settings.isBehindTLS ? nil : ConnectionLimit()
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: limit.map { [ConnectionLimitHandler($0)] } ?? [],
                idleTimeout: .seconds(75)))
        let start = address(listener)
        var application = Application(
            router: router, server: try listener?.server(over: plain) ?? plain,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(ConnectionLimit.mostInAll)),
            onServerRunning: { channel in onStart(start + "\(channel.localAddress?.port ?? 0)") },
            logger: quiet)
        application.addServices(Sweeper(casework: casework))
        if let listener { application.addServices(listener) }
        var stopping = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        // What was asked is answered first; a browser that never reads its answer is not waited for.
        stopping.maximumGracefulShutdownDuration = .seconds(20)
        do { try await ServiceGroup(configuration: stopping).run() } catch let error as IOError
            where error.errnoCode == EADDRINUSE
        {
            try await casework.close()
            throw Fault.portTaken(settings.port)
        } catch is CancellationError {}
        try await casework.close()
    }

    private func listener(_ logger: Logger) throws -> TLSListener? {
        guard let files = settings.certificate else { return nil }
        let host = settings.host
        return try TLSListener(logger: logger) {
            try ServerCertificate(files, host: host, now: Date())
        }
    }

    /// The address that people type, up to its port: by TLS with a name that the certificate has.
    private func address(_ listener: TLSListener?) -> String {
        let host = listener?.names.first ?? settings.host
        return (listener == nil ? "http" : "https") + "://" + (host.contains(":") ? "[\(host)]" : host) + ":"
    }
}

/// Forgets the keys of idle sessions, every minute.
struct Sweeper: Service {
    let casework: Casework

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(60))
                await casework.forgetIdleSessions()
                await casework.writeCounted()
            }
        }
    }
}
