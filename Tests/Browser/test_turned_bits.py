"""Each record of the demonstration with one bit of its ciphertext turned: nobody takes what is left for all there is."""

import json
import re
import sqlite3
from collections import Counter

import pytest

import scenes
from charity import Demonstration, Visitor, run, text

HOUSE = bytes(15) + b"\1"
IDENTITY, CONTACT, CASEWORK, COUNSELLING, CONSENT, LOG = 1, 2, 4, 5, 10, 11
ORGANISATION, COMMERCIAL, DISCLOSURE = 13, 14, 16
MESSAGES, REGISTER, ROSTER, CERTIFICATION, PURPOSES, ACKNOWLEDGEMENTS, CALLERS = 32, 33, 35, 36, 37, 38, 39
SAID = re.compile(r"could not be read|can’t be read")
# What a session looks through once, and what no page shows: those are looked at when all of it is turned.
LATER = {MESSAGES, REGISTER, CERTIFICATION}


def addresses(item, file, record):
    """Where a record is shown to whoever holds its item."""
    if file == HOUSE:
        return {
            LOG: ["/unusual"], ROSTER: ["/staff"], PURPOSES: ["/purposes"], ACKNOWLEDGEMENTS: ["/policy/acknowledgements"],
            CALLERS: ["/callers", f"/enquiry/caller/{record.hex()}"],
        }[item]
    address = f"/file/{file.hex()}"
    return {LOG: ["/escrow", "/restrictions", address], COUNSELLING: [f"{address}/counselling"],
            DISCLOSURE: [f"{address}/disclosures"]}.get(item, [address])


