"""A backup of a charity, opened by a program that knows docs/keys.md and nothing of ours."""

import io
import itertools
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Browser"))

from charity import PASSPHRASE, Staffed, run, text  # noqa: E402

WORDS = "Rent arrears letter, spoken of on Monday — مرحبا."
CASEWORK, REGISTER, ROSTER = 4, 33, 35
HOUSE = bytes(15) + b"\1"


class Kept:
    """A charity with two clients, a backup of yesterday, and one of the clients erased since."""

    def __init__(self, folder):
        self.folder, self.charity = folder, Staffed(folder)
        self.data = self.charity.folder
        places = [folder / name for name in ("first", "second", "backups")]
        for place in places:
            place.mkdir(mode=0o700)
        settings = json.loads((self.data / "amanah.json").read_text())
        settings["halves"] = {"first-copy": str(places[0]), "second-copy": str(places[1])}
        (self.data / "amanah.json").write_text(json.dumps(settings))
        self.sheets = self.charity.sheets
        self.gone, self.stays = (self.client(name) for name in ("Amina Begum", "Bilal Khan"))
        run("backup", "--data", self.data, places[2])
        self.backup = next(places[2].glob("*.backup"))
        self.yesterday = shutil.copy(next(places[0].glob("*.halves")), folder / "yesterday")
        # Started anew, the server knows where the two copies are.
        self.charity.stop()
        self.charity.start()
        self.erase(self.gone)
        self.charity.stop()
        self.today = next(places[0].glob("*.halves"))

    def client(self, name):
        address = self.charity.meet(name)
        assert self.charity.visitors["Karim Hassan"].post(f"{address}/note", note=WORDS)[0] == 200
        return bytes.fromhex(address.removeprefix("/file/"))

    def erase(self, file):
        """A guardian erases the file on its page; the server renews the copies of the halves by itself."""
        guardian, address = self.charity.visitor(), f"/file/{file.hex()}"
        guardian.sign_in("gwen", PASSPHRASE)
        assert guardian.post("/confirm", passphrase=PASSPHRASE)[0] == 200
        reference = re.search(r"File ([0-9A-Z]{4}-[0-9A-Z]{4})", text(guardian.get(f"{address}/erase")[1])).group(1)
        erased = guardian.fill(f"{address}/erase", ("why", "They asked for it."), ("reference", reference))
        assert erased.address == f"/erased?file={file.hex()}&copies=renewed", text(erased.body)

    def open(self, record, sheets=None, halves=None, status=0):
        """What the other program says of a record."""
        done = subprocess.run(
            [sys.executable, HERE / "open_record.py", self.backup, halves or self.yesterday, record],
            input="\n".join(sheets or self.sheets[:2]), capture_output=True, text=True, timeout=60)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr

    def records(self, file, item):
        """The records of an item of a file; its letters, for the item `letter`."""
        lines = (line.split() for line in self.open("list").splitlines())
        return [record for record, number, of in lines if of == file.hex() and number == str(item)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return Kept(tmp_path_factory.mktemp("independent"))


def test_one_sheet_opens_nothing(kept):
    (*_, record) = kept.records(kept.stays, CASEWORK)
    for sheet in kept.sheets:
        assert "the same sheet twice" in kept.open(record, [sheet, sheet], status=1)
        assert "two sheets" in kept.open(record, [sheet], status=1)
        assert "mistyped" in kept.open(record, [sheet, "\n".join(["0000-0000-0000-0000"] * 4)], status=1)


def test_a_slip_is_found_before_anything_is_opened(kept):
    (*_, record) = kept.records(kept.stays, CASEWORK)
    slip = ("2" if kept.sheets[1][0] != "2" else "3") + kept.sheets[1][1:]
    assert "mistyped" in kept.open(record, [kept.sheets[0], slip], status=1)


@pytest.mark.parametrize("pair", list(itertools.permutations(range(3), 2)))
def test_any_two_sheets_open_a_record(kept, pair):
    sheets = [kept.sheets[place].lower().replace("0", "o").replace("-", " ") for place in pair]
    texts = [json.loads(kept.open(each, sheets)) for each in kept.records(kept.stays, CASEWORK)]
    assert {"words": WORDS} in texts


def test_the_charity_s_own_records_open_too(kept):
    names = {json.loads(kept.open(record))["name"] for record in kept.records(HOUSE, ROSTER)}
    assert {"Gwen Parry", "Karim Hassan", "Cora Counsellor"} <= names


def test_the_register_s_row_of_a_client_names_them_and_no_half_but_theirs_opens_it(kept):
    """The name is sealed under the charity's own key and the client's half (the key about a file)."""
    for client, name in ((kept.gone, "Amina Begum"), (kept.stays, "Bilal Khan")):
        assert client.hex() in kept.records(HOUSE, REGISTER)
        assert name in kept.open(client.hex())
    assert "a box does not open" in kept.open(
        kept.stays.hex(), halves=edited(kept, kept.stays, rb"\g<1>" + b"7" * 64), status=1)


def test_the_letters_of_the_log_open_too(kept):
    letters = [kept.open(each) for each in kept.records(kept.stays, "letter")]
    assert letters and all(each.strip() for each in letters)


def edited(kept, file, instead):
    """Yesterday's halves with one line otherwise."""
    path = kept.folder / "edited"
    archive = tarfile.open
    with archive(kept.yesterday) as old:
        members = [(member, old.extractfile(member).read()) for member in old.getmembers()]
    with archive(path, "w") as new:
        for member, content in members:
            if member.name == "halves":
                content, count = re.subn(rb"(half " + file.hex().encode() + rb" )([0-9a-f]{64})", instead, content)
                assert count == 1
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return path


def test_a_wrong_half_opens_nothing(kept):
    wrong = edited(kept, kept.stays, rb"\g<1>" + b"7" * 64)
    for record in kept.records(kept.stays, CASEWORK):
        assert "a box does not open" in kept.open(record, halves=wrong, status=1)
    for letter in kept.records(kept.stays, "letter"):
        assert "something sealed does not open" in kept.open(letter, halves=wrong, status=1)


def test_where_a_file_has_no_half_every_half_there_is_is_tried_as_its(kept):
    """So that what is refused after an erasure is refused by the keys: under any other name the half would be found."""
    other = edited(kept, kept.gone, b"half " + b"5" * 32 + rb" \g<2>")
    for record in [*kept.records(kept.gone, CASEWORK), *kept.records(kept.gone, "letter"), kept.gone.hex()]:
        assert kept.open(record, halves=other) == kept.open(record)


def test_an_erased_client_opens_with_yesterday_s_halves_and_never_with_today_s(kept):
    records = kept.records(kept.gone, CASEWORK)
    assert {"words": WORDS} in [json.loads(kept.open(record)) for record in records]
    letters = kept.records(kept.gone, "letter")
    assert letters and all(kept.open(letter).strip() for letter in letters)
    assert "Amina Begum" in kept.open(kept.gone.hex())
    # The house's and the other client's are there, and are tried.
    for pair in itertools.combinations(kept.sheets, 2):
        for record in [*records, *letters, kept.gone.hex()]:
            said = kept.open(record, pair, halves=kept.today, status=1)
            assert re.search(r"none of the ([2-9]|\d\d+) halves there opens it: it was erased", said), said
    # A restore of that backup with today's halves, and all that the charity has, has no row of them.
    restored = kept.folder / "restored"
    said = run(
        "restore", kept.backup, "--halves", kept.today, "--into", restored, "--log-key", kept.data / "log.key")
    assert "1 files were erased again" in said
    with sqlite3.connect(f"file:{restored}/amanah.sqlite?mode=ro", uri=True) as database:
        assert database.execute("SELECT COUNT(*) FROM records WHERE file = ?", [kept.gone]).fetchone() == (0,)
    # The other client's are as they were.
    assert {"words": WORDS} in [
        json.loads(kept.open(record, halves=kept.today)) for record in kept.records(kept.stays, CASEWORK)]
