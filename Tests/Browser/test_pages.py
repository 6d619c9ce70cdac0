"""Every page of the demonstration, for every role: axe by day, by night and mirrored, on a phone and on a desk."""

import datetime
import html
import re
import time
from collections import Counter

import pytest

import scenes
from browser import faces, overflowing, violations
from charity import CODE, SHEET_ROW, Visitor, code, text
from crawl import Page, kind, news, reached, routes, send_empty, walk

# Addresses that show no page: files of the program, an answer without words, and a redirection.
NO_PAGE = {"asset", "stay", "firstContact"}
CODE_OF_FILE = re.compile(r"File ([0-9A-Z]{4}-[0-9A-Z]{4})")
ITEMS = {"casework": "They need three rooms.", "contact": "Write to the office only."}


@pytest.fixture(scope="module")
def people(demonstration):
    """A visitor for one of each role."""
    visitors = {}
    for role, person in demonstration.people().items():
        visitors[role] = Visitor(demonstration.host)
        visitors[role].sign_in(person["signInName"], person["passphrase"])
    return visitors


@pytest.fixture(scope="module")
def pages(demonstration, people):
    """All that can be reached: by the steps of every form that has some, by every link, and by forms sent empty."""
    found = steps(demonstration, people)
    starts = ["/", *(address for address in routes("get").values() if ":" not in address)]
    starts += sorted({page.answer.address for page in found if page.how == "opened"})
    for role, visitor in people.items():
        found += walk(visitor, role, *starts)
    found += walk(Visitor(demonstration.host), "nobody", "/sign-in", "/enrol", "/sign-in?locked=1")
    for role, visitor in people.items():
        found += send_empty(visitor, news([page for page in found if page.role == role]))
    found += send_empty(Visitor(demonstration.host), [page for page in found if page.role == "nobody"])
    return found


def shown_to_certify(form):
    """What a form carries to let somebody in: the keys and the row of the roster that were on the page."""
    return re.findall(r'name="(fingerprint|role|version)" value="([^"]*)"', form)


