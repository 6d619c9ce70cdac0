"""Every page that the charity's people can reach, as the server sends it: links followed from Today, forms sent empty.

Each role follows every link from its own pages, and asks for every address that takes no id. A file has sixty sisters,
so of pages with one address but for its ids only the first few are opened, from each kind of page that links there.
"""

import html.parser
import re
from collections import Counter
from typing import NamedTuple

from charity import ROOT, Answer

SISTERS = 2
ID = re.compile(r"[0-9a-f]{32}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def routes(method):
    """The addresses of this method, from the program's own table: what they are called, and how they read."""
    named = dict(re.findall(r"case (\w+) = \"([^\"]+)\"", source("Route.swift")))
    wired = set(re.findall(rf"\b{method}\(\s*\.(\w+)", source("Application.swift")))
    return {name: named[name] for name in wired}


def source(name):
    return (ROOT / "Sources/Web/Server" / name).read_text()


def kind(address):
    """An address without its ids and days: what its sisters share."""
    return DAY.sub(":day", ID.sub(":id", address))


class Form(NamedTuple):
    """A form of a page: where it goes, what it carries, and its buttons, each with an address or a value of its own."""

    action: str
    carried: list
    buttons: list
    is_question: bool


class Page(NamedTuple):
    """One answer of the server, whose it is, and how they came to it."""

    role: str
    answer: Answer
    how: str = "opened"

    @property
    def kind(self):
        """What its sisters share: the address but for its ids; *nothing here* is one page everywhere."""
        if self.answer.status == 404:
            return "(nothing here for you)", "opened", 404
        return kind(self.answer.address), self.how, self.answer.status

    @property
    def name(self):
        address, how, status = self.kind
        return " ".join([self.role, address] + ([f"{how}: {status}"] if how != "opened" else []))

    def read(self):
        reader = Reader()
        reader.feed(self.answer.body)
        return reader


class Reader(html.parser.HTMLParser):
    """The links and forms of a page's own part, and the kinds of element on it with what each stands in."""

    EMPTY = {"input", "meta", "link", "br", "hr", "img", "wbr", "source"}
    MARKS = ("lang", "dir", "open", "role", "type", "aria-invalid", "aria-current", "disabled")

    def __init__(self):
        super().__init__()
        self.path, self.looks, self.links, self.forms = [], set(), [], []

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        marks = [f"{name}={given[name]}" for name in self.MARKS if name in given]
        self.path.append(" ".join([tag, *sorted(given.get("class", "").split()), *marks]))
        self.looks.add(" > ".join(self.path[-3:]))
        is_main = any(each.startswith("main") for each in self.path)
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"].split("#")[0])
        if tag == "form" and is_main:
            self.forms.append(Form(given["action"], [], [], given.get("method") != "post"))
        if is_main and self.forms and tag == "input" and given.get("type") == "hidden":
            self.forms[-1].carried.append((given["name"], given.get("value", "")))
        if is_main and self.forms and tag == "button" and given.get("type") == "submit":
            self.forms[-1].buttons.append((given.get("formaction"), given.get("name"), given.get("value", "")))
        if tag in self.EMPTY:
            self.path.pop()

    def handle_endtag(self, tag):
        while self.path and self.path.pop().split()[0] != tag:
            pass


def walk(visitor, role, *starts):
    """Every page that links lead to from these."""
    pages, opened, sisters = [], set(), Counter()
    waiting = [("", start) for start in starts]
    while waiting:
        parent, address = waiting.pop(0)
        if address in opened or sisters[parent, kind(address)] >= SISTERS:
            continue
        opened.add(address)
        sisters[parent, kind(address)] += 1
        answer = visitor.ask("GET", address)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            pages.append(Page(role, answer))
            waiting += [(kind(address), link) for link in pages[-1].read().links]
    return pages


def send_empty(visitor, pages):
    """Each kind of form of these pages, with nothing filled in, by each of its buttons."""
    answers, sent = [], set()
    for page in pages:
        for form in page.read().forms:
            if form.is_question:
                continue
            for address, name, value in form.buttons or [(None, None, "")]:
                address = address or form.action
                if (page.kind, kind(address), name, value) in sent:
                    continue
                sent.add((page.kind, kind(address), name, value))
                answer = visitor.ask("POST", address, form.carried + ([(name, value)] if name else []))
                if "Content-Disposition" in answer.headers:
                    continue
                answers.append(Page(page.role, answer, "opened" if answer.is_sent_on else "sent empty"))
    return answers


def news(pages):
    """Those of the pages on which there is something that no other of their kind shows."""
    seen, new = set(), []
    read = [(page, {(page.kind, look) for look in page.read().looks}) for page in pages]
    for page, looks in sorted(read, key=lambda each: (-len(each[1]), len(each[0].answer.body))):
        if looks - seen:
            seen |= looks
            new.append(page)
    return new


def reached(pages):
    """The names of those addresses of the program's own table that stand among these pages."""
    opened = {page.answer.address.split("?")[0] for page in pages if page.answer.status == 200}
    return {
        name for name, pattern in routes("get").items()
        if any(re.fullmatch(re.sub(r":\w+", "[^/]+", pattern), address) for address in opened)
    }
