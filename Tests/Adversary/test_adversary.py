"""Somebody who writes the database file, and nothing else, gets nothing by it that they had not; and it shows."""

import pytest

from adversary import LIVE, Adversary, Counts, cases, is_good, line
from attacks import ATTACKS
from case import Case, Outcome
from scene import Scene

SEED = 1


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("adversary"))


def test_nothing_is_found_where_nothing_was_altered(scene):
    with scene.copy("unaltered") as folder:
        case = Case(scene, folder, SEED, "unaltered")
        outcome = Outcome(case)
        outcome.look()
        outcome.serve(outcome.everybody)
        case.close()
    assert (outcome.harm, outcome.noticed, outcome.shut) == ([], [], 0)


def test_whoever_is_to_get_nothing_gets_nothing_and_the_others_their_work(scene):
    """What the alterations are compared with."""
    for who in ("guardian", "manager", "caseworker", "receptionist"):
        assert len(scene.base[who].names) > 20, who
    for who in ("a stranger", "a cookie after signing out", "a leaver's cookie", "a leaver's passphrase", "an old passphrase",
                "a passphrase without the code", "a colleague's passphrase", "a cookie from before a new passphrase"):
        assert 200 not in scene.base[who].statuses.values() and not scene.base[who].names, who


def test_no_alteration_gives_anybody_anything_and_each_is_noticed_or_undone(scene, record_property):
    adversary, counts, bad = Adversary(scene, SEED), Counts(), []
    assert set(LIVE) <= set(ATTACKS)
    for outcome in cases(adversary, range(adversary.count)):
        counts.add(outcome)
        if not is_good(outcome):
            bad.append(line(outcome, SEED))
    for counted in counts.lines():
        record_property(*counted.split(": "))
    assert not bad, "\n".join(bad)
