import ArgumentParser

@main
struct Amanah: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amanah",
        abstract: "Confidential casework for small charities.")
}
