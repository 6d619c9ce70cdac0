#!/usr/bin/env python3
"""Alters a charity's database as somebody can who writes the file and knows docs/keys.md, and goes on looking.

    Tests/Adversary/adversary.py [--soak 10000] [--seed N] [--again NUMBER] [--jobs 2] [--keep]

After each alteration it starts the program, acts as those who work there and as those who are to get nothing, and asks: did
anybody read, destroy or do what they could not before; did the start, `ledger verify` or `doctor` notice what was not
undone; is the process alive and answering its sign-in page. A case's number and the seed draw all of it again.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / each) for each in ("Browser", "Stolen", "Independent"))]

from alterations import FILE, Impossible, an_alteration, tables  # noqa: E402
from attacks import ATTACKS, WHILE_RUNNING  # noqa: E402
from case import Case, Outcome  # noqa: E402
from scene import Scene  # noqa: E402

# What may stand altered unnoticed, as long as nobody gets anything by it: tables, columns, attacks; and why.
UNNOTICED = {
    "drafts": "sealed with their owner's own key; their time is not bound",
    "reminders": "sealed with their owner's own key",
    "forms": "whoever sent a form can send it twice",
    "sessions.confirmed": "a time that this computer did not mark counts for nothing",
    "fresh by cookie": "the same",
    "erasures": "a half is destroyed only where a signed entry says so",
    "checkpoint of an older day": "the newest signs all of it; people keep the older ones elsewhere",
    "checkpoints": "the same of each but the newest",
    FILE: "bytes that no row has",
}

# Attacks that are also made while the program runs and everybody has looked: what it keeps in memory must not help.
LIVE = [
    "mark of a departure broken", "mark of a restriction broken", "mark of a new passphrase broken",
    "standing of an older checkpoint",
    "forged session of a stranger", "forged session of a guardian", "session after sign out", "old wrap",
    "second step taken away", "departure alone taken away", "restriction taken away", "rival epoch", "fresh by cookie",
    "genesis of a world", "trigger that undoes sign out",
]

# What SECURITY.md says is open: it must be noticed by `ledger verify`.
OPEN = {
    "access taken away given back": "rows of a file that is not restricted can be taken away",
    "rival epoch": "the same: the true epoch must be taken away first",
}


class Adversary:
    """Runs cases by their numbers: first each attack, then some while the program runs, then one of each table. A long run
    draws all of it by chance."""

    def __init__(self, scene, seed, is_soak=False, keep=False):
        self.scene, self.seed, self.is_soak, self.keep = scene, seed, is_soak, keep
        self.names = list(ATTACKS)
        with contextlib.closing(sqlite3.connect(f"file:{scene.now}/amanah.sqlite?mode=ro", uri=True)) as database:
            self.tables = [*tables(database), FILE]

    @property
    def count(self):
        return len(self.names) + len(LIVE) + len(WHILE_RUNNING) + len(self.tables)

    def run(self, number):
        """What came of a case; None for an attack on what is not there. An alteration that can't be made is drawn again."""
        for attempt in range(50 if self.is_soak or number >= self.count - len(self.tables) else 1):
            folder = self.scene.root / f"case-{number}-{attempt}"
            shutil.copytree(self.scene.now, folder)
            case = Case(self.scene, folder, self.seed, f"{number}.{attempt}" if attempt else number)
            try:
                outcome = self.try_one(case, number)
                if outcome:
                    return outcome
            finally:
                case.close()
                if not self.keep:
                    shutil.rmtree(folder)
        return None

    def what(self, case, number):
        """An attack's name, or a table; and whether the program runs meanwhile."""
        while_running = LIVE + list(WHILE_RUNNING)
        if self.is_soak:
            what = case.random.choice(self.names if case.random.random() < 0.2 else self.tables)
            return what, what != FILE and case.random.random() < 0.3
        names = self.names + while_running + self.tables
        return names[number], 0 <= number - len(self.names) < len(while_running)

    def try_one(self, case, number):
        what, is_live = self.what(case, number)
        outcome = Outcome(case)
        outcome.number, outcome.what, outcome.table = number, what, what if what in self.tables else "attacks"
        if what in self.tables:
            altered = an_alteration(case, what)
            outcome.name = altered.describe()
        else:
            outcome.name = what
        outcome.name += ", while it runs" if is_live else ""

        def alter():
            if what in self.tables:
                altered.apply()
                case.control(altered.landed)
            else:
                (ATTACKS.get(what) or WHILE_RUNNING[what])(case)
            case.reopen()
            outcome.landed = case.stands()

        def during(server):
            self.scene.honest(server)
            case.server = server
            alter()
            outcome.everybody(server)
        try:
            if is_live:
                outcome.serve(during)
                outcome.look()
                outcome.serve(lambda server: None)
            else:
                alter()
                outcome.look()
                outcome.serve(outcome.everybody)
        except Impossible:
            return None
        except sqlite3.Error:
            if what not in self.tables:
                raise
            return None
        outcome.harm += case.harm
        outcome.is_undone = not outcome.noticed and not case.stands()
        return outcome


