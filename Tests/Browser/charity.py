"""A charity that the tests visit: the program itself, on a free port of this computer, with synthetic people."""

import base64
import hashlib
import hmac
import html
import http.client
import json
import os
import pathlib
import re
import signal
import struct
import subprocess
import time
import urllib.parse
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("AMANAH_TEST_PROGRAM", ROOT / ".build/debug/amanah"))
ORGANISATION = "The Lantern Trust"
PASSPHRASE = "four quiet words here"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")
SHEET_ROW = re.compile(r">([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})<")


def environment(**settings):
    """This process's own, without any setting of the program but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMANAH_")}
    return kept | settings


def run(*arguments, text=None, status=0, **settings):
    """Runs the program to its end; what it printed."""
    done = subprocess.run(
        [PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=120, env=environment(**settings))
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


class Charity:
    """One data folder, and the program that serves it."""

    def __init__(self, folder, **settings):
        self.folder = folder / "data"
        made = run("init", "--data", self.folder, "--organisation-name", ORGANISATION, "--guardian", "Gwen Parry")
        self.code = CODE.search(made).group(0)
        self.settings = settings
        self.log = folder / "serve.log"
        self.start()

    def start(self):
        """A setting that is None is left out, so that what holds without it is seen."""
        settings = {"AMANAH_SIGN_IN_SECOND_FACTOR": "offered"} | self.settings
        self.errors = self.log.open("a")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.folder, "--listen-port", "0"],
            stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=environment(**{name: value for name, value in settings.items() if value is not None}))
        line = self.process.stdout.readline()
        assert " is served at http" in line, line + self.log.read_text()
        self.url = line.split(" is served at ")[1].strip()
        self.host = self.url.split("//")[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.errors.close()

    def visitor(self):
        return Visitor(self.host)


class Answer(NamedTuple):
    """What the server answered, and under which address it stands."""

    address: str
    status: int
    headers: dict
    body: str
    # Whether the server sent the visitor on to this address.
    is_sent_on: bool = False


class Visitor:
    """Somebody's requests without a browser: to set the scene quickly."""

    def __init__(self, host):
        self.host = host
        self.cookie = None
        self.confirmed = None

    def ask(self, method, path, form=None):
        """Asks, and goes where it is sent; a form is a dictionary, or pairs where a name stands twice."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers, body = {}, None
        if self.cookie:
            headers["Cookie"] = f"__Host-amanah={self.cookie}"
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        connection.close()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0].split("=", 1)[1] or None
        if answer.status == 303:
            return self.ask("GET", answer.getheader("Location").split("#")[0])._replace(is_sent_on=True)
        return Answer(path, answer.status, dict(answer.getheaders()), page)

    def request(self, method, path, form=None):
        answer = self.ask(method, path, form)
        return answer.status, answer.body

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, **form):
        """Posts a form with a token of this visitor's session."""
        if self.cookie:
            form["form"] = self.token()
        return self.request("POST", path, form)

    def fill(self, path, *fields):
        """Posts a form given as pairs, with a token of this visitor's session; the whole answer."""
        return self.ask("POST", path, [("form", self.token()), *fields])

    def sign_in(self, name, passphrase):
        self.ask("POST", "/sign-in", {"signInName": name, "passphrase": passphrase})
        assert self.cookie, f"{name} can't sign in"

    def confirm(self, passphrase=PASSPHRASE):
        """Types the passphrase afresh, unless that was within the last four minutes: it lasts five."""
        if self.confirmed is None or time.monotonic() - self.confirmed > 240:
            status, page = self.post("/confirm", passphrase=passphrase)
            assert status == 200, text(page)
            self.confirmed = time.monotonic()

    def token(self):
        return re.findall(r'name="form" value="([0-9a-f]{96})"', self.get("/waiting")[1])[-1]

    def acknowledge(self):
        """The policy comes before every other page."""
        page = self.get("/policy/acknowledge")[1]
        policy = re.search(r'name="policy" value="([0-9a-f]{64})"', page).group(1)
        status, page = self.post("/policy/acknowledge", policy=policy, understood="yes")
        assert status == 200, text(page)

    def enrol(self, code, name):
        status, page = self.post(
            "/enrol", code=code, signInName=name, passphrase=PASSPHRASE, passphraseAgain=PASSPHRASE)
        assert status == 200, page
        return page


def code(key):
    """What an authenticator shows now (RFC 6238)."""
    mac = hmac.digest(base64.b32decode(key.replace(" ", "")), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    place = mac[19] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def text(page):
    """What is read on a page, outside its frame."""
    main = page.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))).strip()


