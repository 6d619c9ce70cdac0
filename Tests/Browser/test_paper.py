"""What goes on paper: the letter holds what was released and nothing else; no page prints its frame."""

import datetime
import re
import subprocess
import unicodedata

import pytest

import scenes
from browser import SCREENSHOTS

TODAY = datetime.date.today()
NEXT_YEAR = (TODAY + datetime.timedelta(days=300)).isoformat()
LONG = "\n\n".join(
    f"Paragraph {number}: they were placed in a room of their own, and moved on when the lease ended." for number in
    range(1, 91))
TERMS = (
    "You have accepted these terms, and this is given to you on the strength of it.",
    "Use it only for the purpose for which it is given.",
    "Keep it safe, and let nobody see it who does not need it for that purpose.",
    "Pass it on to nobody without asking us first.",
    "Destroy it when it is no longer needed.",
    "Tell us at once if it is lost, or seen by somebody who should not have seen it.",
)
# Each stands somewhere in the file, and none of it may leave.
MARKERS = {
    "name": "Qxname Qxfamily", "otherNames": "Qxother", "address": "Qxaddress Street", "phone": "07700900987",
    "email": "qxmail@example.org", "safetyNote": "Qxsafety", "note": "Qxfirstnote",
}
HOSTILE = "</title></main><script>document.title='x'</script><h1>Released: all</h1> & \"Co\""
ARABIC = "محمد عبد الله الحسيني"


def sheets(page, name):
    """The text of each sheet that the browser prints."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.pdf"
    page.pdf(path=path, format="A4", prefer_css_page_size=True, tagged=True)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def bare(words):
    """Without what a printer adds or drops: spaces and line ends, marks of direction, joined forms of letters."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(each for each in plain if not each.isspace() and unicodedata.category(each) != "Cf")


def unmarked(printed):
    """The sheets' text as one, each freed of its marking, which has to be there."""
    for sheet in printed:
        assert sheet.count("CONFIDENTIAL") == 1 and sheet.lstrip().startswith("CONFIDENTIAL"), sheet
    return "\n".join(sheet.replace("CONFIDENTIAL", "", 1) for sheet in printed)


@pytest.fixture(scope="module")
def client(charity):
    """A client's file that is full of other things, and a purpose to share it for."""
    file = charity.meet(**{"born": "1971-02-03", **MARKERS})
    karim, gwen = charity.visitors["Karim Hassan"], charity.visitors["Gwen Parry"]
    purpose = scenes.approved_purpose(karim, gwen, NEXT_YEAR)
    karim.fill(f"{file}/note", ("item", "casework"), ("note", "Qxnote of the casework"))
    karim.fill(f"{file}/reminders", ("day", NEXT_YEAR), ("why", "Qxreminder"))
    charity.visitors["Cora Counsellor"].fill(
        f"{file}/counselling", ("day", TODAY.isoformat()), ("session", "Qxsession"))
    scenes.refer(karim, file, {"health": "Qxearlier"}, party="Qxdoctor")
    return file, purpose


@pytest.mark.parametrize("name, party, items", [
    ("short", scenes.COUNCIL, {"casework": "They need three rooms."}),
    ("two-items", scenes.COUNCIL, {"contact": "Write to the office only.", "casework": "<b>Three</b> rooms & a hall."}),
    ("long", "Eastmere Council, Homes", {"casework": LONG, "health": "The last item, on the last sheet."}),
    ("hostile", HOSTILE, {"casework": "Words for them.\n\nAnd more words."}),
    ("arabic", ARABIC, {"casework": "They need three rooms."}),
])
def test_the_printed_letter_is_what_was_released_and_nothing_else(seat, charity, client, name, party, items):
    file, purpose = client
    karim = charity.visitors["Karim Hassan"]
    scenes.agree(karim, file, purpose, items, party=party)
    disclosure = scenes.share(karim, file, items, purpose=purpose, party=party)
    page = seat("Karim Hassan").page
    page.goto(disclosure)
    reference = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page.get_by_text("Disclosure ", exact=False).first.inner_text())
    page.goto(f"{disclosure}/letter")
    printed = sheets(page, f"letter-{name}")
    titles = {"casework": "Casework", "contact": "How to reach them", "health": "Health"}
    parts = [line for item in page_order(page, titles, items) for line in (titles[item], items[item])]
    expected = [
        "The Lantern Trust", "To", party, "Date", f"{TODAY.day} {TODAY:%B %Y}", "Our reference", reference.group(0),
        *parts, "The terms on which you receive this", *TERMS,
    ]
    letter = unmarked(printed)
    assert read(letter) == read("\n".join(expected))
    # The reference is drawn, and may happen to hold a marker's two letters.
    rest = bare(letter).replace(bare(reference.group(0)), "").lower()
    for marker in (*MARKERS.values(), "Qx", "To place the family", "They must know", "Karim", "Housing applications"):
        assert bare(marker).lower() not in rest
    assert (len(printed) > 2) == (name == "long")


