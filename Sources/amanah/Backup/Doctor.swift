import ArgumentParser
import CKernel
import Casework
import Certificates
import Crypto
import Database
import CoreFoundation
import FoundationEssentials
import Glibc
import Ledger
import Vault

/// `amanah doctor`: what is not as it should be, and what to do. Says nothing of anybody.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look the installation over, and say what to do.",
        discussion: "Needs no one’s passphrase and names nobody. Exit status 1 if something should be done.")

    @OptionGroup var folder: FolderOption

    func run() async throws {
        let data = DataFolder(path: folder.path)
        guard FileManager.default.fileExists(atPath: data.database) else {
            throw DataFolder.Fault.absent(data.path)
        }
        var findings = Findings()
        findings.permissions(data.path)
        findings.disk(data)
        var settings: Settings?
        do {
            settings = try await Settings.read(
                flags: [:], environment: ProcessInfo.processInfo.environment, file: data.settings)
            findings.fine("Settings", "all known and possible")
        } catch { findings.bad("Settings", "\(error)") }
        if let settings {
            findings.certificate(settings, now: Date())
            findings.places(settings)
        }
        do {
            try await findings.database(data, settings: settings, now: Clock.system.now())
        } catch { findings.bad("Database", "\(error)") }
        print(findings.lines.joined(separator: "\n"))
        if findings.count > 0 { throw ExitCode(1) }
    }

    /// What the start says too.
    static func unfinished(_ count: Int) -> String {
        """
        \(count) files are listed as erased and still have their half. A start completes what the log says was erased; \
        if they stay, run: amanah ledger verify
        """
    }
}

/// What the doctor found, a line each.
private struct Findings {
    private(set) var lines: [String] = []
    private(set) var count = 0

    mutating func fine(_ what: String, _ words: String) { lines.append("ok    \(what): \(words)") }

    mutating func bad(_ what: String, _ words: String) {
        lines.append("DO    \(what): \(words)")
        count += 1
    }

    /// Nothing that is wrong, and still for somebody to look at.
    mutating func open(_ what: String, _ words: String) { lines.append("see   \(what): \(words)") }

    mutating func permissions(_ path: String) {
        let inside = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        let open = ([path] + inside.map { path + "/" + $0 }).filter {
            var status = stat()
            return stat($0, &status) == 0 && status.st_mode & 0o077 != 0
        }
        guard let first = open.first else {
            return fine("Permissions", "the data folder is closed to other users of this computer")
        }
        bad(
            "Permissions",
            "\(open.count) files or folders can be read by others, \(first) among them. chmod -R go= \(path)")
    }

    /// An authority of our own can't renew: every computer is told of the new one, so it is said a month ahead.
    mutating func certificate(_ settings: Settings, now: Date) {
        guard let files = settings.certificate else { return }
        do {
            let certificate = try ServerCertificate(files, host: settings.host, now: now)
            let words =
                "\(certificate.names.joined(separator: ", ")), good until \(certificate.lastDay)"
            if certificate.expiry < now.addingTimeInterval(30 * 86_400) {
                bad("Certificate", "\(words). Renew it; for one of “amanah tls”, run that again.")
            } else {
                fine("Certificate", words)
            }
        } catch { bad("Certificate", "\(error)") }
    }

    /// A backup needs room for two more copies of the database for a while.
    mutating func disk(_ data: DataFolder) {
        var status = statvfs()
        guard statvfs(data.path, &status) == 0, let size = try? PrivateFile.size(data.database) else {
            return bad("Disk", "its free space can’t be read.")
        }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let needed = max(1 << 30, 3 * size)
        let words = "\(free >> 20) MB are free, the database has \(max(1, size >> 20)) MB"
        if free < needed {
            bad("Disk", "\(words). Free some: \(needed >> 20) MB should be.")
        } else {
            fine("Disk", words)
        }
    }

    /// Each place of the halves takes a new copy before the old one goes. They may be small sticks.
    mutating func places(_ settings: Settings) {
        for folder in settings.halvesCopies {
            do { try PrivateFolder.refuseOthers(in: folder) } catch {
                // One that is not there is said with its copy.
                if case .absent = error { continue }
                bad("Copy of the halves", "\(error)")
            }
            var status = statvfs()
            guard statvfs(folder, &status) == 0 else { continue }
            let free = Int(status.f_bavail) * Int(status.f_frsize)
            if free < 16 << 20 {
                bad("Disk", "\(folder) has \(free >> 20) MB free. Free some: 16 MB should be.")
            }
        }
    }

