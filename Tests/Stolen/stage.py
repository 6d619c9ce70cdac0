"""A demonstration in which everybody writes markers into every form, and somebody takes down what the server said."""

import functools
import http.client
import json
import re
import sqlite3
import subprocess
import time
import urllib.parse
from collections import Counter

import crawl
from charity import PROGRAM, ROOT, Answer, Demonstration, Visitor, environment, text
from forms import Forms, listed

# In every marker stands one of these: what was typed in Latin letters, in Arabic ones, and into addresses.
STEM, ARABIC, ADDRESS = "zqxkvwjyphqz", "قظصغثطخضشذ", "qjxwzkvbyfqx"
# Addresses that are posted to from forms that a table in the program's source makes.
TABLED = {"police", "family", "official", "note", "organisationNote", "commercialNote"}
# Without words, shown for seconds, or told of below.
OWN_WAY = {"/sign-in", "/enrol", "/confirm", "/my-sign-in/passphrase", "/my-sign-in/second-step", "/sign-out", "/lock",
           "/my-sign-in/second-step/off", "/my-sign-in/recovery-codes", "/my-sign-in/end", "/recover", "/recovery-sheets", "/recovery-sheets-done",
           "/try-recovery-sheets", "/file/:id/erase"}
# What a refusal answers with: not the page that was asked for, nor the form again with what is wrong beside the field.
REFUSALS = {400, 401, 403, 404, 405, 409, 413, 429, 503}
# Entries of the log book that keep nothing of a form: somebody read, or was refused.
READING = {"fileOpened", "counsellingOpened", "messagesShown", "listShown", "signInRefused", "openingRefused"}
# Fields that nobody types words into.
CHOSEN = {"checkbox", "radio", "select", "date"}
# What ends somebody's work comes when all else was written.
LAST = {"/staff/:id/suspend", "/staff/:id/role", "/staff/:id/readmit", "/file/:id/people/end", "/draft/throw-away",
        "/staff/:id/hand-over", "/file/:id/restrict", "/file/:id/restriction", "/file/:id/conflict",
        "/file/:id/escrow-review/:id", "/staff/:id/withdraw-code", "/staff/:id/turn-away"}


def kinds_of_entry():
    """The numbers of the log book's kinds of entry, by name."""
    source = (ROOT / "Sources/Casework/LogBook/EntryKind.swift").read_text()
    return {name: int(number) for name, number in re.findall(r"case (\w+) = (\d+)", source)}


@functools.cache
def routes():
    """The addresses that something can be posted to, by their names in the program's own table."""
    named = dict(re.findall(r"case (\w+) = \"([^\"]+)\"", crawl.source("Route.swift")))
    return {name: named[name] for name in set(crawl.routes("post")) | TABLED | {"signIn", "enrol"}}


def route(address):
    """The name of an address in that table."""
    path = address.split("?")[0]
    return next((name for name, pattern in routes().items() if re.fullmatch(re.sub(r":\w+", "[^/]+", pattern), path)),
                path)


class Markers:
    """A marker for each field of each form, each with a number of its own; and which went where."""

    def __init__(self):
        self.made = {}

    def __call__(self, action, name):
        number = len(self.made)
        marker = f"{STEM}{number}"
        self.made[marker] = (crawl.kind(action), name)
        # A few names and codes take no letters but Latin ones.
        return marker if name in ("signInName", "code", "email") else f"{marker} {ARABIC}{number}"


