"""Files that somebody else made: whatever is in a backup, a copy of the halves, a checkpoint, a key or the settings, the
program refuses it in a sentence, and never stops in the middle."""

import base64
import hashlib
import json
import random
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from charity import PROGRAM, environment, run

ORIGIN = "amanah/0123456789abcdef0123456789abcdef"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEY_ID = hashlib.sha256(ORIGIN.encode() + b"\n\1" + PUBLIC).digest()[:4]
VERIFIER = f"{ORIGIN}+{KEY_ID.hex()}+" + base64.b64encode(b"\1" + PUBLIC).decode()
ROOT = base64.b64encode(hashlib.sha256(b"").digest()).decode()


def signed(text):
    """A C2SP signed note by a key of our own, as somebody has who makes a charity up."""
    blob = base64.b64encode(KEY_ID + KEY.sign(text)).decode()
    return text + f"\n— {ORIGIN} {blob}\n".encode()


def header(name, size):
    """A ustar header as the program writes them; `size` may be its eleven characters."""
    block = bytearray(512)

    def put(value, place):
        block[place:place + len(value)] = value

    put(name[:100], 0)
    for value, place in ((b"0000600", 100), (b"0000000", 108), (b"0000000", 116), (b"00000000000", 136)):
        put(value, place)
    put(size if isinstance(size, bytes) else b"%011o" % size, 124)
    put(b" " * 8, 148)
    put(b"0", 156)
    put(b"ustar", 257)
    put(b"00", 263)
    put(b"%06o" % sum(block), 148)
    block[154] = 0
    return bytes(block)


def padded(content):
    return content + bytes(-len(content) % 512)


def manifest(parts, kind="amanah-backup/1", **lines):
    values = {"log": ORIGIN, "key": VERIFIER, "made": "1795348800000", "size": "0", "root": ROOT, "files": "0"} | lines
    return "".join(
        line + "\n" for line in [kind, *(f"{name} {value}" for name, value in values.items()), *parts]).encode()


def part(name, content):
    return f"part {name} {len(content)} {hashlib.sha256(content).hexdigest()}"


def archive(note, *parts):
    body = b"".join(header(name.encode(), len(content)) + padded(content) for name, content in parts)
    return header(b"manifest", len(note)) + padded(note) + body + bytes(1024)


def halves(lines=b""):
    return archive(signed(manifest([part("halves", lines)], "amanah-halves/1")), ("halves", lines))


