"""What happens at a charity before a test looks: purposes, consents, shares and callers, sent as the forms send them."""

import re

from charity import text

ID = "[0-9a-f]{32}"
COUNCIL = "Eastmere Council, Housing"


def approved_purpose(proposer, guardian, until, name="Housing applications"):
    """A purpose that a guardian approved until a day; its id."""
    known = set(purposes(guardian))
    proposer.fill("/purposes", ("name", name), ("why", "Councils place families, and need to know whom."))
    made = (set(purposes(guardian)) - known).pop()
    guardian.fill(f"/purposes/{made}/approve", ("version", "1"), ("until", until))
    return made


def purposes(guardian):
    return re.findall(rf'action="/purposes/({ID})/approve"', guardian.get("/purposes")[1])


def agree(worker, file, purpose, items, party=COUNCIL, recipient="council", until=""):
    """A client agrees to sharing these items with one recipient, by word of mouth, told all of it."""
    told = re.findall(r'name="told" value="(\w+)"', worker.get(f"{file}/consent")[1])
    answer = worker.fill(
        f"{file}/consent", ("scope", "specific"), ("recipient", recipient), ("party", party), ("purpose", purpose),
        *(("items", item) for item in items), ("how", "oral"), ("entitlement", "self"), ("allSaid", "yes"),
        *(("told", point) for point in told), ("answer", "agreed"), ("until", until))
    assert answer.status == 200, text(answer.body)


def asked(items, purpose="", party=COUNCIL, recipient="council", ground="service", manner="written"):
    """The fields of a share; `items` is what would leave, in words, by item."""
    return [
        ("recipient", recipient), ("party", party), ("ground", ground), ("purpose", purpose), ("manner", manner),
        ("whyNotAnonymous", "They must know whom to place."), ("answer.verified", "yes"),
        ("answer.undertaking", "yes"), *(("item", item) for item in items),
        *((f"need.{item}", f"To place the family ({item})") for item in items),
        *((f"words.{item}", words) for item, words in items.items()),
    ]


def share(worker, file, items, **fields):
    """Asks, reads the decision and has it carried out; the address of the disclosure."""
    form = asked(items, **fields)
    decision = worker.fill(f"{file}/share", *form, ("step", "decision"))
    seen = re.search(r'name="seen" value="([^"]*)"', decision.body)
    assert seen, text(decision.body)
    done = worker.fill(f"{file}/share/done", *form, ("seen", seen.group(1)))
    assert re.fullmatch(rf"{file}/disclosure/{ID}", done.address), text(done.body)
    return done.address


def refer(worker, file, items=None, party="Dr Moran, Eastmere Surgery"):
    """Asks for what a manager decides (clause P4.4)."""
    items = items or {"casework": "They were here on Monday.", "health": "They take insulin."}
    return share(worker, file, items, recipient="healthProfessional", party=party, ground="riskOfHarm")


def rule(manager, disclosure, *items, reason="It is needed now."):
    """Approves the items named, or refuses where none is."""
    ruling = "approve" if items else "refuse"
    answer = manager.fill(
        f"{disclosure}/rule", ("version", "1"), ("reason", reason), ("ruling", ruling),
        *(("item", item) for item in items))
    assert answer.address == "/decisions", text(answer.body)


POLICE = {
    "who": "Sergeant Ade Bright", "organisation": "Eastmere Police, Harbour station", "reach": "01632 960 111",
    "check": "rungBack", "about": "crimeInvestigation", "matter": "A burglary in Harbour Street.",
    "investigation": "yes", "suspicion": "yes", "publicSafety": "no",
}
FAMILY = {"who": "Hana Yusuf", "recipient": "parent", "reach": "07700 900 222", "age": "under16", "reportedMissing": "no"}
OFFICIAL = {
    "who": "Owen Price", "recipient": "council", "organisation": "Eastmere Council, Benefits",
    "reach": "01632 960 222", "check": "no", "about": "legalDuty", "matter": "A question about benefits.",
}


def call(desk, kind, about, **fields):
    """A special caller asks at the desk about somebody; the address of what to say."""
    form = {"police": POLICE, "family": FAMILY, "official": OFFICIAL}[kind] | {"name": about} | fields
    answer = desk.fill(f"/enquiry/{kind}", *form.items())
    assert answer.address.startswith("/enquiry/caller/"), text(answer.body)
    return answer.address
