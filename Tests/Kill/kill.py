#!/usr/bin/env python3
"""Kills the server while people are saving, and looks whether everything that was answered is there.

    Tests/Kill/kill.py .build/debug/amanah [--rounds 100] [--seed N] [--keep]

Makes a charity in a folder of its own with `amanah init`, serves it on a free port of this computer, and lets a
guardian, two managers, a receptionist and a caseworker enrol over HTTP. Then, round after round: clients post messages,
notes and first contacts, each under an id of its own, and remember which were answered (303). At a random moment after a
random number of answers the server gets SIGKILL: so on a slow and on a fast computer, acts have been answered and others
are in flight. It is started again on the same folder, by the same cookies, and:

  - every act that was answered is there: its record in the database, under the entry of its kind; notes and files also
    on the pages; nothing is there twice;
  - every form that was not answered is sent again, with the id that it had: it is kept once, whether it had been or not;
  - `amanah ledger verify` recomputes the whole log, and holds.

A round in which nothing was in flight when the kill came does not count and is repeated.
Prints `N passed, N failed`; exit status 1 if any failed. Needs Python's standard library and nothing else.
"""
import argparse, html, http.client, os, pathlib, random, re, shutil, signal, socket, sqlite3, subprocess
import sys, tempfile, threading, time, urllib.parse

PASSPHRASE = "four quiet words here"
CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}"
# What an entry says was done: Sources/Casework/LogBook/EntryKind.swift.
KINDS = {"message": 40, "note": 26, "client": 20}


class Server:
    """One `amanah serve` after another on one folder and one port."""

    def __init__(self, binary, data):
        self.binary, self.data, self.process = binary, data, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen-port", str(self.port), "--log-level", "error"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=os.environ | {"AMANAH_SIGN_IN_SECOND_FACTOR": "offered"})
        line = self.process.stdout.readline().decode()
        if " is served at " not in line:
            raise SystemExit("The server did not start: " + line + self.process.stdout.read().decode())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Browser:
    """One person's browser: a cookie, and forms that bear the token of a page seen before."""

    def __init__(self, port, cookie=None):
        self.port, self.cookie, self.connection = port, cookie, None

    def send(self, method, path, form=None):
        """The status, where it leads, and the page. Raises OSError or HTTPException if it is not answered."""
        headers = {"Cookie": "__Host-amanah=" + self.cookie} if self.cookie else {}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = "http://127.0.0.1:%d" % self.port
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            self.connection.request(method, path, body, headers)
            self.sent = True
            answer = self.connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self.cookie = cookie.split(";")[0].split("=", 1)[1] or None
        return answer.status, answer.getheader("Location"), page

    def go(self, path, form=None):
        """The page, after the redirects."""
        status, where, page = self.send("GET" if form is None else "POST", path, form)
        while status == 303:
            status, where, page = self.send("GET", where)
        if status != 200:
            raise SystemExit("%s was answered %d: %s" % (path, status, words(page)[:300]))
        return page

    def tokens(self, count):
        return [token(self.go("/enquiry")) for _ in range(count)]


def token(page):
    return re.findall(r'name="form" value="([0-9a-f]{96})"', page)[-1]


