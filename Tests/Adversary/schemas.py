"""The schema: what runs, what hides, and what is more or less than the program makes."""

from alterations import columns
from attack import attack
from forms_of_keys import HOUSE


@attack
def trigger_that_undoes_sign_out(case):
    old = ", ".join(f"old.{name}" for name in columns(case.database, "sessions")[0])
    case.schema(f"""CREATE TRIGGER kept AFTER DELETE ON sessions BEGIN
        INSERT OR IGNORE INTO sessions SELECT {old}; END""", "kept")


@attack
def trigger_on_entries(case):
    case.schema("""CREATE TRIGGER other AFTER INSERT ON entries BEGIN
        UPDATE files SET restricted = 0 WHERE restricted = 1; END""", "other")


@attack
def view_in_a_tables_place(case):
    case.database.execute("ALTER TABLE second_factors RENAME TO second_factors_of_before")
    case.schema("CREATE VIEW second_factors AS SELECT * FROM second_factors_of_before WHERE 0", "second_factors")


@attack
def view_more(case):
    case.schema("CREATE VIEW more AS SELECT * FROM sessions", "more")


@attack
def table_more(case):
    case.schema("CREATE TABLE more (kept BLOB)", "more")


@attack
def column_more(case):
    case.database.execute("ALTER TABLE sessions ADD COLUMN more INTEGER DEFAULT 0")
    case.control(lambda database: any(
        row[1] == "more" for row in database.execute("PRAGMA table_info(sessions)")))


@attack
def index_more(case):
    case.schema("CREATE INDEX more ON sessions (began)", "more")


@attack
def index_taken_away(case):
    case.database.execute("DROP INDEX grants_by_principal")
    case.control(lambda database: database.execute(
        "SELECT 1 FROM sqlite_schema WHERE name = 'grants_by_principal'").fetchone() is None)


@attack
def index_that_leaves_rows_out(case):
    """A partial index in a whole one's place, under its name and with its old text in the schema."""
    (text,) = case.database.execute("SELECT sql FROM sqlite_schema WHERE name = 'grants_by_file'").fetchone()
    case.database.execute("DROP INDEX grants_by_file")
    case.database.execute("CREATE INDEX grants_by_file ON grants (file) WHERE items < 0")
    case.database.execute("PRAGMA writable_schema = ON")
    case.database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'grants_by_file'", [text])
    case.reopen()
    case.control(lambda database: database.execute(
        "SELECT COUNT(*) FROM grants INDEXED BY grants_by_file WHERE file = ?", [HOUSE]).fetchone()[0] == 0)


@attack
def newer_schema(case):
    (last,) = case.database.execute("SELECT MAX(position) FROM schema_migration").fetchone()
    case.put("schema_migration", {"position": last + 1, "name": "9999-later"})
