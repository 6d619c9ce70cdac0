"""Every command against docs/who-may-what.md, and what a stranger to the data folder gets from it: nothing."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile

import pytest

from charity import ORGANISATION, PASSPHRASE, PROGRAM, ROLES, ROOT, Staffed, environment, run, sign_in_name

STRANGER = 65534
# What a command can't be run without.
NEEDED = {
    "amanah export": ["{}/out", "--sign-in", "gwen"],
    "amanah ledger prove": ["0"], "amanah ledger export": ["{}/out"], "amanah backup": ["{}/out"],
    "amanah restore": ["{}.backup", "--halves", "{}.halves", "--drill"],
    "amanah init": ["--organisation-name", "Another", "--guardian", "Somebody"],
}


def written():
    """The table of commands: what each does with the data folder, and with the log's key."""
    rows = re.findall(
        r"^\| `(amanah [a-z ]+)` \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", (ROOT / "docs/who-may-what.md").read_text(), re.M)
    assert len({name for name, *_ in rows}) == len(rows), "a command stands there twice"
    return {name: (folder.strip(), key.strip()) for name, folder, key in rows}


def leaves(command, above=()):
    """The commands below one that does nothing itself."""
    path = (*above, command["commandName"])
    below = [each for each in command.get("subcommands", []) if each["commandName"] != "help"]
    return [leaf for each in below for leaf in leaves(each, path)] if below else [" ".join(path)]


def test_every_command_is_in_the_table_and_none_else():
    described = json.loads(run("--experimental-dump-help"))["command"]
    assert sorted(leaves(described)) == sorted(written())


@pytest.mark.parametrize("name", sorted(written()))
def test_each_command_says_what_it_does(name):
    said = run(*name.split()[1:], "--help")
    assert said.startswith("OVERVIEW: ") and f"USAGE: {name}" in said


def in_folder():
    return sorted(name for name, (folder, _) in written().items() if folder in ("reads", "reads and writes", "makes it"))


@pytest.fixture(scope="module")
def place():
    """A charity's data folder in a place that a stranger can walk into, and the program there for them."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="amanah-stranger-"))
    folder.chmod(0o755)
    run("init", "--data", folder / "data", "--organisation-name", ORGANISATION, "--guardian", "Gwen Parry")
    shutil.copy(PROGRAM, folder / "amanah")
    # A backup and halves that even a stranger could read: what stops them is the data folder alone.
    for copy in ("out", "first", "second"):
        (folder / copy).mkdir(mode=0o700)
    settings = json.loads((folder / "data/amanah.json").read_text())
    settings["halves"] = {"first-copy": str(folder / "first"), "second-copy": str(folder / "second")}
    (folder / "data/amanah.json").write_text(json.dumps(settings))
    run("backup", "--data", folder / "data", folder / "out")
    for found, name in (("out/*.backup", "own.backup"), ("first/*.halves", "own.halves")):
        shutil.copy(next(folder.glob(found)), folder / name)
        (folder / name).chmod(0o644)
    yield folder
    shutil.rmtree(folder)


def asked(place, name, **options):
    arguments = [word.format(place / "own") for word in NEEDED.get(name, [])]
    arguments += ["--data", str(place / "data")]
    if name == "amanah serve":
        arguments += ["--listen-port", "0"]
    return subprocess.run(
        [place / "amanah", *name.split()[1:], *arguments], capture_output=True, text=True, timeout=120, cwd="/",
        env=environment(HOME="/", TMPDIR=str(place)), **options)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("name", in_folder())
def test_another_user_of_the_computer_gets_nothing(place, name):
    before = {file: file.stat().st_mtime_ns for file in (place / "data").rglob("*")}
    done = asked(place, name, user=STRANGER, group=STRANGER, extra_groups=[])
    said = done.stdout + done.stderr
    assert done.returncode not in (0, 64), said
    assert done.returncode > 0, f"it crashed: {said}"
    assert ORGANISATION not in said and "Gwen" not in said
    assert {file: file.stat().st_mtime_ns for file in (place / "data").rglob("*")} == before


def test_the_data_folder_and_all_in_it_are_closed_to_every_other_user(place):
    """What keeps the stranger above out; also where nobody can become one."""
    for path in (place / "data", *(place / "data").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def contents(folder):
    """Every file of a data folder by its digest, a database by its rows, and how many entries the log has."""
    digests = {}
    for path in folder.rglob("*"):
        # SQLite moves rows from its write-ahead log into the database as it likes, whoever opens it.
        if not path.is_file() or path.name.endswith(("-wal", "-shm")):
            continue
        content = path.read_bytes()
        if path.suffix == ".sqlite":
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                content = "\n".join(database.iterdump()).encode()
                if path.name == "amanah.sqlite":
                    [(entries,)] = database.execute("SELECT COUNT(*) FROM entries").fetchall()
            database.close()
        digests[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return digests, entries


def of_kind(column, kind):
    """The commands that a column of the table says this of, but the server's, which does not end by itself."""
    return sorted(name for name, told in written().items() if told[column] == kind and name != "amanah serve")


