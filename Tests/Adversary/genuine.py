"""What the program takes for genuine, attacked itself: marks, and what is said to stand."""

from alterations import Impossible, columns
from attack import attack
from forms_of_keys import Cookie, named

SUSPENDED, RESTRICTED, ENDED, ROLE, PASSPHRASE, SECOND_STEP = 100, 80, 17, 14, 12, 10


def broken(case, kind):
    """The newest entry of a kind is genuine no more: whatever it wrote would count for nothing."""
    if "mark" not in columns(case.database, "entries")[0]:
        raise Impossible("entries bear no marks")
    (position,) = case.database.execute("SELECT MAX(position) FROM entries WHERE kind = ?", [kind]).fetchone()
    case.set("entries", "mark", case.random.randbytes(16), "position = ?", position)


@attack
def mark_of_a_departure_broken(case):
    """And the leaver's rows come back."""
    broken(case, SUSPENDED)
    leaver = case.scene.member("agnieszka")
    case.put_back("members", "member = ?", leaver)
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["agnieszka"])).session)
    for row in case.rows("team_seeds", case.older):
        if row["principal"] == named(leaver):
            case.put("team_seeds", row, replacing=True)


@attack
def mark_of_a_restriction_broken(case):
    broken(case, RESTRICTED)
    case.set("files", "restricted", 0, "file = ?", case.scene.file("to restrict"))


@attack
def mark_of_an_ended_access_broken(case):
    broken(case, ENDED)


@attack
def mark_of_a_new_passphrase_broken(case):
    broken(case, PASSPHRASE)
    case.put_back("members", "member = ?", case.scene.member("yusuf"))


@attack
def mark_of_a_second_step_broken(case):
    broken(case, SECOND_STEP)


@attack
def mark_of_another_entry(case):
    """Two entries have each other's marks."""
    if "mark" not in columns(case.database, "entries")[0]:
        raise Impossible("entries bear no marks")
    rows = case.database.execute("SELECT position, mark FROM entries ORDER BY position DESC LIMIT 2").fetchall()
    for (position, _), (_, mark) in zip(rows, reversed(rows)):
        case.set("entries", "mark", mark, "position = ?", position)


@attack
def standing_of_an_older_checkpoint(case):
    """The log of now, with what stood at another moment, and a session and a wrap that stood then."""
    if "standing" not in columns(case.database, "checkpoints")[0]:
        raise Impossible("nothing is said to stand")
    (standing,) = case.older.execute("SELECT standing FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    (day,) = case.database.execute("SELECT day FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    case.set("checkpoints", "standing", standing, "day = ?", day)
    case.put_back("sessions", "session = ?", Cookie(bytes.fromhex(case.scene.cookies["signed out"])).session)
    case.put_back("members", "member = ?", case.scene.member("yusuf"))
