// swift-tools-version:6.2
import PackageDescription

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "amanah",
    dependencies: [
        // Each of these is a decision: docs/decisions/0002-dependencies.md. `Package.resolved` is not kept; pins are exact.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(
            url: "https://github.com/apple/swift-configuration", exact: "1.4.0",
            traits: ["JSON"]),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .target(name: "Policy", resources: [.embedInCode("Rules")]),
        .target(name: "Names"),
        .target(name: "Texts"),
        .target(name: "Ledger", dependencies: [crypto]),
        .target(name: "Vault", dependencies: [crypto, cryptoExtras]),
        .target(
            name: "Database",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "Casework",
            dependencies: ["Policy", "Names", "Texts", "Ledger", "Vault", "Database", crypto]),
        .target(
            name: "Certificates",
            dependencies: [
                "Texts", crypto,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        .target(
            name: "Web",
            dependencies: [
                "CQREncode", "Policy", "Casework", "Vault", crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: [.embedInCode("Assets")]),
        .target(name: "CKernel"),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
        .executableTarget(
            name: "amanah",
            dependencies: [
                "CKernel", "Policy", "Names", "Texts", "Ledger", "Vault", "Database", "Casework",
                "Certificates",
                "Web", crypto,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .testTarget(name: "PolicyTests", dependencies: ["Policy"], resources: [.copy("Vectors")]),
        .testTarget(name: "NamesTests", dependencies: ["Names"], resources: [.copy("Vectors")]),
        .testTarget(name: "TextsTests", dependencies: ["Texts", "Ledger", crypto]),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", crypto], resources: [.copy("Vectors")]),
        .testTarget(
            name: "VaultTests", dependencies: ["Vault", crypto, cryptoExtras], resources: [.copy("Vectors")]),
        .testTarget(
            name: "DatabaseTests",
            dependencies: ["Database", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "CaseworkTests",
            dependencies: ["Casework", "Policy", "Names", "Ledger", "Vault", "Database", crypto],
            resources: [.copy("Golden")]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Casework", "Policy", "Vault", "Database", "Ledger", crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

// Some of their tests work through every case there is, which unoptimised code is slow at.
for target in package.targets where ["Policy", "Names", "Ledger", "Vault", "Database"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
