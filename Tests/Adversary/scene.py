"""A charity at two moments: before some people lost what they had, and after. What each role gets at the second is what it
may get whatever somebody does to the database."""

import contextlib
import pathlib
import re
import shutil
import sqlite3

from charity import Demonstration, code, text
from forms import Forms
from forms_of_keys import Cookie
from open_record import base32
from probes import ID, QUERIES, Reading, erase, read
from server import Person, Server, run

SHARED = "kettle lantern orchard"
OWN = "violet harbour umbrella morning"
ROLES = {"guardian": "nasreen", "manager": "hodan", "caseworker": "karim"}
# What people who are refused leave in the log book.
REFUSALS = {"signInRefused": 7, "openingRefused": 72}


class Scene:
    """`now` and `older` are data folders that nobody serves."""

    def __init__(self, folder):
        self.root = pathlib.Path(folder)
        self.now, self.older = self.root / "now", self.root / "older"
        self.cookies, self.files, self.members = {}, {}, {}
        self.served(self.before)
        self.signed_in(self.root / "demo")
        shutil.copytree(self.root / "demo", self.older)
        self.served(self.after)
        (self.root / "demo").rename(self.now)
        # Twice: the first reading is of a charity where nobody has looked yet.
        for _ in range(2):
            self.base, self.halves = self.observe()
        self.doctor = findings(run("doctor", "--data", str(self.now))[1])

    def served(self, play):
        """Served as a demonstration: passphrases are wrapped at a low cost."""
        (self.root / "sign-ins.json").unlink(missing_ok=True)
        demonstration = Demonstration(self.root)
        try:
            play(demonstration)
        finally:
            demonstration.stop()

    def sign_in(self, server, name, passphrase=SHARED):
        person = Person(server)
        assert person.sign_in(name, passphrase), f"{name} can't sign in"
        return person

    # The two moments.

    def before(self, server):
        for role, name in ROLES.items():
            self.cookies[role] = self.sign_in(server, name).cookie
        for name in ("agnieszka", "yusuf", "rosa", "tunde", "imran", "bushra"):
            self.cookies[name] = self.sign_in(server, name).cookie
        self.cookies["signed out"] = self.sign_in(server, "karim").cookie
        self.cookies["yusuf's other"] = self.sign_in(server, "yusuf").cookie
        guardian = self.confirmed(server, "guardian")
        page = guardian.go("GET", "/staff")[2]
        for row in re.findall(r"<tr.*?</tr>", page, re.S):
            member, name = re.search(rf"/staff/({ID})/", row), re.search(r"<bdi[^>]*>([^<]+)", row)
            if member and name:
                self.members[name.group(1).split()[0].lower()] = member.group(1)
        self.clients(server)

    def clients(self, server):
        """Files that are looked at, and those that somebody will lose."""
        def of(person):
            return list(dict.fromkeys(re.findall(rf"/file/({ID})", Person(server, person).go("GET", "/my-clients")[2])))
        karims, agnieszkas = of(self.cookies["caseworker"]), of(self.cookies["agnieszka"])
        self.files["karim's"], self.files["to restrict"] = karims[0], karims[1]
        page = Person(server, self.cookies["caseworker"]).go("GET", f"/file/{karims[1]}")[2]
        self.queries = [*QUERIES, re.search(r"<h1[^>]*>\s*<bdi[^>]*>([^<]+)", page).group(1)]
        self.files["agnieszka's"], self.files["to erase"] = agnieszkas[0], agnieszkas[1]
        self.files["yusuf's"] = next(file for file in of(self.cookies["yusuf"]) if file not in self.files.values())

    def confirmed(self, server, role, passphrase=SHARED):
        person = Person(server, self.cookies[role])
        status, _, page = person.post("/confirm", ("passphrase", passphrase))
        assert status == 200, page
        return person

    def after(self, server):
        """Each of these takes something away from somebody."""
        guardian = self.confirmed(server, "guardian")
        self.end(server, "signed out")
        for name in ("yusuf", "rosa"):
            person = Person(server, self.cookies[name])
            said = person.post("/my-sign-in/passphrase", ("passphrase", SHARED), ("newPassphrase", OWN),
                               ("newPassphraseAgain", OWN))
            assert said[0] == 200 and Person(server).sign_in(name, OWN), said[2]
        self.second_step(Person(server, self.cookies["imran"]))
        self.fill(guardian, f"/staff/{self.members['agnieszka']}/suspend")
        self.fill(guardian, f"/staff/{self.members['bushra']}/role", role="receptionist")
        assert erase(guardian, self.files["to erase"], reference(self.files["to erase"]))[0] == 303
        manager = self.confirmed(server, "manager")
        self.fill(manager, f"/file/{self.files['to restrict']}/restrict", named=self.members["margaret"], relatedTo="")
        self.take_back(guardian)
        tunde = Person(server, self.cookies["tunde"])
        self.fill(tunde, "/file/%s/conflict" % self.files["karim's"])
        # Nobody's passphrase was typed afresh in these.
        for role in ("guardian", "manager"):
            self.cookies[role] = self.sign_in(server, ROLES[role]).cookie

    def end(self, server, name):
        Person(server, self.cookies[name]).post("/sign-out")

    def second_step(self, person):
        page = person.go("GET", "/my-sign-in/second-step")[2]
        form = next(form for form in Forms(page).forms if form.action == "/my-sign-in/second-step")
        key = re.search(r'class="spelled"[^>]*>([^<]+)', page).group(1)
        hidden = [(field.name, field.value) for field in form.fields if field.type == "hidden"]
        answer = person.go("POST", form.action, [*hidden, ("code", code(key)), ("passphrase", SHARED)])
        assert re.search(r"\d{4} \d{4} \d{4}", answer[2]), answer[2]

    def fill(self, person, path, **chosen):
        """Sends a page's own form, filled as it must be."""
        page = person.go("GET", path)[2]
        form = next(form for form in Forms(page).forms if form.action == path)
        answer = person.ask("POST", path, form.filled(lambda *_: "It is needed.", chosen))
        assert answer[0] in (200, 303), text(answer[2])

    def take_back(self, guardian):
        """Yusuf keeps nothing of a file that he works with."""
        file = self.files["yusuf's"]
        page = guardian.go("GET", f"/file/{file}/people")[2]
        form = next(form for form in Forms(page).forms if form.action.endswith("/people/end"))
        pairs = form.filled(lambda *_: "It is over.", {})
        assert (("member", self.members["yusuf"]) in pairs), pairs
        answer = guardian.ask("POST", form.action, pairs)
        assert answer[0] == 303, text(answer[2])

    def signed_in(self, folder):
        """Who has which session."""
        with contextlib.closing(sqlite3.connect(f"file:{folder}/amanah.sqlite?mode=ro", uri=True)) as database:
            for name, cookie in self.cookies.items():
                session = Cookie(bytes.fromhex(cookie)).session
                (member,) = database.execute("SELECT member FROM sessions WHERE session = ?", [session]).fetchone()
                self.members[ROLES.get(name, name)] = member.hex()

    # What everybody gets.

    @contextlib.contextmanager
    def copy(self, name):
        folder = self.root / f"case-{name}"
        shutil.copytree(self.now, folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)

    def observe(self):
        with self.copy("base") as folder:
            server = Server(folder)
            try:
                readings = {**self.honest(server), **self.outside(server)}
                # What these get today, for alterations that would give them more.
                for name, passphrase in (("yusuf", OWN), ("bushra", SHARED)):
                    readings[name] = read(self.sign_in(server, name, passphrase), self.files, self.queries)
                assert server.is_alive
            finally:
                assert server.stop() == 0, server.said
            return readings, halves(folder)

    def honest(self, server):
        """Those who work there, by their cookies and by signing in."""
        readings = {role: read(Person(server, self.cookies[role]), self.files, self.queries) for role in ROLES}
        desk = Person(server)
        if desk.sign_in("rosa", OWN):
            readings["receptionist"] = read(desk, self.files, self.queries)
        return readings

    def outside(self, server):
        """Those who are to get nothing: by what they once had, and what they know."""
        readings = {"a stranger": read(Person(server), self.files, self.queries)}
        for name, cookie in (("a cookie after signing out", "signed out"), ("a leaver's cookie", "agnieszka"),
                             ("a cookie from before a new passphrase", "yusuf's other")):
            readings[name] = read(Person(server, self.cookies[cookie]), self.files, self.queries)
        for what, name, passphrase in (("a leaver's passphrase", "agnieszka", SHARED), ("an old passphrase", "yusuf", SHARED),
                                       ("a passphrase without the code", "imran", SHARED),
                                       ("a colleague's passphrase", "nasreen", OWN)):
            person = Person(server)
            readings[what] = read(person, self.files, self.queries) if person.sign_in(name, passphrase) else Reading()
        return readings

    def member(self, name):
        return bytes.fromhex(self.members[name])

    def file(self, name):
        return bytes.fromhex(self.files[name])


def reference(file):
    """What people call a file by."""
    text = base32(bytes.fromhex(file), 8)
    return f"{text[:4]}-{text[4:]}"


def findings(said):
    """What the doctor says, without its figures."""
    return {re.sub(r"[\d:.,-]+", "#", line) for line in said.splitlines() if line.strip()}


def halves(folder):
    """The halves that there are, and those that were destroyed."""
    database = sqlite3.connect(f"file:{folder}/halves/halves.sqlite?mode=ro", uri=True)
    with contextlib.closing(database):
        return ({file for (file,) in database.execute("SELECT file FROM half")},
                {file for (file,) in database.execute("SELECT file FROM destroyed")})