def steps(demonstration, people):
    """Goes through what links alone do not lead to: answers to forms, and pages that come after them."""
    desk, worker, manager = (people[role] for role in ("receptionist", "caseworker", "manager"))
    guardian, counsellor = people["guardian"], people["counsellor"]
    found = []

    def see(role, answer, how="opened"):
        found.append(Page(role, answer, how))
        return answer

    client, name = re.search(
        rf'href="(/file/{scenes.ID})"[^>]*><span[^>]*><bdi[^>]*>([^<]+)', worker.get("/my-clients")[1]).groups()
    # At the desk.
    for role in ("receptionist", "counsellor"):
        for sought in (html.unescape(name), "Nobody Of That Name"):
            see(role, people[role].fill("/find", ("query", sought)), "sought")
    file = re.search(rf'href="(/file/{scenes.ID})"', found[0].answer.body).group(1)
    see("receptionist", desk.fill(f"{file}/contact-made"))
    see("receptionist", desk.fill("/first-contact", ("name", "Mohammed Ali")), "begun")
    see("receptionist", desk.fill("/organisation", ("name", "A new organisation")), "begun")
    for caller in ("police", "family", "official"):
        see("receptionist", desk.ask("GET", scenes.call(desk, caller, "Mohammed Hussain")))
    # The guardian's callers, one of them looked up, one answered.
    waiting = re.findall(rf'href="(/callers/{scenes.ID})"', guardian.get("/callers")[1])
    for caller in waiting:
        answer = see("guardian", guardian.fill(f"{caller}/look-up"), "looked up")
        if answer.status == 200:
            see("guardian", guardian.fill(f"{caller}/answer", ("version", "1"), ("file", "nobody")), "answered")
    # Counselling.
    session = f"{file}/counselling"
    see("counsellor", counsellor.fill(session, ("day", demonstration.sign_ins["made"]), ("session", "They came.")))
    # Sharing: each step, and each way in which it can end.
    until = datetime.date.fromisoformat(demonstration.sign_ins["made"]) + datetime.timedelta(days=300)
    purpose = scenes.approved_purpose(worker, guardian, until.isoformat())
    scenes.agree(worker, client, purpose, ITEMS)
    may, may_not = scenes.asked(ITEMS, purpose), scenes.asked(ITEMS, purpose, ground="gain")
    for step, form in [("questions", may), ("decision", may), ("decision", may_not)]:
        see("caseworker", worker.fill(f"{client}/share", *form, ("step", step)), f"step {step}")
    see("caseworker", worker.fill(f"{client}/share/done", *may, ("seen", "0" * 64)), "stale")
    for manner in ("written", "oral"):
        released = scenes.share(worker, client, ITEMS, purpose=purpose, manner=manner)
        see("caseworker", worker.ask("GET", f"{released}/letter"))
    see("caseworker", worker.ask("GET", scenes.share(worker, client, ITEMS, purpose=purpose, ground="gain")))
    scenes.rule(manager, scenes.refer(worker, client), "casework")
    scenes.rule(manager, scenes.refer(worker, client, party="Dr Else"))
    see("manager", manager.ask("GET", scenes.refer(worker, client, party="محمد عبد الله، Eastmere Surgery")))
    # What asks for the passphrase afresh; of the erasures only the form, and the page that comes after one.
    for role, address in [("guardian", "/export"), ("caseworker", f"{client}/export"), ("guardian", f"{client}/erase")]:
        people[role].fill("/confirm", ("passphrase", demonstration.people()[role]["passphrase"]))
        see(role, people[role].ask("GET", address))
    told = ("policyTold", "sharingTold", "refusingTold")
    gone = desk.fill(
        "/first-contact/make", ("name", "Zygmunt Gone"), ("answer", "agreed"), ("relatedTo", "none"),
        *((each, "yes") for each in told)).address.removesuffix("/messages")
    reference = CODE_OF_FILE.search(text(guardian.get(f"{gone}/erase")[1])).group(1)
    erased = see("guardian", guardian.fill(f"{gone}/erase", ("why", "They asked."), ("reference", reference)))
    for copies in ("renewed", "failed", "notSet"):
        see("guardian", guardian.ask("GET", f"{erased.address.split('&')[0]}&copies={copies}"))
    see("guardian", guardian.ask("GET", "/erased"), "nothing was")
    # What a guardian opens in escrow, and a manager sees.
    guardian.fill("/confirm", ("passphrase", demonstration.people()["guardian"]["passphrase"]))
    see("guardian", guardian.ask("GET", f"{client}/escrow"))
    guardian.fill(f"{client}/escrow", ("items", "casework"), ("why", "Her caseworker is ill."))
    see("guardian", guardian.ask("GET", f"{client}/escrow/read"))
    see("manager", manager.ask("GET", "/escrow"))
    # What few pages lead to.
    see("manager", manager.ask("GET", "/log-proof/0"))
    colleague = re.search(rf'href="(/staff/{scenes.ID})/suspend"', manager.get("/staff")[1]).group(1)
    see("manager", manager.ask("GET", f"{colleague}/hand-over"))
    organisation = re.search(
        rf'href="(/file/{scenes.ID})"[^>]*><span[^>]*><bdi[^>]*>Hooyo', worker.get("/my-clients")[1]).group(1)
    see("caseworker", worker.ask("GET", f"{organisation}/organisation"))
    # Something that is not saved yet.
    see("caseworker", worker.fill(f"{client}/note", ("note", "Half a "), ("item", "casework"), ("draft", "/draft")))
    worker.fill("/draft", ("draft", f"{client}/note"), ("item", "casework"), ("note", "Half a sentence"))
    # Somebody new waits, is let in, and reads the policy.
    newcomer = next(each for each in demonstration.sign_ins["signIns"] if not each["isCertified"])
    visitor = Visitor(demonstration.host)
    visitor.sign_in(newcomer["signInName"], newcomer["passphrase"])
    own = see("newcomer", visitor.ask("GET", "/waiting"))
    fingerprint = CODE.search(text(own.body)).group(0)
    manager.fill("/confirm", ("passphrase", demonstration.people()["manager"]["passphrase"]))
    for way in ("withdraw-code", "turn-away"):
        waits = re.search(rf'href="(/staff/{scenes.ID}/{way})"', manager.get("/staff")[1]).group(1)
        see("manager", manager.ask("GET", waits))
    for form in re.findall(r"<form.*?</form>", guardian.get("/staff")[1], re.S):
        if fingerprint in form:
            guardian.fill(re.search(r'action="([^"]+)"', form).group(1), *shown_to_certify(form))
    see("newcomer", visitor.ask("GET", "/policy/acknowledge"))
    # Somebody with new keys, whom a manager let in: a restricted file waits for a guardian to give it back.
    for role in ("guardian", "manager"):
        people[role].fill("/confirm", ("passphrase", demonstration.people()[role]["passphrase"]))
    back = re.search(rf'Yusuf Demir.*?href="(/staff/{scenes.ID})/readmit"', guardian.get("/staff")[1], re.S).group(1)
    made = see("guardian", guardian.fill(f"{back}/readmit", ("version", "1"), ("why", "Forgotten; seen in person.")))
    anew = Visitor(demonstration.host)
    anew.enrol(CODE.search(text(made.body)).group(0), "yusuf anew")
    fingerprint = CODE.search(text(anew.get("/waiting")[1])).group(0)
    for form in re.findall(r"<form.*?</form>", manager.get("/staff")[1], re.S):
        if fingerprint in form:
            manager.fill(f"{back}/certify", *shown_to_certify(form))
    assert "Give them back" in see("guardian", guardian.ask("GET", f"{back}/give-back")).body
    assert "has new keys" in see("guardian", guardian.ask("GET", "/")).body
    # A second step, and its recovery codes drawn anew.
    passphrase = demonstration.people()["counsellor"]["passphrase"]
    offered = counsellor.ask("GET", "/my-sign-in/second-step").body
    key = re.search(r'class="spelled"[^>]*>([^<]+)', offered).group(1)
    offer = re.search(r'name="offer" value="([0-9a-f]{32})"', offered).group(1)
    counsellor.fill("/my-sign-in/second-step", ("offer", offer), ("code", code(key)), ("passphrase", passphrase))
    see("counsellor", counsellor.ask("GET", "/my-sign-in/recovery-codes"))
    # A new set of recovery sheets, tried, and brought by two people when nobody is left who could sign in.
    see("guardian", guardian.fill("/recovery-sheets"), "first the passphrase")
    guardian.fill("/confirm", ("passphrase", demonstration.people()["guardian"]["passphrase"]))
    shown = [see("guardian", guardian.fill("/recovery-sheets"))]
    see("guardian", guardian.ask("GET", "/recovery-sheets"), "half handed over")
    shown += [see("guardian", guardian.ask("GET", f"/recovery-sheets/{number}")) for number in "23"]
    see("guardian", guardian.ask("GET", "/recovery-sheets/1"), "not again")
    see("guardian", guardian.fill("/recovery-sheets-done"), "who holds them?")
    guardian.fill("/recovery-sheets-done", *((f"holder{each}", f"Trustee {each}") for each in "123"))
    sheets = ["\n".join(SHEET_ROW.findall(answer.body)) for answer in shown]
    typed = {"first": sheets[0], "second": sheets[2]}
    see("guardian", guardian.fill("/try-recovery-sheets", *typed.items()), "tried")
    see("nobody", Visitor(demonstration.host).ask("POST", "/recover", typed), "two sheets")
    see("nobody", Visitor(demonstration.host).ask("POST", "/recover", typed | {"step": "guardian"}), "who")
    return found + send_empty(visitor, found[-1:])


