import ArgumentParser

@main
struct Amanah: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amanah",
        abstract: "Confidential casework for small charities.",
        subcommands: [
            Init.self, Serve.self, TLSCommand.self, Demo.self, Backup.self, Restore.self, Verify.self,
            Doctor.self,
            LedgerCommand.self,
            PolicyCommand.self, NamesCommand.self,
            Bench.self,
        ])
}