class Watcher(Visitor):
    """A visitor who takes down every address, title and header that the server gives."""

    def __init__(self, stage, person=None):
        super().__init__(stage.host)
        # What each of their pages says of themself: their own name, where that is a marker.
        self.stage, self.name = stage, ""
        if person:
            self.passphrase = person["passphrase"]
            self.sign_in(person["signInName"], self.passphrase)
            stage.secrets.add(self.cookie)

    def token(self):
        """From a page that is quickly made."""
        return re.findall(r'name="form" value="([0-9a-f]{96})"', self.get("/my-sign-in/passphrase")[1])[-1]

    def ask(self, method, path, form=None, headers=(), body=None):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        sent = {"Cookie": f"__Host-amanah={self.cookie}"} if self.cookie else {}
        if form is not None or body is not None:
            body = body or urllib.parse.urlencode(form)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        before = self.stage.state() if method == "POST" else None
        connection.request(method, path, body, sent | dict(headers))
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        connection.close()
        self.stage.hear(method, path, answer, page, f"{body or ''} {self.name}")
        if method == "POST":
            self.stage.count(path, form or [], before)
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0].split("=", 1)[1] or None
        if answer.status == 303:
            return self.ask("GET", answer.getheader("Location").split("#")[0])._replace(is_sent_on=True)
        return Answer(path, answer.status, dict(answer.getheaders()), page)


