"""What each person does on an ordinary day, by hand, counted in keys and clicks against what they expect of it."""

import datetime
import re

import pytest
from playwright.sync_api import expect

import scenes
from browser import Keys, date_in, fill_date, look
from charity import CODE, PASSPHRASE, text

TODAY = datetime.date.today()
NCND = (
    "We can neither confirm nor deny whether this person has been in contact with us. I can take a message. Should "
    "they contact us, it will be passed on to them.")


def in_days(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def main(page):
    return page.get_by_role("main").inner_text()


@pytest.fixture(scope="module")
def purpose(charity):
    return scenes.approved_purpose(charity.visitors["Karim Hassan"], charity.visitors["Gwen Parry"], in_days(300))


def say(record_property, who, what, keys, expected):
    record_property(f"{who}: {what}", f"{keys.summary()}; expected {expected}")


def answer_the_call(keys, button, fields, choices):
    """From the desk's own key to what to say, by keyboard."""
    keys.press("F2")
    expect(keys.page.get_by_text(NCND)).to_be_visible()
    keys.tab_to(button)
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text(re.compile("are asking|is asking about a missing"))
    for label, words in fields:
        keys.tab_to(label)
        if label in choices:
            keys.press("Space")
        keys.type(words)
    keys.tab_to("Hand it to the data guardian")
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("What to say now")


def to_staff(keys):
    keys.tab_to("Staff")
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Staff")


def gone(page, file, who):
    """For whoever holds nothing of it the file is not there."""
    page.goto(file)
    expect(page.get_by_role("heading", level=1), who).to_have_text("There is nothing here for you")


def refused(charity, name):
    """The passphrase that was theirs opens nothing."""
    visitor = charity.visitor()
    answer = visitor.ask("POST", "/sign-in", {"signInName": name, "passphrase": PASSPHRASE})
    assert visitor.cookie is None and answer.status == 401, text(answer.body)


# The receptionist


def test_a_receptionist_hands_the_police_on_without_guessing(seat, charity, record_property):
    page = seat("Rita Desk").page
    keys = Keys(page)
    answer_the_call(keys, "It is the police", [
        ("Your name and rank", "PC Ade Bright"), ("Which force and station", "Eastmere Harbour"),
        ("Which police switchboard", "01632 960111"), ("What is it about", ""),
        ("Whom are you asking about", "Yusuf Ali"),
    ], {"What is it about"})
    say(record_property, "receptionist", "the police on the telephone", keys, "no guessing, nobody looked up")
    # Nothing was asked that the desk would have to decide; it is before the guardian at once.
    assert keys.seconds() < 90
    expect(page.get_by_text("neither confirm nor deny").first).to_be_visible()
    look(page, "journey-police-said")
    guardian = seat("Gwen Parry").page
    expect(guardian.get_by_role("link", name=re.compile("caller.? waits? for your answer"))).to_be_visible()


def test_a_parent_of_a_missing_child_hears_the_same_whether_the_child_is_known_or_not(
        seat, charity, record_property):
    charity.meet("Samira Noor Hassan", born="2014-05-06")
    page = seat("Rita Desk").page
    heard = []
    for child in ("Samira Noor Hassan", "Nobody Ever Here"):
        page.goto("/")
        keys = Keys(page)
        answer_the_call(keys, "It is the parent or family of a missing child", [
            ("Your name, please", "Hana Noor"), ("What are you to the child", ""),
            ("What is the child’s name", child),
        ], {"What are you to the child"})
        heard.append(main(page))
    say(record_property, "receptionist", "the parent of a missing child", keys, "refuses safely, whatever is true")
    assert heard[0] == heard[1] and "neither confirm nor deny" in heard[0]
    assert keys.seconds() < 60


def test_the_desk_shows_the_same_for_somebody_known_and_somebody_unknown(seat, charity, record_property):
    charity.meet("Leyla Demir Kaya")
    page = seat("Rita Desk").page
    seen = []
    for name in ("Leyla Demir Kaya", "Nobody Ever Here"):
        page.goto("/")
        keys = Keys(page)
        keys.press("F2")
        before = main(page)
        keys.tab_to("Who is the message for?")
        keys.type(name)
        keys.tab_to("The message, in their words")
        keys.type("Please ring your aunt.")
        keys.tab_to("Keep the message")
        keys.press("Enter")
        expect(page.get_by_text("The message is kept")).to_be_visible()
        seen.append((before, main(page), page.title(), page.url))
    say(record_property, "receptionist", "a message, from Today", keys, "one key to the desk, under a minute")
    assert seen[0] == seen[1] and NCND in seen[0][0].replace("\n", " ")
    assert keys.seconds() < 60


def test_one_key_locks_the_desk(seat, record_property):
    page = seat("Rita Desk").page
    page.goto("/find")
    keys = Keys(page)
    keys.press("F8")
    expect(page).to_have_url(re.compile("/sign-in"))
    say(record_property, "receptionist", "somebody leans over the desk", keys, "quick lock")
    assert keys.count == 1
    page.goto("/find")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


# The caseworker


def test_oral_consent_takes_three_clicks(seat, charity, record_property):
    file = charity.meet("Rahma Yusuf Omar")
    page = seat("Karim Hassan").page
    page.goto(file)
    page.get_by_role("link", name="Ask general consent").click()
    keys = Keys(page)
    keys.click(page.get_by_label("All said"))
    keys.click(page.get_by_label("Agreed"))
    keys.click(page.get_by_role("button", name="Save"))
    expect(page).to_have_url(re.compile(file))
    expect(page.locator("#consent").get_by_text("Agreed").first).to_be_visible()
    say(record_property, "caseworker", "oral consent", keys, "three clicks")
    assert (keys.clicks, keys.count) == (3, 0)


def test_a_point_left_out_makes_consent_incomplete(seat, charity):
    file = charity.meet("Sahra Yusuf Omar")
    page = seat("Karim Hassan").page
    page.goto(f"{file}/consent?scope=general")
    page.get_by_label("All said").check()
    page.get_by_role("group", name=re.compile("What was said")).get_by_role("checkbox").first.uncheck()
    page.get_by_label("Agreed").check()
    expect(page.get_by_text("Something was left out, so this is incomplete")).to_be_visible()
    look(page, "journey-consent-incomplete")


def test_an_intake_takes_less_than_ten_minutes(seat, charity, record_property):
    page = seat("Karim Hassan").page
    keys = Keys(page)
    keys.access("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone has come or called")
    keys.type("Ifrah Warsame Jama")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
    keys.tab_to("None of these: first contact")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("First contact")
    for told in ("I gave them the confidentiality policy", "I said why we may share", "I said what follows from refusing"):
        keys.tab_to(told)
        keys.press("Space")
    keys.tab_to("Do they agree")
    keys.press("Space")
    for label, words in [
        ("Telephone", "07700 900 654"), ("E-mail", "ifrah@example.org"), ("Address", "14 Harbour Street, Eastmere"),
        ("When and how it is safe", "After six, never at her work."), ("Caseworker", "Karim"),
        ("First note for the caseworker", "She came with her two children. " * 20),
    ]:
        keys.tab_to(label)
        keys.type(words)
    keys.tab_to("Make the file")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("is here")
    say(record_property, "caseworker", "an intake with contact details and a note of 120 words", keys, "10 minutes")
    assert keys.seconds() < 600


def test_my_clients_are_one_key_away_and_show_who_looked(seat, charity, record_property):
    file = charity.meet("Bilan Abdi Farah")
    charity.visitors["Musa Manager"].get(file)
    page = seat("Karim Hassan").page
    keys = Keys(page)
    keys.access("m")
    expect(page.get_by_role("heading", level=1)).to_have_text("My clients")
    keys.tab_to("Bilan Abdi Farah")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bilan Abdi Farah")
    say(record_property, "caseworker", "to a client’s file, and who looked at it", keys, "my clients first")
    expect(page.get_by_role("table").get_by_role("row").filter(has_text="Musa Manager")).to_be_visible()


def test_only_the_chosen_items_are_shared_and_by_keyboard(seat, charity, purpose, record_property):
    file = charity.meet("Idil Mohamed Nur", note="Nothing of this note.")
    scenes.agree(charity.visitors["Karim Hassan"], file, purpose, ["casework"])
    page = seat("Karim Hassan").page
    page.goto(file)
    keys = Keys(page)
    keys.tab_to("Share information", limit=80)
    keys.press("Enter")
    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    for label, words in [
        ("Who would receive it", "The council"), ("Their name, and the body", scenes.COUNCIL),
        ("Why is it to be shared", "To give"), ("For which purpose", "Housing"),
    ]:
        keys.tab_to(label)
        keys.type(words)
    keys.tab_to("Casework")
    keys.press("Space")
    keys.tab_to("Go on")
    keys.press("Enter")
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    # Only what was ticked has words to write.
    assert page.get_by_label("The words that would leave").count() == 1
    for label, words in [
        ("Why do they need it", "To place the family"), ("The words that would leave", "They need three rooms."),
        ("Would anonymous information do", "They place this family."),
    ]:
        keys.tab_to(label)
        keys.type(words)
    for question in ("Have you checked who they are", "Have they understood and accepted our terms"):
        # Nothing is chosen beforehand: the first choice is Yes.
        keys.tab_to(question)
        keys.press("Space")
    keys.tab_to("See what the procedure says")
    keys.press("Enter")
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()
    expect(page.get_by_text("This may go")).to_be_visible()
    look(page, "journey-share-decision")
    keys.tab_to("Release what may go", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Shared", exact=True)).to_be_visible()
    say(record_property, "caseworker", "to share one item, from the file to the record", keys, "only chosen items")
    assert keys.seconds() < 180
    page.get_by_role("link", name="The letter").click()
    expect(page.get_by_text("They need three rooms.")).to_be_visible()
    assert "Nothing of this note" not in main(page)


def test_a_refused_share_says_why_and_who_can_decide(seat, charity, purpose, record_property):
    file = charity.meet("Hibo Ali Warsame")
    karim = charity.visitors["Karim Hassan"]
    page = seat("Karim Hassan").page
    page.goto(scenes.share(karim, file, {"casework": "Words"}, purpose=purpose, ground="gain"))
    table = page.get_by_role("table", name="What the procedure says")
    expect(table).to_contain_text("Withheld")
    expect(table).to_contain_text("Clause S2.2")
    page.goto(scenes.refer(karim, file))
    expect(page.get_by_role("table", name="What the procedure says")).to_contain_text("Decides:")
    expect(page.get_by_text("This waits for a decision")).to_be_visible()
    record_property("caseworker: a refused share", "clause, reason and who decides on the page; expected exactly that")
    look(page, "journey-share-referred")


def test_somebody_who_knows_the_client_steps_back(seat, charity, record_property):
    file = charity.meet("Ubah Kaahin Rooble", note="She lives above the bakery.")
    page = seat("Karim Hassan").page
    page.goto(file)
    keys = Keys(page)
    keys.tab_to("I know this person: step back", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Step back from this file")
    assert page.get_by_role("group", name=re.compile("Who works with it")).get_by_label("Karim Hassan").count() == 0
    keys.tab_to("Nadia Bloom")
    keys.press("Space")
    keys.tab_to("What the conflict is")
    keys.type("She is my wife’s aunt.")
    keys.tab_to("Step back now")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    say(record_property, "caseworker", "to step back from a file", keys, "declare conflict and step back")
    assert keys.clicks == 0 and keys.seconds() < 60
    gone(page, file, "Karim Hassan")
    page.goto("/my-clients")
    assert "Ubah Kaahin Rooble" not in main(page)
    successor = seat("Nadia Bloom").page
    successor.goto(file)
    expect(successor.get_by_text("She lives above the bakery.")).to_be_visible()
    # Why is for those who hold the file's log now, and for nobody else.
    manager = seat("Musa Manager").page
    gone(manager, file, "Musa Manager")
    for path in ("/", "/log"):
        manager.goto(path)
        assert "aunt" not in manager.content()


# The counsellor


def test_a_session_note_is_apart_from_the_casework(seat, charity, record_property):
    file = charity.meet("Ayaan Omar Said", note="Casework alone.")
    page = seat("Cora Counsellor").page
    page.goto(file)
    keys = Keys(page)
    keys.tab_to("Counselling", limit=60)
    keys.press("Enter")
    expect(page.get_by_text("Only counsellors see this page")).to_be_visible()
    keys.tab_to("Note")
    keys.type("They spoke of the sea.")
    keys.tab_to("Save the session note")
    keys.press("Enter")
    expect(page.locator("#sessions").get_by_text("They spoke of the sea.")).to_be_visible()
    say(record_property, "counsellor", "a session note, from the file", keys, "visibly separate")
    assert keys.seconds() < 60
    look(page, "journey-counselling")
    page.goto("/")
    keys = Keys(page)
    keys.access("m")
    expect(page.get_by_role("heading", level=1)).to_have_text("My sessions")
    expect(page.get_by_role("link", name="Ayaan Omar Said")).to_be_visible()
    say(record_property, "counsellor", "to my sessions, from Today", keys, "their own screens")
    for name in ("Karim Hassan", "Musa Manager", "Rita Desk"):
        other = seat(name).page
        other.goto(file)
        assert "the sea" not in main(other) and "Counselling" not in main(other)
        other.goto(f"{file}/counselling")
        expect(other.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")


# The manager


def test_a_manager_decides_from_one_queue_with_a_reason_and_the_asker_learns_it(seat, charity, record_property):
    file = charity.meet("Deqa Jama Elmi")
    karim = charity.visitors["Karim Hassan"]
    granted = scenes.refer(karim, file, party="Dr Granted")
    refused = scenes.refer(karim, file, party="Dr Refused")
    page = seat("Musa Manager").page
    keys = Keys(page)
    keys.click(page.get_by_role("link", name=re.compile("^Decisions: ")))
    card = page.locator("section").filter(has_text="Dr Granted")
    expect(card).to_contain_text("Clause")
    expect(card).to_contain_text("The need")
    look(page, "journey-decisions")
    keys.click(card.get_by_role("link", name="Read it and decide"))
    keys.click(page.get_by_label("Casework", exact=True))
    keys.click(page.get_by_label("Why", exact=False).last)
    keys.type("The surgery needs it today.")
    keys.click(page.get_by_role("button", name="Approve what is ticked"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Decisions that wait for you")
    say(record_property, "manager", "to approve a part, from Today", keys, "one queue, with a reason")
    assert keys.clicks <= 5
    again = Keys(page)
    again.click(page.locator("section").filter(has_text="Dr Refused").get_by_role("link", name="Read it and decide"))
    # Without a reason nothing is decided, and what is missing is said beside the field.
    page.get_by_role("button", name="Refuse all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why, for whoever asked.")
    again.click(page.get_by_label("Why", exact=False).last)
    again.type("A sister can tell them.")
    again.click(page.get_by_role("button", name="Refuse all of it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Decisions that wait for you")
    say(record_property, "manager", "to refuse, from the queue", again, "one queue, with a reason")
    # The ruling stands, and can't be written over.
    for disclosure in (granted, refused):
        page.goto(disclosure)
        expect(page.get_by_role("button", name="Approve what is ticked")).to_have_count(0)
    asker = seat("Karim Hassan").page
    outcome = asker.get_by_role("main").locator(f'a[href="{refused}"]')
    expect(outcome).to_contain_text("Refused")
    outcome.click()
    expect(asker.get_by_text("A sister can tell them.")).to_be_visible()


def test_a_leaver_is_out_in_two_minutes_and_their_work_goes_on(seat, charity, record_property):
    charity.admit("Leyla Leaver", "caseworker")
    file = charity.meet("Filsan Adan Yare", worker="Leyla Leaver", note="Her letters are in the blue folder.")
    leaver = seat("Leyla Leaver").page
    leaver.goto(file)
    charity.visitors["Leyla Leaver"].fill("/draft", ("draft", f"{file}/note"), ("note", "A thought of my own"))
    leaver.goto(file)
    expect(leaver.locator("textarea[name=note]")).to_have_value("A thought of my own")
    page = seat("Musa Manager").page
    keys = Keys(page)
    to_staff(keys)
    keys.tab_to("Leaving Leyla Leaver", limit=120)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suspend Leyla Leaver?")
    keys.tab_to("Who takes them over")
    keys.type("Nadia")
    keys.tab_to("Why")
    keys.type("Her last day was today.")
    keys.tab_to("Suspend them now")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Leyla Leaver has left")
    expect(page.get_by_role("table", name="Handed over").get_by_role("row").last).to_contain_text("Nadia Bloom")
    say(record_property, "manager", "a leaver, out and handed over, from Today", keys, "two minutes")
    assert keys.clicks == 0 and keys.seconds() < 120
    # The leaver's other browser, at the next click; and the passphrase opens nothing.
    leaver.get_by_role("link", name="Who works with this file").or_(leaver.get_by_role("link", name="Today")).first.click()
    expect(leaver.get_by_role("heading", level=1)).to_have_text("Sign in")
    refused(charity, "leyla")
    # Whoever goes on reads the work, and none of what was not saved.
    successor = seat("Nadia Bloom").page
    successor.goto("/my-clients")
    successor.get_by_role("main").get_by_role("link", name="Filsan Adan Yare").click()
    expect(successor.get_by_text("Her letters are in the blue folder.")).to_be_visible()
    for other in (successor, page):
        for path in (file, f"{file}/log", "/draft", "/"):
            other.goto(path)
            assert "A thought of my own" not in other.content(), path


def test_a_manager_restricts_a_file_in_seconds_with_a_review_date(seat, charity, record_property):
    file = charity.meet("Rooda Cawil Faarax", note="Her cousin works next door.")
    page = seat("Musa Manager").page
    page.goto(file)
    keys = Keys(page)
    keys.tab_to("Who works with this file", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works with this file")
    keys.tab_to("Restrict this file", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Restrict this file")
    expect(page.get_by_label("Karim Hassan")).to_be_checked()
    review = TODAY + datetime.timedelta(days=90)
    assert date_in(page, "When a data guardian looks again") == [str(review.day), str(review.month), str(review.year)]
    keys.tab_to("Why it is restricted")
    keys.type("A cousin of hers is a volunteer here.")
    keys.tab_to("Restrict it now")
    keys.press("Enter")
    # Whoever restricts it without naming themself is on the way out as well.
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    say(record_property, "manager", "to restrict a file, from its page", keys, "seconds, with a review date")
    assert keys.clicks == 0 and keys.seconds() < 60
    gone(page, file, "Musa Manager")
    desk = seat("Rita Desk").page
    desk.goto("/find")
    desk.get_by_label("Their name").fill("Rooda Cawil Faarax")
    expect(desk.get_by_role("status")).to_have_text("Nobody found")
    gone(desk, file, "Rita Desk")
    worker = seat("Karim Hassan").page
    worker.goto(file)
    expect(worker.get_by_text("Her cousin works next door.")).to_be_visible()
    guardian = seat("Gwen Parry").page
    guardian.goto("/restrictions")
    row = guardian.get_by_role("row").filter(has_text="Rooda Cawil Faarax")
    # Due at once: only a guardian can end the counsellors' keys.
    expect(row).to_contain_text(f"{TODAY.day} {TODAY:%B %Y}")


# The guardian


def test_what_a_guardian_opens_in_escrow_is_reviewed_by_somebody_else(seat, charity, record_property):
    file = charity.meet("Hodo Faysal Diini", note="The spare key is with Asli.")
    page = seat("Gwen Parry").page
    page.goto(file)
    assert "The spare key" not in main(page)
    keys = Keys(page)
    keys.tab_to("Who works with this file", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works with this file")
    keys.tab_to("Open what is held in escrow", limit=80)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passphrase, please")
    keys.tab_to("Passphrase")
    keys.type(PASSPHRASE)
    keys.press("Enter")
    expect(page.get_by_text("Open it for an hour")).to_be_visible()
    keys.tab_to("Casework")
    keys.press("Space")
    keys.tab_to("Why it can’t wait")
    keys.type("Karim is ill, and she is locked out.")
    keys.tab_to("Open it for an hour")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opened in escrow")
    expect(page.get_by_text("The spare key is with Asli.")).to_be_visible()
    say(record_property, "guardian", "to open a file in escrow, from its page", keys, "afresh, with a reason, for an hour")
    assert keys.clicks == 0 and keys.seconds() < 60
    page.goto("/escrow")
    expect(page.get_by_text("Somebody else reviews it").first).to_be_visible()
    expect(page.get_by_role("button", name="Save the review")).to_have_count(0)
    manager = seat("Mary Manager").page
    keys = Keys(manager)
    keys.tab_to("Gwen Parry opened file")
    keys.press("Enter")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Openings in escrow")
    keys.tab_to("Yes")
    keys.press("Space")
    keys.tab_to("Why")
    keys.type("She rang me first.")
    keys.tab_to("Save the review")
    keys.press("Enter")
    expect(manager.get_by_text("Accepted").first).to_be_visible()
    say(record_property, "manager", "to review an opening in escrow, from Today", keys, "by somebody else")
    assert keys.clicks == 0 and keys.seconds() < 30
    manager.goto("/")
    assert "in escrow" not in main(manager)
    page.reload()
    expect(page.get_by_text("By Mary Manager")).to_be_visible()


def test_whoever_lost_the_passphrase_reads_again_what_they_could(seat, charity, record_property):
    charity.admit("Omar Lost", "caseworker")
    file = charity.meet("Deeqa Xirsi Cige", worker="Omar Lost", note="She plays the oud on Fridays.")
    page = seat("Gwen Parry").page
    keys = Keys(page)
    to_staff(keys)
    keys.tab_to("New keys Omar Lost", limit=120)
    keys.press("Enter")
    # Before anything is typed, so that nothing is lost.
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passphrase, please")
    keys.tab_to("Passphrase")
    keys.type(PASSPHRASE)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("New keys for Omar Lost")
    keys.tab_to("Why, and how you know")
    keys.type("He forgot it. I know his voice.")
    keys.tab_to("End the old keys")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="The code is made")).to_be_visible()
    code = CODE.search(main(page)).group(0)
    his = seat().page
    his.goto("/enrol")
    hand = Keys(his)
    for label, words in [
        ("Enrolment code", code), ("Choose a sign-in name", "omar"), ("Choose a passphrase", "seven plain words of mine"),
        ("Type the passphrase again", "seven plain words of mine"),
    ]:
        hand.tab_to(label)
        hand.type(words)
    hand.press("Enter")
    expect(his.get_by_role("heading", level=1)).to_have_text("Almost there")
    fingerprint = CODE.search(main(his)).group(0)
    keys.tab_to("Back to staff")
    keys.press("Enter")
    expect(page.get_by_text(fingerprint)).to_be_visible()
    keys.tab_to("It is the same: let them in")
    keys.press("Enter")
    expect(page.get_by_role("row").filter(has_text="Omar Lost")).to_contain_text("Here")
    say(record_property, "guardian", "to let somebody in again who lost the passphrase", keys, "nothing is lost")
    say(record_property, "caseworker", "new keys by the code", hand, "nothing is lost")
    assert keys.clicks == hand.clicks == 0 and keys.seconds() < 120
    his.goto("/my-clients")
    his.get_by_role("main").get_by_role("link", name="Deeqa Xirsi Cige").click()
    expect(his.get_by_text("She plays the oud on Fridays.")).to_be_visible()
    # The old keys and the old passphrase open nothing.
    old = charity.visitors["Omar Lost"]
    assert "Sign in" in text(old.get(file)[1]) and "oud" not in old.get(file)[1]
    refused(charity, "omar")


def test_a_guardian_answers_a_caller_from_the_queue(seat, charity, record_property):
    charity.meet("Mahad Ismail Guled", born="1990-01-02")
    scenes.call(charity.visitors["Rita Desk"], "police", "Mahad Ismail Guled", who="Sergeant Rowan Hale")
    page = seat("Gwen Parry").page
    keys = Keys(page)
    keys.click(page.get_by_role("link", name=re.compile("for your answer")))
    keys.click(page.get_by_role("link", name=re.compile("Rowan Hale")))
    expect(page.get_by_text("You may tell them")).to_be_visible()
    look(page, "journey-caller")
    keys.click(page.get_by_role("button", name="Look for this person now"))
    keys.click(page.get_by_label("Mahad Ismail Guled"))
    look(page, "journey-caller-found")
    keys.click(page.get_by_role("button", name="Record it and show the words to say"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Say this to them, and nothing more")
    say(record_property, "guardian", "a police request, from Today to the words", keys, "a queue, the clause beside it")
    assert keys.clicks == 5 and keys.count == 0


def test_a_guardian_reviews_purposes_with_their_days(seat, charity, record_property):
    charity.visitors["Karim Hassan"].fill("/purposes", ("name", "Food parcels"), ("why", "A van brings them."))
    page = seat("Gwen Parry").page
    expect(page.get_by_role("link", name=re.compile("Purposes to look at"))).to_be_visible()
    keys = Keys(page)
    keys.click(page.get_by_role("link", name=re.compile("Purposes to look at")))
    card = page.locator("section").filter(has=page.get_by_role("heading", name="Food parcels"))
    expect(card).to_contain_text("Proposed")
    due = TODAY + datetime.timedelta(days=200)
    fill_date(card, "Approve it, until", due)
    # Two digits, Tab, two digits, Tab, four digits.
    keys.count += len("01 01 2027")
    keys.click(card.get_by_role("button", name="Approve Food parcels"))
    expect(card).to_contain_text("Approved")
    expect(card).to_contain_text(f"{due.day} {due:%B %Y}")
    say(record_property, "guardian", "to approve a purpose", keys, "a register with due dates")
    assert keys.clicks == 2


def test_a_guardian_finds_lapsing_consents_in_one_click(seat, charity, purpose, record_property):
    file = charity.meet("Nimco Abshir Dirie")
    scenes.agree(charity.visitors["Karim Hassan"], file, purpose, ["casework"], until=in_days(7))
    page = seat("Gwen Parry").page
    keys = Keys(page)
    keys.click(page.get_by_role("main").get_by_role("link", name=re.compile("consents? to ask again")))
    expect(page.get_by_role("table").get_by_role("row").filter(has_text="Nimco Abshir Dirie")).to_contain_text("Lapsing")
    say(record_property, "guardian", "the list of lapsing consents", keys, "a list")
    assert keys.clicks == 1


def test_a_guardian_reads_who_looked_in_one_click_without_the_notes(seat, charity, record_property):
    file = charity.meet("Sagal Hirsi Roble", note="For her caseworker alone.")
    charity.visitors["Karim Hassan"].get(file)
    page = seat("Gwen Parry").page
    page.goto("/log")
    link = page.get_by_role("table").get_by_role("link", name="Sagal Hirsi Roble").first
    # A day on which all the journeys are made fills more than a page.
    while not link.count():
        with page.expect_navigation():
            page.locator("a[rel=next]").click()
    keys = Keys(page)
    keys.click(link)
    expect(page.get_by_role("heading", name="Who has looked")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Karim Hassan").first).to_be_visible()
    assert "For her caseworker alone" not in main(page) and "Casework notes" not in main(page)
    say(record_property, "guardian", "who looked at a client, from the log book", keys, "one click")
    assert keys.clicks == 1
