"""Rows of the log and of records, of which one value decides."""

from attack import attack


@attack
def entry_at_the_last_position(case):
    row = case.whole_row("entries", "position = (SELECT MAX(position) FROM entries)")
    case.put("entries", row | {"position": 2**63 - 1})


@attack
def entry_more(case):
    """An entry that nobody wrote, with a commitment that fits it: a guardian erased."""
    row = case.whole_row("entries", "position = (SELECT MAX(position) FROM entries)")
    case.put("entries", row | {"position": row["position"] + 1, "kind": 22, "actor": case.scene.member("nasreen")})


@attack
def entry_of_another_hand(case):
    case.set("entries", "actor", case.scene.member("karim"), "position = ?", case.a_position(26))


@attack
def entry_of_another_kind(case):
    case.set("entries", "kind", 27, "position = ?", case.a_position(26))


@attack
def erasure_of_nobody(case):
    """A bare row of `erasures` for a file that is there."""
    file = case.scene.file("karim's")
    case.put("erasures", {"file": file, "at": 1_700_000_000_000})
    case.control(lambda database: database.execute(
        "SELECT 1 FROM erasures WHERE file = ?", [file]).fetchone() is not None)


@attack
def version_without_end(case):
    case.set("members", "version", 2**32 - 1, "member = ?", case.scene.member("karim"))


@attack
def author_of_another_hand(case):
    record = case.database.execute("SELECT record FROM records WHERE item = 4 ORDER BY rowid LIMIT 1").fetchone()[0]
    case.set("records", "author", case.scene.member("nasreen"), "record = ?", record)


@attack
def newest_version_taken_away(case):
    record, version = case.database.execute(
        "SELECT record, MAX(version) FROM records GROUP BY record HAVING MAX(version) > 1 ORDER BY rowid LIMIT 1").fetchone()
    case.remove("records", "record = ? AND version = ?", record, version)


@attack
def purpose_that_does_not_open(case):
    """One bad row of the purposes must not shut every file's page."""
    (record,) = case.database.execute("SELECT record FROM records WHERE item = 37 ORDER BY rowid LIMIT 1").fetchone()
    case.put("records", case.whole_row("records", "record = ?", record) | {"record": case.random.randbytes(16)})
