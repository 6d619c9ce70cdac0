"""The program on the command line: what it refuses, and that its parts answer."""

import ctypes
import json
import os
import pathlib
import re
import socket
import sqlite3
import stat
import struct
import subprocess
import time

import pytest

from charity import CODE, PROGRAM, Charity, environment, run


def make(folder):
    return run("init", "--data", folder, "--organisation-name", "The Lantern Trust", "--guardian", "Gwen Parry")


def test_help_names_every_command():
    text = run("--help")
    for command in ("init", "serve", "policy", "names", "ledger", "backup", "restore", "verify", "doctor"):
        assert command in text


def test_the_version_is_the_changelog_s_newest_and_the_doctor_says_it(tmp_path):
    changelog = (pathlib.Path(__file__).resolve().parents[2] / "CHANGELOG.md").read_text()
    newest = re.search(r"^## ([0-9]+\.[0-9]+\.[0-9]+[-.0-9a-z]*)", changelog, re.M).group(1)
    assert run("--version").strip() == newest
    make(tmp_path / "data")
    assert f"Versions: amanah {newest}," in run("doctor", "--data", tmp_path / "data", status=1)


def test_the_doctor_says_of_the_clock_what_the_kernel_does(tmp_path):
    make(tmp_path / "data")
    said = run("doctor", "--data", tmp_path / "data", status=1)
    # adjtimex(2): TIME_ERROR is 5, STA_UNSYNC 0x40; the status is the fifth word after the modes, at 40.
    clock = ctypes.create_string_buffer(256)
    state = ctypes.CDLL(None).adjtimex(clock)
    is_kept = state not in (-1, 5) and not struct.unpack_from("i", clock, 40)[0] & 0x40
    assert ("kept right by the network" in said) == is_kept
    assert ("whether it is ahead can’t be told" in said) != is_kept


def test_an_unknown_command_is_refused():
    run("nothing-of-the-sort", status=64)


def test_a_charity_is_made_once_and_closed_to_others(tmp_path):
    made = make(tmp_path / "data")
    assert CODE.search(made)
    for path in [tmp_path / "data", *(tmp_path / "data").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    again = run(
        "init", "--data", tmp_path / "data", "--organisation-name", "Another", "--guardian", "Somebody", status=1)
    assert "Nothing was changed." in again


def test_a_folder_that_others_can_read_is_not_served(tmp_path):
    make(tmp_path / "data")
    os.chmod(tmp_path / "data", 0o755)
    assert "can be read by others" in run("serve", "--data", tmp_path / "data", status=1)


def test_an_unknown_setting_is_refused(tmp_path):
    make(tmp_path / "data")
    done = subprocess.run(
        [PROGRAM, "serve", "--data", tmp_path / "data"], capture_output=True, text=True, timeout=60,
        env=environment(AMANAH_SESION_IDLE_MINUTES="5"))
    assert done.returncode != 0
    assert "AMANAH_SESION_IDLE_MINUTES" in done.stderr


@pytest.mark.parametrize("setting", [{"AMANAH_LISTEN_PORT": "99999"}, {"AMANAH_SESSION_IDLE_MINUTES": "0"}])
def test_an_impossible_setting_is_refused(tmp_path, setting):
    make(tmp_path / "data")
    done = subprocess.run(
        [PROGRAM, "serve", "--data", tmp_path / "data"], capture_output=True, text=True, timeout=60,
        env=environment(**setting))
    assert done.returncode != 0
    assert "can’t be used" in done.stderr


def test_the_rules_prove_themselves():
    run("policy", "check")


def test_decisions_are_answered_line_by_line():
    lines = [
        {"id": "a", "recipient": "buyer", "items": ["identity"], "ground": "gain"},
        {"id": "b", "recipient": "nobody", "items": ["identity"]},
    ]
    done = subprocess.run(
        [PROGRAM, "policy", "decide"], input="\n".join(map(json.dumps, lines)) + "\n", capture_output=True, text=True,
        timeout=60, env=environment())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["id"] == "a" and answers[0]["outcome"] == "withhold"
    assert answers[0]["deciding"][0]["clause"] == "S2.2"


def test_the_log_verifies_and_a_changed_row_shows(tmp_path):
    charity = Charity(tmp_path)
    charity.visitor().enrol(charity.code, "gwen")
    charity.stop()
    run("ledger", "verify", "--data", charity.folder)
    with sqlite3.connect(charity.folder / "amanah.sqlite") as database:
        database.execute("UPDATE entries SET kind = 7 WHERE position = 1")
    done = subprocess.run(
        [PROGRAM, "ledger", "verify", "--data", charity.folder], capture_output=True, text=True, timeout=60,
        env=environment())
    assert done.returncode != 0


def test_the_access_log_holds_no_name(tmp_path):
    charity = Charity(tmp_path)
    visitor = charity.visitor()
    visitor.enrol(charity.code, "gwen")
    visitor.get("/nothing-called-amina?name=amina")
    visitor.post("/find", query="Amina Yusuf")
    charity.stop()
    log = charity.log.read_text()
    assert "route=/find" in log
    for word in ("mina", "usuf", "gwen", "Gwen", charity.code, "nothing-called"):
        assert word not in log, word


def test_one_address_cannot_take_every_connection(tmp_path):
    """Beyond what one address may hold it is cut off unheard; another address is served, and so is it once it lets go."""
    served = Charity(tmp_path)
    host, port = served.host.rsplit(":", 1)

    def ask(source):
        with socket.create_connection((host, int(port)), timeout=20, source_address=(source, 0)) as line:
            line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try:
                return line.recv(12)
            except ConnectionResetError:
                return b""

    held = [socket.create_connection((host, int(port)), timeout=20) for _ in range(192)]
    try:
        assert ask("127.0.0.1") == b""
        assert ask("127.0.0.2") == b"HTTP/1.1 200"
    finally:
        for line in held:
            line.close()
    for _ in range(100):
        if answer := ask("127.0.0.1"):
            break
        time.sleep(0.1)
    assert answer == b"HTTP/1.1 200"
    served.stop()


def test_names_are_compared_line_by_line(tmp_path):
    lines = "Mohammed Ali\tMuhammad Aly\tleft aside\tthis too\nKaren\tAbdul Rahman\n\nno tab here\nBegum\t \nAmina\tAmina\n"
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(lines)
    said = run("names", "compare", text=lines, status=1)
    assert said == run("names", "compare", pairs, status=1)
    rows = [line.split("\t") for line in said.splitlines()]
    assert [row[:3] for row in rows[:2]] == [
        ["Mohammed Ali", "Muhammad Aly", "same"], ["Karen", "Abdul Rahman", "different"]]
    assert rows[2:4] == [
        ["error", "line 4: not two names with a tab between them"], ["error", "line 5: a name is empty"]]
    assert rows[4] == ["Amina", "Amina", "same", "100"] and len(rows) == 5
    assert all(len(row) == 4 and 0 <= int(row[3]) <= 100 for row in (rows[0], rows[1]))
    assert run("names", "compare", "-", text="Amina\tAmina\n") == "Amina\tAmina\tsame\t100\n"
