/// Which version of the program this is: the newest heading of CHANGELOG.md says the same (Semantic Versioning 2.0.0).
enum Version {
    static let current = "0.1.0-dev"
}
