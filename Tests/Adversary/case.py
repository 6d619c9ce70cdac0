"""One alteration of one copy of the charity's folder, and what the program made of it."""

import contextlib
import http.client
import random
import sqlite3

from alterations import Impossible, columns
from probes import NOTHING, erase, read
from scene import OWN, REFUSALS, ROLES, findings, halves, reference
from server import Person, Server, run


class Case:
    """A folder that is altered. Everything is drawn from the seed and the number."""

    def __init__(self, scene, folder, seed, number):
        self.scene, self.folder, self.random = scene, folder, random.Random(f"{seed}-{number}")
        # What the alteration lets somebody try: cookies, names with passphrases, and codes.
        self.forged, self.signs_in, self.enrols, self.sheets, self.controls = {}, {}, {}, {}, []
        # What the alteration itself saw; whether it takes itself back; and the program, where it runs meanwhile.
        self.harm, self.leaves_nothing, self.server, self.database = [], False, None, None
        self.reopen()
        self.older = sqlite3.connect(f"file:{scene.older}/amanah.sqlite?immutable=1", uri=True)

    def reopen(self):
        if self.database:
            self.database.close()
        self.database = sqlite3.connect(f"{self.folder}/amanah.sqlite", isolation_level=None, timeout=20)

    def close(self):
        self.database.close()
        self.older.close()

    @contextlib.contextmanager
    def beside(self):
        """The database with the other moment's as `older`."""
        with contextlib.closing(sqlite3.connect(f"{self.folder}/amanah.sqlite", uri=True, timeout=20)) as joined:
            joined.execute(f"ATTACH 'file:{self.scene.older}/amanah.sqlite?immutable=1' AS older")
            yield joined

    def control(self, holds):
        """Shows, of the database read afresh, that the alteration landed."""
        self.controls.append(holds)

    def stands(self):
        with contextlib.closing(sqlite3.connect(f"{self.folder}/amanah.sqlite", timeout=20)) as database:
            try:
                return bool(self.controls) and all(holds(database) for holds in self.controls)
            except sqlite3.Error:
                return False

    # Rows. They are found in the order in which they were written, which is the same each time.

    def a_row(self, table):
        numbers = [number for (number,) in self.database.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
        if not numbers:
            raise Impossible("the table is empty")
        return self.random.choice(numbers)

    def whole(self, table, number):
        return self.database.execute(f"SELECT * FROM {table} WHERE rowid = ?", [number]).fetchone()

    def rows(self, table, database=None):
        found = (database or self.database).execute(f"SELECT * FROM {table} ORDER BY rowid")
        names = [each[0] for each in found.description]
        return [dict(zip(names, row)) for row in found.fetchall()]

    def whole_row(self, table, where, *values, database=None):
        found = (database or self.database).execute(f"SELECT * FROM {table} WHERE {where}", values)
        names, row = [each[0] for each in found.description], found.fetchone()
        if row is None:
            raise Impossible("there is no such row")
        return dict(zip(names, row))

    def put(self, table, row, replacing=False, is_passing=False):
        """Adds a row; what it does not say is as in another row of the table. One that passes is asked for no more."""
        names = columns(self.database, table)[0]
        assert set(row) <= set(names), f"{table} has no {set(row) - set(names)}"
        row = {name: row[name] if name in row else self.like(table, name) for name in names}
        try:
            self.database.execute(
                f"INSERT {'OR REPLACE ' if replacing else ''}INTO {table} ({', '.join(row)}) "
                f"VALUES ({', '.join('?' * len(row))})", list(row.values()))
        except (sqlite3.IntegrityError, OverflowError) as refusal:
            raise Impossible(str(refusal)) from None
        if not is_passing:
            self.has(table, row)

    def like(self, table, column):
        found = self.database.execute(f"SELECT {column} FROM {table} ORDER BY rowid DESC LIMIT 1").fetchone()
        return found[0] if found else 0

    def put_back(self, table, where, *values):
        self.put(table, self.whole_row(table, where, *values, database=self.older), replacing=True)

    def has(self, table, row):
        same = " AND ".join(f"{name} IS ?" for name in row)
        self.control(lambda database: database.execute(
            f"SELECT 1 FROM {table} WHERE {same}", list(row.values())).fetchone() is not None)

    def set(self, table, column, value, where, *values):
        if self.database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [value, *values]).rowcount == 0:
            raise Impossible("there is no such row")
        self.control(lambda database: {each for (each,) in database.execute(
            f"SELECT {column} FROM {table} WHERE {where}", values)} == {value})

    def remove(self, table, where, *values):
        if self.database.execute(f"DELETE FROM {table} WHERE {where}", values).rowcount == 0:
            raise Impossible("there is no such row")
        self.control(lambda database: database.execute(
            f"SELECT 1 FROM {table} WHERE {where}", values).fetchone() is None)

    def schema(self, statement, name):
        self.database.execute(statement)
        self.control(lambda database: database.execute(
            "SELECT 1 FROM sqlite_schema WHERE name = ?", [name]).fetchone() is not None)

    def a_position(self, kind):
        """Of the first entry of a kind."""
        return self.database.execute(
            "SELECT position FROM entries WHERE kind = ? ORDER BY position LIMIT 1", [kind]).fetchone()[0]


