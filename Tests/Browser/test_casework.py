"""A caseworker's day: my clients, a file, a note, contact details, two tabs at once."""

import re

from playwright.sync_api import expect

from browser import look

LONGEST = [
    "Wolfeschlegelsteinhausenbergerdorff Abdulrahman-Al-Khwarizmi Hassan Mohamud Abdirahman Warsame-Featherstonehaugh",
    "Uvuvwevwevwe Onyetenyevwe Ugwemuhwem Osas of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
]


def test_the_day_of_a_caseworker(seat, charity):
    charity.meet("Amina Yusuf", note="Came about her rent.", phone="07700 900321", safeToCall="no")
    caseworker = seat("Karim Hassan")
    page = caseworker.page
    look(page, "today-caseworker")
    page.get_by_role("navigation").get_by_role("link", name="My clients").click()
    look(page, "my-clients")
    page.get_by_role("link", name="Amina Yusuf").click()
    expect(page.get_by_text("Came about her rent.")).to_be_visible()
    expect(page.get_by_text("Not safe", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the note first.")
    look(page, "file-errors")
    page.get_by_label("Write a note").fill("We rang the landlord together.\n\nHe waits until Friday.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("He waits until Friday.")).to_be_visible()
    look(page, "file-caseworker")
    assert "Amina" not in page.title() and "Amina" not in page.url

    page.get_by_role("link", name="Change contact details").click()
    other = caseworker.tab()
    other.goto(page.url)
    look(page, "contact")
    page.get_by_label("Telephone").fill("07700 900111")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("07700 900111")).to_be_visible()

    # The other tab was opened before: it sees both, and loses neither.
    other.get_by_label("Telephone").fill("07700 900222")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Somebody changed this while you were typing")).to_be_visible()
    expect(other.get_by_text("07700 900111")).to_be_visible()
    expect(other.get_by_label("Telephone")).to_have_value("07700 900222")
    look(other, "contact-stale")
    other.get_by_role("button", name="Save mine instead").click()
    expect(other.get_by_text("07700 900222")).to_be_visible()


def test_a_caseworker_without_clients_is_told_how_they_come(seat):
    page = seat("Nadia Bloom").page
    page.goto("/my-clients")
    expect(page.get_by_text("No client is yours yet")).to_be_visible()
    look(page, "my-clients-none")


def test_names_in_every_script_and_of_every_length_stand_whole(seat, charity):
    charity.meet("محمد عبد الله الحسيني", otherNames="Mohammed Al-Husseini", note="תזכורת عربي and English 123.")
    charity.meet("মোহাম্মদ আব্দুল রহমান", address="১২ High Street\nالدور الثاني")
    for name in LONGEST:
        charity.meet(name, email="a." + "very" * 20 + "@long.example", phone="+44 (0)7700 900 321 extension 12345")
    page = seat("Karim Hassan").page
    page.goto("/my-clients")
    name = page.get_by_text("محمد عبد الله الحسيني")
    assert name.evaluate("e => e.closest('bdi') !== null")
    look(page, "my-clients-names")
    page.get_by_role("link", name="محمد").click()
    look(page, "file-right-to-left")
    page.goto("/my-clients")
    page.get_by_role("link", name=LONGEST[1]).click()
    look(page, "file-longest")
    page = seat("Rita Desk").page
    page.goto("/find")
    page.get_by_label("Their name").fill("Mohamed Alhusayni")
    card = page.get_by_role("article").filter(has_text="محمد")
    expect(card).to_be_visible()
    look(page, "find-right-to-left")


def test_what_is_typed_as_markup_is_shown_as_typed(seat, charity):
    file = charity.meet("<b>Bo</b> & \"Co\"", note="<script>document.title = 'broken'</script> <img src=x>")
    page = seat("Karim Hassan").page
    page.goto(file)
    expect(page.get_by_role("heading", level=1)).to_have_text("<b>Bo</b> & \"Co\"")
    expect(page.get_by_text("<script>document.title = 'broken'</script> <img src=x>")).to_be_visible()
    assert "broken" not in page.title()


def test_others_see_only_what_their_work_needs(seat, charity):
    file = charity.meet("Hodan Ali", note="For her caseworker alone.")
    page = seat("Cora Counsellor").page
    page.goto(file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hodan Ali")
    expect(page.get_by_text("For her caseworker alone.")).to_have_count(0)
    look(page, "file-counsellor")
    page = seat("Tara Trustee").page
    look(page, "today-trustee")
    page.goto(file)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")
    page = seat("Gwen Parry").page
    page.goto(file)
    expect(page.get_by_text("For her caseworker alone.")).to_have_count(0)
    expect(page.get_by_role("heading", name="Who has looked")).to_be_visible()
    look(page, "file-guardian")


def test_a_restricted_file_does_not_exist_for_others(seat, charity):
    rita = charity.visitors["Rita Desk"]
    status, page = rita.post("/first-contact/make", **{
        "name": "Zahra Idris", "worker": charity.member("Nadia Bloom"), "policyTold": "yes", "sharingTold": "yes",
        "refusingTold": "yes", "answer": "agreed", "isRestricted": "yes",
    })
    assert status == 200
    nadia = seat("Nadia Bloom").page
    nadia.goto("/my-clients")
    nadia.get_by_role("link", name="Zahra Idris").click()
    expect(nadia.get_by_text("Restricted", exact=True)).to_be_visible()
    look(nadia, "file-restricted")
    address = re.sub("^https?://[^/]+", "", nadia.url)
    for name in ("Rita Desk", "Karim Hassan", "Musa Manager"):
        page = seat(name).page
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")
        page.goto("/find")
        page.get_by_label("Their name").fill("Zahra Idris")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
