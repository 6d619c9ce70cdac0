import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Vault

/// `amanah init`: makes a charity's data folder and the first guardian's enrolment code, and nothing else.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a charity: its data folder, and the first data guardian’s enrolment code.")

    @OptionGroup var folder: FolderOption

    @Option(
        name: .customLong("organisation-name"), help: "The charity’s name, on every page.",
        transform: Given.line)
    var organisation: String

    @Option(help: "The first data guardian’s name, as colleagues know it.", transform: Given.line)
    var guardian: String

    func run() async throws {
        let data = DataFolder(path: folder.path)
        let settings = try await Settings.read(
            flags: ["organisation.name": organisation], environment: ProcessInfo.processInfo.environment,
            file: data.settings)
        try data.make(randomness: .system)
        let file = try JSONEncoder().encode(["organisation": ["name": settings.organisation]])
        try PrivateFile.removeUnfinished(data.settings)
        let written = try PrivateFile.make(data.settings)
        try written.write(Array(file))
        try written.sync()
        let (casework, _) = try await data.open(settings.casework(cost: .standard), clock: .system)
        let code = try await casework.found(guardian: guardian)
        try await casework.close()
        print(
            """
            \(settings.organisation) is made in \(data.path), closed to other users of this computer.

            The first data guardian’s enrolment code, good once and for fourteen days:

                \(code.text)

            Next: 1. amanah serve --data \(data.path)
                  2. \(guardian) opens the page /enrol in a browser, types the code and chooses a passphrase.
                  3. With three trustees at the table: the recovery sheets; then two managers are invited.

            Keep a copy of log.key apart from this computer: it signs the log book.
            """)
    }
}