    mutating func database(_ data: DataFolder, settings: Settings?, now: Instant) async throws {
        let (origin, key) = try data.readLogKey()
        let verifier = try VerifierKey(name: origin, publicKey: key.publicKey)
        let database = try data.openDatabase()
        if try await database.isSound() {
            fine("Database", "its structure is whole")
        } else {
            bad("Database", "its structure is damaged. Stop the server and restore the newest backup.")
        }
        // Before the database is looked at: a server may be at work. Without `log.head` no entry is known to be genuine.
        let head = Result { try data.knownLog() }
        let known = try? head.get()
        let facts = try await database.read { connection in
            (
                isSigned: (try? Integrator.frontier(connection, signedBy: verifier)) != nil,
                wentBack: Self.fault { try head.get().compare(connection) },
                entries: try connection.first("SELECT COUNT(*) AS n, MAX(at) AS last FROM entries"),
                backup: (try? known?.last(.backupMade, connection)) ?? nil,
                trial: (try? known?.last(.restoreTested, connection)) ?? nil,
                sqlite: try connection.first("SELECT sqlite_version() AS v")?.text("v") ?? "unknown"
            )
        }
        let entries = try facts.entries?.integer("n") ?? 0
        if facts.isSigned {
            fine("Log", "its newest checkpoint is signed and covers all \(entries) entries")
        } else {
            bad(
                "Log", "its newest checkpoint does not sign its \(entries) entries. Run: amanah ledger verify"
            )
        }
        clock(now, newest: try facts.entries?.optionalInteger("last").map { Instant(milliseconds: $0) })
        age("Last backup", facts.backup, days: 2, now, "Run, and let a timer run daily: amanah backup FOLDER")
        age(
            "Last trial of a backup", facts.trial, days: 92, now,
            "Run: amanah restore BACKUP --halves COPY --drill")
        if let fault = facts.wentBack {
            bad("Log’s head", fault)
        } else if let known {
            fine("Log’s head", "the log is the one that this computer has seen, or has grown since")
            if let charity = known.charity { fine("Charity’s key", charity.fingerprint) }
        }
        try await halves(data, database, settings: settings, origin: origin, verifier, now)
        fine(
            "Versions", "amanah \(Version.current), schema \(Schema.migrations.count), SQLite \(facts.sqlite)"
        )
        try await database.close()
    }

    /// What a comparison says is wrong; nil if nothing is.
    private static func fault(_ comparison: () throws -> Void) -> String? {
        do {
            try comparison()
            return nil
        } catch { return "\(error)" }
    }

    private mutating func clock(_ now: Instant, newest: Instant?) {
        let written = newest ?? now
        if now.adding(seconds: 300) < written {
            bad(
                "Clock",
                "it is behind the newest entry of the log (\(written.day.text) \(written.time)). Set it.")
        } else if amanah_clock_is_kept() == 1 {
            fine(
                "Clock",
                "\(now.day.text) \(now.time), kept right by the network, after every entry of the log")
        } else {
            // Ahead, it can't be told from a quiet week: entries would bear days to come, and what is due would be early.
            open(
                "Clock",
                """
                \(now.day.text) \(now.time), after every entry of the log. This computer does not say that it keeps it \
                right by the network, and whether it is ahead can’t be told: compare it with another clock, or turn \
                network time on (timedatectl set-ntp true).
                """)
        }
    }

    private mutating func age(_ what: String, _ at: Instant?, days: Int64, _ now: Instant, _ remedy: String) {
        guard let at else { return bad(what, "there is none. \(remedy)") }
        let words = "\(at.day.text) \(at.time)"
        if at.adding(seconds: days * 86_400) < now {
            bad(what, "\(words), more than \(days) days ago. \(remedy)")
        } else {
            fine(what, words)
        }
    }

    private mutating func halves(
        _ data: DataFolder, _ database: SQLiteDatabase, settings: Settings?, origin: String,
        _ verifier: VerifierKey, _ now: Instant
    ) async throws {
        let store: HalvesStore
        do { store = try HalvesStore(path: data.halves) } catch { return bad("Halves", "\(error)") }
        let own = store.everything()
        try await store.close()
        let lost = try await database.read { try LiveFiles($0, halves: own).lost.count }
        if lost == 0 {
            fine("Halves", "each file has its half")
        } else {
            bad("Halves", "\(lost) files have none. Restore them from a copy of the halves.")
        }
        let unfinished = try await database.read { try Casework.unfinishedErasures($0, halves: own) }
        if unfinished > 0 {
            bad("Erasures", Doctor.unfinished(unfinished))
        } else {
            fine("Erasures", "no erased file has its half")
        }
        guard let settings else { return }
        do {
            for file in try HalvesPlaces(settings, of: data, origin: origin).files {
                let copy = try HalvesCopy(path: file, by: verifier)
                let isComplete = own.halves.allSatisfy { copy.contents.halves[$0.key] == $0.value }
                let erased = own.destroyed.subtracting(copy.contents.destroyed).count
                if isComplete, erased == 0 {
                    fine("Copy of the halves", "\(file), up to date")
                } else if erased > 0 {
                    bad(
                        "Copy of the halves",
                        "\(file) still opens \(erased) erased files. Run: amanah backup --halves-only")
                } else {
                    bad("Copy of the halves", "\(file) lacks the newest. Run: amanah backup FOLDER")
                }
            }
        } catch { bad("Copies of the halves", "\(error)") }
    }
}
