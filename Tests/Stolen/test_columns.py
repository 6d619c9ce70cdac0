"""Every column of every table of a real charity stands in SECURITY.md with the reason, and holds what is said there."""

import re
import sqlite3

import pytest

from charity import ORGANISATION, ROOT, run

# What the few columns of words may hold. Every other is a number, or bytes.
WORDS = {
    ("entries", "clause"): r"(?:[A-Z]{1,2}\d+(?:\.\d+)*|R|)",
    ("checkpoints", "day"): r"\d{4}-\d{2}-\d{2}",
    ("checkpoints", "note"): r"amanah/[0-9a-f]{32}\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:— amanah/[0-9a-f]{32} [A-Za-z0-9+/=]+\n)+",
    ("schema_migration", "name"): r"\d{4}[- ][a-z-]+",
    ("named", "name"): r"[a-z -]+",
}


def listed():
    """(table, column) of SECURITY.md's list, in the order in which it has them."""
    page = (ROOT / "SECURITY.md").read_text().split("## Plaintext by design", 1)[1].split("\n## ", 1)[0]
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].startswith("`"):
            assert len(cells[3]) > 5 or cells[2].startswith("nothing"), f"no reason: {line}"
            found += [(cells[0].strip("`"), column) for column in re.findall(r"`(\w+)`", cells[1])]
    return found


def columns(database):
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {(table, row[1]): row[2] for table in tables for row in database.execute(f"PRAGMA table_info({table})")}


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("columns") / "data"
    run("init", "--data", folder, "--organisation-name", ORGANISATION, "--guardian", "Gwen Parry")
    opened = [sqlite3.connect(path) for path in (folder / "amanah.sqlite", folder / "halves/halves.sqlite")]
    yield opened
    for database in opened:
        database.close()


def test_every_column_stands_in_the_list_and_no_other_does(databases):
    there = {column for database in databases for column in columns(database)}
    assert len(there) > 60
    assert there - set(listed()) == set(), "without a reason in SECURITY.md"
    assert set(listed()) - there == set(), "in SECURITY.md, but in no table"
    assert len(listed()) == len(set(listed()))


def test_a_new_column_is_noticed(databases):
    with sqlite3.connect(":memory:") as copy:
        databases[0].backup(copy)
        copy.execute("ALTER TABLE files ADD COLUMN nickname TEXT")
        assert set(columns(copy)) - set(listed()) == {("files", "nickname")}


def test_a_column_of_words_is_one_of_a_few(databases):
    """What stands in them is looked at in the filled charity of the stolen disk."""
    for database in databases:
        for (table, column), kind in columns(database).items():
            assert kind in ("INTEGER", "BLOB", "TEXT"), (table, column)
            assert (kind == "TEXT") == ((table, column) in WORDS), (table, column)