def test_every_address_of_the_program_is_among_the_pages(pages):
    assert set(routes("get")) - reached(pages) - NO_PAGE == set()


def test_no_page_lacks_a_record_that_could_not_be_read(pages):
    assert [page.name for page in pages if "could not be read" in page.answer.body] == []


def test_every_page_passes_axe_in_its_faces_and_none_scrolls_sideways(browser, demonstration, pages, record_property):
    context = browser.new_context(base_url=demonstration.url, locale="en-GB")
    page = context.new_page()
    new = news(pages)
    began, runs, found = time.monotonic(), Counter(), []
    for each in new:
        show(page, each)
        for face, width in faces(page, each.name):
            broken = violations(page, f"{each.name}, {width} {face}")
            found += broken + overflowing(page, f"{each.name}, {width} {face}")
            runs[each.kind[0]] += 1
    context.close()
    reachable, looked = Counter(page.kind[0] for page in pages), Counter(page.kind[0] for page in new)
    for address in sorted(reachable):
        record_property(
            f"axe {address}", f"{reachable[address]} reached, {looked[address]} that differ, {runs[address]} runs")
    record_property(
        "axe in all", f"{len(pages)} pages of {len(set(page.role for page in pages))} roles, {len(new)} that differ, "
        f"{runs.total()} runs in {time.monotonic() - began:.0f} s")
    assert not found, f"{len(found)}\n" + "\n".join(sorted(found))


def show(page, each):
    """Puts an answer before the browser as the server gave it, styles and policy and all."""
    headers = {
        name: value for name, value in each.answer.headers.items()
        if name.lower() not in ("content-length", "transfer-encoding", "set-cookie", "connection")}

    def answer(route):
        if route.request.is_navigation_request():
            route.fulfill(status=each.answer.status, headers=headers, body=each.answer.body)
        else:
            route.continue_()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(each.answer.address)
