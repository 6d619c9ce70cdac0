/// Who is signed in, what they can reach, and how they leave: what the frame of every inner page needs.
package struct SignedIn: Sendable {
    /// One entry of the navigation.
    package struct Place: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool
        let waiting: Int
        let key: Key?

        /// An entry; `waiting` is how many things there ask for attention, `key` opens it from anywhere.
        package init(
            _ label: String, href: String, isCurrent: Bool = false, waiting: Int = 0, key: Key? = nil
        ) {
            self.label = label
            self.href = href
            self.isCurrent = isCurrent
            self.waiting = waiting
            self.key = key
        }
    }

    let name: String
    let role: String
    let places: [Place]
    let home: String
    let mySignIn: String?
    let lock: String
    let signOut: String
    let help: String?
    let token: String
    let idleSeconds: Int
    let keepAlive: String?
    let session: String?
    let signIn: String?

    /// The frame's facts.
    ///
    /// - Parameters:
    ///   - name: the display name of the member of staff.
    ///   - role: what they are here, in a word or two.
    ///   - home: where the wordmark leads.
    ///   - mySignIn: where the person's own passphrase, second step and sessions are; their name leads there.
    ///   - lock: the action that locks the screen at once; `signOut` ends the session.
    ///   - help: a page of help, if there is one.
    ///   - token: the session's form token.
    ///   - idleSeconds: after so long without a touch the session ends; a minute before, the page asks.
    ///   - keepAlive: the address that a 'stay signed in' button fetches; it answers with `session`.
    ///   - session: tells this session's pages from another's in the same browser; it opens nothing.
    ///   - signIn: where what was typed is put by, when the session ends while somebody types.
    package init(
        name: String, role: String, places: [Place], home: String, mySignIn: String? = nil, lock: String,
        signOut: String,
        help: String? = nil, token: String, idleSeconds: Int = 900, keepAlive: String? = nil,
        session: String? = nil, signIn: String? = nil
    ) {
        self.name = name
        self.role = role
        self.places = places
        self.home = home
        self.mySignIn = mySignIn
        self.lock = lock
        self.signOut = signOut
        self.help = help
        self.token = token
        self.idleSeconds = idleSeconds
        self.keepAlive = keepAlive
        self.session = session
        self.signIn = signIn
    }

    /// What `amanah.js` reads from `<body>`.
    var idleAttributes: HTML {
        """
         data-idle-seconds="\(idleSeconds)"\(attribute: "data-keep-alive", keepAlive) data-home="\(home)"\
        \(attribute: "data-session", session)\(attribute: "data-sign-in", signIn)
        """
    }
}
