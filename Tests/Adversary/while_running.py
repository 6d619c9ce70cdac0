"""While the program runs: what it has worked out must not stand for rows that are others now."""

from alterations import Impossible, columns
from attack import attack_while_running
from forms import Forms
from forms_of_keys import HOUSE, statement
from scene import OWN, SHARED
from server import Person

# Rows that mean nothing, and how they are found again.
MEANINGLESS = {
    "certificates": "substr(payload, 2, 1) = x'09'", "team_seeds": "substr(principal, 1, 1) = x'09'",
    "grants": "substr(principal, 1, 1) = x'09'", "item_epochs": "item = 200",
}


@attack_while_running
def departure_behind_a_count(case):
    """Rows that mean nothing are there while a colleague's session begins. As many go as a departure adds: whoever counts
    rows sees none of it, and goes on writing with keys that the leaver holds."""
    scene, server = case.scene, case.server
    file, leaver = scene.files["karim's"], scene.member("margaret")
    for number in range(300):
        add_meaningless(case, number)
    worker = Person(server, scene.cookies["caseworker"])
    worker.ask("GET", f"/file/{file}")
    before = counted(case)
    guardian = Person(server)
    guardian.sign_in("nasreen", SHARED)
    guardian.post("/confirm", ("passphrase", SHARED))
    scene.fill(guardian, f"/staff/{scene.members['margaret']}/suspend", successor="")
    after = counted(case)
    for table, where in MEANINGLESS.items():
        case.database.execute(
            f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {where} LIMIT ?)",
            [max(0, after[table] - before[table])])
    worker.ask("GET", f"/file/{file}")
    worker.ask("POST", f"/file/{file}/note", {"form": worker.token or "", "note": "Written after she left."})
    for table, where in MEANINGLESS.items():
        case.database.execute(f"DELETE FROM {table} WHERE {where}")
    written = case.database.execute(
        "SELECT epoch FROM records WHERE file = ? AND item = 4 ORDER BY entry DESC LIMIT 1", [bytes.fromhex(file)]).fetchone()
    has_left = any(kind == 5 and rest == leaver for kind, _, rest in map(statement, (
        payload for (payload,) in case.database.execute("SELECT payload FROM certificates"))))
    first = case.older.execute(
        "SELECT MAX(epoch) FROM records WHERE file = ? AND item = 4", [bytes.fromhex(file)]).fetchone()
    texts = "SELECT COUNT(*) FROM records WHERE file = ? AND item = 4"
    is_written = case.database.execute(texts, [bytes.fromhex(file)]).fetchone() > case.older.execute(
        texts, [bytes.fromhex(file)]).fetchone()
    case.control(lambda _: has_left and is_written)
    if written == first:
        case.harm.append("a note is written with keys that somebody holds who has left")
    case.leaves_nothing = True
    case.control(lambda database: not any(counted(case, database, only_meaningless=True).values()))


def add_meaningless(case, number):
    draw = case.random.randbytes
    for table, row in {
        "certificates": {"digest": draw(32), "payload": b"\x01\x09" + draw(40), "signature": draw(64)},
        "team_seeds": {"team": 9, "epoch": number, "principal": b"\x09" + draw(4), "sealed": draw(40)},
        "grants": {"grant_id": draw(16), "file": HOUSE, "principal": b"\x09" + draw(4), "items": 0, "packed": draw(40)},
        "item_epochs": {"file": HOUSE, "item": 200, "epoch": number, "packed": draw(40)},
    }.items():
        case.put(table, row, is_passing=True)


def counted(case, database=None, only_meaningless=False):
    """How many rows a session counts of each."""
    database = database or case.database
    of_the_house = "file = x'" + HOUSE.hex() + "'"
    counts = {}
    for table, meaningless in MEANINGLESS.items():
        where = meaningless if only_meaningless else of_the_house if table in ("grants", "item_epochs") else "1"
        counts[table] = database.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}").fetchone()[0]
    return counts


@attack_while_running
def conflict_hidden_by_its_kind(case):
    """The entry of somebody's stepping back says that it is of another kind: whoever looks for that kind finds none."""
    file, number = case.scene.file("karim's"), 83
    # The control: somebody who did not step back is given it.
    case.control(lambda _, given=give(case, to="rosa"): given)
    give(case, "before the alteration, ")
    (position,) = case.database.execute(
        "SELECT position FROM entries WHERE kind = ? AND file = ?", [number, file]).fetchone()
    case.set("entries", "kind", number + 1, "position = ?", position)
    give(case)


def give(case, when="", to="tunde"):
    """A caseworker gives a file to a colleague: to tunde, who stepped back from it. Whether it was given."""
    path = "/file/%s/people" % case.scene.files["karim's"]
    worker = Person(case.server, case.scene.cookies["caseworker"])
    forms = [form for form in Forms(worker.go("GET", path)[2]).forms if form.action == path]
    if not forms:
        return False
    purposes = [field.value for field in forms[0].fields if field.name == "purpose" and field.value]
    for purpose in purposes[:1]:
        status, where, _ = worker.ask("POST", path, [
            ("form", worker.token), ("member", case.scene.members[to]), ("items", "contact"), ("purpose", purpose),
            ("why", "It is needed.")])
        if status == 303 and to == "tunde":
            case.harm.append(f"{when}a file is given to somebody who stepped back from it")
        return status == 303
    return False


@attack_while_running
def mark_broken_for_a_moment(case):
    """The entry that took a file from a colleague is not genuine while the file is opened, and is again afterwards."""
    if "mark" not in columns(case.database, "entries")[0]:
        raise Impossible("entries bear no marks")
    file = case.scene.files["yusuf's"]
    position, mark = case.database.execute(
        "SELECT position, mark FROM entries WHERE kind = 17 ORDER BY position DESC LIMIT 1").fetchone()

    def set_mark(value):
        case.database.execute("UPDATE entries SET mark = ? WHERE position = ?", [value, position])

    def look():
        Person(case.server, case.scene.cookies["guardian"]).ask("GET", f"/file/{file}")
        person = Person(case.server)
        if person.sign_in("yusuf", OWN):
            person.ask("GET", f"/file/{file}")
    set_mark(case.random.randbytes(16))
    # A row that means nothing, so that what was judged before does not stand.
    junk = case.random.randbytes(16)
    case.put("grants", {"grant_id": junk, "file": bytes.fromhex(file), "principal": b"\x09" + junk[:4], "items": 0,
                        "packed": junk}, is_passing=True)
    look()
    case.database.execute("DELETE FROM grants WHERE grant_id = ?", [junk])
    look()
    set_mark(mark)
    case.leaves_nothing = True
    case.signs_in["yusuf"] = ("yusuf", OWN)
    case.control(lambda database: database.execute(
        "SELECT mark FROM entries WHERE position = ?", [position]).fetchone()[0] == mark)
