"""Alterations that know the tables and nothing of what is in them: any value of any column, any row, any table, and what
came from another row or moment. Tables and columns are those that the database has."""

import re
import struct

NUMBERS = [0, 1, -1, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, -2**63]
VALUES = ["bit", "number", "null", "type", "empty", "long", "row", "moment", "column"]
FILE = "the file"
BYTES = ["bytes", "zeros", "cut", "longer", "pages of before"]
ROWS = ["insert", "delete", "duplicate", "put back", "as it was", "swap"]


class Impossible(Exception):
    """There is nothing to alter so: no such row, or the engine refuses it."""


def tables(database):
    return [name for (name,) in database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")]


def columns(database, table):
    """Names and types, and which are of the primary key."""
    rows = database.execute(f"PRAGMA table_info({table})").fetchall()
    return [row[1] for row in rows], {row[1]: row[2] for row in rows}, [row[1] for row in rows if row[5]]


def loosen(case, table):
    """Lets a table hold what it does not allow, as somebody can who writes the file; `tighten` puts its rules back."""
    database = case.database
    (text,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [table]).fetchone()
    database.execute("PRAGMA writable_schema = ON")
    database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [re.sub(r" NOT NULL|STRICT\s*$", "", text), table])
    case.reopen()
    return text


def tighten(case, table, text):
    case.database.execute("PRAGMA writable_schema = ON")
    case.database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [text, table])
    case.reopen()


class Value:
    """One column of one row."""

    def __init__(self, case, table, way):
        self.case, self.table, self.way = case, table, way
        names, types, _ = columns(case.database, table)
        self.column = case.random.choice(names)
        self.kind = types[self.column]
        self.row = case.a_row(table)

    def describe(self):
        return f"{self.table}.{self.column}: {self.way}"

    def apply(self):
        database = self.case.database
        (old,) = database.execute(f"SELECT {self.column} FROM {self.table} WHERE rowid = ?", [self.row]).fetchone()
        self.new = self.value(old)
        if self.new == old and type(self.new) is type(old):
            raise Impossible("it stands so already")
        text = loosen(self.case, self.table) if self.way in ("null", "type", "column") else None
        self.case.database.execute(
            f"UPDATE {self.table} SET {self.column} = ? WHERE rowid = ?", [self.new, self.row])
        # Where a column is the number of the row.
        names, types, keys = columns(database, self.table)
        if keys == [self.column] and types[self.column] == "INTEGER":
            self.row = self.new
        if text:
            tighten(self.case, self.table, text)

    def landed(self, database):
        """Whether the row is as it was altered, read afresh."""
        row = database.execute(f"SELECT {self.column} FROM {self.table} WHERE rowid = ?", [self.row]).fetchone()
        # A column of text keeps a number as text.
        return row is not None and (row[0] == self.new or str(row[0]) == str(self.new))

    def value(self, old):
        random, database = self.case.random, self.case.database
        if self.way == "bit":
            return flipped(old, random)
        if self.way == "number":
            return random.choice([each for each in NUMBERS if each != old])
        if self.way == "null":
            return None
        if self.way == "type":
            if isinstance(old, int):
                return random.choice([b"\x00" * 16, 1.5, "nine"])
            return random.choice([7, 1.5, "words"]) if isinstance(old, bytes) else b"words"
        if self.way == "empty":
            return "" if isinstance(old, str) else b""
        if self.way == "long":
            size = random.choice([1 << 10, 1 << 16, 1 << 20])
            return "9" * size if isinstance(old, str) else random.randbytes(size)
        if self.way == "row":
            found = database.execute(
                f"SELECT {self.column} FROM {self.table} WHERE {self.column} IS NOT ? ORDER BY rowid", [old]).fetchall()
        elif self.way == "moment":
            names, _, keys = columns(database, self.table)
            if self.table not in tables(self.case.older) or self.column not in columns(self.case.older, self.table)[0]:
                raise Impossible("it was not there then")
            same = " AND ".join(f"then_.{key} = now.{key}" for key in keys if key != self.column) or "1"
            with self.case.beside() as joined:
                found = joined.execute(
                    f"""SELECT then_.{self.column}, now.rowid FROM older.{self.table} AS then_, main.{self.table} AS now
                        WHERE {same} AND then_.{self.column} IS NOT now.{self.column} LIMIT 999""").fetchall()
            if found:
                value, self.row = random.choice(found)
                return value
        else:
            others = [name for name in columns(database, self.table)[0] if name != self.column]
            found = database.execute(
                f"SELECT {random.choice(others)} FROM {self.table} WHERE rowid = ?", [self.row]).fetchall() if others else []
        if not found:
            raise Impossible("nothing else is there")
        return random.choice(found)[0]