def words(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def found(pattern, page):
    match = re.search(pattern, page, re.S)
    if not match:
        raise SystemExit("A page is not as expected: no %s in: %s" % (pattern, words(page)[:500]))
    return match


def enrol(port, code, name):
    browser = Browser(port)
    page = browser.go(
        "/enrol", dict(code=code, signInName=name, passphrase=PASSPHRASE, passphraseAgain=PASSPHRASE))
    return browser, page


def acknowledge(browser):
    """The policy comes before every other page."""
    page = browser.go("/policy/acknowledge")
    policy = found(r'name="policy" value="([0-9a-f]{64})"', page).group(1)
    browser.go("/policy/acknowledge", {"form": token(page), "policy": policy, "understood": "yes"})


def confirm(browser):
    """Letting somebody in, and drawing recovery sheets, ask for the passphrase afresh."""
    browser.go("/confirm", {"form": token(browser.go("/confirm")), "passphrase": PASSPHRASE})


def admit(port, admin, name, role):
    confirm(admin)
    page = admin.go("/staff/invite", {"form": token(admin.go("/staff")), "name": name, "role": role})
    browser, page = enrol(port, found(CODE, page).group(), name)
    fingerprint = found(CODE, page).group()
    form = found(
        r'action="(/staff/[0-9a-f]{32}/certify)"(?:(?!</form>).)*?value="([0-9a-f]{96})"(?:(?!</form>).)*?value="'
        + fingerprint + r'".*?name="role" value="([a-z]+)".*?name="version" value="(\d+)"', admin.go("/staff"))
    admin.go(form.group(1), {
        "form": form.group(2), "fingerprint": fingerprint, "role": form.group(3), "version": form.group(4)})
    acknowledge(browser)
    return browser


def found_charity(server):
    """Makes a charity and serves it: a receptionist's and a caseworker's cookie, and the caseworker's id."""
    made = subprocess.run(
        [server.binary, "init", "--data", server.data, "--organisation-name", "Kill Test", "--guardian", "Gwen"],
        check=True, capture_output=True, text=True)
    server.start()
    guardian, _ = enrol(server.port, found(CODE, made.stdout).group(), "gwen")
    acknowledge(guardian)
    confirm(guardian)
    for sheet in "123":
        page = guardian.go("/recovery-sheets/" + sheet)
    guardian.go("/recovery-sheets-done", {
        "form": token(page), **{f"holder{each}": f"Trustee {each}" for each in "123"}})
    manager = admit(server.port, guardian, "Mary", "manager")
    admit(server.port, guardian, "Musa", "manager")
    receptionist = admit(server.port, manager, "Rita", "receptionist")
    caseworker = admit(server.port, manager, "Karim", "caseworker")
    page = receptionist.go("/first-contact", {"form": receptionist.tokens(1)[0], "name": "Somebody"})
    worker = found(r'option value="([0-9a-f]{32})"[^>]*>Karim', page).group(1)
    return receptionist.cookie, caseworker.cookie, worker


class Act:
    """One form that is sent: its id is the first 32 digits of its token."""

    def __init__(self, kind, browser, path, form, text):
        self.kind, self.browser, self.path, self.form, self.text = kind, browser, path, form, text
        self.id = form["form"][:32]
        self.made = None  # what the form made, once the page led there or the database was asked
        self.outcome = None  # answered, refused, in flight, or not sent

    def send(self):
        """Whether the server is still there."""
        self.browser.sent = False
        try:
            status, where, page = self.browser.send("POST", self.path, self.form)
            if status == 303 and self.kind == "client":
                self.made = found(r"([0-9a-f]{32})", where).group(1)
            self.outcome = "answered" if status == 303 else "refused"
            self.page = page
            return True
        except (OSError, http.client.HTTPException):
            self.outcome = "in flight" if self.browser.sent else "not sent"
            return False


class Round:
    def __init__(self, test, number):
        self.test, self.number = test, number
        self.faults = []
        self.answers = threading.Semaphore(0)
        reception, casework = test.browser("receptionist"), test.browser("caseworker")
        self.file = self.make_client(reception)
        pools = [
            ("message", test.browser("receptionist"), reception.tokens(test.forms)),
            ("message", test.browser("receptionist"), reception.tokens(test.forms)),
            ("note", test.browser("caseworker"), casework.tokens(test.forms)),
            ("note", test.browser("caseworker"), casework.tokens(test.forms)),
            ("client", test.browser("receptionist"), reception.tokens(4)),
        ]
        self.queues = [[self.act(kind, browser, form) for form in forms] for kind, browser, forms in pools]

    def make_client(self, browser):
        act = self.client(browser, browser.tokens(1)[0])
        if not act.send() or act.outcome != "answered":
            raise SystemExit("No client's file could be made.")
        return act.made

    def client(self, browser, form):
        name = "Person %s" % form[:32].translate(str.maketrans("0123456789", "ghijklmnop"))
        return Act("client", browser, "/first-contact/make", dict(
            form=form, name=name, policyTold="yes", sharingTold="yes", refusingTold="yes", answer="agreed",
            worker=self.test.worker, isSomebodyElse="yes"), name)

    def act(self, kind, browser, form):
        text = "words of %s" % form[:32]
        if kind == "message":
            return Act(kind, browser, "/enquiry", {"form": form, "forName": "Somebody", "words": text}, text)
        if kind == "note":
            return Act(kind, browser, "/file/%s/note" % self.file, {"form": form, "note": text}, text)
        return self.client(browser, form)

    def run(self):
        """None if the round does not count, else whether it passed."""
        threads = [threading.Thread(target=self.post, args=(queue,)) for queue in self.queues]
        for thread in threads:
            thread.start()
        for _ in range(self.test.random.randint(1, self.test.most)):
            if not self.answers.acquire(timeout=30):
                self.faults.append("the server answered no more before it was killed")
                break
        time.sleep(self.test.random.uniform(0, 0.005))
        self.test.server.kill()
        for thread in threads:
            thread.join()
        self.test.server.start()
        acts = [act for queue in self.queues for act in queue if act.outcome]
        answered = [act for act in acts if act.outcome == "answered"]
        in_flight = [act for act in acts if act.outcome == "in flight"]
        for act in acts:
            if act.outcome == "refused":
                self.faults.append("%s was refused: %s" % (act.kind, words(act.page)[:200]))
        self.check(answered)
        self.send_again(in_flight)
        self.check(in_flight)
        self.verify()
        self.test.answered += len(answered)
        self.test.in_flight += len(in_flight)
        if self.faults:
            return False
        return True if in_flight else None

    def post(self, queue):
        for act in queue:
            if not act.send():
                return
            if act.outcome == "answered":
                self.answers.release()

    def check(self, acts):
        """Each act is there once: in the database under the entry of its kind, and on the pages."""
        rows = sqlite3.connect("file:%s/amanah.sqlite?mode=ro" % self.test.data, uri=True)
        try:
            for act in acts:
                made = [row[0].hex() for row in rows.execute(
                    "SELECT made FROM forms WHERE form = ?", (bytes.fromhex(act.id),))]
                if len(made) != 1 or act.made not in (None, made[0]):
                    self.faults.append("%s %s made %s, and led to %s" % (act.kind, act.id, made, act.made))
                    continue
                act.made = made[0]
                kinds = rows.execute(
                    "SELECT kind FROM records JOIN entries ON position = entry WHERE record = ?",
                    (bytes.fromhex(act.made),)).fetchall()
                if kinds != [(KINDS[act.kind],)]:
                    self.faults.append("%s %s is there with the entries %s" % (act.kind, act.id, kinds))
        finally:
            rows.close()
        browser = self.test.browser("caseworker")
        if any(act.kind == "note" for act in acts):
            page = words(browser.go("/file/" + self.file))
            for act in acts:
                if act.kind == "note" and page.count(act.text) != 1:
                    self.faults.append("a note is %d times on its page" % page.count(act.text))
        for act in acts:
            if act.kind == "client" and act.text not in words(browser.go("/file/" + act.made)):
                self.faults.append("a file made is not there")

    def send_again(self, acts):
        for act in acts:
            if not act.send():
                self.faults.append("a form sent again was not answered")
            elif act.outcome == "refused" and "This was saved already" not in words(act.page):
                self.faults.append("a form sent again was refused: " + words(act.page)[:200])

    def verify(self):
        result = subprocess.run(
            [self.test.server.binary, "ledger", "verify", "--data", self.test.data], capture_output=True, text=True)
        if result.returncode != 0:
            self.faults.append("the log does not hold: " + result.stdout + result.stderr)


class Test:
    # Forms that each of four clients has ready for a round; the fifth has four.
    forms = 24
    # The kill comes at the latest after so many answers, while most clients have forms left.
    most = 64

    def __init__(self, server, seed):
        self.random = random.Random(seed)
        self.server, self.data, self.answered, self.in_flight = server, server.data, 0, 0
        receptionist, caseworker, self.worker = found_charity(server)
        self.cookies = {"receptionist": receptionist, "caseworker": caseworker}

    def browser(self, person):
        return Browser(self.server.port, self.cookies[person])

    def run(self, rounds):
        passed, failed, repeated = 0, 0, 0
        while passed + failed < rounds and repeated <= rounds:
            result = self.round(passed + failed)
            if result is None:
                repeated += 1
            elif result:
                passed += 1
            else:
                failed += 1
        return passed, failed, repeated

    def round(self, number):
        one = Round(self, number)
        result = one.run()
        for fault in one.faults:
            print("round %d: %s" % (number + 1, fault), flush=True)
        return result


def main():
    parser = argparse.ArgumentParser(description="Kill the server while people are saving; lose nothing.")
    parser.add_argument("binary", help="the path of amanah")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="of the moments; a random one otherwise")
    parser.add_argument("--keep", action="store_true", help="leave the folder in place")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    folder = tempfile.mkdtemp(prefix="amanah-kill-")
    os.chmod(folder, 0o700)
    server = Server(str(pathlib.Path(options.binary).resolve()), folder + "/charity")
    began = time.monotonic()
    try:
        test = Test(server, seed)
        print("seed %d; a charity of five in %.1f s" % (seed, time.monotonic() - began), flush=True)
        began = time.monotonic()
        passed, failed, repeated = test.run(options.rounds)
    finally:
        server.stop()
        if options.keep:
            print("kept: " + folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print("%d acts answered before a kill, %d in flight; %d rounds repeated; %.1f s" % (
        test.answered, test.in_flight, repeated, time.monotonic() - began))
    if passed + failed < options.rounds:
        print("only %d rounds counted: in the others nothing was in flight" % (passed + failed))
    print("%d passed, %d failed" % (passed, failed))
    return 0 if passed == options.rounds else 1


if __name__ == "__main__":
    sys.exit(main())
