/// The foot of every page: what the place is, the keys that work, and help.
struct Footer: Component {
    let organisation: String
    let signedIn: SignedIn?

    var html: HTML {
        """
        <footer class="foot" lang="en" dir="ltr">
        <p>What you read here was entrusted to <bdi>\(organisation)</bdi>. Share only what someone needs to know.</p>
        \(signedIn.map(keys))
        </footer>
        """
    }

    private func keys(_ signedIn: SignedIn) -> HTML {
        let help: HTML? = signedIn.help.map { " <a href=\"\($0)\">Help with this page</a>" }
        return """
            <p class="foot-keys"><kbd>F8</kbd> locks this screen.\(help)</p>
            """
    }
}
