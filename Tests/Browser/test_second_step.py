"""The second step: set up before anything else opens, asked for from then on."""

import io
import re
import urllib.parse

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from browser import look
from charity import PASSPHRASE, Charity, Staffed, code, sign_in_name


@pytest.fixture
def strict_charity(tmp_path):
    # As it is where nobody has set anything.
    made = Charity(tmp_path, AMANAH_SIGN_IN_SECOND_FACTOR=None)
    yield made
    made.stop()


def sign_in(page, code=""):
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill("gwen")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("Code, if you have set up a second step").fill(code)
    page.get_by_role("button", name="Sign in").click()


def assert_camera_reads(page, key):
    """What stands on the screen, read by another program as a telephone's camera would, is the key; light and dark."""
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        read, = zxingcpp.read_barcodes(picture)
        secret = urllib.parse.parse_qs(urllib.parse.urlsplit(read.text).query)["secret"]
        assert secret == [key.replace(" ", "").replace("\n", "")]
    page.emulate_media(color_scheme="light")


def test_a_guardian_sets_up_the_second_step_before_anything_else(seat, strict_charity):
    strict_charity.visitor().enrol(strict_charity.code, "gwen")
    page = seat(at=strict_charity).page
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("A second step for signing in")
    look(page, "second-step")
    page.goto("/staff")
    expect(page.get_by_role("heading", level=1)).to_have_text("A second step for signing in")
    key = page.locator("code.spelled").inner_text()
    assert_camera_reads(page, key)
    page.get_by_label("The six digits that it shows now").fill(code(key))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step is on")
    look(page, "recovery-codes")
    recovery = re.findall(r"\d{4} \d{4} \d{4}", page.locator("main").inner_text())
    assert len(recovery) == 10
    page.get_by_role("link", name="I have them: go on").click()
    expect(page.get_by_role("heading", name="Please read this before you go on")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    expect(page.get_by_text("That did not open")).to_be_visible()
    sign_in(page, recovery[0])
    expect(page.get_by_role("heading", name="Please read this before you go on")).to_be_visible()


def test_recovery_codes_are_drawn_anew_without_setting_the_step_up_again(seat, strict_charity):
    strict_charity.visitor().enrol(strict_charity.code, "gwen")
    page = seat(at=strict_charity).page
    sign_in(page)
    key = page.locator("code.spelled").inner_text()
    page.get_by_label("The six digits that it shows now").fill(code(key))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("link", name="I have them: go on")).to_be_visible()
    old = re.findall(r"\d{4} \d{4} \d{4}", page.locator("main").inner_text())
    page.get_by_role("link", name="I have them: go on").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.goto("/my-sign-in")
    look(page, "my-sign-in-with-codes")
    page.get_by_role("link", name="Draw new recovery codes").click()
    look(page, "recovery-codes-renewing")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_label("Code").fill(old[0])
    page.get_by_role("button", name="Draw ten new ones").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new recovery codes")
    new = re.findall(r"\d{4} \d{4} \d{4}", page.locator("main").inner_text())
    assert len(new) == 10 and not set(new) & set(old)


def test_a_passphrase_and_a_code_can_be_pasted(seat, charity):
    """No script stands in the way of a password manager, or of what was copied from one."""
    page = seat(at=charity).page
    for address in ("/sign-in", "/enrol"):
        page.goto(address)
        taken = page.evaluate("""() => [...document.querySelectorAll("input")].map(field =>
            field.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true})) &&
            field.dispatchEvent(new InputEvent("beforeinput", {bubbles: true, cancelable: true})))""")
        assert len(taken) >= 3 and all(taken), address


def test_where_one_is_signed_in_and_how_to_end_it(seat):
    here, there = seat("Karim Hassan"), seat("Karim Hassan")
    page = here.page
    page.get_by_role("link", name="Karim Hassan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    look(page, "my-sign-in")
    page.get_by_role("button", name="End all but this one").click()
    expect(page.get_by_role("button", name="End all but this one")).to_have_count(0)
    there.page.goto("/")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_where_nothing_is_set_those_who_lead_set_it_up_before_anything_else_and_nobody_else_must(tmp_path):
    charity = Staffed(tmp_path)
    charity.admit("Adam Office", "administrator")
    charity.stop()
    charity.settings["AMANAH_SIGN_IN_SECOND_FACTOR"] = None
    charity.start()
    asked = {}
    for name in ("Gwen Parry", "Musa Manager", "Tara Trustee", "Adam Office", "Rita Desk", "Karim Hassan", "Cora Counsellor"):
        visitor = charity.visitor()
        visitor.sign_in(sign_in_name(name), PASSPHRASE)
        asked[name] = [visitor.ask("GET", path).address for path in ("/", "/my-sign-in")]
    charity.stop()
    first = ["/my-sign-in/second-step"] * 2
    assert asked == {
        **dict.fromkeys(("Gwen Parry", "Musa Manager", "Tara Trustee", "Adam Office"), first),
        **dict.fromkeys(("Rita Desk", "Karim Hassan", "Cora Counsellor"), ["/", "/my-sign-in"]),
    }
