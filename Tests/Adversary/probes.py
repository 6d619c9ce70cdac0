"""What somebody gets of a charity: which pages open, which names and files are on them. Two readings are compared."""

import html
import http.client
import re

ID = "[0-9a-f]{32}"
NAME = re.compile(r"<bdi[^>]*>([^<]{3,})</bdi>")
FILE = re.compile(rf"/file/({ID})")
PAGES = ["/staff", "/my-clients", "/callers", "/restrictions", "/escrow"]
OF_A_FILE = ["", "/log"]
# Parts of many names: together they find most of the register.
QUERIES = ["a", "e", "mar"]


class Reading:
    """What one person got: the status of each page, and what stood on any of them."""

    def __init__(self):
        self.statuses, self.names, self.files = {}, set(), set()

    def take(self, what, answer):
        status, where, page = answer
        if status == 303:
            status = f"303 {re.sub(ID, ':id', where or '')}"
        self.statuses[what] = status
        if status == 200:
            main = page.split("<main", 1)[-1].split("</main>")[0]
            self.names |= {html.unescape(name) for name in NAME.findall(main)}
            self.files |= set(FILE.findall(main))

    def more_than(self, before):
        """What this reading has that one before it had not, in words."""
        opened = [what for what, status in self.statuses.items() if status == 200 and before.statuses.get(what) != 200]
        found = [f"{what} opens" for what in opened]
        for kind, now, then in (("file", self.files, before.files), ("name", self.names, before.names)):
            if now - then:
                found.append(f"{len(now - then)} {kind}(s) more, such as {sorted(now - then)[0]!r}")
        return found

    def less_than(self, before):
        """How many pages do not open any more."""
        return sum(status == 200 != self.statuses.get(what) for what, status in before.statuses.items())


NOTHING = Reading()


def read(person, files, queries=QUERIES):
    """Goes through the pages of a role, and those of these files; whoever is not signed in is asked for no more."""
    reading = Reading()
    try:
        reading.take(PAGES[0], person.ask("GET", PAGES[0]))
        if str(reading.statuses[PAGES[0]]).startswith("303 /policy/acknowledge"):
            acknowledge(person)
            reading.take(PAGES[0], person.ask("GET", PAGES[0]))
        if reading.statuses[PAGES[0]] in ("303 /sign-in", "303 /waiting"):
            return reading
        for path in PAGES[1:]:
            reading.take(path, person.ask("GET", path))
        for name, file in files.items():
            for part in OF_A_FILE:
                reading.take(f"{name}{part}", person.ask("GET", f"/file/{file}{part}"))
        search(person, reading, queries)
    except (OSError, http.client.HTTPException):
        reading.statuses["the connection"] = "cut"
    return reading


def search(person, reading, queries):
    person.token = None
    if person.ask("GET", "/find")[0] != 200 or person.token is None:
        return
    for number, query in enumerate(queries, 1):
        # All that it finds: where a name is missing from a page, another stands there.
        before = ""
        for page in range(1, 30):
            answer = person.ask("POST", "/find", {"form": person.token, "query": query, "before": before})
            reading.take(f"search {number}" + (f", page {page}" if page > 1 else ""), answer)
            more = re.search(r'name="before" value="(\d+)"[^>]*>\s*Show the next', answer[2])
            if answer[0] != 200 or not more:
                break
            before = more.group(1)


def acknowledge(person):
    page = person.ask("GET", "/policy/acknowledge")[2]
    if policy := re.search(r'name="policy" value="([0-9a-f]{64})"', page):
        person.ask("POST", "/policy/acknowledge", {
            "form": person.token, "policy": policy.group(1), "understood": "yes"})


def erase(person, file, reference):
    """Tries to erase a file; the status, and where it led."""
    person.go("GET", f"/file/{file}/erase")
    return person.ask("POST", f"/file/{file}/erase", {
        "form": person.token or "", "why": "It was asked for.", "reference": reference})[:2]