class Place:
    """A folder with a real charity's backup and one that is made up."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "data"
        run("init", "--data", self.data, "--organisation-name", "The Lantern Trust", "--guardian", "Gwen Parry")
        settings = json.loads((self.data / "amanah.json").read_text())
        settings["halves"] = {}
        for name in ("first-copy", "second-copy"):
            (folder / name).mkdir(mode=0o700)
            settings["halves"][name] = str(folder / name)
        (self.data / "amanah.json").write_text(json.dumps(settings))
        run("backup", "--data", self.data, folder)
        (self.backup,) = folder.glob("*.backup")
        (self.copy,) = (folder / "first-copy").iterdir()
        self.key = folder / "key"
        self.key.write_text(f"{ORIGIN}\n{bytes(range(32)).hex()}\n")
        self.halves = folder / "halves"
        self.halves.write_bytes(halves())

    def refused(self, *arguments):
        """What the program says; it ends by itself, with a sentence, and leaves nothing behind."""
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=60, env=environment())
        assert done.returncode in (1, 64), (arguments, done.returncode, done.stderr[-400:])
        said = (done.stdout + done.stderr).decode()
        assert said.strip() and "Fatal error" not in said
        assert not list(self.folder.glob("into*"))
        return said

    def restore(self, backup=None, copy=None, *more):
        """Restores a made-up backup, by a key of its own, as --lost-log-key would."""
        for name, content in (("b", backup), ("h", copy)):
            if content is not None:
                (self.folder / name).write_bytes(content)
        return self.refused(
            "restore", self.folder / "b" if backup is not None else self.backup,
            "--halves", self.folder / "h" if copy is not None else self.halves, "--into", self.folder / "into",
            *(more or ("--log-key", self.key)))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("names", [
    [], ["checkpoint"], ["amanah.sqlite", "checkpoint"], ["checkpoint", "checkpoint"], ["halves"],
    ["checkpoint", "amanah.sqlite", "amanah.json", "more"], ["checkpoint", "amanah.sqlite", "../log.key"],
    ["n" * 101], ["n" * 513], ["checkpoint", "n" * 9000], ["é" * 300],
])
def test_a_backup_with_other_parts_is_refused_at_its_manifest(place, names):
    note = signed(manifest([part(name, b"x") for name in names]))
    said = place.restore(archive(note, *((name, b"x") for name in names)))
    assert "does not hold the parts that it should" in said
    copy = archive(
        signed(manifest([part(name, b"x") for name in names or ["checkpoint"]], "amanah-halves/1")),
        *((name, b"x") for name in names))
    if names != ["halves"]:
        assert "does not hold the parts that it should" in place.restore(b"", copy)
        # By the copy's own word for its key: nobody of this charity signed it.
        place.restore(b"", copy, "--lost-log-key")


@pytest.mark.parametrize("line", [
    {"files": "1"}, {"size": "1"}, {"made": str(-2 ** 63)}, {"made": str(2 ** 63 - 1)}, {"made": "-1"}, {"made": ""}, {"size": str(2 ** 64 - 1)},
    {"size": str(2 ** 63)}, {"size": "-1"}, {"files": str(2 ** 63 - 1)}, {"files": "-1"}, {"root": ""}, {"root": "AAAA"},
    {"root": "=" * 44}, {"key": VERIFIER[:-4] + "AAAA"}, {"log": "another"}, {"log": ""},
])
def test_a_manifest_that_says_what_nobody_wrote_is_refused(place, line):
    # Without a byte it is a database, and holds: only what is said of it is not so.
    parts = [("checkpoint", b"x"), ("amanah.sqlite", b"")]
    place.restore(archive(signed(manifest([part(*each) for each in parts], **line)), *parts))


@pytest.mark.parametrize("size", [b"-7777777777", b"-0000000001", b"77777777777", b"           ", b"\xff" * 11])
def test_a_length_that_is_none_is_refused(place, size):
    place.restore(header(b"manifest", size) + bytes(4096))
    place.restore(b"", header(b"manifest", size) + bytes(4096))


@pytest.mark.parametrize("count", [0, 2 ** 33, 2 ** 62, 2 ** 63 - 1, 2 ** 63, -1])
def test_a_part_that_says_it_is_longer_than_the_file_is_refused(place, count):
    lines = [f"part checkpoint {count} {'0' * 64}", part("amanah.sqlite", b"no database")]
    place.restore(archive(signed(manifest(lines)), ("checkpoint", b"x"), ("amanah.sqlite", b"no database")))


def spoiled(content, draw):
    """The content cut short, with bytes changed, put in or taken out, or a line or a word of it repeated."""
    content = bytearray(content)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(content) + 1)
        match draw.randrange(6):
            case 0: del content[at:]
            case 1: content[at:at + 1] = draw.randbytes(1)
            case 2: content[at:at] = draw.randbytes(draw.randrange(40))
            case 3: del content[at:at + draw.randrange(40)]
            case 4: content[at:at] = bytes(content[at:at + draw.randrange(400)]) * draw.randrange(1, 4)
            case 5: content[at:at] = draw.choice([b"-", b"+", b" ", b"\n", b"9" * 25, b"\0", "é".encode(), b"{", b"\""])
    return bytes(content)


def test_manifests_signed_with_anything_in_them_are_refused(place):
    draw = random.Random(20)
    parts = [("checkpoint", b"x"), ("amanah.sqlite", b"no database")]
    text = manifest([part(*each) for each in parts])
    for _ in range(60):
        place.restore(archive(signed(spoiled(text, draw)), *parts))


def test_copies_of_the_halves_with_anything_in_them_are_refused(place):
    draw = random.Random(21)
    line = "0" * 31 + "1"
    text = f"half {line} {line * 2}\ndestroyed {line}\nnamed {line * 2} sign-in pepper\n".encode()
    for _ in range(40):
        place.restore(b"", halves(spoiled(text, draw)))


def test_archives_spoiled_anywhere_are_refused(place):
    draw = random.Random(22)
    whole, copy = place.backup.read_bytes(), place.copy.read_bytes()
    real = ("--log-key", place.data / "log.key")
    for number in range(30):
        place.restore(spoiled(whole, draw), copy, *real)
        place.restore(None, spoiled(copy, draw), *real)
        place.restore(draw.randbytes(draw.randrange(3000)), copy, *real)


def test_checkpoints_spoiled_anywhere_are_refused(place):
    draw = random.Random(23)
    note = run("ledger", "verify", "--data", place.data) and subprocess.run(
        ["tar", "-xOf", place.backup, "checkpoint"], capture_output=True, check=True).stdout
    for number in range(30):
        (place.folder / "note").write_bytes(spoiled(note, draw) if number else b"")
        done = subprocess.run(
            [PROGRAM, "ledger", "verify", "--data", place.data, "--since", place.folder / "note"], capture_output=True,
            timeout=60, env=environment())
        # What is put after the signatures of a note may be harmless; a trap never is.
        assert done.returncode in (0, 1, 64), done.stderr[-400:]


def test_keys_and_settings_spoiled_anywhere_are_refused(place):
    draw = random.Random(24)
    key, settings = (place.data / "log.key").read_bytes(), (place.data / "amanah.json").read_bytes()
    for number in range(30):
        (place.folder / "spoiled").write_bytes(spoiled(key, draw) if number else b"")
        done = subprocess.run(
            [PROGRAM, "verify", place.backup, "--log-key", place.folder / "spoiled"], capture_output=True, timeout=60,
            env=environment())
        assert done.returncode in (0, 1, 64), done.stderr[-400:]
    hostile = [b"[" * 5000, b"{\"a\":" * 3000, b"null", b"{\"listen\":{\"port\":1e400}}", b"{\"listen\":{\"port\":[]}}"]
    try:
        for number in range(40):
            content = hostile[number] if number < len(hostile) else spoiled(settings, draw)
            (place.data / "amanah.json").write_bytes(content)
            done = subprocess.run(
                [PROGRAM, "doctor", "--data", place.data], capture_output=True, timeout=60, env=environment())
            # The doctor goes on to the end: the clock comes after the settings.
            assert done.returncode == 1 and b"Versions" in done.stdout, (content, done.stdout, done.stderr[-400:])
    finally:
        (place.data / "amanah.json").write_bytes(settings)
