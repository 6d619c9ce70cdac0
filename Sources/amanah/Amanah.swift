import ArgumentParser
import CKernel

@main
struct Amanah: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amanah",
        abstract: "Confidential casework for small charities.",
        version: Version.current,
        subcommands: [
            Init.self, Serve.self, TLSCommand.self, Demo.self, Backup.self, Restore.self, Verify.self,
            Doctor.self, ExportCommand.self,
            LedgerCommand.self,
            PolicyCommand.self, NamesCommand.self,
            Bench.self,
        ])

    /// Every command, before anything else: most of them hold keys.
    static func main() async {
        guard ClosedProcess.begin() else {
            printProblem("This computer does not let a program keep its memory to itself.")
            exit(withError: ExitCode.failure)
        }
        amanah_share_heaps()
        await main(nil)
    }
}
