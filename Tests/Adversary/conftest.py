import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / each) for each in ("Browser", "Stolen", "Independent"))]


def pytest_terminal_summary(terminalreporter):
    """What was altered, and what came of it, by table."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for what, figures in report.user_properties:
                terminalreporter.write_line(f"   {what}: {figures}")