def is_good(outcome):
    names = {outcome.table, outcome.what, outcome.name.split(":")[0].split(",")[0]}
    if names & set(OPEN):
        return outcome.landed and "ledger verify" in outcome.noticed
    return outcome.landed and not outcome.harm and bool(
        outcome.noticed or outcome.is_undone or outcome.case.leaves_nothing or names & set(UNNOTICED))


def line(outcome, seed):
    how = "harmful" if outcome.harm else "noticed" if outcome.noticed else "undone" if outcome.is_undone else "unnoticed"
    if not outcome.landed:
        how = "did not land"
    said = "; ".join([*outcome.harm, *(["noticed by " + ", ".join(outcome.noticed)] if outcome.noticed else [])])
    return f"case {outcome.number} of seed {seed}: {outcome.name}: {how}{': ' if said else ''}{said}"


class Counts:
    """By table, and of each: how many, and what came of them."""

    def __init__(self):
        self.tables = collections.defaultdict(collections.Counter)

    def add(self, outcome):
        table = self.tables[outcome.table]
        table["altered"] += 1
        table["harmful"] += bool(outcome.harm)
        table["noticed"] += bool(outcome.noticed)
        table["undone"] += outcome.is_undone
        table["unnoticed"] += not outcome.noticed and not outcome.is_undone

    def lines(self):
        for name, counts in sorted(self.tables.items()):
            yield f"{name}: " + ", ".join(
                f"{counts[what]} {what}" for what in ("altered", "noticed", "undone", "unnoticed", "harmful"))


def cases(adversary, numbers, jobs=2):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        yield from filter(None, pool.map(adversary.run, numbers))


def main():
    parser = argparse.ArgumentParser(description="Alter the database and go on looking.")
    parser.add_argument("--soak", type=int, help="so many, drawn by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=int, nargs="*", help="only the cases of these numbers")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="leave the folders in place")
    options = parser.parse_args()
    root = pathlib.Path(tempfile.mkdtemp(prefix="amanah-adversary-"))
    counts, bad, began = Counts(), 0, time.monotonic()
    # Sessions end after an hour without use: a scene serves for half of one.
    scene, made = None, -1e9
    try:
        for start in range(0, options.soak or 1, 100):
            if time.monotonic() - made > 1500:
                if scene:
                    shutil.rmtree(scene.root)
                (root / f"{start}").mkdir()
                scene, made = Scene(root / f"{start}"), time.monotonic()
                print(f"a charity at two moments, after {time.monotonic() - began:.0f} s", flush=True)
            adversary = Adversary(scene, options.seed, bool(options.soak), options.keep)
            end = min(start + 100, options.soak) if options.soak else adversary.count
            for outcome in cases(adversary, options.again or range(start, end), options.jobs):
                counts.add(outcome)
                if not is_good(outcome):
                    bad += 1
                if not options.soak or not is_good(outcome):
                    print(line(outcome, options.seed), flush=True)
            print(f"up to case {end}: {bad} bad, {time.monotonic() - began:.0f} s", flush=True)
            if options.again:
                break
            if options.soak:
                print("\n".join(counts.lines()), flush=True)
    finally:
        if options.keep:
            print(f"kept: {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)
    print("\n".join(counts.lines()))
    print(f"{sum(each['altered'] for each in counts.tables.values()) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
