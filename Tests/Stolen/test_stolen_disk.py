"""The stolen disk: what was typed, anywhere, is readable nowhere.

Everybody in a demonstration writes a marker into every field of every form; then all that the program left on the disk,
printed, or put into an address, a title or a header is searched for every marker, in every spelling.
"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import urllib.parse

import pytest

from acts import play
from charity import ROOT, run
from needles import Searcher, spellings
from stage import ADDRESS, ARABIC, CHOSEN, STEM, Stage, routes, without_own
from test_columns import WORDS, columns


# What is posted and stored nowhere, with the reason.
KEEPS_NOTHING = {
    "share": "a first step: shows what the procedure says of it",
    "firstContact": "a first step: the form for that name",
    "organisation": "a first step: the form for that name",
    "logCheck": "recomputes the log",
    "adoptPolicy": "a day, once for each policy: the demonstration's trustees have adopted theirs",
    "callerFound": "choices alone, where ringing back answered what was not known; nobody types a word",
    "completeReferral": "a yes or a no, where what was approved lacks one; nobody types a word",
    "sheets": "draws a new set, which counts when it is handed over (sheetsDone)",
}
# A first step carries what was typed to the form that does it, and there it is kept.
NEXT_STEP = {
    "/file/:id/share": "/file/:id/share/done", "/first-contact": "/first-contact/make",
    "/organisation": "/organisation/make",
}
# Fields whose words are never kept, wherever they were sent with a marker, with the reason.
NEVER_KEPT = {
    "/sign-in signInName": "compared with a hash",
    "/sign-in passphrase": "opens a key",
    "/sign-in code": "compared with what is due",
    "/enrol code": "opens an invitation",
    "/my-sign-in/passphrase code": "compared with what is due",
    "/my-sign-in/second-step code": "compared with what is due",
    "/my-sign-in/second-step passphrase": "opens a key",
    "/my-sign-in/recovery-codes code": "compared with what is due",
    "/my-sign-in/recovery-codes passphrase": "opens a key",
    "/recover first": "opens a key", "/recover second": "opens a key",
    "/try-recovery-sheets first": "opens a key", "/try-recovery-sheets second": "opens a key",
    "/file/:id/contact phone": "words are refused; a number that was typed in their place is kept",
    "/file/:id/erase reference": "compared with the file's",
}
# Refusals that show what stands to somebody who may read it, with the reason.
SHOWS_WHAT_STANDS = {
    "POST /file/:id/disclosure/:id/rule 409": "somebody ruled meanwhile: what they ruled, to who may rule on it",
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stolen")
    made = Stage(folder)
    try:
        play(made)
        keep(made)
        yield made
    finally:
        made.stop()


def keep(stage):
    """A backup, both copies of the halves, an export, and what the kernel shows of the process; the server runs."""
    # As the disk has it while people work: what follows moves its rows into the database.
    shutil.copy(stage.folder / "amanah.sqlite-wal", stage.root / "day.sqlite-wal")
    places = [stage.root / name for name in ("first", "second", "backups")]
    for place in places:
        place.mkdir(mode=0o700)
    file = stage.folder / "amanah.json"
    settings = json.loads(file.read_text())
    settings["halves"] = {"first-copy": str(places[0]), "second-copy": str(places[1])}
    file.write_text(json.dumps(settings))
    run("backup", "--data", stage.folder, places[2])
    run("ledger", "export", "--data", stage.folder, stage.root / "export")
    (stage.root / "proof").write_text(run("ledger", "prove", "--open", "--data", stage.folder, "5"))
    (stage.root / "doctor").write_text(run_any("doctor", "--data", stage.folder))
    seen = stage.root / "kernel"
    seen.mkdir()
    process = pathlib.Path(f"/proc/{stage.process.pid}")
    for name in ("cmdline", "environ", "status", "limits"):
        (seen / name).write_bytes((process / name).read_bytes())
    for descriptor in (process / "fd").iterdir():
        # A temporary file that has no name any more would stand here alone.
        if descriptor.exists() and stat.S_ISREG(descriptor.stat().st_mode):
            (seen / f"open-{descriptor.name}").write_bytes(descriptor.read_bytes())
    (seen / "heard").write_text("\n".join(stage.said))


def run_any(*arguments):
    try:
        return run(*arguments)
    except AssertionError as failed:
        return str(failed)


@pytest.fixture(scope="module")
def searcher(stage):
    stems = [word for stem in (STEM, ADDRESS) for word in (stem, stem.upper(), stem.capitalize())]
    secrets = [secret for secret in stage.secrets if len(secret.replace(" ", "")) >= 12]
    # A cookie is 64 hexadecimal digits; the server has neither those nor their bytes.
    return Searcher([*stems, ARABIC], secrets + [stage.sign_ins["signIns"][0]["passphrase"]])


def test_every_address_that_writes_has_kept_something(stage, record_property):
    table = [f"{name:22} {address:44} {stage.sent[name]:4} sent {stage.kept[name]:4} kept"
             for name, address in sorted(routes().items())]
    report = ROOT / ".build/test-results/stolen.txt"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("\n".join(table) + "\n")
    for line in table:
        record_property("sent", line)
    record_property("markers", f"{len(stage.mark.made)} in {len(set(map(str, stage.mark.made.values())))} fields")
    assert {name for name in routes() if not stage.kept[name]} == set(KEEPS_NOTHING)


def test_every_field_of_every_form_was_filled_and_kept(stage, record_property):
    """Words with a marker in them, where a field takes words; a choice, where it takes one."""
    kept = {(address, field) for address, field, _ in stage.kept_fields}
    marked = {(address, field) for address, field, has_words in stage.kept_fields if has_words}
    missing = {
        f"{address} {field}" for (address, field), kind in stage.fields.items()
        for goes in [NEXT_STEP.get(address, address)]
        if (goes, field) not in (kept if kind in CHOSEN else marked)
    }
    record_property("fields", f"{len(stage.fields)} in forms, {len(stage.fields) - len(missing)} kept")
    assert missing - set(NEVER_KEPT) == set() and set(NEVER_KEPT) - missing == set()


def test_no_refusal_tells_what_others_typed(stage, searcher, record_property):
    """Whatever the answer, but for what its own form brought: that is given back to the person who typed it."""
    hits = [
        hit for page, (status, asked) in stage.refused.items() if asked not in SHOWS_WHAT_STANDS
        for hit in searcher.found(page.encode(), asked)]
    seen = sorted({status for status, _ in stage.refused.values()})
    record_property("refusals", f"{len(stage.refused)} pages, statuses {seen}")
    assert hits == []
    assert {400, 401, 403, 404, 409, 413, 429, 503} <= set(seen)


def test_nothing_that_was_typed_is_readable_on_the_disk(stage, searcher, record_property):
    # What the demonstration tells its visitor is not the charity's: the sign-ins, in its own marker file and its output.
    passphrase = stage.sign_ins["signIns"][0]["passphrase"]
    told = {stage.folder / "demo.json", stage.log, stage.root / "apart/sign-ins.json"}
    hits, searched = searcher.found_in(stage.root)
    hits = [hit for hit in hits if not (hit[1] == passphrase and (pathlib.Path(hit[0]) in told or "kernel/open-" in hit[0]))]
    record_property("searched", f"{searched / 1e6:.1f} MB for {len(searcher.needles)} spellings")
    assert hits == []
    for name in ("demo/amanah.sqlite", "demo/halves/halves.sqlite", "demo.log", "kernel/environ", "day.sqlite-wal"):
        assert (stage.root / name).stat().st_size > 0, name
    assert any((stage.root / "first").iterdir()) and any((stage.root / "export").iterdir())
    assert " debug " in stage.log.read_text() or " info " in stage.log.read_text()


def test_no_name_of_the_demonstration_is_readable_either(stage):
    """Those of its clients, as My clients shows them."""
    assert len(stage.names) > 5
    told = {stage.folder / "demo.json", stage.log, stage.root / "apart/sign-ins.json"}
    hits, _ = Searcher(sorted(stage.names)).found_in(stage.root, but=told)
    assert [hit for hit in hits if "kernel/open-" not in hit[0]] == []


def test_no_address_title_or_header_names_anything(stage, searcher):
    hits = [hit for said, where in stage.said.items() for hit in searcher.found(said.encode(), f"{where}: {said}")]
    assert hits == []
    assert len(stage.said) > 300


def test_what_is_planted_is_found_in_every_spelling(stage, searcher, tmp_path):
    marker = f"{STEM}7 {ARABIC}7"
    copy = tmp_path / "disk"
    shutil.copytree(stage.folder, copy)
    (copy / "serve.log").write_text(f"2026-11-22T10:00:00 info amanah: {marker}\n")
    (copy / "work.tmp").write_bytes(b"\0" * 70_000 + marker.encode("utf-16-le"))
    with sqlite3.connect(copy / "amanah.sqlite") as database:
        database.execute("UPDATE checkpoints SET day = day || ? WHERE size = (SELECT MIN(size) FROM checkpoints)", [marker])
    database.close()
    hits, _ = searcher.found_in(copy)
    places = {pathlib.Path(where).name for where, _, _ in hits}
    assert {"serve.log", "work.tmp"} <= places and places & {"amanah.sqlite", "amanah.sqlite-wal"}
    # As a part of something longer, at any place in it.
    for word in (STEM, ARABIC):
        for before in range(4):
            for name, spelt in spellings("x" * before + word + "yz").items():
                assert searcher.found(spelt, name), (word, before, name)


def test_what_others_typed_would_be_found_in_a_refusal_beside_ones_own(searcher):
    own = urllib.parse.urlencode({"words": f"{STEM}77 {ARABIC}77"})
    assert searcher.found(without_own(f"<p>{STEM}77 {ARABIC}77</p>", own).encode(), "own") == []
    for others in (f"{STEM}7", f"{STEM}777", f"{ARABIC}7", ADDRESS):
        assert searcher.found(without_own(f"<p>{STEM}77 {others}</p>", own).encode(), others), others


def test_columns_hold_the_kind_of_value_that_they_are_said_to_and_no_words(stage):
    """SQLite lets any column hold text: each value of each column is asked what it is."""
    counted = 0
    for path in ("amanah.sqlite", "halves/halves.sqlite"):
        with sqlite3.connect(f"file:{stage.folder}/{path}?mode=ro", uri=True) as database:
            for (table, column), kind in columns(database).items():
                found = dict(database.execute(f"SELECT TYPEOF({column}), COUNT(*) FROM {table} GROUP BY 1"))
                counted += sum(found.values())
                assert set(found) <= {kind.lower(), "null"}, (table, column, found)
                if kind == "TEXT":
                    values = [value for (value,) in database.execute(f"SELECT DISTINCT {column} FROM {table}")]
                    assert all(re.fullmatch(WORDS[table, column], value) for value in values), (table, column, values)
        database.close()
    assert counted > 20_000


def test_all_that_is_left_is_its_owners_alone(stage):
    for place in ("demo", "first", "second", "backups", "export"):
        for path in (stage.root / place, *(stage.root / place).rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.name == "amanah.json", path
    assert os.listdir(stage.cwd) == [] and os.listdir(stage.temporary) == []
