import pytest
from playwright.sync_api import expect, sync_playwright

from browser import Seat
from charity import Charity, Demonstration, Staffed

# A machine that builds or tests beside this is slow; what is right comes, only later.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    """The longest file first: it has a worker to itself while the others are shared out."""
    items.sort(key=lambda item: item.path.name != "test_pages.py")


def pytest_terminal_summary(terminalreporter):
    """Says how many keys and clicks each journey took, and which pages axe has seen."""
    for report in terminalreporter.getreports("passed"):
        for what, figures in report.user_properties:
            terminalreporter.write_line(f"   {what}: {figures}")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def charity(tmp_path_factory):
    """A charity with its people."""
    made = Staffed(tmp_path_factory.mktemp("charity"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The charity that `amanah demo` makes, with a year behind it."""
    made = Demonstration(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


@pytest.fixture
def new_charity(tmp_path):
    """A charity that has just been made: nobody has enrolled."""
    made = Charity(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def seat(browser, charity):
    """Gives a seat at a browser to a person of the charity: `seat("Rita Desk")`, or to nobody: `seat()`."""
    seats = []

    def give(name=None, at=None, **options):
        taken = Seat(browser, at or charity, **options)
        seats.append(taken)
        if name:
            taken.sign_in(name)
        return taken

    yield give
    for taken in seats:
        taken.close()
