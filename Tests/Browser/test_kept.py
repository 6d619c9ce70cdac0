"""What people keep, as editors and mail leave it; and what they give a command: refused with the reason, or read."""

import base64
import hashlib
import json
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from charity import run

WAYS = {
    "Notepad": lambda text: b"\xef\xbb\xbf" + text.rstrip("\n").replace("\n", "\r\n").encode(),
    "Notepad's Unicode": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "Notepad's ANSI": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    "quoted by mail": lambda text: "".join(f"> {line}\n" for line in text.splitlines()).encode(),
    "forwarded": lambda text: f"Dear Olu,\r\n\r\n{text}\r\n-- \r\nGwen\r\n".encode(),
    "blanks": lambda text: "".join(f"{line} \t\n" for line in text.splitlines()).encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "old Mac": lambda text: text.replace("\n", "\r").encode(),
}


class Place:
    def __init__(self, folder):
        self.folder, self.data = folder, folder / "data"
        run("init", "--data", self.data, "--organisation-name", "The Lantern Trust", "--guardian", "Gwen Parry")
        self.plain = json.loads((self.data / "amanah.json").read_text())
        self.plain["halves"] = {}
        for name in ("first-copy", "second-copy", "backups"):
            (folder / name).mkdir(mode=0o700)
            if name != "backups":
                self.plain["halves"][name] = str(folder / name)
        (self.data / "amanah.json").write_text(json.dumps(self.plain))
        run("backup", "--data", self.data, folder / "backups")
        (self.backup,) = (folder / "backups").iterdir()
        (self.copy,) = (folder / "first-copy").iterdir()
        # What the backup itself holds.
        self.checkpoint = run("ledger", "checkpoint", "--data", self.data)
        self.key = (self.data / "log.key").read_text()
        self.verifier = run("ledger", "key", "--data", self.data)

    def kept(self, content, name="kept"):
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def signed(self, text, key=None):
        """A note under the log's name, by its key or another."""
        origin, seed = self.key.split()
        key = key or Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        number = hashlib.sha256(origin.encode() + b"\n\1" + key.public_key().public_bytes_raw()).digest()[:4]
        return f"{text}\n— {origin} {base64.b64encode(number + key.sign(text.encode())).decode()}\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("kept"))


@pytest.mark.parametrize("way", WAYS)
def test_a_checkpoint_is_read_as_an_editor_left_it(place, way):
    since = place.kept(WAYS[way](place.checkpoint))
    assert "It extends the checkpoint" in run("ledger", "verify", "--since", since, "--data", place.data)


def test_a_checkpoint_that_is_damaged_is_told_from_one_that_is_false(place):
    def said(text):
        return run("ledger", "verify", "--since", place.kept(text.encode()), "--data", place.data, status=1)

    lines = place.checkpoint.splitlines()
    for damaged in ("", "nonsense", "\n".join(lines[:3]), "\n".join(lines[:1] + lines[2:]), place.checkpoint[:-30]):
        assert "is damaged" in said(damaged) and "FALSE" not in said(damaged), damaged
    body = "\n".join(lines[:3]) + "\n"
    for false in (
        place.checkpoint.replace(f"\n{lines[1]}\n", f"\n{int(lines[1]) + 1}\n"), place.signed(body, Ed25519PrivateKey.generate()),
    ):
        assert "is FALSE" in said(false) and "damaged" not in said(false), false
    assert "another log" in said(place.checkpoint.replace(lines[0], "amanah/" + "0" * 32))


@pytest.mark.parametrize("way", ["Notepad", "Notepad's Unicode", "quoted by mail"])
def test_a_restore_reads_the_checkpoint_and_the_key_as_an_editor_left_them(place, way, tmp_path):
    # An entry was written after the backup, so the checkpoint is newer than it.
    run(
        "restore", place.backup, "--halves", place.copy, "--into", tmp_path / "again", "--log-key",
        place.kept(WAYS[way](place.key), "key"), "--checkpoint", place.kept(WAYS[way](place.checkpoint)), "--accept-loss")
    assert (tmp_path / "again/log.key").read_text() == place.key


def test_a_restore_says_before_it_begins_that_a_checkpoint_is_damaged_or_false(place, tmp_path):
    lines = place.checkpoint.splitlines()
    false = place.signed("\n".join(lines[:3]) + "\n", Ed25519PrivateKey.generate())
    for text, words in (("nonsense", "is damaged"), (false, "is FALSE")):
        said = run(
            # There is no such backup: the checkpoint is looked at first.
            "restore", tmp_path / "none", "--halves", place.copy, "--into", tmp_path / "again", "--log-key",
            place.data / "log.key", "--checkpoint", place.kept(text.encode()), status=1)
        assert words in said, said
    assert not list(tmp_path.glob("again*"))


@pytest.mark.parametrize("way", WAYS)
def test_keys_are_read_as_an_editor_left_them(place, way):
    if way == "forwarded":
        pytest.skip("a key alone has no beginning to be known by")
    for text in (place.key, place.verifier):
        assert "holds: " in run("verify", place.backup, "--log-key", place.kept(WAYS[way](text)), "--data", place.folder)
    export = place.folder / f"export-{way.replace(' ', '-')}"
    run("ledger", "export", export, "--data", place.data)
    checkpoint = export / "checkpoint"
    checkpoint.write_bytes(WAYS[way](checkpoint.read_text()))
    assert "The export holds" in run("ledger", "verify", "--export", export, "--key", f" {place.verifier}\n")
    checkpoint.write_text("nonsense")
    assert "is damaged" in run("ledger", "verify", "--export", export, "--key", place.verifier.strip(), status=1)


