"""Typing: with a keyboard that composes, without a connection, for longer than a session may be idle, and days."""

import datetime

import pytest
from playwright.sync_api import expect

from browser import date_in, fill_date, look
from charity import Staffed


def compose(page, text):
    """Types as a keyboard that composes does: every state of the word is there before it is taken."""
    session = page.context.new_cdp_session(page)
    for end in range(1, len(text) + 1):
        session.send("Input.imeSetComposition", {"text": text[:end], "selectionStart": end, "selectionEnd": end})
    return session


@pytest.mark.parametrize("typed, taken", [("moham", "Mohammed"), ("محم", "محمد"), ("মোহা", "মোহাম্মদ")])
def test_what_is_composed_is_searched_for(seat, charity, typed, taken):
    charity.meet("Mohammed Hussain", isSomebodyElse="yes")
    page = seat("Rita Desk").page
    page.goto("/find")
    page.get_by_label("Their name").focus()
    session = compose(page, typed)
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    session.send("Input.insertText", {"text": taken})
    expect(page.get_by_label("Their name")).to_have_value(taken)
    expect(page.get_by_role("heading", name="Mohammed Hussain").first).to_be_visible()


def test_what_is_composed_in_a_note_is_kept_as_a_draft(seat, charity):
    file = charity.meet("Amina Yusuf")
    page = seat("Karim Hassan").page
    page.goto(file)
    page.get_by_label("Write a note").focus()
    compose(page, "আমি").send("Input.insertText", {"text": "আমি এসেছি"})
    expect(page.get_by_text("What you type here is kept as a draft")).to_be_visible()
    page.goto(file)
    expect(page.get_by_label("Write a note")).to_have_value("আমি এসেছি")


def test_a_key_that_composes_locks_nothing(seat, charity):
    page = seat("Rita Desk").page
    page.goto("/find")
    for key in ("F8", "F2"):
        page.evaluate(
            """key => document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true }))""", key)
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone has come or called")


def test_without_a_connection_nothing_is_sent_and_nothing_is_lost(seat, charity):
    file = charity.meet("Amina Yusuf")
    taken = seat("Karim Hassan")
    page = taken.page
    page.goto(f"{file}/reminders")
    page.get_by_label("What for?").fill("Ask about the letter")
    fill_date(page, "On which day?", datetime.date.today() + datetime.timedelta(days=3))
    taken.context.set_offline(True)
    page.get_by_role("button", name="Set the reminder").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(page.get_by_label("What for?")).to_have_value("Ask about the letter")
    look(page, "no-connection")
    taken.context.set_offline(False)
    page.get_by_role("button", name="Set the reminder").click()
    expect(page.get_by_role("listitem").filter(has_text="Ask about the letter").or_(
        page.get_by_text("Ask about the letter")).first).to_be_visible()
    expect(page.get_by_label("What for?")).to_have_value("")
    taken.problems.clear()


@pytest.fixture(scope="module")
def hurried(tmp_path_factory):
    """A charity whose sessions end after a minute."""
    made = Staffed(tmp_path_factory.mktemp("hurried"), AMANAH_SESSION_IDLE_MINUTES="1")
    yield made
    made.stop()


def test_who_types_is_there_and_no_question_takes_a_key(seat, hurried):
    file = hurried.meet("Amina Yusuf")
    page = seat("Karim Hassan", at=hurried).page
    page.goto(file)
    field = page.get_by_label("Write a note")
    field.focus()
    typed = ""
    # Longer than the session may be idle.
    for word in range(75):
        page.keyboard.type(f"w{word} ")
        typed += f"w{word} "
        page.wait_for_timeout(1_000)
        assert page.locator("dialog[open]").count() == 0
    expect(field).to_have_value(typed)
    # A pause: the question stands beside the page, and the focus where it was.
    question = page.locator("dialog")
    expect(question).to_be_visible(timeout=40_000)
    expect(field).to_be_focused()
    page.keyboard.type(" and on")
    expect(question).not_to_be_visible()
    expect(field).to_have_value(typed + " and on")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("w74 and on")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-US", "ar-EG", "de-DE"])
def test_the_third_of_february_is_that_in_every_browser(seat, charity, locale):
    file = charity.meet("Yusuf Abdi")
    page = seat("Karim Hassan", locale=locale).page
    page.goto(f"{file}/identity")
    fill_date(page, "Date of birth", datetime.date(1990, 2, 3))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("3 February 1990")).to_be_visible()
    page.goto(f"{file}/identity")
    assert date_in(page, "Date of birth") == ["3", "2", "1990"]


def test_a_day_by_keyboard_alone_and_what_is_wrong_with_it(seat, charity):
    file = charity.meet("Yusuf Abdi")
    page = seat("Karim Hassan").page
    page.goto(f"{file}/identity")
    group = page.get_by_role("group", name="Date of birth")
    look(page, "date")
    group.get_by_label("Day", exact=True).focus()
    for key in "3":
        page.keyboard.type(key)
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.type("1990")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no such month")
    assert date_in(page, "Date of birth") == ["3", "30", "1990"]
    look(page, "date-wrong")
    page.get_by_role("alert").get_by_role("link").click()
    expect(group.get_by_label("Day", exact=True)).to_be_focused()
    # The whole day pasted into the first box.
    group.get_by_label("Day", exact=True).fill("3 Feb 90")
    group.get_by_label("Month", exact=True).fill("")
    group.get_by_label("Year", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("3 February 1990")).to_be_visible()


def test_a_number_copied_from_a_telephone_is_kept_as_a_number(seat, charity):
    file = charity.meet("Yusuf Abdi")
    page = seat("Karim Hassan").page
    page.goto(f"{file}/contact")
    page.get_by_label("Telephone").fill("\u202a+44 7700\u00a0٩٠٠١٢٣\u202c")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("+44 7700 900123")).to_be_visible()
    page.goto(f"{file}/contact")
    page.get_by_label("Address").fill("12 Mary\u202e Street")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("After “Mary” stands a character that nobody sees")
    expect(page.get_by_label("Address")).to_have_value("12 Mary\ufffd Street")
