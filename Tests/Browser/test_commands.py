"""Every command against docs/who-may-what.md, and what a stranger to the data folder gets from it: nothing."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import pytest

from charity import ORGANISATION, PROGRAM, ROOT, environment, run

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