def flipped(old, random):
    if isinstance(old, bytes) and old:
        at = random.randrange(len(old) * 8)
        return old[:at // 8] + bytes([old[at // 8] ^ 1 << at % 8]) + old[at // 8 + 1:]
    if isinstance(old, int):
        return struct.unpack(">q", (struct.unpack(">Q", struct.pack(">q", old))[0] ^ 1 << random.randrange(
            63)).to_bytes(8, "big"))[0]
    if isinstance(old, str) and old:
        at = random.randrange(len(old))
        return old[:at] + chr(ord(old[at]) ^ 1) + old[at + 1:]
    raise Impossible("no bit is there")


class Rows:
    """Whole rows of one table."""

    def __init__(self, case, table, way):
        self.case, self.table, self.way, self.gone, self.there = case, table, way, [], []

    def describe(self):
        return f"{self.table}: {self.way}"

    def apply(self):
        case, table = self.case, self.table
        names, types, keys = columns(case.database, table)
        if self.way == "insert":
            # A row of nothing that was ever there, in the form of one that is.
            row = dict(zip(names, case.whole(table, case.a_row(table))))
            for name in names:
                row[name] = self.drawn(row[name])
            self.add(row)
        elif self.way == "delete":
            number = case.a_row(table)
            self.gone.append(dict(zip(names, case.whole(table, number))))
            case.database.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])
        elif self.way == "duplicate":
            row = dict(zip(names, case.whole(table, case.a_row(table))))
            for key in keys or names[:1]:
                row[key] = self.drawn(row[key])
            self.add(row)
        elif self.way == "swap":
            self.swap(names, keys)
        elif table not in tables(case.older) or columns(case.older, table)[0] != names:
            raise Impossible("it was not there then")
        elif self.way == "put back":
            now = set(case.database.execute(f"SELECT * FROM {table}").fetchall())
            then = [row for row in case.older.execute(f"SELECT * FROM {table} ORDER BY rowid") if row not in now]
            if not then:
                raise Impossible("none is gone")
            for row in case.random.sample(then, case.random.choice([1, len(then)])):
                self.add(dict(zip(names, row)))
        else:
            self.as_it_was(names)

    def as_it_was(self, names):
        """The whole table of the other moment."""
        case, table = self.case, self.table
        now = case.database.execute(f"SELECT * FROM {table}").fetchall()
        then = case.older.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
        if set(now) == set(then):
            raise Impossible("nothing is different")
        self.gone = [dict(zip(names, row)) for row in set(now) - set(then)]
        self.there = [dict(zip(names, row)) for row in set(then) - set(now)]
        case.database.execute(f"DELETE FROM {table}")
        case.database.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", then)

    def swap(self, names, keys):
        """Two rows have each other's columns but for the names that they go by."""
        case, table = self.case, self.table
        one, other = case.a_row(table), case.a_row(table)
        rest = [name for name in names if name not in keys]
        if one == other or not rest:
            raise Impossible("one row is not enough")
        rows = [dict(zip(names, case.whole(table, number))) for number in (one, other)]
        moved = case.random.sample(rest, case.random.randint(1, len(rest)))
        if all(rows[0][name] == rows[1][name] for name in moved):
            raise Impossible("they are alike")
        self.gone = [dict(row) for row in rows]
        for number, row, source in ((one, rows[0], dict(rows[1])), (other, rows[1], dict(rows[0]))):
            row.update({name: source[name] for name in moved})
        # What is unique stands twice for a moment.
        for number in (one, other):
            case.database.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])
        for row in rows:
            self.add(row)

    def drawn(self, old):
        random = self.case.random
        if isinstance(old, bytes):
            return random.randbytes(len(old))
        if isinstance(old, int):
            return random.choice([old + 1, old + random.randrange(1, 1000), *NUMBERS])
        return old if old is None else f"{old}{random.randrange(10)}"

    def add(self, row):
        self.case.put(self.table, row, replacing=self.way in ("put back", "as it was"))
        self.there.append(row)

    def landed(self, database):
        def is_there(row):
            same = " AND ".join(f"{name} IS ?" for name in row)
            return database.execute(f"SELECT 1 FROM {self.table} WHERE {same}", list(row.values())).fetchone() is not None
        return all(map(is_there, self.there)) and not any(map(is_there, self.gone))


class Bytes:
    """The file itself, whatever its bytes stand for."""

    def __init__(self, case, way):
        self.case, self.way, self.path = case, way, case.folder / "amanah.sqlite"

    def describe(self):
        return f"{FILE}: {self.way}"

    def apply(self):
        random = self.case.random
        # All of it is in the one file then.
        self.case.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.case.database.close()
        data = bytearray(self.path.read_bytes())
        self.before, page = bytes(data), 4096
        place = random.randrange(len(data) // page) * page
        if self.way == "bytes":
            for _ in range(random.choice([1, 16, 256])):
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        elif self.way == "zeros":
            data[place:place + page] = bytes(page)
        elif self.way == "cut":
            del data[place:]
        elif self.way == "longer":
            data += random.randbytes(page * random.choice([1, 100]))
        else:
            older = (self.case.scene.older / "amanah.sqlite").read_bytes()
            for _ in range(random.choice([1, 5, 50])):
                place = random.randrange(min(len(data), len(older)) // page) * page
                data[place:place + page] = older[place:place + page]
        self.after = bytes(data)
        if self.after == self.before:
            raise Impossible("the pages are alike")
        self.path.write_bytes(data)

    def landed(self, _):
        return self.path.read_bytes() == self.after


def an_alteration(case, table):
    if table == FILE:
        return Bytes(case, case.random.choice(BYTES))
    way = case.random.choice(VALUES + ROWS)
    return (Value if way in VALUES else Rows)(case, table, way)