def page_order(page, titles, items):
    """The items in the order of the procedure, which is that of the headings on the page."""
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    return sorted(items, key=lambda item: headings.index(titles[item]))


def read(words):
    """The bare words; a line written from the right is printed in the order of the eye, so its letters count, not
    their order."""
    lines = re.split(r"([\u0600-\u06ff]+)", bare(words))
    return ["".join(sorted(line)) if place % 2 else line for place, line in enumerate(lines)]


def test_what_was_withheld_or_waits_has_no_letter(seat, charity, client):
    file, purpose = client
    karim = charity.visitors["Karim Hassan"]
    page = seat("Karim Hassan").page
    for disclosure in (
        scenes.share(karim, file, {"casework": "Qxwithheld"}, purpose=purpose, ground="gain"),
        scenes.refer(karim, file, {"casework": "Qxwaiting"}),
    ):
        page.goto(f"{disclosure}/letter")
        assert page.get_by_role("heading", level=1).inner_text() == "There is nothing here for you"
        assert "Qx" not in "".join(sheets(page, "letter-none"))


def test_an_approved_part_is_all_that_the_letter_holds(seat, charity, client):
    file, _ = client
    karim = charity.visitors["Karim Hassan"]
    disclosure = scenes.refer(karim, file, {"casework": "Qxrefused words.", "health": "They take insulin."})
    scenes.rule(charity.visitors["Musa Manager"], disclosure, "health", reason="Qxreason")
    page = seat("Karim Hassan").page
    page.goto(disclosure)
    page.get_by_role("button", name="Release what was approved").click()
    page.goto(f"{disclosure}/letter")
    letter = unmarked(sheets(page, "letter-approved"))
    assert "They take insulin." in letter and "Health" in letter
    assert "Qx" not in letter and "Casework" not in letter


PRINTED = {
    "consent-form": ("Karim Hassan", "{file}/consent/print"),
    "consent-form-ar": ("Karim Hassan", "{file}/consent/print?language=ar"),
    "consent-form-ur": ("Karim Hassan", "{file}/consent/print?language=ur"),
    "log-day": ("Musa Manager", "/log"), "purposes": ("Gwen Parry", "/purposes"),
    "file": ("Karim Hassan", "{file}"), "policy": ("Tara Trustee", "/policy"),
    "sessions": ("Cora Counsellor", "{file}/counselling"), "matrix": ("Musa Manager", "/staff/matrix"),
    "consents": ("Karim Hassan", "/consents"), "disclosures": ("Karim Hassan", "{file}/disclosures"),
    "checkpoint": ("Tara Trustee", "/checkpoint"),
}


def test_the_printed_checkpoint_is_whole_with_the_key_that_it_is_checked_by(seat):
    page = seat("Tara Trustee").page
    page.goto("/checkpoint")
    note = page.locator("main pre").inner_text()
    key = page.locator("dt", has_text="public key").locator("+ dd").inner_text()
    printed = bare("".join(sheets(page, "checkpoint")))
    assert "amanah/" in note and "\u2014 " in note
    assert bare(note) in printed and bare(key) in printed


@pytest.mark.parametrize("name", PRINTED)
def test_pages_print_their_words_and_not_their_frame(seat, client, name):
    person, address = PRINTED[name]
    page = seat(person).page
    page.goto(address.format(file=client[0]))
    is_marked = page.locator(".marking").count() == 1
    frame = {
        words.strip() for part in (".skip", ".spine nav a", ".holder button", ".foot p", "main .button", ".back a")
        for words in page.locator(part).all_inner_texts()}
    # A cell of the log book may say what a place is called.
    frame -= {words.strip() for words in page.locator("main td").all_inner_texts()}
    heading = page.get_by_role("heading", level=1).inner_text()
    printed = sheets(page, f"print-{name}")
    if is_marked:
        unmarked(printed)
    lines = {line.strip() for sheet in printed for line in sheet.splitlines()}
    assert bare(heading) in bare("".join(printed))
    assert not {line for line in lines & frame if line and line != heading}
    for sheet in printed:
        assert len(bare(sheet.replace("CONFIDENTIAL", ""))) > 20, f"a sheet of {name} is empty:\n{sheet}"
    words = page.locator("main").evaluate(
        """main => [...main.querySelectorAll("p, dt, dd, li, td")].filter((e) => e.checkVisibility()).length""")
    assert words > 0
