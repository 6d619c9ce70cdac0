"""Where the program writes files: into no folder that others can write, over nothing that they put there, and nothing
unfinished is left."""

import json
import os
import re
import stat
import subprocess

import pytest

from charity import PASSPHRASE, PROGRAM, Staffed, environment, run


class Place(Staffed):
    def __init__(self, folder):
        super().__init__(folder)
        self.place = folder
        self.client = self.meet("Amina Begum")
        self.settings_file = self.folder / "amanah.json"
        self.set(folder / "first", folder / "second")

    def set(self, first, second):
        settings = json.loads(self.settings_file.read_text())
        settings["halves"] = {"first-copy": str(first), "second-copy": str(second)}
        for copy in (first, second):
            copy.mkdir(mode=0o700, exist_ok=True)
        self.settings_file.write_text(json.dumps(settings))

    def export(self, into, meanwhile=lambda: None):
        """Exports as Gwen; something happens while her passphrase is awaited."""
        command = subprocess.Popen(
            [PROGRAM, "export", into, "--sign-in", "gwen", "--data", self.folder], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(AMANAH_SIGN_IN_SECOND_FACTOR="offered"))
        asked = b""
        while b"Passphrase: " not in asked:
            byte = command.stderr.read(1)
            if not byte:
                break
            asked += byte
        if command.poll() is None:
            meanwhile()
        _, said = command.communicate(f"{PASSPHRASE}\n\nFor the auditors.\n".encode(), timeout=60)
        return command.returncode, (asked + said).decode()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("writing"))
    yield made
    made.stop()


def test_an_export_goes_into_a_folder_of_ones_own(place, tmp_path):
    status, said = place.export(tmp_path / "new")
    assert status == 0, said
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    status, said = place.export(own)
    assert status == 0, said
    for path in [own, *own.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o755, 0o1777, 0o701])
def test_an_export_into_a_folder_that_is_open_to_others_is_refused_before_a_passphrase_is_asked_for(place, tmp_path, mode):
    into = tmp_path / "open"
    into.mkdir()
    into.chmod(mode)
    status, said = place.export(into)
    assert status == 1 and "chmod go=" in said and "Passphrase" not in said, said
    assert not list(into.iterdir())


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_an_export_into_somebody_elses_folder_is_refused(place, tmp_path):
    into = tmp_path / "theirs"
    into.mkdir(mode=0o700)
    os.chown(into, 65534, 65534)
    status, said = place.export(into)
    assert status == 1 and "belongs to another user" in said, said


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_is_planted_while_the_passphrase_is_asked_for_is_not_filled(place, tmp_path, there):
    into = tmp_path / "into"
    if there:
        into.mkdir(mode=0o700)
    held = []

    def plant():
        into.mkdir(mode=0o700, exist_ok=True)
        (into / "files.csv").write_text("")
        held.append((into / "files.csv").open("rb"))

    status, said = place.export(into, plant)
    assert held, "it was not planted"
    assert status == 1 and "is not empty" in said, said
    assert held[0].read() == b""
    assert [path.name for path in into.iterdir()] == ["files.csv"]


def test_a_folder_that_is_opened_to_others_while_the_passphrase_is_asked_for_is_refused(place, tmp_path):
    into = tmp_path / "into"
    into.mkdir(mode=0o700)
    status, said = place.export(into, lambda: into.chmod(0o777))
    assert status == 1 and "chmod go=" in said, said
    assert not list(into.iterdir())


def test_a_folder_that_another_takes_the_place_of_meanwhile_gets_nothing(place, tmp_path):
    into = tmp_path / "into"
    into.mkdir(mode=0o700)

    def swap():
        into.rename(tmp_path / "away")
        into.symlink_to(tmp_path / "elsewhere")
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere").chmod(0o777)

    status, said = place.export(into, swap)
    assert status == 1, said
    assert not list((tmp_path / "elsewhere").iterdir()) and not list((tmp_path / "away").iterdir())


def partial(place):
    origin = (place.folder / "log.key").read_text().split()[0]
    return f".amanah-{origin[-8:]}.partial"


def test_a_backup_is_not_written_where_others_can_write(place, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o777)
    assert "chmod go-w" in run("backup", "--data", place.folder, out, status=1)
    assert not list(out.iterdir())
    out.chmod(0o755)
    run("backup", "--data", place.folder, out)


