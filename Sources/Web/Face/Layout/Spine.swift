/// The green spine of every page: the mark, the places, who is signed in, and the way out.
///
/// On a phone the places are behind a link to `#menu`, which opens them without a script.
struct Spine: Component {
    let organisation: String
    let signedIn: SignedIn?

    var html: HTML {
        """
        <header class="spine"><div class="spine-page" lang="en" dir="ltr">
        <div class="spine-top">
        \(wordmark)
        \(signedIn.map { _ in "<a class=\"menu-open\" href=\"#menu\">Menu</a>" as HTML })
        </div>
        \(signedIn.map(places))
        \(signedIn.map(holder) ?? meaning)
        </div></header>
        """
    }

    private var wordmark: HTML {
        let inside: HTML = """
            \(Icon.seal)<span class="wordmark-name">Amanah</span> \
            <span class="wordmark-owner"><bdi>\(organisation)</bdi></span>
            """
        return signedIn.map { "<a class=\"wordmark\" href=\"\($0.home)\">\(inside)</a>" }
            ?? "<p class=\"wordmark\">\(inside)</p>"
    }

    /// What the name means, beside the sign-in.
    private var meaning: HTML {
        """
        <span class="emblem">\(Icon.seal)</span>
        <p class="meaning"><em>Amanah</em>: a thing entrusted to someone’s care, to be kept safe and given back whole.</p>
        """
    }

    private func places(of signedIn: SignedIn) -> HTML {
        """
        <nav id="menu" aria-label="Main">
        <ul>
        \(signedIn.places)
        </ul>
        <a class="menu-close" href="#main">Close the menu</a>
        </nav>
        """
    }

    private func name(of signedIn: SignedIn) -> HTML {
        guard let href = signedIn.mySignIn else { return "<bdi>\(signedIn.name)</bdi>" }
        return """
            <a href="\(href)"><bdi>\(signedIn.name)</bdi><span class="unseen">: passphrase and sessions</span></a>
            """
    }

    private func holder(of signedIn: SignedIn) -> HTML {
        """
        <div class="holder">
        <p class="holder-name">\(name(of: signedIn)) <span class="holder-role">\(signedIn.role)</span></p>
        <form method="post" action="\(signedIn.lock)" data-lock data-leaves>
        <input type="hidden" name="form" value="\(signedIn.token)">
        <button class="lock" type="submit"\(Key.lock.attributes)>\(Icon.lock)<span>Lock</span> \(Key.lock)</button>
        </form>
        <form method="post" action="\(signedIn.signOut)" data-leaves>
        <input type="hidden" name="form" value="\(signedIn.token)">
        <button class="leave" type="submit">Sign out</button>
        </form>
        </div>
        """
    }
}

extension SignedIn.Place: Streamed {
    package func write(to page: inout HTML) {
        page.append(literal: "<li><a href=\"")
        page.append(text: href)
        page.append(literal: isCurrent ? "\" aria-current=\"page\"" : "\"")
        if let key { page.append(key.attributes) }
        page.append(literal: "><span>")
        page.append(text: label)
        page.append(literal: "</span>")
        if waiting > 0 {
            page.append(
                " <span class=\"waiting\">\(waiting)<span class=\"unseen\"> waiting</span></span>")
        }
        if let key { page.append(key.html) }
        page.append(literal: "</a></li>\n")
    }
}
