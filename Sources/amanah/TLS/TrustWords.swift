/// What `amanah tls` prints: how each kind of computer is told to trust the authority.
struct TrustWords {
    let names: [String]
    let folder: String
    let fingerprint: String
    let expiry: String

    var text: String {
        """
        Made, in \(folder):

          authority.pem  what each computer and telephone is told to trust; anybody may see it
          server.pem     the server’s certificate, for \(names.joined(separator: ", "))
          server.key     its key: it stays on this computer, closed to others

        The authority’s own key was discarded. Nobody can make another certificate with it; it is good for these
        names only. Both are good until \(expiry); then run this again, and give each computer the new authority.
        amanah doctor says so thirty days before.

        The server, in amanah.json or the environment:

          "tls": {"certificate": "\(folder)/server.pem", "key": "\(folder)/server.key"}
          "listen": {"host": "0.0.0.0", "port": 8443}

        Each computer and telephone is given authority.pem once, by hand or on a memory stick. Before you trust it,
        see that its SHA-256 fingerprint is this one:

          \(fingerprint)

        Windows    Rename a copy to authority.crt and open it. Install Certificate → Local Machine → Place all
                   certificates in: Trusted Root Certification Authorities. Chrome and Edge go by it, Firefox too.
        Mac        Open it in Keychain Access, in the System keychain. Double-click it → Trust → When using this
                   certificate: Always Trust.
        iPhone     Send it by AirDrop or a cable, open it, then Settings → Profile Downloaded → Install. Then
                   Settings → General → About → Certificate Trust Settings, and switch it on.
        Android    Rename a copy to authority.crt. Settings → Security → Encryption and credentials → Install a
                   certificate → CA certificate. Firefox for Android does not go by it: use Chrome.
        Debian     Copy it to /usr/local/share/ca-certificates/amanah.crt, then: sudo update-ca-certificates
                   Chromium has its own list: Settings → Privacy and security → Security → Manage certificates.
        Firefox    On Debian: Settings → Privacy & Security → Certificates → View Certificates → Authorities → Import
                   → Trust this CA to identify websites.

        A browser that still warns has not been given it. Do not click past the warning.
        """
    }
}
