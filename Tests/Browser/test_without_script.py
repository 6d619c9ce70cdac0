"""The whole thread with scripts switched off."""

from playwright.sync_api import expect


def test_the_whole_thread_works_without_a_script(seat):
    page = seat("Rita Desk", java_script_enabled=False).page
    page.get_by_role("navigation").get_by_role("link", name="Enquiry desk").click()
    page.get_by_label("Who is the message for?").fill("Ibrahim Touré")
    page.get_by_label("The message, in their words").fill("The school rang.")
    page.get_by_role("button", name="Keep the message").click()
    expect(page.get_by_text("The message is kept")).to_be_visible()

    page.get_by_role("navigation").get_by_role("link", name="Someone has come or called").click()
    page.get_by_label("Their name").fill("Ebrahim Toure")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="None of these: first contact").click()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what they answered.")
    for told in page.get_by_role("checkbox").all()[:3]:
        told.check()
    page.get_by_label("They agree").check()
    page.get_by_label("Caseworker", exact=True).select_option(label="Karim Hassan")
    page.get_by_label("First note for the caseworker").fill("Wants help with a letter.")
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_text("The school rang.")).to_be_visible()
    page.get_by_role("button", name="I have passed it on").click()
    expect(page.get_by_text("No message waits for them")).to_be_visible()
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_text("The screen is locked")).to_be_visible()

    page = seat("Karim Hassan", java_script_enabled=False).page
    page.get_by_role("navigation").get_by_role("link", name="My clients").click()
    page.get_by_role("link", name="Ebrahim Toure").click()
    expect(page.get_by_text("Wants help with a letter.")).to_be_visible()
    page.get_by_label("Write a note").fill("Wrote the letter.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Wrote the letter.")).to_be_visible()
    page.get_by_role("link", name="Change contact details").click()
    page.get_by_label("Telephone").fill("07700 900654")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("07700 900654")).to_be_visible()
    page.get_by_role("button", name="They are here or on the telephone").click()
    expect(page.get_by_text("No message waits for them")).to_be_visible()

    page = seat("Musa Manager", java_script_enabled=False).page
    page.goto("/log")
    page.get_by_label("What").select_option(label="A note was written")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("table")).to_contain_text("Ebrahim Toure")
    page.get_by_role("button", name="Check the whole log now").click()
    expect(page.get_by_text("The whole log holds")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
