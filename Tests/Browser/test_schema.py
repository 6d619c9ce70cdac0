"""A trigger in the schema, which undoes a sign-out: refused wherever a database is opened, and no backup carries it."""

import base64
import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from charity import PASSPHRASE, PROGRAM, Charity, environment, run
from test_hostile_files import archive, part

HALVES = """CREATE TRIGGER kept AFTER DELETE ON half BEGIN
    INSERT OR IGNORE INTO half VALUES (OLD.file, OLD.half); END"""
SAID = "Somebody changed how the database is built"


def put_back(database):
    """The attack as it was described: the row of a session that ends is put back, whole."""
    columns = [name for _, name, *_ in database.execute("PRAGMA table_info(sessions)")]
    names, old = ", ".join(columns), ", ".join(f"OLD.{name}" for name in columns)
    database.execute(
        f"CREATE TRIGGER kept AFTER DELETE ON sessions BEGIN INSERT OR IGNORE INTO sessions ({names}) VALUES ({old}); END")


def triggers(path):
    with sqlite3.connect(path) as database:
        return [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]


class Place(Charity):
    def __init__(self, folder):
        self.place = folder
        super().__init__(folder)
        visitor = self.visitor()
        status, _ = visitor.post(
            "/enrol", code=self.code, signInName="gwen", passphrase=PASSPHRASE, passphraseAgain=PASSPHRASE)
        assert status == 200
        self.cookie = visitor.cookie
        settings = json.loads((self.folder / "amanah.json").read_text())
        settings["halves"] = {}
        for name in ("first-copy", "second-copy", "backups"):
            (folder / name).mkdir(mode=0o700)
            if name != "backups":
                settings["halves"][name] = str(folder / name)
        (self.folder / "amanah.json").write_text(json.dumps(settings))
        run("backup", "--data", self.folder, folder / "backups")
        (self.backup,) = (folder / "backups").iterdir()
        (self.copy,) = (folder / "first-copy").iterdir()

    def spoilt(self, name, sql=None, file="amanah.sqlite"):
        """A copy of the data folder with something in its schema."""
        copy = self.place / name
        shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("*-shm", "*-wal", "work*"))
        with sqlite3.connect(copy / file) as database:
            database.execute(sql) if sql else put_back(database)
        database.close()
        assert triggers(copy / file) == ["kept"]
        return copy


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("schema"))
    made.stop()
    yield made


@pytest.mark.parametrize("file", ["amanah.sqlite", "halves/halves.sqlite"])
@pytest.mark.parametrize("command", ["serve", "verify", "doctor", "ledger verify", "backup"])
def test_every_command_that_opens_a_database_refuses_a_trigger_in_it(place, command, file):
    if command == "ledger verify" and file != "amanah.sqlite":
        pytest.skip("reads no halves")
    name = f"{command.replace(' ', '-')}-{file[:6]}"
    spoilt = place.spoilt(name, HALVES if "halves" in file else None, file)
    more = {"serve": ["--listen-port", "0"], "backup": [place.place / "backups"]}.get(command, [])
    before = sorted((place.place / "backups").iterdir())
    done = subprocess.run(
        [PROGRAM, *command.split(), "--data", spoilt, *more], capture_output=True, text=True, timeout=60,
        env=environment())
    assert done.returncode == 1 and SAID in done.stdout + done.stderr, done.stdout + done.stderr
    assert "its structure is whole" not in done.stdout or "halves" in file
    assert sorted((place.place / "backups").iterdir()) == before
    assert triggers(spoilt / file) == ["kept"]


def test_a_session_that_was_ended_stays_ended_when_a_trigger_comes_while_it_is_served(place):
    place.start()
    try:
        visitor = place.visitor()
        visitor.cookie = place.cookie
        assert "Gwen Parry" in visitor.get("/")[1] or visitor.get("/policy/acknowledge")[0] == 200
        with sqlite3.connect(place.folder / "amanah.sqlite") as database:
            put_back(database)
        database.close()
        # It is not said that somebody is signed out who is not.
        status, page = place.visitor().post("/sign-in", signInName="gwen", passphrase=PASSPHRASE)
        assert status == 503, page
        assert "altered-schema" in place.log.read_text()
    finally:
        place.stop()
        with sqlite3.connect(place.folder / "amanah.sqlite") as database:
            database.execute("DROP TRIGGER kept")
        database.close()
    run("verify", "--data", place.folder)


def test_a_backup_with_a_trigger_in_it_is_neither_passed_nor_restored(place, tmp_path):
    origin, seed = (place.folder / "log.key").read_text().split()
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    with tarfile.open(place.backup) as packed:
        parts = {name: packed.extractfile(name).read() for name in packed.getnames()}
    (tmp_path / "amanah.sqlite").write_bytes(parts["amanah.sqlite"])
    whole = {}
    for spoil in (False, True):
        if spoil:
            with sqlite3.connect(tmp_path / "amanah.sqlite") as database:
                put_back(database)
            database.close()
            assert triggers(tmp_path / "amanah.sqlite") == ["kept"]
        content = {
            name: (tmp_path / "amanah.sqlite").read_bytes() if name == "amanah.sqlite" else parts[name]
            for name in ("checkpoint", "amanah.sqlite", "amanah.json")}
        lines = [line for line in parts["manifest"].decode().split("\n\n")[0].split("\n") if not line.startswith("part ")]
        text = "".join(f"{line}\n" for line in [*lines, *(part(*each) for each in content.items())]).encode()
        public = key.public_key().public_bytes_raw()
        number = hashlib.sha256(origin.encode() + b"\n\1" + public).digest()[:4]
        blob = base64.b64encode(number + key.sign(text)).decode()
        whole[spoil] = tmp_path / f"{spoil}.backup"
        whole[spoil].write_bytes(archive(text + f"\n— {origin} {blob}\n".encode(), *content.items()))
    # The control: packed by the same hand, the backup as it was is passed.
    assert "holds: " in run("verify", "--data", place.folder, whole[False])
    assert SAID in run("verify", "--data", place.folder, whole[True], status=1)
    assert SAID in run(
        "restore", whole[True], "--halves", place.copy, "--into", tmp_path / "into", "--log-key",
        place.folder / "log.key", status=1)
    assert SAID in run("restore", whole[True], "--halves", place.copy, "--drill", "--data", place.folder, status=1)
    assert not list(tmp_path.glob("into*"))
