"""A browser at the charity: signing in, counting keys, looking at pages in every light, and asking axe."""

import os
import zlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from charity import PASSPHRASE, ROOT, sign_in_name

SCREENSHOTS = ROOT / ".build/screenshots"
WIDTHS = (360, 1280)
# What a page is looked at in: by day, by night, and mirrored, as where the language is written from the right.
FACES = (("light", "light", "ltr"), ("dark", "dark", "ltr"), ("mirrored", "light", "rtl"))
AXE = Axe().axe_script


class Seat:
    """One person at one browser, with cookies of their own."""

    def __init__(self, browser, charity, **options):
        self.charity = charity
        self.context = browser.new_context(
            base_url=charity.url, viewport={"width": 1280, "height": 800}, **({"locale": "en-GB"} | options))
        self.context.set_default_timeout(30_000)
        self.problems = []
        self.page = self.tab()

    def tab(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self.heard)
        page.on("request", self.asked)
        return page

    def heard(self, message):
        # A browser reports each answer of 4xx in its console; the pages that answer so are meant to.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def asked(self, request):
        if not request.url.startswith(self.charity.url):
            self.problems.append(f"asked another server: {request.url}")

    def sign_in(self, name):
        self.page.goto("/sign-in")
        self.page.get_by_label("Sign-in name").fill(sign_in_name(name))
        self.page.get_by_label("Passphrase").fill(PASSPHRASE)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("heading", name="Today", level=1).wait_for()
        return self.page

    def close(self):
        self.context.close()
        assert not self.problems, self.problems


class Keys:
    """What the hands do, counted: keys, and clicks where there are any."""

    def __init__(self, page):
        self.page = page
        self.count = 0
        self.clicks = 0

    def click(self, control):
        control.click()
        self.clicks += 1

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def access(self, letter):
        """Alt and a letter, as the browser takes its access keys; two keys."""
        session = self.page.context.new_cdp_session(self.page)
        key = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "unmodifiedText": letter}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
        session.detach()
        self.count += 2

    def type(self, words):
        self.page.keyboard.type(words)
        self.count += len(words)

    def tab_to(self, label, limit=40):
        """Presses Tab until the control of this label has the focus."""
        for _ in range(limit):
            if label in self.focused():
                return
            self.press("Tab")
        raise AssertionError(f"{label!r} is not to be reached by Tab; the focus is on {self.focused()!r}")

    def focused(self):
        """What the focus is on. A page that has just made way for another is asked no more: the next one is."""
        try:
            return self.focus()
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            self.page.wait_for_load_state()
            return self.focus()

    def focus(self):
        return self.page.evaluate(
            """() => {
                const e = document.activeElement;
                if (["BODY", "MAIN"].includes(e.tagName)) return "";
                const labels = e.labels ? [...e.labels].map((l) => l.innerText).join(" ") : "";
                const legend = e.type === "radio" ? e.closest("fieldset")?.querySelector("legend")?.innerText ?? "" : "";
                return [legend, labels, e.innerText ?? ""].join(" ").replace(/\\s+/g, " ").trim();
            }""")

    def summary(self):
        clicks = {0: "no clicks", 1: "1 click"}.get(self.clicks, f"{self.clicks} clicks")
        return f"{self.count} keys, {clicks}, about {self.seconds():.0f} s at 40 words a minute"

    def seconds(self, a_second=3.3):
        """How long somebody needs who types 40 words a minute, and 1.5 s for a click."""
        return self.count / a_second + self.clicks * 1.5


def faces(page, name):
    """The page in two of its faces, which its name chooses: by day, by night or mirrored, once on a phone and once on a
    desk; then as it was. With AMANAH_EVERY_FACE=yes in all of them."""
    before = page.viewport_size
    chosen = zlib.crc32(name.encode())
    for number, (face, light, direction) in enumerate(FACES):
        widths = [
            width for place, width in enumerate(WIDTHS)
            if os.environ.get("AMANAH_EVERY_FACE") == "yes" or (chosen + place) % len(FACES) == number]
        if not widths:
            continue
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            yield face, width
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(before)


def look(page, name):
    """Takes pictures of the page in some of its faces, and has axe check each."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    found = []
    for face, width in faces(page, name):
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{face}.png", full_page=True)
        found += violations(page, f"{name} {width} {face}") + overflowing(page, f"{name} {width} {face}")
    assert not found, "\n".join(found)


def overflowing(page, name):
    """Whether the page has to be moved sideways to be read, in either direction."""
    root = "document.documentElement"
    wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [f"{name}: scrolls sideways by {wide} px"] if wide > 0 else []


def violations(page, name):
    # The policy of our pages forbids inline scripts; axe is put in by the browser's own debugger, which may.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{name}: {broken['id']} ({broken['help']}): {node['html']}"
        for broken in result for node in broken["nodes"]
    ]


def fill_date(scope, question, day):
    """Types a day into the three boxes of a question."""
    group = scope.get_by_role("group", name=question)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box, exact=True).fill(str(value))


def date_in(scope, question):
    """What stands in the three boxes of a question."""
    group = scope.get_by_role("group", name=question)
    return [group.get_by_label(box, exact=True).input_value() for box in ("Day", "Month", "Year")]
