"""Getting it all back: backups, the two copies of the halves, restores and trials, and what each of them refuses."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import tarfile
import threading
import time

import pytest

from charity import PROGRAM, Charity, PASSPHRASE, Staffed, environment, run, text

WORDS = "Rent arrears letter, spoken of on Monday."


class Kept:
    """A charity with two clients, a backup of it, and the places around it."""

    def __init__(self, folder):
        self.folder = folder
        self.charity = Staffed(folder)
        self.copies = [folder / "first", folder / "second"]
        self.out = folder / "backups"
        for place in (*self.copies, self.out):
            place.mkdir(mode=0o700)
        self.data = self.charity.folder
        self.set(self.copies)
        self.key = folder / "log.key"
        shutil.copy(self.data / "log.key", self.key)
        self.gone = self.charity.meet("Amina Begum")
        self.stays = self.charity.meet("Bilal Khan")
        for file in (self.gone, self.stays):
            assert self.charity.visitors["Karim Hassan"].post(f"{file}/note", note=WORDS)[0] == 200
        self.backup = self.make()
        self.yesterday = [shutil.copy(copy, folder / f"yesterday-{copy.parent.name}") for copy in self.halves()]

    def set(self, copies):
        settings = json.loads((self.data / "amanah.json").read_text())
        settings["halves"] = {"first-copy": str(copies[0]), "second-copy": str(copies[1])}
        (self.data / "amanah.json").write_text(json.dumps(settings))

    def make(self):
        before = set(self.out.glob("*.backup"))
        while set(self.out.glob("*.backup")) == before:
            run("backup", "--data", self.data, self.out)
        (made,) = set(self.out.glob("*.backup")) - before
        return made

    def halves(self):
        return [next(copy.glob("*.halves")) for copy in self.copies]

    def restore(self, backup, into, *more, halves=None, key=None, status=0):
        return run(
            "restore", backup, "--halves", halves or self.halves()[0], "--into", into, "--log-key", key or self.key, *more,
            status=status)

    def entries(self, folder=None):
        with sqlite3.connect(f"file:{folder or self.data}/amanah.sqlite?mode=ro", uri=True) as database:
            return [kind for (kind,) in database.execute("SELECT kind FROM entries ORDER BY position")]


class Restored(Charity):
    """A restored folder, served."""

    def __init__(self, folder):
        self.folder, self.settings, self.log = folder, {}, folder.parent / f"{folder.name}.log"
        self.start()

    def signed_in(self, name):
        visitor = self.visitor()
        status, page = visitor.post("/sign-in", signInName=name, passphrase=PASSPHRASE)
        assert status == 200 and visitor.cookie, text(page)
        return visitor


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    made = Kept(tmp_path_factory.mktemp("kept"))
    yield made
    made.charity.stop()


def test_a_backup_is_closed_to_others_and_holds_neither_halves_nor_keys(kept):
    for path in (kept.backup, *kept.halves()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with tarfile.open(kept.backup) as archive:
        assert archive.getnames() == ["manifest", "checkpoint", "amanah.sqlite", "amanah.json"]
    backup = kept.backup.read_bytes()
    assert bytes.fromhex(kept.key.read_text().split()[1]) not in backup
    public = bytes.fromhex(re.search(r"^charity \d+ ([0-9a-f]{64})$", (kept.data / "log.head").read_text(), re.M).group(1))
    with sqlite3.connect(f"file:{kept.data}/halves/halves.sqlite?mode=ro", uri=True) as halves:
        secrets = [value for (value,) in halves.execute("SELECT half FROM half UNION ALL SELECT value FROM named")]
    # Three halves, the pepper, and the charity's public key, which is no secret.
    assert len(secrets) == 5
    secrets = [secret for secret in secrets if secret != public]
    assert len(secrets) == 4
    for secret in secrets:
        assert secret not in backup and secret.hex().encode() not in backup
    for word in ("Amina", "Begum", "arrears"):
        assert word.encode() not in backup
    assert "holds: 3 files" in run("verify", "--data", kept.data, kept.backup)


def test_what_is_restored_opens_for_those_who_could_open_it(kept, tmp_path):
    said = kept.restore(kept.backup, tmp_path / "again")
    assert "3 files" in said and "compared with no checkpoint" in said
    for path in [tmp_path / "again", *(tmp_path / "again").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    run("ledger", "verify", "--data", tmp_path / "again")
    assert kept.entries(tmp_path / "again")[-1] == 90
    served = Restored(tmp_path / "again")
    try:
        karim = served.signed_in("karim")
        for file, name in ((kept.gone, "Amina Begum"), (kept.stays, "Bilal Khan")):
            page = text(karim.get(file)[1])
            assert name in page and WORDS in page
    finally:
        served.stop()


def test_an_erased_client_stays_erased_after_restoring_an_older_backup(kept, tmp_path):
    """A guardian erases on the page; last week's backup, this week's halves."""
    lost, places = tmp_path / "disk", [tmp_path / "one", tmp_path / "two"]
    shutil.copytree(kept.data, lost)
    settings = json.loads((lost / "amanah.json").read_text())
    settings["halves"] = {"first-copy": str(places[0]), "second-copy": str(places[1])}
    (lost / "amanah.json").write_text(json.dumps(settings))
    # Yesterday's copies, where the new ones go.
    for place, old in zip(places, kept.yesterday):
        place.mkdir(mode=0o700)
        shutil.copy(old, place / kept.halves()[0].name)
    today = places[0] / kept.halves()[0].name
    file = kept.gone.removeprefix("/file/")
    served = Restored(lost)
    try:
        gwen = served.signed_in("gwen")
        reference = re.search(r"File ([0-9A-Z]{4}-[0-9A-Z]{4})", text(gwen.get(kept.gone)[1])).group(1)
        asked = {"why": "They asked for it.", "reference": reference}
        # The passphrase comes first.
        assert gwen.post(f"{kept.gone}/erase", **asked)[0] == 409
        assert gwen.post("/confirm", passphrase=PASSPHRASE)[0] == 200
        erased = gwen.fill(f"{kept.gone}/erase", *asked.items())
        assert erased.address == f"/erased?file={file}&copies=renewed" and "Both copies of the halves are new" in text(erased.body)
        for name in ("karim", "gwen", "musa"):
            assert served.signed_in(name).get(kept.gone)[0] == 404
    finally:
        served.stop()
    for copy in places:
        lines = subprocess.run(
            ["tar", "-xOf", copy / today.name, "halves"], capture_output=True, text=True, check=True).stdout.splitlines()
        assert f"destroyed {file}" in lines and not any(line.startswith(f"half {file}") for line in lines)
    run("ledger", "verify", "--data", lost)
    # Today's backup has no row of it; neither does last week's once it is restored with today's halves.
    run("backup", "--data", lost, tmp_path)
    (newer,) = tmp_path.glob("*.backup")
    assert "2 files" in kept.restore(newer, tmp_path / "newer", halves=today)
    said = kept.restore(kept.backup, tmp_path / "again", halves=today)
    assert "2 files" in said and "1 files were erased again" in said
    assert kept.entries(tmp_path / "again")[-2:] == [22, 90]
    for folder in ("newer", "again"):
        run("ledger", "verify", "--data", tmp_path / folder)
        run("verify", "--data", tmp_path / folder)
        with sqlite3.connect(f"file:{tmp_path / folder}/amanah.sqlite?mode=ro", uri=True) as database:
            for table in ("files", "grants", "records", "item_epochs"):
                (count,) = database.execute(f"SELECT COUNT(*) FROM {table} WHERE file = ?", [bytes.fromhex(file)]).fetchone()
                assert count == 0, table
    served = Restored(tmp_path / "again")
    try:
        for name in ("karim", "gwen", "musa"):
            visitor = served.signed_in(name)
            assert visitor.get(kept.gone)[0] == 404
        karim = served.signed_in("karim")
        assert WORDS in text(karim.get(kept.stays)[1])
        found = served.signed_in("rita").post("/find", query="Amina Begum")[1]
        assert file not in found
    finally:
        served.stop()
    # With a copy of the halves from before the erasure it would open: such a copy is what must not be kept.
    assert "3 files" in kept.restore(kept.backup, tmp_path / "before", halves=kept.yesterday[0])
    served = Restored(tmp_path / "before")
    try:
        assert WORDS in text(served.signed_in("karim").get(kept.gone)[1])
    finally:
        served.stop()


def test_a_half_that_is_missing_is_not_taken_for_an_erasure(kept, tmp_path):
    lost = tmp_path / "disk"
    shutil.copytree(kept.data, lost)
    with sqlite3.connect(lost / "halves/halves.sqlite") as halves:
        halves.execute("DELETE FROM half WHERE file = ?", [bytes.fromhex(kept.gone.removeprefix("/file/"))])
    assert "1 files have no half" in run("verify", "--data", lost, status=1)
    # Nor is there a backup: both copies would lack it.
    said = run("backup", "--data", lost, tmp_path, status=1)
    assert "lacks the half of 1 files" in said
    assert not list(tmp_path.glob("*.backup"))
    run("backup", "--data", kept.data, "--halves-only")


def test_a_code_that_waits_in_a_backup_opens_nothing_after_a_restore(kept, tmp_path):
    kept.charity.visitors["Gwen Parry"].confirm()
    status, _ = kept.charity.visitors["Gwen Parry"].post("/staff/invite", name="Nadia Newcomer", role="receptionist")
    assert status == 200
    said = kept.restore(kept.make(), tmp_path / "new")
    assert "1 codes for enrolling were waiting, and are void" in said
    with sqlite3.connect(tmp_path / "new" / "amanah.sqlite") as database:
        assert database.execute("SELECT COUNT(*) FROM enrolments").fetchone() == (0,)


def test_a_backup_is_verified_where_there_is_no_data_folder(kept, tmp_path):
    nowhere = tmp_path / "nowhere"
    public = run("ledger", "key", "--data", kept.data).split()[0]
    for key in (kept.key, public):
        assert "holds: 3 files" in run("verify", kept.backup, "--log-key", key, "--data", nowhere)
    run("verify", kept.backup, "--log-key", "amanah/other+00000000+AAAA", "--data", nowhere, status=1)


def test_an_export_needs_the_passphrase_a_reason_and_an_empty_folder(kept, tmp_path):
    out, there = tmp_path / "export", tmp_path / "there"
    (there / "x").mkdir(parents=True)
    file = kept.gone.removeprefix("/file/")
    args = ("export", "--data", kept.data, "--sign-in", "karim", "--file", file)
    typed = f"{PASSPHRASE}\n\nFor her solicitor\n"
    run(*args, there, text=typed, status=1)
    run(*args, out, text="not this one at all\n\nFor her solicitor\n", status=1)
    assert "Say why" in run(*args, out, text=f"{PASSPHRASE}\n\n\n", status=1)
    assert "Only a data guardian" in run(*args[:-2], out, text=typed, status=1)
    assert not out.exists()
    run(*args, out, text=typed)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"] == 1 and manifest["unreadable"] == 0
    for part in manifest["parts"]:
        made = (out / part["name"]).read_bytes()
        assert len(made) == part["bytes"] and hashlib.sha256(made).hexdigest() == part["sha256"]
    assert WORDS in (out / "files" / f"{file}.json").read_text()
    assert manifest["scope"] == "file" and all(each["why"] for each in manifest["leftOut"])
    assert kept.entries().count(93) == 0 and kept.entries().count(94) == 1


def test_a_restore_goes_into_an_empty_folder_only(kept, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("mine")
    assert "is not empty" in kept.restore(kept.backup, tmp_path / "full", status=1)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    (tmp_path / "empty").mkdir()
    kept.restore(kept.backup, tmp_path / "empty")
    assert "is not empty" in kept.restore(kept.backup, tmp_path / "empty", status=1)
    assert "is not empty" in kept.restore(kept.backup, kept.data, status=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full"]


def damaged(kept, path, content, status=1):
    path.write_bytes(content)
    done = subprocess.run(
        [PROGRAM, "restore", path, "--halves", kept.halves()[0], "--into", path.parent / "into", "--log-key", kept.key],
        capture_output=True, text=True, timeout=60, env=environment())
    assert done.returncode == status, done.stdout + done.stderr
    assert sorted(place.name for place in path.parent.iterdir()) == [path.name]
    return done.stderr


def test_a_backup_cut_short_anywhere_is_refused(kept, tmp_path):
    whole = kept.backup.read_bytes()
    draw = random.Random(4)
    lengths = [0, 1, 511, 512, 700, 1024, 1536, 2048, len(whole) - 1, len(whole) - 512, len(whole) - 1024]
    for length in lengths + [draw.randrange(len(whole)) for _ in range(12)]:
        assert "cut short" in damaged(kept, tmp_path / "b", whole[:length]) or length < 1100, length
    assert "altered" in damaged(kept, tmp_path / "b", whole + b"\0")


def test_a_backup_altered_anywhere_is_refused(kept, tmp_path):
    whole = kept.backup.read_bytes()
    draw = random.Random(5)
    with tarfile.open(kept.backup) as archive:
        regions = [(member.offset, member.offset_data) for member in archive.getmembers()]
        regions += [(member.offset_data, member.offset_data + member.size) for member in archive.getmembers()]
        regions += [(member.offset_data + member.size, -(-(member.offset_data + member.size) // 512) * 512)
                    for member in archive.getmembers()]
    regions += [(len(whole) - 1024, len(whole))]
    places = [draw.randrange(*region) for region in regions if region[0] < region[1] for _ in range(3)]
    for place in places:
        bad = bytearray(whole)
        bad[place] ^= 1 << draw.randrange(8)
        said = damaged(kept, tmp_path / "b", bytes(bad))
        assert "altered" in said or "not such a file" in said or "another charity" in said or "newer version" in said, place


def test_a_backup_of_another_charity_is_refused(kept, tmp_path):
    other = tmp_path / "other"
    run("init", "--data", other, "--organisation-name", "Another", "--guardian", "Somebody")
    said = kept.restore(kept.backup, tmp_path / "into", key=other / "log.key", status=1)
    assert "belongs to another charity" in said
    assert not (tmp_path / "into").exists()


def test_a_key_of_the_same_name_that_is_not_the_log_s_is_refused(kept, tmp_path):
    origin, seed = kept.key.read_text().split()
    (tmp_path / "key").write_text(f"{origin}\n{seed[::-1]}\n")
    assert "another log key" in kept.restore(kept.backup, tmp_path / "into", key=tmp_path / "key", status=1)


def test_without_any_copy_of_log_key_the_log_goes_on_under_a_new_one(kept, tmp_path):
    run("restore", kept.backup, "--halves", kept.halves()[0], "--into", tmp_path / "a", status=64)
    note = checkpoint(kept.backup, tmp_path / "note")
    said = run(
        "restore", kept.backup, "--halves", kept.halves()[0], "--into", tmp_path / "a", "--lost-log-key",
        "--checkpoint", note)
    assert "The log has a new key" in said
    assert (tmp_path / "a/log.key").read_text().split()[0] == kept.key.read_text().split()[0]
    assert (tmp_path / "a/log.key").read_text() != kept.key.read_text()
    run("verify", "--data", tmp_path / "a")
    with sqlite3.connect(f"file:{tmp_path}/a/amanah.sqlite?mode=ro", uri=True) as database:
        (evidence,) = database.execute("SELECT evidence FROM entries ORDER BY position DESC").fetchone()
    assert len(evidence) % 53 == 0 and evidence[0] == 90 and evidence[53] == 91
    bad = bytearray(kept.backup.read_bytes())
    bad[len(bad) // 2] ^= 1
    (tmp_path / "bad").write_bytes(bad)
    assert "altered" in run(
        "restore", tmp_path / "bad", "--halves", kept.halves()[0], "--into", tmp_path / "b", "--lost-log-key", status=1)


def test_the_halves_and_a_backup_are_not_taken_for_each_other(kept, tmp_path):
    said = kept.restore(kept.halves()[0], tmp_path / "into", status=1)
    assert "not such a file" in said
    said = kept.restore(kept.backup, tmp_path / "into", halves=kept.backup, status=1)
    assert "not such a file" in said


def checkpoint(backup, path):
    with tarfile.open(backup) as archive:
        path.write_bytes(archive.extractfile("checkpoint").read())
    return path


def test_a_checkpoint_that_somebody_kept_is_compared(kept, tmp_path):
    kept.charity.leave_message("Amina Begum")
    newer = kept.make()
    older_note = checkpoint(kept.backup, tmp_path / "older")
    newer_note = checkpoint(newer, tmp_path / "newer")
    # The newer backup extends the older checkpoint.
    said = kept.restore(newer, tmp_path / "a", "--checkpoint", older_note)
    assert "compared with no checkpoint" not in said
    # The older backup does not reach the newer one; only said plainly is it restored all the same.
    said = kept.restore(kept.backup, tmp_path / "b", "--checkpoint", newer_note, status=1)
    assert "older than your checkpoint" in said and not (tmp_path / "b").exists()
    kept.restore(kept.backup, tmp_path / "b", "--checkpoint", newer_note, "--accept-loss")
    size = int(newer_note.read_text().splitlines()[1])
    with sqlite3.connect(f"file:{tmp_path}/b/amanah.sqlite?mode=ro", uri=True) as database:
        kind, evidence = database.execute("SELECT kind, evidence FROM entries ORDER BY position DESC").fetchone()
    assert kind == 90
    # Table 90, the house, the size of the log that is left behind.
    assert evidence[0] == 90 and int.from_bytes(evidence[17:21]) >= size
    # A damaged checkpoint is no checkpoint.
    (tmp_path / "bad").write_text(older_note.read_text().split("\n", 1)[1])
    assert "bad is damaged" in kept.restore(newer, tmp_path / "c", "--checkpoint", tmp_path / "bad", status=1)


def test_a_log_that_went_another_way_is_refused(kept, tmp_path):
    """After a restore the log goes on; a checkpoint of what it left behind does not agree with what it became."""
    kept.charity.leave_message("Bilal Khan")
    left = checkpoint(kept.make(), tmp_path / "left")
    kept.restore(kept.backup, tmp_path / "fork")
    size = int(left.read_text().splitlines()[1])
    copies = [tmp_path / "one", tmp_path / "two"]
    for place in copies:
        place.mkdir(mode=0o700)
    settings = json.loads((tmp_path / "fork/amanah.json").read_text())
    settings["halves"] = {"first-copy": str(copies[0]), "second-copy": str(copies[1])}
    (tmp_path / "fork/amanah.json").write_text(json.dumps(settings))
    while len(kept.entries(tmp_path / "fork")) <= size:
        run("backup", "--data", tmp_path / "fork", tmp_path)
        time.sleep(1)
    run("backup", "--data", tmp_path / "fork", tmp_path)
    newest = max(tmp_path.glob("*.backup"))
    said = kept.restore(
        newest, tmp_path / "again", "--checkpoint", left, halves=next(copies[0].glob("*.halves")), status=1)
    assert "not the one of your checkpoint" in said


def test_a_copy_of_the_halves_from_before_the_backup_is_refused(kept, tmp_path):
    stale = shutil.copy(kept.halves()[1], tmp_path / "stale")
    kept.charity.meet("Chloe Marsh")
    newer = kept.make()
    assert "copy of the halves is older than the backup" in kept.restore(newer, tmp_path / "a", halves=stale, status=1)
    assert not (tmp_path / "a").exists() and not (tmp_path / "a.restoring").exists()
    kept.restore(newer, tmp_path / "a", halves=kept.halves()[0])
    kept.restore(newer, tmp_path / "b", halves=kept.halves()[1])


def test_an_altered_copy_of_the_halves_is_refused(kept, tmp_path):
    whole = kept.halves()[0].read_bytes()
    draw = random.Random(6)
    for place in [draw.randrange(len(whole)) for _ in range(12)]:
        bad = bytearray(whole)
        bad[place] ^= 1
        (tmp_path / "bad").write_bytes(bad)
        kept.restore(kept.backup, tmp_path / "into", halves=tmp_path / "bad", status=1)
    (tmp_path / "bad").write_bytes(whole[:-700])
    assert "cut short" in kept.restore(kept.backup, tmp_path / "into", halves=tmp_path / "bad", status=1)


def test_only_the_newest_copy_of_the_halves_is_left(kept):
    run("backup", "--data", kept.data, "--halves-only")
    run("backup", "--data", kept.data, "--halves-only")
    for place in kept.copies:
        assert len(list(place.iterdir())) == 1


@pytest.mark.parametrize("second", ["first", "data", "nowhere", ""])
def test_a_backup_fails_without_two_places_for_the_halves(kept, tmp_path, second):
    kept.set([kept.copies[0], {"": ""}.get(second, kept.folder / second)])
    try:
        run("backup", "--data", kept.data, tmp_path, status=1)
        assert not list(tmp_path.iterdir())
    finally:
        kept.set(kept.copies)


def test_another_charity_s_copy_is_not_overwritten(kept, tmp_path):
    other, places = tmp_path / "other", [tmp_path / "one", tmp_path / "two"]
    run("init", "--data", other, "--organisation-name", "Another", "--guardian", "Somebody")
    for place in places:
        place.mkdir(mode=0o700)
    done = subprocess.run(
        [PROGRAM, "backup", "--data", other, "--halves-only"], capture_output=True, text=True, timeout=60,
        env=environment(AMANAH_HALVES_FIRST_COPY=str(places[0]), AMANAH_HALVES_SECOND_COPY=str(places[1])))
    assert done.returncode == 0, done.stderr
    # The two share a place, and the names end alike.
    theirs, ours = next(places[0].glob("*.halves")).read_bytes(), kept.halves()[0]
    ours.write_bytes(theirs)
    try:
        assert "copy of another charity" in run("backup", "--data", kept.data, tmp_path, status=1)
        assert ours.read_bytes() == theirs
        assert not list(tmp_path.glob("*.backup"))
    finally:
        ours.unlink()
        run("backup", "--data", kept.data, "--halves-only")


def test_a_trial_changes_nothing_but_its_entry(kept, tmp_path):
    backup = kept.make()
    before = {path: path.read_bytes() for path in (backup, *kept.halves())}
    entries = kept.entries()
    said = run("restore", backup, "--halves", kept.halves()[0], "--drill", "--data", kept.data)
    assert "can be restored" in said
    assert kept.entries() == [*entries, 91]
    assert {path: path.read_bytes() for path in before} == before
    assert not (kept.data / "work").exists()
    run("ledger", "verify", "--data", kept.data)


def test_a_trial_that_fails_records_nothing(kept, tmp_path):
    entries = kept.entries()
    (tmp_path / "short").write_bytes(kept.backup.read_bytes()[:-2000])
    run("restore", tmp_path / "short", "--halves", kept.halves()[0], "--drill", "--data", kept.data, status=1)
    assert kept.entries() == entries
    assert not (kept.data / "work").exists()


def test_a_backup_through_a_pipe_is_restored_through_a_pipe(kept, tmp_path):
    made = subprocess.run(
        [PROGRAM, "backup", "--data", kept.data, "-"], capture_output=True, timeout=60, env=environment())
    assert made.returncode == 0, made.stderr
    done = subprocess.run(
        [PROGRAM, "restore", "-", "--halves", kept.halves()[0], "--into", tmp_path / "again", "--log-key", kept.key],
        input=made.stdout, capture_output=True, timeout=60, env=environment())
    assert done.returncode == 0, done.stderr
    run("verify", "--data", tmp_path / "again")


def test_a_backup_while_eight_people_write_is_consistent(kept, tmp_path):
    cookies = [kept.charity.visitors[name] for name in ("Rita Desk", "Karim Hassan")]
    over, faults, saved = threading.Event(), [], []

    def write(number):
        visitor = kept.charity.visitor()
        visitor.cookie = cookies[number % 2].cookie
        while not over.is_set():
            status, page = visitor.post("/enquiry", forName=f"Somebody {number}", reach="", words="Please ring.")
            (saved if status == 200 else faults).append(text(page)[:200])

    writers = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for writer in writers:
        writer.start()
    try:
        backups = [kept.make() for _ in range(3)]
    finally:
        over.set()
        for writer in writers:
            writer.join()
    assert not faults and len(saved) > 8
    sizes = []
    for number, backup in enumerate(backups):
        kept.restore(backup, tmp_path / str(number))
        run("ledger", "verify", "--data", tmp_path / str(number))
        sizes.append(len(kept.entries(tmp_path / str(number))))
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    run("ledger", "verify", "--data", kept.data)


def test_a_killed_backup_leaves_nothing_that_is_taken_for_one(kept, tmp_path):
    draw = random.Random(7)
    kept.make()
    for _ in range(12):
        process = subprocess.Popen(
            [PROGRAM, "backup", "--data", kept.data, tmp_path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment())
        time.sleep(draw.uniform(0.02, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in tmp_path.glob("*.backup"):
            run("verify", "--data", kept.data, path)
        for path in tmp_path.glob(".*.partial"):
            # Whole, if it was killed between the last byte and the name; else refused.
            done = subprocess.run(
                [PROGRAM, "verify", "--data", kept.data, path], capture_output=True, text=True, env=environment(),
                timeout=60)
            assert done.returncode == 0 or "cut short" in done.stderr or "not such a file" in done.stderr
        # At least one of the two copies is there and whole, at every moment.
        whole = [
            copy for place in kept.copies for copy in place.glob("*.halves")
            if subprocess.run(
                [PROGRAM, "restore", kept.backup, "--halves", copy, "--drill", "--data", kept.data], env=environment(),
                capture_output=True, timeout=60).returncode == 0]
        assert whole
    kept.make()
    for place in kept.copies:
        assert len(list(place.iterdir())) == 1
    assert not (kept.data / "work").exists()
    run("verify", "--data", kept.data)


def names_nobody(said):
    for word in ("Amina", "Begum", "Gwen", "gwen", "Lantern"):
        assert word not in said


def test_the_doctor_says_what_to_do_and_names_nobody(kept, tmp_path):
    backup = kept.make()
    run("restore", backup, "--halves", kept.halves()[0], "--drill", "--data", kept.data)
    said = run("doctor", "--data", kept.data)
    assert "DO " not in said and said.count("up to date") == 2
    names_nobody(said)
    (kept.data / "amanah.json").chmod(0o644)
    assert "DO    Permissions: 1 files" in run("doctor", "--data", kept.data, status=1)
    (kept.data / "amanah.json").chmod(0o600)


def test_the_doctor_finds_what_is_not_as_it_should_be(kept, tmp_path):
    ill = tmp_path / "ill"
    shutil.copytree(kept.data, ill)
    with sqlite3.connect(ill / "amanah.sqlite") as database:
        database.execute("DELETE FROM checkpoints")
        database.execute("UPDATE entries SET at = at + 86400000")
        database.execute("UPDATE entries SET at = 0 WHERE kind IN (91, 92)")
    with sqlite3.connect(ill / "halves/halves.sqlite") as halves:
        file = bytes.fromhex(kept.gone.removeprefix("/file/"))
        halves.execute("DELETE FROM half WHERE file = ?", [file])
        halves.execute("INSERT INTO destroyed (file) VALUES (?)", [file])
    said = run("doctor", "--data", ill, status=1)
    for finding in ("Log: its newest", "Clock: it is behind", "Last backup: there is none", "Last trial of a backup: there is none",
                    "still opens 1 erased files", "Log’s head: "):
        assert finding in said, said
    assert sum(line.startswith("DO ") for line in said.splitlines()) == 7
    names_nobody(said)
    with sqlite3.connect(ill / "halves/halves.sqlite") as halves:
        halves.execute("DELETE FROM destroyed")
    assert "DO    Halves: 1 files have none" in run("doctor", "--data", ill, status=1)
    with sqlite3.connect(ill / "amanah.sqlite") as database:
        database.execute("DELETE FROM entries WHERE kind IN (91, 92)")
    said = run("doctor", "--data", ill, status=1)
    assert "DO    Last backup: there is none" in said and "DO    Last trial of a backup: there is none" in said, said
    names_nobody(said)
    with sqlite3.connect(ill / "amanah.sqlite") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page, = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'").fetchone()
        size, = database.execute("PRAGMA page_size").fetchone()
    database.close()
    with (ill / "amanah.sqlite").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"Amina Begum")
    said = run("doctor", "--data", ill, status=1)
    assert "DO    Database: its structure is damaged. Stop the server and restore the newest backup." in said, said
    names_nobody(said)
    # As large as what is free, and made of holes.
    free = os.statvfs(ill)
    os.truncate(ill / "amanah.sqlite", free.f_bavail * free.f_frsize // 2)
    said = run("doctor", "--data", ill, status=1)
    assert re.search(r"DO    Disk: \d+ MB are free, the database has \d+ MB. Free some: \d+ MB should be.", said), said
    (ill / "amanah.json").write_text('{"organisation": {"name": "A"}, "nonsense": 1}')
    assert "DO    Settings: There is no setting" in run("doctor", "--data", ill, status=1)
