import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))


def pytest_terminal_summary(terminalreporter):
    """What was sent, and what was searched."""
    for report in terminalreporter.getreports("passed"):
        for what, figures in report.user_properties:
            terminalreporter.write_line(f"   {what}: {figures}")
