"""The demonstration: one command, and a charity with a year behind it; every sign-in that it writes opens."""

import pytest
from playwright.sync_api import expect

from browser import Seat, look


@pytest.fixture
def sit(browser, demonstration):
    seats = []

    def give(role):
        person = next(each for each in demonstration.sign_ins["signIns"] if each["role"] == role)
        taken = Seat(browser, demonstration)
        seats.append(taken)
        sign_in(taken.page, person)
        return taken.page

    yield give
    for taken in seats:
        taken.close()


def sign_in(page, person):
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill(person["signInName"])
    page.get_by_label("Passphrase").fill(person["passphrase"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today" if person["isCertified"] else "Almost there")


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
    page.get_by_role("main").get_by_role("link").first.click()
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