class Outcome:
    """What came of one case."""

    def __init__(self, case):
        self.case, self.harm, self.noticed, self.shut = case, [], [], 0
        self.landed = self.is_undone = False
        self.name = self.what = self.table = self.number = None

    def look(self):
        """What the commands say of the folder as it is."""
        status, said = run("ledger", "verify", "--data", str(self.case.folder))
        self.tell("ledger verify", status, said)
        status, said = run("doctor", "--data", str(self.case.folder))
        new = [line for line in findings(said) - self.case.scene.doctor if not line.startswith("ok")]
        self.tell("doctor", 1 if new else status if status < 0 else 0, said)

    def tell(self, what, status, said):
        if status < 0:
            self.harm.append(f"{what} crashed with {status}")
        elif status > 0:
            self.noticed.append(what)

    def serve(self, probe):
        """Starts the program, and lets everybody try."""
        server = Server(self.case.folder)
        if server.host is None:
            self.noticed.append("the start")
            if (server.process.returncode or 0) < 0:
                self.harm.append(f"the start crashed with {server.process.returncode}")
            return
        try:
            try:
                probe(server)
            except http.client.HTTPException:
                self.harm.append("the program cut a connection")
            except OSError as error:
                if not isinstance(error, ConnectionError):
                    raise
                self.harm.append("the program cut a connection")
            if not server.is_alive:
                self.harm.append("the program does not answer its sign-in page")
        finally:
            status = server.stop()
            if status != 0:
                self.harm.append(f"the program ended with {status}")

    # Who tries what.

    def everybody(self, server):
        case, scene = self.case, self.case.scene
        newest, kept = self.newest(), halves(case.folder)
        # A false key may fill what sessions share, or find it full.
        for cookie in case.forged.values():
            read(Person(server, cookie), {})
        self.entries("before everybody else", newest, set())
        newest = self.newest()
        for who, reading in scene.honest(server).items():
            self.compare(who, reading, scene.base[who])
        honest = {scene.member(name) for name in (*ROLES.values(), "rosa")}
        self.entries("by those who work there", newest, honest)
        newest = self.newest()
        self.destroy(server, "a guardian whose passphrase was not typed afresh", scene.cookies["guardian"])
        self.destroy(server, "a caseworker", scene.cookies["caseworker"])
        self.sign_out(server)
        self.entries("by those who work there", newest, honest)
        newest = self.newest()
        for who, reading in scene.outside(server).items():
            self.compare(who, reading, scene.base[who])
        for who, cookie in case.forged.items():
            self.compare(who, read(Person(server, cookie), scene.files, scene.queries), NOTHING)
            self.destroy(server, who, cookie)
        self.enrol(server)
        self.entries("by an outsider", newest, set())
        for who, (name, passphrase) in case.signs_in.items():
            person = Person(server)
            if person.sign_in(name, passphrase):
                self.compare(who, read(person, scene.files, scene.queries), scene.base.get(who, NOTHING))
        gone, destroyed = kept[0] - halves(case.folder)[0], halves(case.folder)[1] - kept[1]
        if gone or destroyed:
            self.harm.append(f"{max(len(gone), len(destroyed))} half of a file destroyed")

    def compare(self, who, reading, before):
        self.harm += [f"{who}: {more}" for more in reading.more_than(before)]
        self.shut += reading.less_than(before)

    def destroy(self, server, who, cookie):
        file = self.case.scene.files["karim's"]
        status, where = erase(Person(server, cookie), file, reference(file))
        if status == 303 and "/erased" in (where or ""):
            self.harm.append(f"{who}: erased a file")

    def sign_out(self, server):
        person = Person(server)
        if not person.sign_in("rosa", OWN):
            return
        cookie = person.cookie
        person.post("/sign-out")
        if Person(server, cookie).ask("GET", "/my-sign-in")[0] == 200:
            self.harm.append("a cookie works after signing out")

    def enrol(self, server):
        for who, code in self.case.enrols.items():
            person = Person(server)
            person.ask("POST", "/enrol", {
                "code": code, "signInName": "somebody", "passphrase": OWN, "passphraseAgain": OWN})
            if person.cookie:
                self.harm.append(f"{who}: enrolled")
                self.compare(who, read(person, self.case.scene.files, self.case.scene.queries), NOTHING)

        for who, (first, second) in self.case.sheets.items():
            if Person(server).ask("POST", "/recover", {"first": first, "second": second})[0] == 200:
                self.harm.append(f"{who}: open")

    def newest(self):
        return self.ask("SELECT COALESCE(MAX(position), -1) FROM entries")[0][0]

    def ask(self, query, *values):
        with contextlib.closing(sqlite3.connect(f"{self.case.folder}/amanah.sqlite", timeout=20)) as database:
            try:
                return database.execute(query, values).fetchall()
            except sqlite3.Error:
                return [(2**63 - 1,)]

    def entries(self, what, after, actors):
        """No entry but a refusal by anybody else."""
        for row in self.ask("SELECT actor, kind FROM entries WHERE position > ?", after):
            if len(row) == 2 and row[1] not in REFUSALS.values() and row[0] not in actors:
                self.harm.append(f"an entry of kind {row[1]} {what}")