class Stage(Demonstration):
    """The demonstration at debug level, with places of its own for temporary files and to run in."""

    def __init__(self, folder):
        self.root = folder
        self.folder, self.file, self.temporary = folder / "demo", folder / "apart" / "sign-ins.json", folder / "tmp"
        self.log, self.cwd = folder / "demo.log", folder / "cwd"
        for place in (self.temporary, self.cwd, self.file.parent):
            place.mkdir()
        self.output = self.log.open("w")
        self.process = subprocess.Popen(
            [PROGRAM, "demo", "--data", self.folder, "--listen-port", "0", "--sign-ins", self.file, "--log-level",
             "debug"], stdout=self.output, stderr=self.output, cwd=self.cwd, env=environment(TMPDIR=str(self.temporary)))
        until = time.monotonic() + 300
        while not (self.file.exists() and '"address' in self.file.read_text()):
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)
        self.sign_ins = json.loads(self.file.read_text())
        self.url = self.sign_ins["address"]
        self.host = self.url.removeprefix("http://")
        self.mark, self.sent, self.kept = Markers(), Counter(), Counter()
        self.secrets, self.said, self.tried = set(), {}, Counter()
        # Every field that a form has had; those that went into what was kept; and each refusal as it was read.
        self.fields, self.kept_fields, self.refused = {}, set(), {}
        self.database = sqlite3.connect(
            f"file:{self.folder}/amanah.sqlite?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
        numbers = kinds_of_entry()
        self.reading = sorted(numbers[name] for name in READING)
        self.visitors = {role: Watcher(self, person) for role, person in self.people().items()}

    def stop(self):
        self.database.close()
        super().stop()

    def state(self):
        """What there is of acts, drafts and reminders: whatever is kept changes it, and no reading does."""
        [acts] = self.database.execute(
            f"SELECT COUNT(*) FROM entries WHERE NOT kind IN ({', '.join(map(str, self.reading))})").fetchall()
        [drafts] = self.database.execute("SELECT COUNT(*), MAX(at), SUM(LENGTH(sealed)) FROM drafts").fetchall()
        [reminders] = self.database.execute("SELECT COUNT(*) FROM reminders").fetchall()
        return acts, drafts, reminders

    def hear(self, method, path, answer, page, sent):
        """What must name nobody: where the server sends somebody, its headers, its titles and the links of its pages;
        and the whole of a refusal but for what its own request brought."""
        asked = f"{method} {crawl.kind(path)} {answer.status}"
        self.refuse(asked, answer.status, page, sent)
        for name, value in answer.getheaders():
            if name != "Set-Cookie":
                self.said.setdefault(value, f"{name} of {asked}")
        if answer.getheader("Content-Type", "").startswith("text/html"):
            read = Forms(page)
            for form in read.forms:
                if not form.is_question:
                    for field in form.fields:
                        if field.type not in ("hidden", "submit"):
                            self.fields.setdefault((crawl.kind(form.action), named(field.name)), field.type)
            for said in [read.title, *read.addresses]:
                # The key of a second step goes to the person's own authenticator, from a page that is shown once.
                if not said.startswith("otpauth:"):
                    self.said.setdefault(said, f"title or address on {asked}")

    def refuse(self, asked, status, page, sent):
        """Takes down a refusal, but for what its own form brought."""
        if status in REFUSALS:
            self.refused.setdefault(without_own(page, sent), (status, asked))

    # What is written.

    def fill(self, role, answer, chosen=(), only=None, but=()):
        """Sends every form of a page by each of its buttons, and the forms of the pages that answer."""
        visitor, waiting = self.visitors[role], [answer]
        while waiting:
            page = waiting.pop(0)
            for form in Forms(page.body).forms:
                for goes, name, value in form.buttons or [(None, "", "")]:
                    address = goes or form.action
                    kind = crawl.kind(address)
                    button = (kind, name, crawl.kind(value), *form.names())
                    if form.is_question or kind in OWN_WAY or kind in but or only and kind not in only:
                        continue
                    if self.tried[button] >= 2 or self.tried[role, button] >= 1:
                        continue
                    self.tried[button] += 1
                    self.tried[role, button] += 1
                    waiting += self.send(visitor, form, address, [(name, value)] if name else [], dict(chosen))

    def send(self, visitor, form, address, button, chosen):
        """Sends one form, once more with other choices if it comes back; the page that answers."""
        for attempt in range(3):
            pairs = form.filled(self.mark, chosen, attempt)
            answer = visitor.ask("POST", address, pairs + button)
            if answer.status == 200:
                return [answer]
            if answer.status == 422:
                again = [each for each in Forms(answer.body).forms if each.action == form.action]
                form = again[0] if again else form
                if any(field.is_wrong and field.type == "tel" for field in form.fields):
                    chosen = chosen | {"phone": "07700 900321"}
        return []

    def count(self, address, form, before):
        """Kept is what changed the log book by an act, or a draft or a reminder: not what was answered with a page."""
        name = route(address)
        self.sent[name] += 1
        if self.state() == before:
            return
        self.kept[name] += 1
        for field, value in form.items() if isinstance(form, dict) else form:
            if value:
                has_words = STEM in value or ARABIC in value
                self.kept_fields.add((crawl.kind(address.split("?")[0]), named(field), has_words))

    def post(self, role, address, *pairs):
        """Posts what no form of a page holds as it stands."""
        visitor = self.visitors[role] if isinstance(role, str) else role
        return visitor.ask("POST", address, [("form", visitor.token()), *pairs] if visitor.cookie else list(pairs))

    def refresh(self, role):
        """What opens more than usual asks for the passphrase afresh; whether they are signed in still."""
        visitor = self.visitors[role]
        is_there = bool(visitor.cookie) and 'action="/sign-in"' not in visitor.ask("GET", "/confirm").body
        if is_there:
            self.post(role, "/confirm", ("passphrase", visitor.passphrase))
        return is_there

    def walk(self, role):
        """The pages of a role, as links lead to them: two of each kind."""
        visitor, opened, sisters = self.visitors[role], set(), Counter()
        waiting = ["/", *(path for path in crawl.routes("get").values() if ":" not in path)]
        while waiting:
            address = waiting.pop(0)
            kind = re.sub(r"/\d+$", "/:number", crawl.kind(address))
            if address in opened or sisters[kind] >= 2 or kind.startswith("/assets"):
                continue
            opened.add(address)
            sisters[kind] += 1
            answer = visitor.ask("GET", address)
            yield answer
            waiting += [link.split("#")[0] for link in Forms(answer.body).addresses if link.startswith("/")]

    def words(self, place, name="words"):
        return self.mark(place, name)


def without_own(page, sent):
    """A page without the markers that its own request brought in its form: a form gives back to the person who typed it
    what they typed, and to nobody else. What was brought in an address or a header stays."""
    for marker in set(re.findall(rf"(?:{STEM}|{ARABIC})\d*", urllib.parse.unquote_plus(sent))):
        page = re.sub(rf"{marker}(?!\d)", "", page)
    return page


def named(field):
    """A field's name without the id or place of what it is about."""
    return re.sub(r"\b\d+\b", ":number", crawl.ID.sub(":id", field))


__all__ = ["ADDRESS", "ARABIC", "STEM", "LAST", "OWN_WAY", "CHOSEN", "Stage", "Watcher", "listed", "routes", "text", "without_own"]