class Turned:
    """The demonstration, served, with a connection of somebody's who writes its file."""

    def __init__(self, folder):
        self.demonstration = Demonstration(folder)
        self.data = self.demonstration.folder
        self.database = sqlite3.connect(self.data / "amanah.sqlite", isolation_level=None, timeout=30)
        self.sign_in()

    def sign_in(self):
        self.people, self.everybody = {}, []
        for person in self.demonstration.sign_ins["signIns"]:
            if person["isCertified"]:
                visitor = Visitor(self.demonstration.host)
                visitor.sign_in(person["signInName"], person["passphrase"])
                self.everybody.append(visitor)
                self.people.setdefault(person["role"], visitor)

    def records(self):
        return self.database.execute(
            "SELECT rowid, record, file, item FROM records AS newest WHERE version = "
            "(SELECT MAX(version) FROM records AS every WHERE every.record = newest.record) ORDER BY rowid").fetchall()

    def turn(self, row=None, of="1 = 1"):
        """Turns a bit of one row, or of all of some kind; the same again turns it back."""
        rows = self.database.execute(f"SELECT rowid, sealed FROM records WHERE {of if row is None else f'rowid = {row}'}")
        changed = 0
        self.database.execute("BEGIN IMMEDIATE")
        for each, sealed in rows.fetchall():
            sealed = bytearray(sealed)
            sealed[len(sealed) // 2] ^= 1
            changed += self.database.execute(
                "UPDATE records SET sealed = ? WHERE rowid = ?", (bytes(sealed), each)).rowcount
        self.database.execute("COMMIT")
        assert changed >= 1
        return changed

    def stop(self):
        self.database.close()
        self.demonstration.stop()


@pytest.fixture(scope="module")
def turned(tmp_path_factory):
    made = Turned(tmp_path_factory.mktemp("turned"))
    yield made
    made.stop()


def test_each_record_that_can_not_be_read_is_said_where_it_would_be_shown(turned, record_property):
    said, silent, whole, told = Counter(), [], {}, {}

    def shows(visitor, address):
        """Whether there is a page for them. It lacks nothing yet."""
        if (visitor, address) not in whole:
            answer = visitor.ask("GET", address)
            assert answer.status in (200, 404), (address, answer.status)
            assert not SAID.search(answer.body), address
            whole[visitor, address] = answer.status == 200
        return whole[visitor, address]

    def look(visitor, address, row):
        """What they are told when the row can't be read; nothing where they don't hold its item."""
        turned.turn(row)
        answer = visitor.ask("GET", address)
        turned.turn(row)
        if answer.status == 200 and SAID.search(answer.body):
            return "said"
        return "refused" if answer.status in (404, 503) else None

    for row, record, file, item in turned.records():
        if item in LATER:
            continue
        outcome, seen = None, None
        # First whoever was told of the item's last.
        for visitor in sorted(turned.everybody, key=lambda each: each is not told.get(item)):
            for address in addresses(item, file, record):
                if not outcome and shows(visitor, address):
                    outcome, seen = look(visitor, address, row), address
                    told[item] = visitor if outcome else told.get(item)
        said[item, outcome] += 1
        # Of somebody who has left it is shown nowhere whether they had read the policy.
        if seen and not outcome and not (item == ACKNOWLEDGEMENTS and said[item, None] == 1):
            silent.append(f"item {item} of {file.hex()}: {seen}")
    for (item, outcome), count in sorted(said.items(), key=str):
        record_property(f"item {item}", f"{count} {outcome or 'shown on no page'}")
    assert sorted(silent) == [], "\n".join(sorted(silent))
    # Of each item some are said: the pages that are looked at are the right ones.
    assert {item for (item, outcome) in said if outcome} >= {
        IDENTITY, CONTACT, CASEWORK, COUNSELLING, CONSENT, DISCLOSURE, LOG, ROSTER, PURPOSES, ORGANISATION}


def test_a_share_lets_go_of_nothing_more_when_a_consent_or_a_purpose_can_not_be_read(turned, record_property):
    """What the form answers is compared, for each consent and purpose: what leaves then left before."""
    worker = turned.people["caseworker"]
    files = re.findall(r'href="/file/([0-9a-f]{32})"', worker.get("/my-clients")[1])
    purposes = re.findall(r'<option value="([0-9a-f]{32})"', worker.get(f"/file/{files[0]}/share")[1])

    def released(file, purpose):
        form = scenes.asked({"contact": "1 Any Street"}, purpose=purpose, recipient="healthProfessional")
        answer = worker.fill(f"/file/{file}/share", *form, ("step", "decision"))
        assert answer.status in (200, 422, 503), text(answer.body)
        return "This may go" in text(answer.body)

    looked = went = more = 0
    for row, record, file, item in turned.records():
        if item not in (CONSENT, PURPOSES) or item == CONSENT and file.hex() not in files:
            continue
        of = [file.hex()] if item == CONSENT else files[:3]
        asked = [(each, purpose) for each in of for purpose in purposes[:2] + [record.hex()] * (item == PURPOSES)]
        before = [released(*each) for each in asked]
        turned.turn(row)
        after = [released(*each) for each in asked]
        turned.turn(row)
        looked += 1
        went += sum(before)
        more += sum(late and not early for early, late in zip(before, after))
    record_property("consents and purposes", f"{looked} turned; {went} shares went before, {more} only after")
    assert looked > 5 and went > 5 and more == 0


def test_the_log_names_the_row_whose_bit_was_turned(turned, record_property):
    run("ledger", "verify", "--data", turned.data)
    newest = turned.records()
    looked = newest[::max(1, len(newest) // 12)]
    for row, _, _, _ in looked:
        (entry,) = turned.database.execute("SELECT entry FROM records WHERE rowid = ?", (row,)).fetchone()
        turned.turn(row)
        assert f"a row of ‘record’ is not as entry {entry} left it" in run("ledger", "verify", "--data", turned.data, status=1)
        turned.turn(row)
    record_property("named by ledger verify", f"{len(looked)} of {len(looked)}")


def test_with_every_record_turned_nothing_ends_and_an_export_counts_each(turned, tmp_path, record_property):
    guardian = turned.demonstration.people()["guardian"]
    typed = f"{guardian['passphrase']}\n\nTo see what is lost\n"
    arguments = ("export", "--data", turned.data, "--sign-in", guardian["signInName"])
    run(*arguments, tmp_path / "before", text=typed, AMANAH_SIGN_IN_SECOND_FACTOR="offered")
    before = json.loads((tmp_path / "before/manifest.json").read_text())
    assert before["unreadable"] == 0
    kept = set()
    for part in (tmp_path / "before/files").iterdir():
        file = json.loads(part.read_text())
        kept |= {each["record"] for records in file["records"].values() for each in records}
    turned.turn()
    run("ledger", "verify", "--data", turned.data, status=1)
    # Nobody has acknowledged the policy now, so nobody exports.
    run(*arguments, tmp_path / "refused", text=typed, status=1, AMANAH_SIGN_IN_SECOND_FACTOR="offered")
    for visitor in turned.everybody:
        for address in ("/", "/my-clients", "/staff", "/purposes", "/log", "/decisions", "/find", "/escrow", "/restrictions"):
            assert visitor.ask("GET", address).status in (200, 404, 503), address
    turned.turn()
    of_files = f"file <> x'{HOUSE.hex()}'"
    count = turned.turn(of=of_files)
    run(*arguments, tmp_path / "after", text=typed, AMANAH_SIGN_IN_SECOND_FACTOR="offered")
    after = json.loads((tmp_path / "after/manifest.json").read_text())
    record_property("all turned", f"{count} rows; of {len(kept)} records that were exported {after['unreadable']} counted as unreadable")
    assert after["unreadable"] >= len(kept) > 100
    turned.turn(of=of_files)
    run("ledger", "verify", "--data", turned.data)
