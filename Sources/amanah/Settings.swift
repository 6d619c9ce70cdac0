import Casework
import Certificates
import Configuration
import FoundationEssentials
import Logging
import Texts
import Vault

/// Every setting there is. A flag goes before the environment (`AMANAH_…`), which goes before the file `amanah.json`
/// in the data folder. An unknown or impossible one is refused at the start.
struct Settings {
    let organisation: String
    let host: String
    let port: Int
    let isBehindTLS: Bool
    /// The server's own certificate and key; nil where it doesn't end TLS itself.
    let certificate: CertificateFiles?
    let idleMinutes: Int
    let sessionHours: Int
    let requiresSecondFactor: Bool
    let town: String
    let usualHours: Range<Int>
    let logLevel: Logger.Level
    /// The two folders with a copy of the halves each; empty where they are not set.
    let halvesCopies: [String]

    /// One setting, as the table in the README has it.
    struct Setting {
        let name: String
        let fallback: String?
        let meaning: String

        var environment: String {
            "AMANAH_" + name.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
        }
    }

    static let all = [
        Setting(name: "organisation.name", fallback: nil, meaning: "The charity’s name, on every page."),
        Setting(name: "listen.host", fallback: "127.0.0.1", meaning: "The address to listen on."),
        Setting(name: "listen.port", fallback: "8080", meaning: "The port to listen on; 0 takes a free one."),
        Setting(
            name: "listen.behind-tls", fallback: "false",
            meaning: "true if a proxy in front ends TLS. It, or a certificate, is needed on a network."),
        Setting(
            name: "tls.certificate", fallback: "",
            meaning: "The server’s certificate, and those that lead to its authority (PEM)."),
        Setting(
            name: "tls.key", fallback: "",
            meaning: "The certificate’s private key (PEM), which only its owner can read."),
        Setting(
            name: "session.idle-minutes", fallback: "15", meaning: "1 to 60: a session unused so long ends."),
        Setting(
            name: "session.limit-hours", fallback: "10", meaning: "1 to 24: a session ends after so long."),
        Setting(
            name: "sign-in.second-factor", fallback: "required",
            meaning:
                "required: managers, guardians, trustees and administrators must set one up. offered: nobody must."
        ),
        Setting(
            name: "organisation.town", fallback: "",
            meaning: "The charity’s town: a passphrase may not rest on it."),
        Setting(
            name: "log.usual-hours", fallback: "7-20",
            meaning: "When people usually work: what is read before or after is listed for the guardian."),
        Setting(
            name: "halves.first-copy", fallback: "",
            meaning: "A folder on another disk for a copy of the halves. Backups need both."),
        Setting(
            name: "halves.second-copy", fallback: "", meaning: "A folder on a third disk for the other copy."),
        Setting(name: "log.level", fallback: "info", meaning: "debug, info, notice, warning or error."),
    ]

    enum Fault: Error, CustomStringConvertible {
        case unknown(String)
        case missing(String)
        case bad(String, String)
        case unreadable(String)

        var description: String {
            switch self {
            case .unknown(let name): "There is no setting ‘\(name)’. See the table of settings in the README."
            case .missing(let name): "The setting ‘\(name)’ is missing."
            case .bad(let name, let rule): "The setting ‘\(name)’ can’t be used: \(rule)"
            case .unreadable(let file): "\(file) is not a JSON object of settings."
            }
        }
    }

