"""The demonstration: one command, and a charity with months behind it; every sign-in that it writes opens, and finds
something to do."""

import datetime
import re
import sqlite3

import pytest
from playwright.sync_api import expect

from browser import Seat, look
from charity import PROGRAM, ROOT, environment, run


@pytest.fixture
def sit(browser, demonstration):
    """Gives a page to the first of a role, or to whoever has that sign-in name."""
    seats = []

    def give(who):
        person = next(
            each for each in demonstration.sign_ins["signIns"] if who in (each["role"], each["signInName"]))
        taken = Seat(browser, demonstration)
        seats.append(taken)
        sign_in(taken.page, person)
        return taken.page

    yield give
    for taken in seats:
        taken.close()


def landing(person):
    """The heading that somebody sees first."""
    if not person["isCertified"]:
        return "Almost there"
    return "Today" if person["hasAcknowledged"] else re.compile("policy|Confidentiality", re.I)


def sign_in(page, person):
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill(person["signInName"])
    page.get_by_label("Passphrase").fill(person["passphrase"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(landing(person))


def test_every_sign_in_opens(browser, demonstration):
    for person in demonstration.sign_ins["signIns"]:
        seat = Seat(browser, demonstration)
        sign_in(seat.page, person)
        seat.close()


def test_the_invited_code_enrols(browser, demonstration):
    seat = Seat(browser, demonstration)
    page = seat.page
    page.goto("/enrol")
    page.get_by_label("Enrolment code").fill(demonstration.sign_ins["invited"]["enrolmentCode"])
    page.get_by_label("Choose a sign-in name").fill("fatima")
    page.get_by_label("Choose a passphrase").fill("four quiet words here")
    page.get_by_label("Type the passphrase again").fill("four quiet words here")
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Almost there")
    seat.close()


def test_a_caseworker_has_clients_with_a_history(sit):
    page = sit("caseworker")
    page.goto("/my-clients")
    look(page, "demo-my-clients")
    page.locator("main a[href^='/file/']").first.click()
    expect(page.get_by_role("heading", name="Casework notes")).to_be_visible()
    look(page, "demo-file")


def test_a_manager_has_a_full_log_book_that_holds(sit):
    page = sit("manager")
    look(page, "demo-today-manager")
    page.goto("/log")
    expect(page.get_by_text("The whole log holds")).to_be_visible()
    page.goto("/staff")
    look(page, "demo-staff")


def test_a_receptionist_finds_people(sit):
    page = sit("receptionist")
    page.goto("/find")
    page.get_by_label("Their name").fill("Mohammed")
    expect(page.get_by_role("article").first).to_be_visible()
    look(page, "demo-find")


# How often each thing is done in the history: an act that the plan dropped, or that the procedure decided otherwise,
# shows here.
DONE = {
    "fileMade": 64, "organisationFileMade": 3, "organisationNoteWritten": 5,
    "purposeProposed": 8, "purposeApproved": 6, "consentRecorded": 15, "consentWithdrawn": 1,
    "shareReleased": 7, "shareReleasedInPart": 1, "shareWithheld": 6, "shareReferred": 8,
    "referralApproved": 3, "referralRefused": 2, "callerRecorded": 8, "callerAnswered": 4,
    "consentReferred": 3, "consentRuled": 2,
    "callerAnswerPassedOn": 3, "codeWithdrawn": 1, "policyAdopted": 1, "sheetsHandedOver": 1, "fileExported": 1,
    "counsellingNoteWritten": 9, "memberSuspended": 1, "policyAcknowledged": 15,
    "messageTaken": 25, "messagePassedOn": 10, "restrictionReviewed": 1, "escrowOpened": 2, "escrowReviewed": 1,
}


def kinds():
    """The numbers of the log book's kinds of entry, by name."""
    source = (ROOT / "Sources/Casework/LogBook/EntryKind.swift").read_text()
    return {name: int(number) for name, number in re.findall(r"case (\w+) = (\d+)", source)}


def test_each_kind_of_thing_is_done_and_the_log_holds(demonstration):
    assert "The log holds" in run("ledger", "verify", "--data", demonstration.folder)
    with sqlite3.connect(f"file:{demonstration.folder}/amanah.sqlite?mode=ro", uri=True) as database:
        counted = dict(database.execute("SELECT kind, COUNT(*) FROM entries GROUP BY kind"))

        def count(what):
            return database.execute(f"SELECT COUNT(*) FROM {what}").fetchone()[0]

        assert {name: counted.get(kinds()[name], 0) for name in DONE} == DONE
        assert (count("drafts"), count("reminders"), count("files WHERE restricted")) == (6, 9, 2)


# What waits on Today, for everybody whom something waits for. Nobody reviews their own opening.
OPENED = re.compile("Nasreen Akhtar opened file .* in escrow")
WAITING = {
    "nasreen": [
        "waits to be let in", "consents to ask again", "4 callers wait", "Urgent The police are asking", "Decisions: 1", "Purposes to look at: 3",
        "Restrictions to review: 1"],
    "gareth": ["4 callers wait", "Urgent The police are asking", "Decisions: 1", "Restrictions to review: 1", OPENED],
    "hodan": [
        "Urgent The police are asking", "nobody works with 12 clients yet", "waits to be let in", "Decisions: 4",
        "a reminder is due", OPENED],
    "margaret": ["waits to be let in", "Decisions: 5", "a reminder is due", OPENED],
    "sian": ["Decisions: 3"],
    "karim": [
        "New to you", "nobody works with 12 clients yet", "consents to ask again", "Refused", "not saved yet", "a reminder is due", "a consent ends on"],
    "agnieszka": ["Approved, not shared yet", "not saved yet", "a reminder is due"],
    "yusuf": ["One consent to ask again", "Refused", "not saved yet", "a reminder is due"],
    "miriam": ["consents to ask again", "not saved yet"],
    "bushra": ["consents to ask again"],
    "rosa": ["An answer for you to pass on", "not saved yet"],
    "tunde": ["An answer for you to pass on", "not saved yet"],
}


@pytest.mark.parametrize("who", WAITING)
def test_something_waits(sit, who):
    page = sit(who)
    for words in WAITING[who]:
        expect(page.get_by_role("main")).to_contain_text(words)


def test_one_restriction_is_due_for_review_and_one_is_not(sit):
    page = sit("nasreen")
    page.goto("/restrictions")
    due, later = page.get_by_role("main").locator("tbody tr").all()
    now = datetime.date.today()
    expect(due).to_contain_text("Rafiq Uddin")
    expect(due).to_contain_text(f"{now.day} {now:%B %Y}")
    expect(later).to_contain_text("Hannah Ashdown")
    assert datetime.datetime.strptime(later.locator("td").nth(1).inner_text().strip(), "%d %B %Y").date() > now
    look(page, "demo-restrictions")
    due.get_by_role("link", name="Review").click()
    kept = page.locator("dt", has_text="Kept from").locator("xpath=following-sibling::dd[1]")
    expect(kept).to_have_text("Karim Uddin")


def test_the_trustees_adopted_the_policy_and_hold_the_sheets(sit):
    page = sit("imran")
    page.goto("/policy")
    expect(page.get_by_text("recorded by Imran Qureshi")).to_be_visible()
    look(page, "demo-policy")
    page = sit("nasreen")
    page.goto("/recovery-sheets")
    expect(page.get_by_text("Dorothy Achebe")).to_be_visible()
    look(page, "demo-sheets")


def test_a_client_for_nobody_is_taken_on(sit):
    page = sit("yusuf")
    page.get_by_role("link", name="nobody works with 12 clients yet").click()
    look(page, "demo-without-worker")
    card = page.locator("section").filter(has_text="Maria da Conceição Albuquerque")
    card.get_by_role("button", name="I work with them from now on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maria da Conceição Albuquerque")
    page.goto("/my-clients")
    expect(page.get_by_role("main")).to_contain_text("Maria da Conceição Albuquerque")


def test_one_opening_in_escrow_is_reviewed_and_one_waits_for_somebody_else(sit):
    page = sit("margaret")
    page.goto("/escrow")
    expect(page.get_by_role("button", name="Save the review")).to_have_count(1)
    expect(page.get_by_text("She rang me before she did it")).to_be_visible()
    look(page, "demo-escrow")
    page = sit("nasreen")
    page.goto("/escrow")
    expect(page.get_by_role("button", name="Save the review")).to_have_count(0)
    expect(page.get_by_text("Somebody else reviews it")).to_be_visible()


def test_something_is_unusual_in_who_looked(sit):
    page = sit("nasreen")
    page.goto("/unusual")
    for heading, who in [
        ("Read at an unusual hour", "Yusuf Demir"), ("Looked up more than is usual for them", "Rosa Figueiredo"),
        ("Searched for their own surname", "Karim Uddin"), ("Took away an export", "Agnieszka Wrona"),
    ]:
        card = page.locator("section").filter(has=page.get_by_role("heading", name=heading, exact=True, level=3))
        expect(card.last).to_contain_text(who)
    look(page, "demo-unusual")


# A consent in each state, in the file where it is.
CONSENTS = [
    ("karim", "Xaliimo Maxamed Nuur", "Agreed"), ("karim", "Cabdiraxmaan Cali Jimcaale", "Lapsed"),
    ("karim", "Hooyo Somali Women’s Circle", "Agreed"), ("agnieszka", "Taslima Khatun Choudhury", "Withdrawn"),
    ("agnieszka", "Rukhsana Bibi", "Incomplete"), ("agnieszka", "Dorothy Ann Whitlock", "Incomplete"),
    ("yusuf", "Ayaan Yuusuf Geeddi", "Refused"),
]


@pytest.mark.parametrize("who", sorted({who for who, _, _ in CONSENTS}))
def test_consents_are_in_every_state(sit, who):
    page = sit(who)
    for _, name, state in [each for each in CONSENTS if each[0] == who]:
        page.goto("/my-clients")
        page.get_by_role("main").get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.locator(".tag", has_text=re.compile(f"^{state}")).first).to_be_visible()


def test_a_letter_was_sent(sit):
    page = sit("karim")
    page.goto("/my-clients")
    page.get_by_role("main").get_by_role("link", name="Xaliimo Maxamed Nuur").first.click()
    page.get_by_role("link", name="What was shared").click()
    page.get_by_role("main").get_by_role("link", name="Eastmere Borough Council").click()
    page.get_by_role("link", name="The letter").click()
    expect(page.get_by_text("her two children are at Saltmarsh Primary", exact=False)).to_be_visible()
    look(page, "demo-letter")


def test_who_has_not_acknowledged_the_policy_is_named(sit):
    page = sit("nasreen")
    page.goto("/policy/acknowledgements")
    row = page.get_by_role("row").filter(has_text="Roukaya Haddad")
    expect(row).to_contain_text("Not yet")
    expect(page.get_by_role("main")).to_contain_text("1 of 15 have not yet")


def test_whoever_left_is_let_in_no_more(browser, demonstration):
    seat = Seat(browser, demonstration)
    seat.page.goto("/sign-in")
    seat.page.get_by_label("Sign-in name").fill("callum")
    seat.page.get_by_label("Passphrase").fill(demonstration.sign_ins["signIns"][0]["passphrase"])
    seat.page.get_by_role("button", name="Sign in").click()
    expect(seat.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    seat.close()


def test_a_counsellor_has_sessions_apart(sit):
    page = sit("miriam")
    page.goto("/my-sessions")
    page.get_by_role("main").get_by_role("link", name="Layla al-Hashimi").click()
    expect(page.get_by_text("Opened the drawer")).to_be_visible()


@pytest.mark.parametrize("who, path", [
    ("nasreen", "/callers"), ("nasreen", "/purposes"), ("nasreen", "/consents"), ("nasreen", "/staff/matrix"),
    ("margaret", "/decisions"), ("yusuf", "/"),
])
def test_a_full_page_is_still_clean(sit, who, path):
    page = sit(who)
    page.goto(path)
    look(page, f"demo-{who}{path.replace('/', '-')}")
