"""A world of one's own: a key that certifies, and sessions, codes and files under it."""

import json
import struct

from attack import attack
from forger import GUARDIAN, Forger
from forms_of_keys import (
    HOUSE, RECOVERY, TEAM, certificate, enrolment, opened_seed, passphrase_wrap, seal, sheet, sheet_wrap, statement)
from open_record import RECOVERY as SHEETS
from open_record import XWing, derive, label

CODE = "ABCD-EFGH-JKMN-PQRS-TVWX"


@attack
def forged_session_of_a_stranger(case):
    """A session that brings its own trust root, of somebody who is in every team."""
    forger = Forger(case).world()
    forger.hold(HOUSE)
    forger.hold(case.scene.file("karim's"))
    case.forged["a forged stranger"] = forger.session()


@attack
def forged_session_of_a_guardian(case):
    """The same in a guardian's name, with keys that this key certified for them."""
    forger = Forger(case, case.scene.member("nasreen")).world()
    forger.hold(HOUSE)
    forger.hold(case.scene.file("karim's"))
    case.forged["a forged guardian"] = forger.session()


@attack
def forged_session_without_keys(case):
    """The same, holding no item: what is open to teams and roles by right alone."""
    forger = Forger(case).world()
    case.forged["a forged stranger"] = forger.session()


@attack
def forged_member(case):
    """A row of `members` that a chosen passphrase opens, with a trust root of its own: the handle is a colleague's."""
    forger = Forger(case, case.scene.member("gareth")).world()
    forger.hold(HOUSE)
    wrap = passphrase_wrap(forger.keys.member, forger.opened, "a chosen passphrase of mine", case.random)
    case.database.execute(
        "UPDATE members SET wrap = ?, identity = ? WHERE member = ?", [wrap, forger.keys.identity, forger.keys.member])
    case.signs_in["a forged guardian"] = ("gareth", "a chosen passphrase of mine")
    case.control(lambda database: opened_seed(forger.keys.member, database.execute(
        "SELECT wrap FROM members WHERE member = ?", [forger.keys.member]).fetchone()[0],
        "a chosen passphrase of mine") == (forger.keys.seed, forger.charity))


@attack
def code_with_a_trust_root(case):
    """A code of one's own, whose welcome names a charity's key of one's own."""
    forger = Forger(case).world()
    forger.hold(HOUSE)
    chosen_code(case, forger.keys.member, list(forger.charity))


@attack
def code_without_a_key(case):
    """A code whose welcome names no key, and no house: the charity would be founded again."""
    case.database.execute("DELETE FROM files WHERE file = ?", [HOUSE])
    chosen_code(case, case.random.randbytes(16), [])


@attack
def code_without_a_key_beside_the_house(case):
    chosen_code(case, case.random.randbytes(16), [])


def chosen_code(case, member, charity):
    text = json.dumps({"name": "Somebody Else", "role": "guardian", "charity": charity}).encode()
    row, sealed = enrolment(CODE, text, case.random)
    case.put("enrolments", {"code": row, "member": member, "sealed": sealed, "expires": 2**52})
    case.enrols["a chosen code"] = CODE
    case.control(lambda database: database.execute(
        "SELECT 1 FROM enrolments WHERE code = ?", [row]).fetchone() is not None)


@attack
def forged_sheets(case):
    """Three sheets of one's own, which open the guardians' keys of a world of one's own: whoever brings two becomes a guardian."""
    forger, draw = Forger(case), case.random.randbytes
    seed = draw(32)
    recovery = XWing(seed)
    seeds = {}
    for (payload,) in case.database.execute("SELECT payload FROM certificates").fetchall():
        kind, at, rest = statement(payload)
        if kind == TEAM and rest[1] == GUARDIAN:
            seeds[rest[:6]] = draw(32)
            key = XWing(derive(seeds[rest[:6]], label("team-opening")))
            payload = certificate(TEAM, at, rest[:6] + key.public)
        forger.certify(payload)
    forger.certify(certificate(RECOVERY, forger.now, recovery.public))
    forger.join([certificate(TEAM, forger.now - 60_000, team) for team in seeds])
    for team, team_seed in seeds.items():
        number, epoch = struct.unpack(">BI", team[1:])
        case.put("team_seeds", {
            "team": number, "epoch": epoch, "principal": SHEETS,
            "sealed": seal(recovery.public, label("team-seed") + team + SHEETS, team_seed)}, replacing=True)
    newest = max(seeds)
    secrets = forger.hold(HOUSE)
    forger.give(HOUSE, secrets, forger.now - 500, newest, XWing(derive(seeds[newest], label("team-opening"))).public)
    drawn = [sheet(number, case.random) for number in (1, 2, 3)]
    opened = seed + forger.charity
    for place, (one, other) in enumerate([(0, 1), (0, 2), (1, 2)]):
        case.put("recovery", {
            "place": place, "wrap": sheet_wrap(drawn[one][0], drawn[other][0], opened, case.random)}, replacing=True)
    case.sheets["forged sheets"] = (drawn[0][1], drawn[1][1])