    /// - Parameters:
    ///   - flags: by setting name.
    ///   - file: `amanah.json`, if it is there.
    static func read(
        flags: [String: String], environment: [String: String], file: String
    ) async throws -> Settings {
        let names = Set(all.map(\.name))
        let variables = Set(all.map(\.environment)).union(["AMANAH_DATA"])
        for name in environment.keys.sorted() where name.hasPrefix("AMANAH_") && !variables.contains(name) {
            throw Fault.unknown(name)
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(
                values: Dictionary(
                    uniqueKeysWithValues: flags.map {
                        (
                            AbsoluteConfigKey(ConfigKey($0.key)),
                            ConfigValue(.string($0.value), isSecret: false)
                        )
                    })),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "amanah"),
        ]
        if let kept = FileManager.default.contents(atPath: file).map({ KeptText($0) }) {
            guard let tree = try? JSONDecoder().decode(SettingsTree.self, from: Data(kept.text.utf8)) else {
                throw Fault.unreadable(file)
            }
            let leaves = tree.leaves(under: "")
            for name in leaves.map(\.name).sorted() where !names.contains(name) { throw Fault.unknown(name) }
            for leaf in leaves where leaf.content == nil {
                throw Fault.bad(leaf.name, "it is a text, a number, true or false.")
            }
            providers.append(
                InMemoryProvider(
                    values: Dictionary(
                        leaves.compactMap { leaf in
                            leaf.content.map {
                                (
                                    AbsoluteConfigKey(ConfigKey(leaf.name)),
                                    ConfigValue($0, isSecret: false)
                                )
                            }
                        }, uniquingKeysWith: { first, _ in first })))
        }
        return try Settings(ConfigReader(providers: providers))
    }

    private init(_ reader: ConfigReader) throws {
        func text(_ name: String) throws -> String {
            let setting = Self.all.first { $0.name == name }
            guard let value = reader.string(forKey: ConfigKey(name)) ?? setting?.fallback else {
                throw Fault.missing(name)
            }
            return value
        }
        func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
            let value = try reader.int(forKey: ConfigKey(name)).map(String.init) ?? text(name)
            guard let number = Int(value), range.contains(number) else {
                throw Fault.bad(name, "it is a number from \(range.lowerBound) to \(range.upperBound).")
            }
            return number
        }
        func flag(_ name: String) throws -> Bool {
            let value = try reader.bool(forKey: ConfigKey(name)).map { "\($0)" } ?? text(name)
            guard let flag = Bool(value) else { throw Fault.bad(name, "it is true or false.") }
            return flag
        }
        func line(_ name: String, mayBeBlank: Bool = false) throws -> String {
            do { return try OneLine.checked(try text(name), longest: 120, mayBeBlank: mayBeBlank) } catch let
                fault as OneLine.Fault
            { throw Fault.bad(name, fault.description) }
        }
        func path(_ name: String) throws -> String {
            let path = try text(name)
            if path.isEmpty { return path }
            do { return try OneLine.checkedPath(path) } catch { throw Fault.bad(name, error.description) }
        }
        organisation = try line("organisation.name")
        host = try line("listen.host")
        port = try number("listen.port", 0...65535)
        isBehindTLS = try flag("listen.behind-tls")
        certificate = try Self.certificate(path("tls.certificate"), key: path("tls.key"), isBehindTLS)
        let isOnlyHere = ["127.0.0.1", "::1", "localhost"].contains(host)
        guard isBehindTLS || certificate != nil || isOnlyHere else {
            throw Fault.bad(
                "listen.host",
                """
                without TLS only this computer may be listened to. Set tls.certificate and tls.key, or \
                listen.behind-tls once a proxy ends TLS.
                """)
        }
        idleMinutes = try number("session.idle-minutes", 1...60)
        sessionHours = try number("session.limit-hours", 1...24)
        let secondFactor = try text("sign-in.second-factor")
        guard ["required", "offered"].contains(secondFactor) else {
            throw Fault.bad("sign-in.second-factor", "it is required or offered.")
        }
        requiresSecondFactor = secondFactor == "required"
        town = try line("organisation.town", mayBeBlank: true)
        let hours = try text("log.usual-hours").split(separator: "-", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard hours.count == 2, let from = hours[0], let to = hours[1], 0 <= from, from < to, to <= 24 else {
            throw Fault.bad("log.usual-hours", "it is two hours from 0 to 24, for example 7-20.")
        }
        usualHours = from..<to
        guard let level = Logger.Level(rawValue: try text("log.level")) else {
            throw Fault.bad("log.level", "it is debug, info, notice, warning or error.")
        }
        logLevel = level
        halvesCopies = try ["halves.first-copy", "halves.second-copy"].map(path).filter { !$0.isEmpty }
    }

    private static func certificate(
        _ certificate: String, key: String, _ isBehindTLS: Bool
    ) throws(Fault) -> CertificateFiles? {
        switch (certificate.isEmpty, key.isEmpty) {
        case (true, true): return nil
        case (true, false): throw .bad("tls.key", "a certificate belongs to it. Set tls.certificate too.")
        case (false, true): throw .bad("tls.certificate", "a private key belongs to it. Set tls.key too.")
        case (false, false) where isBehindTLS:
            throw .bad(
                "listen.behind-tls",
                "either a proxy ends TLS or this server does. Take it away, or tls.certificate and tls.key.")
        case (false, false): return CertificateFiles(certificate: certificate, key: key)
        }
    }

    func casework(cost: ScryptCost) -> Casework.Settings {
        Casework.Settings(
            organisation: organisation, scryptCost: cost, idleLimit: Int64(idleMinutes) * 60,
            sessionLimit: Int64(sessionHours) * 3600, requiresSecondFactor: requiresSecondFactor, town: town,
            usualHours: usualHours)
    }
}

/// What a settings file holds, by name: those that mean nothing are found.
private struct SettingsTree: Decodable {
    private var children: [String: SettingsTree]?
    private var content: ConfigContent?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let children = try? container.decode([String: SettingsTree].self) {
            self.children = children
        } else if let flag = try? container.decode(Bool.self) {
            content = .bool(flag)
        } else if let number = try? container.decode(Int.self) {
            content = .int(number)
        } else if let text = try? container.decode(String.self) {
            content = .string(text)
        } else if decoder.codingPath.isEmpty {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an object")
        }
    }

    func leaves(under prefix: String) -> [(name: String, content: ConfigContent?)] {
        guard let children else { return [(prefix, content)] }
        return children.flatMap { $0.value.leaves(under: prefix.isEmpty ? $0.key : prefix + "." + $0.key) }
    }
}
