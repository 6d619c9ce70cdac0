"""At the desk: somebody asks about a person; later that person comes."""

import re

from playwright.sync_api import expect

from browser import Keys, look


def test_f2_opens_the_desk_and_a_message_is_kept_by_keyboard_alone(seat, record_property):
    page = seat("Rita Desk").page
    keys = Keys(page)
    keys.press("F2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone is asking about a person")
    expect(page.get_by_text("We can neither confirm nor deny whether")).to_be_visible()
    look(page, "enquiry")
    keys.tab_to("Who is the message for?")
    keys.type("Mohammed Hussain")
    keys.press("Tab")
    keys.type("His sister")
    keys.press("Tab")
    keys.type("07700 900123")
    keys.press("Tab")
    keys.type("Please ring me tonight.")
    keys.tab_to("Keep the message")
    keys.press("Enter")
    expect(page.get_by_text("The message is kept")).to_be_visible()
    record_property("A message at the desk", keys.summary())
    assert keys.seconds() < 60
    look(page, "enquiry-kept")


def test_a_first_contact_by_keyboard_alone_takes_less_than_two_minutes(seat, charity, record_property):
    charity.leave_message("Mohammed Hussain", "The landlord will wait until Friday.")
    page = seat("Rita Desk").page
    look(page, "today-receptionist")
    keys = Keys(page)
    keys.access("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone has come or called")
    keys.type("Muhamad Husayn")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
    look(page, "find-nobody")
    keys.tab_to("None of these: first contact")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("First contact")
    look(page, "first-contact")
    for told in ("I gave them the confidentiality policy", "I said why we may share", "I said what follows from refusing"):
        keys.tab_to(told)
        keys.press("Space")
    keys.tab_to("Do they agree")
    keys.press("Space")
    keys.tab_to("Name, as they write it")
    keys.tab_to("Telephone")
    keys.type("07700 900777")
    keys.tab_to("Is it safe to call?")
    keys.press("ArrowUp")
    keys.tab_to("Caseworker")
    keys.type("Karim")
    keys.tab_to("Make the file")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("is here")
    record_property("A first contact, from Today to the messages", keys.summary())
    assert keys.seconds() < 120
    expect(page.get_by_text("The landlord will wait until Friday.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Muhamad Husayn is here")
    look(page, "messages")
    keys.tab_to("I have passed it on")
    keys.press("Enter")
    page.wait_for_load_state()
    assert keys.page.url.endswith("/messages")


def test_somebody_who_is_known_is_found_by_another_spelling(seat, charity):
    charity.meet("Yusuf Abdi Cali", born="1984-03-09")
    charity.leave_message("Yousef Abdi Ali", "Your prescription is ready.")
    page = seat("Rita Desk").page
    page.goto("/find")
    page.get_by_label("Their name").fill("Yousuf Cabdi Ali")
    # The results follow the typing, without a button.
    card = page.get_by_role("article").filter(has_text="Yusuf Abdi Cali")
    expect(card).to_be_visible()
    expect(card).to_contain_text("9 March 1984")
    look(page, "find-found")
    card.get_by_role("button", name="They are here or on the telephone").click()
    expect(page.get_by_text("Your prescription is ready.")).to_be_visible()
    page.get_by_role("button", name="I have passed it on").click()
    expect(page.get_by_text("No message waits for them")).to_be_visible()
    look(page, "messages-none")
    page.get_by_role("link", name="Open the file").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yusuf Abdi Cali")
    # The desk knows who they are and how to reach them, and reads no casework.
    expect(page.get_by_role("heading", name="Casework notes")).to_have_count(0)
    look(page, "file-receptionist")


def test_an_empty_message_says_what_is_missing(seat):
    page = seat("Rita Desk").page
    page.goto("/enquiry")
    page.get_by_role("button", name="Keep the message").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Write who the message is for.")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Please check: "))
    look(page, "enquiry-errors")
    summary.get_by_role("link", name="Write who the message is for.").click()
    expect(page.get_by_label("Who is the message for?")).to_be_focused()


def test_an_empty_first_contact_says_what_is_missing(seat):
    page = seat("Rita Desk").page
    page.goto("/find")
    page.get_by_label("Their name").fill("Nobody Yet")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="None of these: first contact").click()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "first-contact-errors")


def test_a_second_person_of_the_name_asks_for_a_second_look(seat, charity):
    charity.meet("Fatima Noor")
    page = seat("Rita Desk").page
    page.goto("/find")
    page.get_by_label("Their name").fill("Fatima Noor")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="None of these: first contact").click()
    for told in page.get_by_role("checkbox").all()[:3]:
        told.check()
    page.get_by_label("They agree").check()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_text("Somebody of this name is here already")).to_be_visible()
    expect(page.get_by_label("They agree")).to_be_checked()
    look(page, "first-contact-namesake")
    page.get_by_label("this is somebody else").check()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fatima Noor is here")


def test_what_is_not_there_and_what_is_not_theirs_look_the_same(seat, charity):
    page = seat("Rita Desk").page
    page.goto("/file/" + "a" * 32)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")
    look(page, "nothing-here")
