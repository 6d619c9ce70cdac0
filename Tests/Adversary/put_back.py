"""What was put back from another moment, and taken away."""

import contextlib
import shutil
import sqlite3

from attack import attack
from forms_of_keys import DEPARTURE, Cookie, named, statement
from scene import OWN, SHARED
from worlds import chosen_code


@attack
def session_after_sign_out(case):
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["signed out"])).session)


@attack
def session_after_a_new_passphrase(case):
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["yusuf's other"])).session)


@attack
def leavers_session(case):
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["agnieszka"])).session)


@attack
def old_wrap(case):
    case.put_back("members", "member = ?", case.scene.member("yusuf"))


@attack
def old_wrap_as_the_newer_version(case):
    """The old passphrase's wrap under the number of the new row."""
    (wrap,) = case.older.execute(
        "SELECT wrap FROM members WHERE member = ?", [case.scene.member("yusuf")]).fetchone()
    case.set("members", "wrap", wrap, "member = ?", case.scene.member("yusuf"))


@attack
def second_step_taken_away(case):
    case.remove("second_factors", "member = ?", case.scene.member("imran"))


@attack
def second_step_of_nobody(case):
    """A row that nobody set shuts its member out."""
    row = case.whole_row("second_factors", "member = ?", case.scene.member("imran"))
    case.put("second_factors", row | {"member": case.scene.member("nasreen")})


@attack
def departure_taken_away(case):
    """The leaver's departure and the teams' new epochs go, and the leaver's rows come back."""
    leaver = case.scene.member("agnieszka")
    before = {digest for (digest,) in case.older.execute("SELECT digest FROM certificates")}
    for digest, in case.database.execute("SELECT digest FROM certificates").fetchall():
        if digest not in before:
            case.remove("certificates", "digest = ?", digest)
    for row in case.rows("team_seeds", case.older):
        if row["principal"] == named(leaver):
            case.put("team_seeds", row, replacing=True)
    case.put_back("members", "member = ?", leaver)
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["agnieszka"])).session)


@attack
def departure_alone_taken_away(case):
    """Only the departure's certificate; the teams stay as they are."""
    leaver = case.scene.member("agnieszka")
    for digest, payload in case.database.execute("SELECT digest, payload FROM certificates").fetchall():
        if statement(payload)[0] == DEPARTURE and statement(payload)[2] == leaver:
            case.remove("certificates", "digest = ?", digest)
    for row in case.rows("team_seeds", case.older):
        if row["principal"] == named(leaver):
            case.put("team_seeds", row, replacing=True)
    case.put_back("members", "member = ?", leaver)


@attack
def old_role(case):
    """A counsellor who is at the desk now has her old role back."""
    member = case.scene.member("bushra")
    before = {digest for (digest,) in case.older.execute("SELECT digest FROM certificates")}
    for digest, in case.database.execute("SELECT digest FROM certificates").fetchall():
        if digest not in before:
            case.remove("certificates", "digest = ?", digest)
    for row in case.rows("team_seeds", case.older):
        if row["principal"] == named(member):
            case.put("team_seeds", row, replacing=True)
    case.signs_in["bushra"] = ("bushra", SHARED)


@attack
def restriction_taken_away(case):
    """The epochs that a restriction began, and the grants of them; the column says that it is open."""
    file = case.scene.file("to restrict")
    was = {row["packed"] for row in case.rows("item_epochs", case.older) if row["file"] == file}
    case.database.execute(
        "DELETE FROM item_epochs WHERE file = ?", [file])
    for row in case.rows("item_epochs", case.older):
        if row["packed"] in was:
            case.put("item_epochs", row)
    case.database.execute("DELETE FROM grants WHERE file = ?", [file])
    for row in case.rows("grants", case.older):
        if row["file"] == file:
            case.put("grants", row)
    case.set("files", "restricted", 0, "file = ?", file)
    case.control(lambda database: database.execute(
        "SELECT COUNT(*) FROM item_epochs WHERE file = ?", [file]).fetchone()[0] == len(was))


