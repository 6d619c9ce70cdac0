"""Every approval that is given can be used: asked, referred, approved, released and read, by hand in the browser (P4.2, P4.4)."""

import pytest
from playwright.sync_api import expect

import scenes
from browser import look
from charity import text

LONG = "Wolfeschlegelsteinhausenbergerdorff Abdulrahman-Al-Khwarizmi Hassan Mohamud Abdirahman Warsame-Featherstonehaugh"
ARABIC = "محمد عبد الله الحسيني، مركز النور للرعاية الصحية والاجتماعية"


@pytest.fixture(scope="module")
def people(charity):
    charity.admit("Cilla Families", "childrenAndFamilies")
    return charity


def choose(page, question, answer):
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def ask(page, file, recipient, party, ground, answers):
    """The share form, from its first step to what the procedure says."""
    page.goto(f"{file}/share")
    page.get_by_label("Who would receive it?").select_option(label=recipient)
    page.get_by_label("Their name, and the body they belong to").fill(party)
    page.get_by_label("Why is it to be shared?").select_option(label=ground)
    page.get_by_label("Health", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    assert page.locator("input[name^='answer.']:checked").count() == 0
    page.get_by_label("Why do they need it?").fill("To keep them safe")
    page.get_by_label("The words that would leave").fill("They take insulin twice a day.")
    page.get_by_label("Would anonymous information do?").fill("It is about this person.")
    for question, answer in answers.items():
        choose(page, question, answer)
    look(page, f"decision-questions-{ground[:12].replace(' ', '-')}")
    page.get_by_role("button", name="See what the procedure says").click()
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()


CHECKED = "Have you checked who they are?"
WAYS = {
    "harm": ("A health professional", LONG, "Keeping quiet may harm somebody", {CHECKED: "Not known"}, "Musa Manager"),
    "child": ("A safeguarding body", ARABIC, "A worry about a child", {CHECKED: "Not known"}, "Cilla Families"),
    "adult": ("The council", "Ms Hill, Lantern Council", "A worry about an adult at risk", {CHECKED: "Yes"}, "Musa Manager"),
    "crime": (
        "The police", "PC Brown, Lantern Police", "A crime is being investigated",
        {CHECKED: "Yes", "Have they stated a reasonable suspicion?": "Not known", "Is there an investigation now?": "Yes"},
        "Musa Manager"),
    "law": ("A court", "The County Court", "A law requires it", {CHECKED: "Not known"}, "Gwen Parry"),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_approval_is_used(seat, people, way):
    recipient, party, ground, answers, decider = WAYS[way]
    file = people.meet(f"Amina Yusuf {way}")
    karim = seat("Karim Hassan").page
    ask(karim, file, recipient, party, ground, answers)
    look(karim, f"decision-{way}-preview")
    karim.get_by_role("button", name="Send it to").click()
    expect(karim.get_by_text("This waits for a decision")).to_be_visible()
    disclosure = karim.url

    other = seat(decider).page
    other.goto("/decisions")
    look(other, f"decision-{way}-queue")
    other.locator(f"a[href='{disclosure.removeprefix(people.url)}']").click()
    other.get_by_label("Health", exact=True).check()
    other.get_by_role("textbox", name="Why").fill("It is needed, and nothing less would do.")
    look(other, f"decision-{way}-ruling")
    other.get_by_role("button", name="Approve what is ticked").click()
    expect(other.get_by_role("heading", name="Decisions that wait for you")).to_be_visible()

    karim.goto("/")
    karim.locator(f"a[href='{disclosure.removeprefix(people.url)}']").click()
    if "Not known" in answers.values():
        expect(karim.get_by_role("heading", name="Approved: one thing is to be answered first")).to_be_visible()
        look(karim, f"decision-{way}-to-answer")
        karim.get_by_role("button", name="Keep the answer and go on").click()
        expect(karim.get_by_role("alert")).to_contain_text("Choose yes or no.")
        question = next(question for question, answer in answers.items() if answer == "Not known")
        choose(karim, question, "Yes")
        karim.get_by_role("button", name="Keep the answer and go on").click()
        expect(karim.get_by_role("button", name="Keep the answer and go on")).to_have_count(0)
    # Not while the page is still going there.
    release = karim.get_by_role("button", name="Release what was approved, and record it")
    expect(release).to_be_visible()
    look(karim, f"decision-{way}-approved")
    release.click()
    expect(karim.get_by_role("heading", name="Shared", exact=True)).to_be_visible()
    karim.get_by_role("link", name="The letter").click()
    expect(karim.get_by_text("They take insulin twice a day.")).to_be_visible()


def test_a_consent_is_chosen_with_one_click(seat, charity):
    karim, guardian = charity.visitors["Karim Hassan"], charity.visitors["Gwen Parry"]
    file = charity.meet("Hibo Ali Warsame")
    purpose = scenes.approved_purpose(karim, guardian, "2027-06-01")
    scenes.agree(karim, file, purpose, ["health"])
    scenes.agree(karim, file, purpose, ["health"], party=LONG)
    scenes.agree(karim, file, purpose, ["health"], party=ARABIC)
    page = seat("Karim Hassan").page
    page.goto(f"{file}/share")
    look(page, "share-agreed")
    page.get_by_role("link", name=ARABIC).click()
    expect(page.get_by_label("Their name, and the body they belong to")).to_have_value(ARABIC)
    look(page, "share-agreed-chosen")
    page.get_by_label("Their name, and the body they belong to").fill("مركز النور")
    page.get_by_label("Health").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Why do they need it?").fill("To treat them")
    page.get_by_label("The words that would leave").fill("They take insulin twice a day.")
    page.get_by_label("Would anonymous information do?").fill("It is about this person.")
    for group in page.get_by_role("group").filter(has=page.locator("input[name^='answer.']")).all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="See what the procedure says").click()
    expect(page.get_by_text("not to this name").first).to_be_visible()
    look(page, "share-agreed-elsewhere")
    page.get_by_role("button", name=f"Choose {ARABIC}").click()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    choose(page, "Have they understood and accepted our terms of confidentiality?", "Yes")
    page.get_by_role("button", name="See what the procedure says").click()
    expect(page.get_by_text("This may go")).to_be_visible()
    look(page, "share-agreed-may-go")


def test_a_refusal_reaches_a_manager(seat, charity):
    file = charity.meet(LONG, answer="refused")
    page = seat("Mary Manager").page
    look(page, "today-decisions")
    page.goto("/decisions")
    look(page, "decisions-refused")
    page.locator(f"a[href='{file}/consent/refused']").click()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose how to go on.")
    look(page, "refused-consent-errors")
    page.get_by_label("Explain it and ask once more first").check()
    page.get_by_role("textbox", name="Why").fill("There was no time to explain it.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="Decisions that wait for you")).to_be_visible()
    assert f"{file}/consent/refused" not in page.content()
    karim = seat("Karim Hassan").page
    karim.goto(file)
    expect(karim.get_by_text("There was no time to explain it.").first).to_be_visible()
    look(karim, "file-refused-decided")
    assert "There was no time" not in text(charity.visitors["Rita Desk"].get(file)[1])
