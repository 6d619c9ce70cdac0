"""Nobody else of this computer reads the memory of the program: no core dump, no debugger, and no open file."""

import os
import pathlib
import resource
import signal
import stat
import subprocess
import time

import pytest

from charity import ORGANISATION, PROGRAM, environment, run

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def may_dump():
    """As a service would be started by whoever wants dumps, with files open to everybody."""
    resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
    os.umask(0)


@pytest.fixture
def served(tmp_path):
    data, cwd = tmp_path / "data", tmp_path / "cwd"
    cwd.mkdir()
    made = subprocess.run(
        [PROGRAM, "init", "--data", data, "--organisation-name", ORGANISATION, "--guardian", "Gwen Parry"],
        capture_output=True, text=True, env=environment(), preexec_fn=may_dump)
    assert made.returncode == 0, made.stderr
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--listen-port", "0"], stdout=subprocess.PIPE, stderr=errors, text=True,
            cwd=cwd, env=environment(), preexec_fn=may_dump)
    assert "is served" in process.stdout.readline()
    yield process, data, cwd
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_kernel_keeps_no_copy_of_its_memory(served):
    process, _, _ = served
    limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size")] == [["0", "0"]]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to look from")
def test_nobody_of_the_same_user_looks_into_it(tmp_path):
    """What is not dumpable belongs to root in /proc, whoever runs it."""
    def started(*command):
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                user=65534, group=65534, env=environment(), cwd="/")

    program = tmp_path / "amanah"
    program.write_bytes(PROGRAM.read_bytes())
    for place in (program, *program.parents[:-2]):
        place.chmod(place.stat().st_mode | 0o055)
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    data = home / "data"
    with started(program, "init", "--data", data, "--organisation-name", ORGANISATION, "--guardian", "Gwen") as made:
        made.communicate()
    assert made.returncode == 0
    for command, owner in (
        (["/bin/cat"], 65534), ([program, "policy", "decide"], 0),
        ([program, "serve", "--data", data, "--listen-port", "0"], 0),
    ):
        with started(*command) as process:
            try:
                process.stdin.write(b'{"id": "a", "recipient": "buyer", "items": ["identity"], "ground": "gain"}\n')
                process.stdin.flush()
                assert process.stdout.readline()
                assert pathlib.Path(f"/proc/{process.pid}/mem").stat().st_uid == owner, command
            finally:
                process.kill()


@pytest.mark.parametrize("blow", [signal.SIGABRT, signal.SIGSEGV])
def test_neither_a_core_file_nor_a_print_of_its_memory_is_left_where_it_died(served, tmp_path, blow):
    process, data, cwd = served
    process.send_signal(blow)
    until, ended, status = time.monotonic() + 60, 0, 0
    while not ended and time.monotonic() < until:
        time.sleep(0.1)
        ended, status = os.waitpid(process.pid, os.WNOHANG)
    assert ended, "it did not end"
    process.returncode = -blow
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == blow
    assert os.listdir(cwd) == []
    assert not [path for path in data.rglob("*core*")]
    # The kernel says in the status whether it dumped.
    assert not os.WCOREDUMP(status)
    # Swift's runtime would print registers, and what they point to.
    said = (tmp_path / "errors").read_text()
    assert all(" amanah: " in line for line in said.splitlines()), said


def test_a_dump_would_show_here(tmp_path):
    """That the tests above can fail: a program that does not close itself has another limit."""
    process = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, preexec_fn=may_dump)
    try:
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        assert hard == 0 or [line.split()[4] for line in limits.splitlines() if "core file" in line] != ["0"]
    finally:
        process.kill()
        process.wait()
        process.stdin.close()


def test_what_it_makes_is_its_owners_alone_whatever_the_mask(served, tmp_path):
    _, data, _ = served
    run("ledger", "export", "--data", data, tmp_path / "out" / "export")
    made = [data, *data.rglob("*"), tmp_path / "out", *(tmp_path / "out").rglob("*")]
    assert any(path.name.endswith("-wal") for path in made) and any(path.name == "checkpoint" for path in made)
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_stood_open_is_closed(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    run("init", "--data", data, "--organisation-name", ORGANISATION, "--guardian", "Gwen Parry")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
