"""The log book: a day on a page, its filters, the check of the whole, and its print."""

import re

from playwright.sync_api import expect

from browser import look
from charity import ROOT


def test_a_manager_reads_the_day_and_checks_the_whole_log(seat, charity):
    file = charity.meet("Amina Yusuf")
    charity.visitors["Karim Hassan"].get(file)
    page = seat("Musa Manager").page
    look(page, "today-manager")
    page.get_by_role("navigation").get_by_role("link", name="Log book").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text="First contact: a file was made")).to_contain_text("Amina Yusuf")
    expect(page.get_by_text("The whole log holds")).to_be_visible()
    look(page, "log-book")
    page.get_by_label("Who").select_option(label="Karim Hassan")
    page.get_by_role("button", name="Show").click()
    rows = page.get_by_role("table").get_by_role("row").all_inner_texts()[1:]
    assert rows and all("Karim Hassan" in row for row in rows)
    assert "Karim" not in page.url and "Amina" not in page.url
    look(page, "log-book-filtered")
    page.goto("/log")
    page.get_by_role("link", name=re.compile("revious|before", re.I)).click()
    expect(page.get_by_text("Nothing stands here for this day")).to_be_visible()
    look(page, "log-book-empty")
    page.goto("/log")
    page.get_by_role("button", name="Check the whole log now").click()
    expect(page.get_by_text("The whole log holds")).to_be_visible()


def test_everybody_sees_their_own_acts_and_no_more(seat, charity):
    file = charity.meet("Hodan Ali")
    charity.visitors["Karim Hassan"].get(file)
    page = seat("Rita Desk").page
    page.goto("/log")
    rows = page.get_by_role("table").get_by_role("row").all_inner_texts()[1:]
    assert rows and all("Rita Desk" in row for row in rows)
    look(page, "log-book-receptionist")


def test_the_log_book_prints_with_its_marking_on_every_sheet(seat, charity):
    for number in range(12):
        charity.leave_message(f"Somebody {number}")
    page = seat("Musa Manager").page
    page.goto("/log")
    path = ROOT / ".build/screenshots/log-book.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.pdf(path=path, format="A4", prefer_css_page_size=True, tagged=True)
    assert path.read_bytes().startswith(b"%PDF-")
    page.emulate_media(media="print")
    page.screenshot(path=path.with_name("log-book-print.png"), full_page=True)
    # Nothing of the frame is printed; the marking is.
    for name in ("Lock", "Sign out", "Check the whole log now"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_text("CONFIDENTIAL", exact=True).first).to_be_visible()


def test_a_file_prints_with_its_marking(seat, charity):
    file = charity.meet("محمد عبد الله", note="First note. " * 400)
    page = seat("Karim Hassan").page
    page.goto(file)
    path = ROOT / ".build/screenshots/file.pdf"
    page.pdf(path=path, format="A4", prefer_css_page_size=True, tagged=True)
    assert path.read_bytes().startswith(b"%PDF-")