@attack
def access_taken_away_given_back(case):
    """The epochs that took a file from a colleague go."""
    file = case.scene.file("yusuf's")
    case.database.execute("DELETE FROM item_epochs WHERE file = ?", [file])
    case.database.execute("DELETE FROM grants WHERE file = ?", [file])
    for table in ("item_epochs", "grants"):
        for row in case.rows(table, case.older):
            if row["file"] == file:
                case.put(table, row)
    case.signs_in["yusuf"] = ("yusuf", OWN)
    case.control(lambda database: database.execute(
        "SELECT COUNT(*) FROM item_epochs WHERE file = ?", [file]).fetchone()[0] == case.older.execute(
        "SELECT COUNT(*) FROM item_epochs WHERE file = ?", [file]).fetchone()[0])


# Older files.

@attack
def older_database(case):
    """The whole database of the other moment."""
    case.database.close()
    for end in ("", "-wal", "-shm"):
        source = case.scene.older / f"amanah.sqlite{end}"
        (case.folder / f"amanah.sqlite{end}").unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, case.folder)
    case.reopen()
    newest = case.older.execute("SELECT MAX(position) FROM entries").fetchone()
    case.control(lambda database: database.execute("SELECT MAX(position) FROM entries").fetchone() == newest)


@attack
def log_cut_at_its_end(case):
    """The entries of a time go, to where a checkpoint was signed."""
    sizes = [size for (size,) in case.database.execute("SELECT size FROM checkpoints ORDER BY size DESC LIMIT 4")]
    cut(case, case.random.choice(sizes[1:]))


def cut(case, size):
    case.database.execute("DELETE FROM checkpoints WHERE size > ?", [size])
    case.database.execute("DELETE FROM entries WHERE position >= ?", [size])
    case.control(lambda database: database.execute("SELECT MAX(position) FROM entries").fetchone()[0] == size - 1)


@attack
def log_cut_with_its_checkpoint_back(case):
    """The log of the other moment, with its checkpoints; the other tables stay."""
    (size,) = case.older.execute("SELECT MAX(size) FROM checkpoints").fetchone()
    case.database.execute("DELETE FROM checkpoints")
    for row in case.rows("checkpoints", case.older):
        case.put("checkpoints", row)
    cut(case, size)


@attack
def checkpoint_of_an_older_day(case):
    (day,) = case.database.execute("SELECT day FROM checkpoints ORDER BY size LIMIT 1 OFFSET 3").fetchone()
    case.remove("checkpoints", "day = ?", day)


@attack
def erased_entries_put_back(case):
    """What an erasure took out of the log, as an older copy has it."""
    put = 0
    for row in case.rows("entries", case.older):
        now = case.whole_row("entries", "position = ?", row["position"])
        if now["file"] is None and row["file"] is not None:
            case.put("entries", row, replacing=True)
            put += 1
    case.control(lambda _: put > 0)


@attack
def empty_database(case):
    """Nothing is there, and a code whose welcome names no key: the charity would be founded again beside its halves."""
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        for (text,) in case.database.execute(
                "SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY rowid").fetchall():
            empty.execute(text)
        empty.executemany("INSERT INTO schema_migration VALUES (?, ?)", case.database.execute(
            "SELECT position, name FROM schema_migration").fetchall())
        empty.commit()
        case.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        empty.backup(case.database)
    chosen_code(case, case.random.randbytes(16), [])


@attack
def name_of_a_restricted_file_back_in_the_register(case):
    """The row that says that it is gone goes, and the one with the name comes back."""
    file = case.scene.file("to restrict")
    case.remove("records", "record = ? AND item = 33", file)
    case.controls.clear()
    for row in case.rows("records", case.older):
        if row["record"] == file and row["item"] == 33:
            case.put("records", row)