def test_a_key_that_is_none_is_not_said_again(place):
    seed = place.key.split()[1]
    said = run("verify", place.backup, "--log-key", seed, "--data", place.folder, status=1)
    assert "damaged" in said and seed not in said


@pytest.mark.parametrize("way", ["Notepad", "Notepad's Unicode", "blanks", "no last line end", "old Mac"])
def test_the_settings_are_read_as_an_editor_left_them(place, way):
    file = place.data / "amanah.json"
    try:
        file.write_bytes(WAYS[way](json.dumps(place.plain, indent=2)))
        said = run("doctor", "--data", place.data, status=1)
        assert "ok    Settings" in said and "ok    Copy of the halves" in said, said
        file.write_bytes(WAYS[way](json.dumps(place.plain | {"listen": {"prot": 1}})))
        assert "There is no setting ‘listen.prot’" in run("doctor", "--data", place.data, status=1)
        file.write_bytes(WAYS[way](json.dumps(place.plain | {"listen": {"port": [1]}})))
        assert "‘listen.port’ can’t be used" in run("doctor", "--data", place.data, status=1)
    finally:
        file.write_text(json.dumps(place.plain))


def test_names_are_compared_from_a_file_of_any_editors(place):
    for change in (str.encode, lambda text: text.encode("utf-8-sig"), lambda text: text.replace("\n", "\r\n").encode("utf-16")):
        said = run("names", "compare", place.kept(change("Amina Begum\tAmina Begum\n"), "names"))
        assert said.startswith("Amina Begum\tAmina Begum\tsame\t"), said


@pytest.mark.parametrize("name, words", [
    ("192.168.1.10", "--address 192.168.1.10"), ("2001:db8::1", "--address 2001:db8::1"),
    ("[2001:db8::1]:8443", "--address 2001:db8::1"), ("192.168.1.10:8443", "--address 192.168.1.10"),
    ("https://192.168.1.10/", "--address 192.168.1.10"), ("office", "office.local"), ("localhost", "--address"),
    ("*.office", "each name in full"), ("*", "each name in full"), ("https://office.example/", "--name office.example"),
    ("office.example:8443", "--name office.example"), ("office.example.", "--name office.example"),
    ("office..example", "two dots"), (".example", "two dots"), ("my_office.example", "_"), ("a-.example", "hyphen"),
    ("büro.example", "xn--"), ("my office.example", "other characters"), ("", "blank"), (" ", "blank"),
    ("a" * 64 + ".example", "too long"), ("office.1", "a number"), ("192.168.1", "a number"),
])
def test_a_servers_name_that_is_none_is_refused_with_what_to_write(tmp_path, name, words):
    said = run("tls", "--name", name, "--into", tmp_path / "tls", status=64)
    assert words in said.split("Help:")[0], said
    assert not (tmp_path / "tls").exists()


@pytest.mark.parametrize("address, words", [
    ("office.example", "--name office.example"), ("192.168.1.10:8443", "--address 192.168.1.10"),
    ("192.168.1.0/24", "--address 192.168.1.0"), ("[2001:db8::1]", "--address 2001:db8::1"),
    ("fe80::1%eth0", "--address fe80::1"), ("192.168.1.300", "four numbers"), ("192.168.1", "four numbers"),
    ("0.0.0.0", "every address"), ("::", "every address"), ("", "blank"),
])
def test_a_servers_address_that_is_none_is_refused_with_what_to_write(tmp_path, address, words):
    said = run("tls", "--address", address, "--into", tmp_path / "tls", status=64)
    assert words in said.split("Help:")[0], said


BAD = {"": "blank", " \t": "blank", "\u200d": "blank", "Our\ncharity": "more than one line", "Our\u202echarity": "invisible",
       "Our\u200f": "invisible", "Our\x1b[2J": "invisible", "a" * 121: "too long"}


@pytest.mark.parametrize("given", BAD, ids=ascii)
def test_a_name_that_is_blank_of_two_lines_or_reads_as_another_is_refused_and_nothing_is_made(tmp_path, given):
    fine = {"--organisation-name": "The Lantern Trust", "--guardian": "Gwen Parry"}
    for option in fine:
        arguments = [word for each in (fine | {option: given}).items() for word in each]
        said = run("init", "--data", tmp_path / "data", *arguments, status=64)
        assert BAD[given] in said, said
    assert BAD[given] in run("export", tmp_path / "out", "--sign-in", given, "--data", tmp_path, status=64)
    assert not list(tmp_path.iterdir())
    if given.strip() and "\x1b" not in given:
        said = run(
            "serve", "--data", tmp_path, "--listen-host", "127.0.0.1", status=1, AMANAH_ORGANISATION_NAME=given)
        assert BAD[given] in said or "holds no charity" in said


@pytest.mark.parametrize("arguments", [
    ["verify", "--data", ""], ["verify", ""], ["backup", ""], ["tls", "--name", "office.example", "--into", ""],
    ["restore", "", "--halves", "x", "--drill"], ["restore", "x", "--halves", "", "--drill"],
    ["restore", "x", "--halves", "x", "--into", " ", "--lost-log-key"], ["export", "", "--sign-in", "gwen"],
    ["ledger", "export", ""], ["ledger", "verify", "--since", ""], ["ledger", "verify", "--export", "a\nb"],
    ["demo", "--data", ""], ["policy", "check", ""], ["policy", "diff", ""], ["names", "compare", ""],
], ids=" ".join)
def test_a_folder_or_a_file_that_has_no_name_is_refused(arguments):
    said = run(*arguments, status=64)
    assert re.search("it is blank|more than one line", said), said


def test_a_data_folder_that_the_environment_leaves_blank_is_refused():
    assert "AMANAH_DATA" in run("verify", status=64, AMANAH_DATA="")
