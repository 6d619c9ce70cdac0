"""By somebody who has, or had, keys that were certified, and writes the database."""

import struct
import time

from attack import attack
from forger import GUARDIAN, Forger
from forms_of_keys import (
    CLIENT, DEPARTURE, HOUSE, HOUSE_KIND, Cookie, Keys, epoch_start, genesis, genesis_items, named, opened_seed, statement)
from scene import OWN, SHARED


@attack
def rival_epoch(case):
    """A colleague from whom a file was taken starts its newest epoch too, later: of several starts the latest counts."""
    forger, charity = colleague(case, "yusuf")
    file = case.scene.file("yusuf's")
    secrets = {}
    for item, epoch in case.database.execute(
            "SELECT item, MAX(epoch) FROM item_epochs WHERE file = ? GROUP BY item", [file]).fetchall():
        case.database.execute("DELETE FROM item_epochs WHERE file = ? AND item = ? AND epoch = ?", [file, item, epoch])
        secrets[(item, epoch)] = case.random.randbytes(32)
    begin(case, forger, file, secrets, forger.now - 1000)
    case.signs_in["yusuf"] = ("yusuf", OWN)


@attack
def leavers_grant_dated_back(case):
    """A leaver starts the next epoch of a file that was theirs, dated before they left, and has a session of their own."""
    forger, charity = colleague(case, "agnieszka")
    file = case.scene.file("agnieszka's")
    forger.now = min(at for kind, at, rest in certificates(case) if kind == DEPARTURE and rest == forger.keys.member) - 5000
    forger.hold(file)
    forger.now = int(time.time() * 1000)
    case.forged["a leaver"] = forger.session(opened=forger.keys.seed + charity)
    departure_rows_of(case, forger.keys.member)


@attack
def members_own_session(case):
    """A colleague who is signed out draws a session for themself, fresh, without signing in."""
    forger, charity = colleague(case, "tunde")
    case.forged["a colleague without signing in"] = forger.session(opened=forger.keys.seed + charity)


@attack
def session_with_another_member(case):
    """A colleague's keys in a session that names a guardian as its member."""
    forger, charity = colleague(case, "tunde")
    forger.keys = Keys(case.scene.member("nasreen"), forger.keys.seed)
    case.forged["a guardian's name"] = forger.session(opened=forger.keys.seed + charity)


@attack
def genesis_replaced(case):
    """A certified member puts a genesis of their own in the place of a file's."""
    forger, _ = colleague(case, "tunde")
    file = case.scene.file("karim's")
    replace_genesis(case, forger, file, CLIENT)


@attack
def genesis_of_the_house(case):
    forger, _ = colleague(case, "tunde")
    replace_genesis(case, forger, HOUSE, HOUSE_KIND)


@attack
def genesis_of_a_world(case):
    """The house begins under a forged key: honest sessions refuse it, the forged one fills what they share."""
    forger = Forger(case).world()
    replace_genesis(case, forger, HOUSE, HOUSE_KIND)
    case.forged["a forged stranger"] = forger.session()


@attack
def fresh_by_cookie(case):
    """Who has a cookie writes that the passphrase was just typed."""
    cookie = Cookie(bytes.fromhex(case.scene.cookies["guardian"]))
    case.set("sessions", "confirmed", cookie.fresh(int(time.time() * 1000)), "session = ?", cookie.session)


def certificates(case):
    return [statement(payload) for (payload,) in case.database.execute("SELECT payload FROM certificates")]


def colleague(case, name):
    """The keys of somebody whose old wrap and passphrase are known; and the charity's public key."""
    member = case.scene.member(name)
    (wrap,) = case.older.execute("SELECT wrap FROM members WHERE member = ?", [member]).fetchone()
    seed, charity = opened_seed(member, wrap, SHARED)
    return Forger(case, keys=Keys(member, seed)), charity


def departure_rows_of(case, member):
    """Takes the departure away, so that the session is not ended for it."""
    for digest, payload in case.database.execute("SELECT digest, payload FROM certificates").fetchall():
        if statement(payload)[0] == DEPARTURE and statement(payload)[2] == member:
            case.remove("certificates", "digest = ?", digest)


def begin(case, forger, file, secrets, at):
    for (item, epoch), secret in secrets.items():
        case.put("item_epochs", {
            "file": file, "item": item, "epoch": epoch,
            "packed": epoch_start(file, item, epoch, forger.keys, at, secret, case.random)})
    forger.give(file, secrets, at)


def replace_genesis(case, forger, file, kind):
    (start,) = case.database.execute("SELECT genesis FROM files WHERE file = ?", [file]).fetchone()
    secrets = {item: case.random.randbytes(32) for item in genesis_items(start)[1]}
    newest = max(epoch for team, epoch in (
        struct.unpack(">BI", rest[1:6]) for kind_, _, rest in certificates(case) if kind_ == 2) if team == GUARDIAN)
    guardians = struct.pack(">BBI", 2, GUARDIAN, newest)
    mine = named(forger.keys.member)
    at = forger.now - 1000
    body = genesis(kind, forger.keys, at, secrets, [(guardians, 1, list(secrets)), (mine, 1, list(secrets))], case.random)
    case.set("files", "genesis", body, "file = ?", file)
    case.database.execute("DELETE FROM item_epochs WHERE file = ?", [file])
    forger.give(file, {(item, 1): secret for item, secret in secrets.items()}, at)