def test_a_link_in_place_of_an_unfinished_backup_is_not_followed(place, tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir(mode=0o700)
    other.write_text("mine")
    (out / partial(place)).symlink_to(other)
    assert "is there already" in run("backup", "--data", place.folder, out, status=1)
    os.unlink(out / partial(place))
    os.link(other, out / partial(place))
    assert "is there already" in run("backup", "--data", place.folder, out, status=1)
    assert other.read_text() == "mine"
    os.unlink(out / partial(place))
    # What a backup that was killed left is our own.
    (out / partial(place)).write_text("half")
    run("backup", "--data", place.folder, out)
    assert [path.suffix for path in out.iterdir()] == [".backup"]


def test_a_link_in_place_of_a_new_copy_of_the_halves_is_neither_followed_nor_overwritten(place, tmp_path):
    (copy,) = (place.place / "first").glob("*.halves")
    other = tmp_path / "other"
    other.write_text("mine")
    new = copy.with_name(copy.name + ".new")
    for plant in (new.symlink_to, lambda target: os.link(target, new)):
        plant(other)
        assert "is there already" in run("backup", "--data", place.folder, "--halves-only", status=1)
        assert other.read_text() == "mine"
        os.unlink(new)
    copy.parent.chmod(0o777)
    try:
        assert "chmod go-w" in run("backup", "--data", place.folder, "--halves-only", status=1)
        assert "chmod go-w" in run("doctor", "--data", place.folder, status=1)
    finally:
        copy.parent.chmod(0o700)
    run("backup", "--data", place.folder, "--halves-only")


def test_certificates_and_restores_go_nowhere_that_others_can_write(place, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    assert "chmod go-w" in run("tls", "--name", "office.example", "--into", shared, status=1)
    run("backup", "--data", place.folder, tmp_path)
    (backup,) = tmp_path.glob("*.backup")
    (copy,) = (place.place / "first").glob("*.halves")
    said = run(
        "restore", backup, "--halves", copy, "--into", shared / "again", "--log-key", place.folder / "log.key", status=1)
    assert "chmod go-w" in said
    assert not list(shared.iterdir())


class Small:
    """A disk of a few megabytes."""

    def __init__(self, path, megabytes):
        self.path = path
        path.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "small", path])
        if done.returncode:
            pytest.skip("no disk of its own can be mounted here")

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=True)

    def fill(self):
        with (self.path / "filler").open("wb", buffering=0) as filler:
            try:
                while filler.write(bytes(4096)):
                    pass
            except OSError:
                pass


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts disks")
def test_a_backup_that_finds_its_disk_full_says_so_and_leaves_nothing(place, tmp_path):
    small = Small(tmp_path / "small", 1)
    with small as disk:
        small.fill()
        said = run("backup", "--data", place.folder, disk, status=1)
        assert "its disk is full" in said, said
        assert [path.name for path in disk.iterdir()] == ["filler"]
        os.unlink(disk / "filler")
        (disk / "filler").write_bytes(bytes(900_000))
        said = run("backup", "--data", place.folder, disk, status=1)
        assert "its disk is full" in said, said
        assert [path.name for path in disk.iterdir()] == ["filler"]
        # A copy of the halves as well; the one before stays.
        place.set(disk / "first", place.place / "second")
        os.unlink(disk / "filler")
        run("backup", "--data", place.folder, "--halves-only")
        (copy,) = (disk / "first").iterdir()
        before = copy.read_bytes()
        small.fill()
        try:
            said = run("backup", "--data", place.folder, "--halves-only", status=1)
            assert "its disk is full" in said, said
            assert [path.read_bytes() for path in (disk / "first").iterdir()] == [before]
            assert re.search(r"DO    Disk: .*first has 0 MB free", run("doctor", "--data", place.folder, status=1))
        finally:
            place.set(place.place / "first", place.place / "second")
    assert not (place.folder / "work").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts disks")
def test_a_full_disk_is_said_in_the_servers_log_by_its_name_and_not_again_and_again(tmp_path):
    class Logged(Staffed):
        """Its log is on another disk than its data."""

        def start(self):
            self.log = tmp_path / "serve.log"
            super().start()

    small = Small(tmp_path / "small", 64)
    with small as disk:
        charity = Logged(disk)
        try:
            client = charity.meet("Amina Begum")
            small.fill()
            visitor = charity.visitors["Karim Hassan"]
            for time_ in range(30):
                status, _ = visitor.post(f"{client}/note", note="x" * 9000)
            assert status == 503
            log = charity.log.read_text()
            said = [line for line in log.splitlines() if "cause=full" in line]
            assert 1 <= len(said) <= 2, log[-2000:]
            assert "Free some space" in said[0] and "Amina" not in log
        finally:
            charity.stop()
