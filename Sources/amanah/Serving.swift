import Casework
import Database
import FoundationEssentials
import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
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

    private var copyHalves: @Sendable () async -> HalvesCopies {
        guard let data else { return { .notSet } }
        let renewal = HalvesRenewal(data: data, settings: settings, casework: casework, database: database)
        return { await renewal.run() }
    }

    /// - Parameter onStart: told the address once the listener stands.
    func run(onStart: @escaping @Sendable (String) -> Void) async throws {
        var logger = Logger(label: "amanah")
        logger.logLevel = settings.logLevel
        let site = Site(
            casework: casework, logger: logger, isSecure: settings.isBehindTLS,
            trustsProxy: settings.isBehindTLS, copyHalves: copyHalves)
        let router = buildRouter(site)
        try router.validate()
        var quiet = Logger(label: "amanah.server")
        quiet.logLevel = .warning
        let host = settings.host
        var application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: settings.port), serverName: nil),
            onServerRunning: { channel in
                onStart("http://\(host):\(channel.localAddress?.port ?? 0)")
            },
            logger: quiet)
        application.addServices(Sweeper(casework: casework))
        do { try await application.runService() } catch let error as IOError
            where error.errnoCode == EADDRINUSE
        {
            try await database.close()
            throw Fault.portTaken(settings.port)
        }
        try await database.close()
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
            }
        }
    }
}