ROLES = {
    "Musa Manager": "manager", "Mary Manager": "manager", "Rita Desk": "receptionist", "Karim Hassan": "caseworker",
    "Nadia Bloom": "caseworker", "Tara Trustee": "trustee", "Cora Counsellor": "counsellor",
}


def sign_in_name(name):
    return name.split()[0].lower()


class Staffed(Charity):
    """A charity with its sheets handed over and its people let in; each signs in by their first name."""

    def __init__(self, folder, **settings):
        super().__init__(folder, **settings)
        self.visitors = {}
        guardian = self.visitors["Gwen Parry"] = self.visitor()
        guardian.enrol(self.code, "gwen")
        guardian.acknowledge()
        guardian.confirm()
        # The recovery sheets as they are printed, four rows each.
        self.sheets = ["\n".join(SHEET_ROW.findall(guardian.get(f"/recovery-sheets/{each}")[1])) for each in "123"]
        guardian.post("/recovery-sheets-done", **{f"holder{each}": f"Trustee {each}" for each in "123"})
        for name, role in ROLES.items():
            self.admit(name, role)

    def admit(self, name, role):
        guardian = self.visitors["Gwen Parry"]
        guardian.confirm()
        status, page = guardian.post("/staff/invite", name=name, role=role)
        assert status == 200, page
        newcomer = self.visitors[name] = self.visitor()
        fingerprint = CODE.search(text(newcomer.enrol(CODE.search(text(page)).group(0), sign_in_name(name)))).group(0)
        self.certify(fingerprint)
        newcomer.acknowledge()
        assert "Today" in text(newcomer.get("/")[1])

    def certify(self, fingerprint):
        guardian = self.visitors["Gwen Parry"]
        guardian.confirm()
        for form in re.findall(r"<form.*?</form>", guardian.get("/staff")[1], re.S):
            if fingerprint in form:
                action = re.search(r'action="([^"]+)"', form).group(1)
                shown = dict(re.findall(r'name="(fingerprint|role|version)" value="([^"]*)"', form))
                assert guardian.post(action, **shown)[0] == 200
                return
        raise AssertionError("nobody with this fingerprint waits")

    def member(self, name):
        """The id of a caseworker, as the first contact offers it."""
        page = self.visitors["Rita Desk"].post("/first-contact", name="Somebody")[1]
        return re.search(rf'value="([0-9a-f]{{32}})"[^>]*>{re.escape(html.escape(name))}', page).group(1)

    def meet(self, name, worker="Karim Hassan", **fields):
        """A first contact; the address of the file."""
        form = {
            "name": name, "worker": self.member(worker), "policyTold": "yes", "sharingTold": "yes",
            "refusingTold": "yes", "answer": "agreed", "isSomebodyElse": "yes", "relatedTo": "none",
        } | fields
        status, page = self.visitors["Rita Desk"].post("/first-contact/make", **form)
        assert status == 200, text(page)
        # Of a restricted file whoever made it gets no address.
        found = re.search(r'href="(/file/[0-9a-f]{32})"', page)
        return found and found.group(1)

    def leave_message(self, name, words="Please ring when it is quiet.", sender="Her sister", reach="07700 900456"):
        status, page = self.visitors["Rita Desk"].post(
            "/enquiry", forName=name, reach=reach, words=words, **{"from": sender})
        assert status == 200, text(page)


class Demonstration:
    """The charity of `amanah demo`, served."""

    def __init__(self, folder):
        self.folder = folder / "demo"
        self.file = folder / "sign-ins.json"
        self.output = (folder / "demo.log").open("w")
        self.process = subprocess.Popen(
            [PROGRAM, "demo", "--data", self.folder, "--listen-port", "0", "--sign-ins", self.file],
            stdout=self.output, stderr=self.output, env=environment())
        until = time.monotonic() + 180
        while not (self.file.exists() and "address" in self.file.read_text()):
            assert self.process.poll() is None and time.monotonic() < until, "the demonstration did not start"
            time.sleep(0.2)
        self.sign_ins = json.loads(self.file.read_text())
        self.url = self.sign_ins["address"]
        self.host = self.url.removeprefix("http://")

    def people(self):
        """One of each role that has been let in, by role."""
        firsts = {}
        for person in self.sign_ins["signIns"]:
            if person["isCertified"]:
                firsts.setdefault(person["role"], person)
        return firsts

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.output.close()
