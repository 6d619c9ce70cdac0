"""Leaving the desk: the lock, the idle end, and typing that outlives both."""

import pytest
from playwright.sync_api import expect

from browser import look
from charity import PASSPHRASE


def test_f8_locks_at_once(seat, charity):
    file = charity.meet("Amina Yusuf")
    page = seat("Rita Desk").page
    page.goto(file)
    page.keyboard.press("F8")
    expect(page.get_by_text("The screen is locked")).to_be_visible()
    expect(page.get_by_text("Amina")).to_have_count(0)
    look(page, "locked")
    # Neither the way back nor the address opens anything.
    page.go_back()
    expect(page.get_by_text("Amina")).to_have_count(0)
    page.goto(file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    # Signing in leads on to where one was.
    page.get_by_label("Sign-in name").fill("rita")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amina Yusuf")


def test_a_screen_that_nobody_uses_asks_and_then_clears_itself(seat):
    rita = seat("Rita Desk")
    page = rita.page
    page.clock.install()
    page.goto("/find")
    limit = int(page.locator("body").get_attribute("data-idle-seconds")) * 1000
    page.clock.fast_forward(limit - 55_000)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    look(page, "idle-question")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).not_to_be_visible()
    page.clock.fast_forward(limit - 55_000)
    expect(dialog).to_be_visible()
    page.clock.fast_forward(70_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("This screen was closed")
    expect(page.get_by_label("Their name")).to_have_count(0)
    look(page, "idle-ended")


def test_typing_outlives_a_session_that_was_ended_elsewhere(seat, charity):
    file = charity.meet("Amina Yusuf")
    page = seat("Karim Hassan").page
    page.goto(file)
    page.get_by_label("Write a note").fill("Half a sentence, half a")
    # At another computer, say: this window has not heard of it.
    elsewhere = charity.visitor()
    elsewhere.cookie = next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "__Host-amanah")
    elsewhere.post("/lock")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Your session ended while you were typing")).to_be_visible()
    look(page, "sign-in-kept")
    page.get_by_label("Sign-in name").fill("karim")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Here is what you typed")
    look(page, "kept")
    page.get_by_role("button", name="Go on and save it").click()
    expect(page.get_by_text("Half a sentence, half a")).to_be_visible()


def test_a_wrong_passphrase_is_answered_kindly(seat):
    page = seat().page
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "sign-in-errors")
    page.get_by_label("Sign-in name").fill("rita")
    page.get_by_label("Passphrase").fill("not this")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That did not open")).to_be_visible()
    expect(page.get_by_label("Sign-in name")).to_have_value("rita")
    expect(page.get_by_label("Passphrase")).to_have_value("")
    look(page, "sign-in-wrong")


def test_signing_out_leaves_nothing_behind(seat):
    rita = seat("Rita Desk")
    assert {cookie["name"] for cookie in rita.context.cookies()} == {"__Host-amanah", "__Host-amanah-device"}
    rita.page.get_by_role("button", name="Sign out").click()
    expect(rita.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    # What is left opens nothing: it says that somebody signed in at this browser before.
    assert [cookie["name"] for cookie in rita.context.cookies()] == ["__Host-amanah-device"]
    assert rita.page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("width", [320, 360])
def test_the_menu_of_a_phone_opens_without_a_script(seat, width):
    page = seat("Rita Desk", java_script_enabled=False).page
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/")
    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Enquiry desk")).to_be_visible()