@pytest.fixture
def used(place, tmp_path):
    """A copy of the data folder with a person in it who can sign in, as the program left it when it was stopped."""
    folder = tmp_path / "used"
    shutil.copytree(place / "data", folder / "data")
    shutil.copy(place / "amanah", folder / "amanah")
    return folder


@pytest.mark.parametrize("name", of_kind(0, "reads"))
def test_what_is_said_to_read_the_data_folder_changes_nothing_in_it(used, name):
    before = contents(used / "data")
    done = asked(used, name, stdin=subprocess.DEVNULL)
    # No backup was ever tried, which the doctor says.
    assert done.returncode == (1 if name == "amanah doctor" else 0), done.stdout + done.stderr
    assert contents(used / "data") == before


@pytest.mark.parametrize("name", [name for name in of_kind(0, "reads and writes") if name != "amanah export"])
def test_what_is_said_to_write_adds_to_the_log(used, name):
    """The export is below, with somebody's passphrase."""
    (used / "own").mkdir()
    (used / "own/out").mkdir()
    _, before = contents(used / "data")
    done = asked(used, name, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(used / "data")[1] == before + 1


@pytest.mark.parametrize("name", [*of_kind(1, "reads"), *of_kind(1, "signs with it")])
def test_what_is_said_to_need_the_log_s_key_does_nothing_without_it(used, name):
    (used / "data/log.key").unlink()
    before = contents(used / "data")
    done = asked(used, name, stdin=subprocess.DEVNULL)
    assert done.returncode == 1, done.stdout + done.stderr
    assert contents(used / "data") == before


# Of whose client the exports below are, by who may open the file: P1 and S3.4, as docs/who-may-what.md has it.
CLIENT, RESTRICTED = "Amina Begum", "Zahra Idris"
TYPED = f"{PASSPHRASE}\n\nAsked for by her\n"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory):
    charity = Staffed(tmp_path_factory.mktemp("exports"))
    charity.open = charity.meet(CLIENT).removeprefix("/file/")
    charity.meet(RESTRICTED, isRestricted="yes")
    _, clients = charity.visitors["Karim Hassan"].get("/my-clients")
    charity.restricted = next(file for file in re.findall(r"/file/([0-9a-f]{32})", clients) if file != charity.open)
    yield charity
    charity.stop()


def exported(staffed, person, out, *file, status=0):
    return run("export", "--data", staffed.folder, "--sign-in", sign_in_name(person), *file, out, text=TYPED,
               status=status, AMANAH_SIGN_IN_SECOND_FACTOR="offered")


def test_a_guardians_export_holds_the_files_that_she_opens(staffed, tmp_path):
    out = tmp_path / "out"
    _, before = contents(staffed.folder)
    exported(staffed, "Gwen Parry", out)
    assert contents(staffed.folder)[1] > before
    assert {path.stem for path in out.glob("files/*.json")} == {staffed.open, staffed.restricted}
    manifest = json.loads((out / "manifest.json").read_text())
    assert {part["name"] for part in manifest["parts"]} == {
        str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()} - {"manifest.json"}


@pytest.mark.parametrize("person", list(ROLES))
def test_nobody_else_exports_all_that_they_may_read(staffed, tmp_path, person):
    out = tmp_path / "out"
    assert "Only a data guardian" in exported(staffed, person, out, status=1)
    assert not out.exists()


@pytest.mark.parametrize("person", ["Gwen Parry", *ROLES])
def test_one_file_is_exported_by_a_guardian_and_by_whoever_works_with_it(staffed, tmp_path, person):
    """The same on the command line as on the page, where it is asked for first."""
    for file in (staffed.open, staffed.restricted):
        out = tmp_path / file
        may = person in ("Gwen Parry", "Karim Hassan")
        visitor = staffed.visitors[person]
        visitor.confirm()
        assert (visitor.get(f"/file/{file}/export")[0] == 200) == may
        exported(staffed, person, out, "--file", file, status=0 if may else 1)
        assert out.exists() == may


def test_its_owner_restores_what_a_stranger_could_not(place):
    """So that what refuses the stranger above is who they are, and not how it was asked."""
    done = asked(place, "amanah restore")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(name for name in in_folder() if written()[name][0].startswith("reads")))
def test_a_folder_without_a_charity_is_refused(tmp_path, name):
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "amanah").symlink_to(PROGRAM)
    done = asked(tmp_path, name)
    assert done.returncode == 1, done.stdout + done.stderr
    assert list((tmp_path / "data").iterdir()) == [], "nothing is made there"


def test_no_command_but_export_asks_for_a_passphrase(place):
    """Each does its work, or refuses, without a terminal and without anything to read; only the export wants to be told."""
    asking = set()
    for name in sorted(set(in_folder()) - {"amanah serve"}):
        done = asked(place, name, stdin=subprocess.DEVNULL, start_new_session=True)
        if "passphrase" in (done.stdout + done.stderr).lower():
            asking.add(name)
    assert asking == {"amanah export"}
