"""The first morning: the first guardian enrols, hands over the sheets, and lets the others in."""

import re

from playwright.sync_api import expect

from browser import look
from charity import CODE, PASSPHRASE


def enrol(page, code, name, wrong_first=False):
    page.goto("/enrol")
    if wrong_first:
        page.get_by_label("Enrolment code").fill("AAAA-BBBB-CCCC-DDDD-EEEE")
        page.get_by_label("Choose a sign-in name").fill(name)
        page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
        page.get_by_label("Type the passphrase again").fill(PASSPHRASE)
        page.get_by_role("button", name="Enrol").click()
        expect(page.get_by_text("That code opens nothing")).to_be_visible()
        look(page, "enrol-wrong-code")
    page.get_by_label("Enrolment code").fill(code.lower().replace("-", " "))
    page.get_by_label("Choose a sign-in name").fill(name)
    page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    page.get_by_label("Type the passphrase again").fill(PASSPHRASE)
    page.get_by_role("button", name="Enrol").click()
    page.wait_for_url(re.compile("/(waiting|policy/acknowledge.*)?$"))


def acknowledge(page):
    page.goto("/")
    expect(page).to_have_url(re.compile("/policy/acknowledge"))
    look(page, "acknowledge")
    page.get_by_role("checkbox").check()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def confirm(page):
    """The passphrase, which letting somebody in asks for afresh."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passphrase, please")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()


def invite(page, name, role, is_asked=False):
    page.goto("/staff#invite")
    page.get_by_label("Name, as colleagues know it").fill(name)
    page.get_by_label(role).first.check()
    page.get_by_role("button", name="Make their code").click()
    if is_asked:
        confirm(page)
        page.get_by_role("button", name="Go on and save it").click()
    return CODE.search(page.get_by_text(CODE).first.inner_text()).group(0)


def test_a_charity_is_founded_in_the_browser(seat, new_charity):
    guardian = seat(at=new_charity)
    page = guardian.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    look(page, "sign-in")
    page.get_by_role("link", name="I have an enrolment code").click()
    look(page, "enrol")
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "enrol-errors")
    enrol(page, new_charity.code, "gwen", wrong_first=True)

    # The policy comes before everything else.
    acknowledge(page)

    # Today says what comes first.
    expect(page.get_by_role("link", name="Hand over the three recovery sheets")).to_be_visible()
    expect(page.get_by_role("link", name="Invite managers: two are needed")).to_be_visible()
    look(page, "today-founding")
    page.get_by_role("link", name="Hand over the three recovery sheets").click()
    look(page, "sheets-before")
    page.get_by_role("link", name="Show the first sheet").click()
    confirm(page)
    sheets = []
    for sheet in "123":
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Recovery sheet {sheet} of 3")
        sheets.append(page.get_by_role("main").inner_text())
        if sheet == "1":
            look(page, "sheet")
        if sheet != "3":
            page.get_by_role("link", name=f"show sheet {int(sheet) + 1}").click()
    assert len(set(sheets)) == 3
    for sheet, holder in zip("123", ("Imran Qureshi", "Dorothy Achebe", "Paul Szymański")):
        page.get_by_label(f"Who holds sheet {sheet}?").fill(holder)
    page.get_by_role("button", name="All three are with their holders").click()
    expect(page.get_by_text("Dorothy Achebe")).to_be_visible()
    expect(page.get_by_text("The three sheets are handed over")).to_be_visible()
    look(page, "sheets-done")

    # Nobody can be met before two managers are here.
    page.goto("/find")
    page.get_by_label("Their name").fill("Somebody New")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="None of these: first contact").click()
    expect(page.get_by_text("No client’s file can be made yet")).to_be_visible()
    look(page, "not-ready")

    page.goto("/staff")
    page.get_by_role("button", name="Make their code").click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose a role.")
    look(page, "staff-errors")
    code = invite(page, "Musa Manager", "Manager")
    look(page, "staff-code")

    newcomer = seat(at=new_charity)
    enrol(newcomer.page, code, "musa")
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("Almost there")
    look(newcomer.page, "waiting")
    fingerprint = CODE.search(newcomer.page.get_by_role("main").inner_text()).group(0)

    # The code opened once; a second use opens nothing.
    second = seat(at=new_charity)
    second.page.goto("/enrol")
    second.page.get_by_label("Enrolment code").fill(code)
    second.page.get_by_label("Choose a sign-in name").fill("somebody else")
    second.page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    second.page.get_by_label("Type the passphrase again").fill(PASSPHRASE)
    second.page.get_by_role("button", name="Enrol").click()
    expect(second.page.get_by_text("That code opens nothing")).to_be_visible()

    # What the guardian sees is compared with the newcomer's own screen.
    page.goto("/")
    page.get_by_role("link", name="Musa Manager waits to be let in").click()
    expect(page.get_by_role("main")).to_contain_text(fingerprint)
    look(page, "staff-certifying")
    page.get_by_role("button", name="It is the same: let them in").click()
    expect(page.get_by_role("row").filter(has_text="Musa Manager")).to_contain_text("Here")
    look(page, "staff")

    newcomer.page.get_by_role("link", name="I have been let in").click()
    acknowledge(newcomer.page)
    code = invite(newcomer.page, "Mary Manager", "Manager", is_asked=True)
    third = seat(at=new_charity)
    enrol(third.page, code, "mary")
    newcomer.page.goto("/staff")
    newcomer.page.get_by_role("button", name="It is the same: let them in").click()
    newcomer.page.wait_for_load_state()

    page.goto("/find")
    page.get_by_label("Their name").fill("Somebody New")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="None of these: first contact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First contact")
