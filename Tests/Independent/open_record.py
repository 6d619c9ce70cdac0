#!/usr/bin/env python3
"""Opens one record or letter of a charity's backup from two recovery sheets, by nothing of Amanah's but docs/keys.md.

    open_record.py BACKUP HALVES RECORD <SHEETS

BACKUP and HALVES are what `amanah backup` wrote; RECORD is 32 hexadecimal digits, of a record or of a letter of the log, or
`list` for those there are. The two sheets are read from standard input, one after the other, as they are printed: four
rows each. It prints the text.

Where the copy of the halves has none of a file, every half that it has is tried as the file's: what does not open then is
shut, and not only missing from a list.

It believes no public key that the charity did not certify, no genesis, epoch or grant that no certified key signed, and
no secret that was not committed to. It does not judge who could give what to whom (*What counts*), as the program does.
Needs Python 3.11 and `cryptography`.
"""

import hashlib
import hmac
import pathlib
import sqlite3
import struct
import sys
import tarfile
import tempfile

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

GUARDIAN = 6
LOG, REGISTER = 11, 33
HOUSE, HOUSE_KIND = bytes(15) + b"\x01", 4
RECOVERY = b"\x03"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """Something is not as docs/keys.md says."""


def require(holds, what):
    if not holds:
        raise Refused(what)


# Stored forms

def label(text):
    return b"amanah/1/" + text.encode() + b"\0"


class Reader:
    """Takes a stored form apart."""

    def __init__(self, form):
        self.form, self.at = bytes(form), 0

    def fixed(self, count):
        require(self.at + count <= len(self.form), "a stored form is cut short")
        self.at += count
        return self.form[self.at - count:self.at]

    def integer(self, form):
        return struct.unpack(">" + form, self.fixed(struct.calcsize(form)))[0]

    def counted(self):
        return self.fixed(self.integer("I"))

    def principal(self):
        kind = self.fixed(1)
        return kind + self.fixed({1: 16, 2: 5, 3: 0}[kind[0]])

    def version(self):
        require(self.fixed(1) == b"\x01", "a form of another version")

    def end(self):
        require(self.at == len(self.form), "bytes are left over")


def team(number, epoch):
    return struct.pack(">BBI", 2, number, epoch)


# Primitives

def derive(key, info):
    return HKDF(hashes.SHA256(), 32, None, info).derive(key)


def mix(key, half, info):
    return ConcatKDFHash(hashes.SHA256(), 32, info).derive(key + half)


def open_box(key, context, box):
    try:
        return AESGCM(key).decrypt(box[:12], box[12:], context)
    except InvalidTag:
        raise Refused("a box does not open") from None


def only_padding(reader):
    rest = reader.form[reader.at:]
    require(len(reader.form) % 64 == 0 and not any(rest) and len(rest) < 64, "the padding is wrong")


def unpad(text):
    reader = Reader(text)
    inside = reader.counted()
    only_padding(reader)
    return inside


def verify(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


class XWing:
    """X-Wing's private key from its 32-byte seed, and HPKE's base mode with it (RFC 9180)."""

    SUITE = b"HPKE" + struct.pack(">HHH", 0x647A, 0x0001, 0x0002)

    def __init__(self, seed):
        expanded = hashlib.shake_256(seed).digest(96)
        self.mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self.x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.x25519_public = self.x25519.public_key().public_bytes_raw()
        self.public = self.mlkem.public_key().public_bytes_raw() + self.x25519_public

    def decapsulate(self, encapsulation):
        theirs = encapsulation[1088:]
        both = self.mlkem.decapsulate(encapsulation[:1088])
        both += self.x25519.exchange(X25519PublicKey.from_public_bytes(theirs))
        return hashlib.sha3_256(both + theirs + self.x25519_public + rb"\.//^" + b"\\").digest()

    def extract(self, salt, what, material):
        return hmac.digest(salt, b"HPKE-v1" + self.SUITE + what + material, "sha256")

    def expand(self, key, what, context, length):
        info = struct.pack(">H", length) + b"HPKE-v1" + self.SUITE + what + context
        return HKDFExpand(hashes.SHA256(), length, info).derive(key)

    def open(self, sealed, info):
        require(len(sealed) >= 1136, "something sealed is cut short")
        shared = self.decapsulate(sealed[:1120])
        context = b"\0" + self.extract(b"", b"psk_id_hash", b"") + self.extract(b"", b"info_hash", info)
        secret = self.extract(shared, b"secret", b"")
        key, nonce = self.expand(secret, b"key", context, 32), self.expand(secret, b"base_nonce", context, 12)
        try:
            return AESGCM(key).decrypt(nonce, sealed[1120:], None)
        except InvalidTag:
            raise Refused("something sealed does not open") from None


# The sheets

def base32(data, characters):
    bits = int.from_bytes(data, "big")
    return "".join(ALPHABET[bits >> (len(data) * 8 - 5 * (place + 1)) & 31] for place in range(characters))


def read_sheet(typed):
    """A sheet's number and its 52 secret characters."""
    plain = typed.upper().translate(str.maketrans("OIL", "011", " -\t\r\n"))
    require(len(plain) == 64 and all(each in ALPHABET for each in plain), "a sheet has four rows of sixteen characters")
    rows = [plain[at:at + 16] for at in range(0, 64, 16)]
    for number in (1, 2, 3):
        checks = [
            base32(hashlib.sha256(label("sheet-row") + bytes([number, row]) + text[:13].encode()).digest(), 3)
            for row, text in enumerate(rows, 1)]
        if [text[13:] for text in rows] == checks:
            return number, "".join(text[:13] for text in rows)
    raise Refused("a sheet is mistyped")


def open_recovery(database, first, second):
    """The recovery seed, and the charity's public key."""
    (one, one_secret), (other, other_secret) = sorted([first, second])
    require(one != other, "the same sheet twice")
    pair = hashlib.sha256((one_secret + other_secret).encode()).digest()
    place = [(1, 2), (1, 3), (2, 3)].index((one, other))
    (wrap,) = database.execute("SELECT wrap FROM recovery WHERE place = ?", [place]).fetchone()
    opened = open_box(derive(pair, label("recovery-pair")), label("recovery"), wrap)
    return opened[:32], opened[32:]


# Certificates

class Certified:
    """What the charity's key has signed."""

    def __init__(self, database, charity):
        self.members, self.teams, self.recovery = {}, {}, (0, None)
        for payload, signature in database.execute("SELECT payload, signature FROM certificates"):
            if not verify(charity, signature, label("certificate") + payload):
                continue
            reader = Reader(payload)
            reader.version()
            kind, at = reader.integer("B"), reader.integer("q")
            if kind == 1:
                member = reader.fixed(16)
                reader.fixed(1216)
                self.members.setdefault(member, []).append(reader.fixed(32))
            elif kind == 2:
                principal = reader.principal()
                self.teams[principal] = reader.fixed(1216)
            elif kind == 4:
                self.recovery = max(self.recovery, (at, reader.fixed(1216)))

    def signed(self, member, signature, message):
        return any(verify(key, signature, message) for key in self.members.get(member, []))


# Files

def commitments(database, certified, file, item, epoch):
    """What the genesis, or a start of the epoch, commits to; and whether a certified key signed it."""
    if epoch == 1:
        (genesis,) = database.execute("SELECT genesis FROM files WHERE file = ?", [file]).fetchone()
        body, signature = genesis[:-64], genesis[-64:]
        reader = Reader(body)
        require(reader.integer("B") == 2, "a form that is not known")
        named = hashlib.sha256(b"amanah/2/file\0" + body).digest()[:16]
        require(file == (HOUSE if reader.integer("B") == HOUSE_KIND else named), "the genesis of another file")
        creator = reader.fixed(16)
        require(certified.signed(creator, signature, label("genesis") + body), "nobody certified signed the genesis")
        reader.fixed(8 + 1216)
        return dict((reader.integer("B"), reader.fixed(32)) for _ in range(reader.integer("B"))).get(item)
    (packed,) = database.execute(
        "SELECT packed FROM item_epochs WHERE file = ? AND item = ? AND epoch = ?", [file, item, epoch]).fetchone()
    body, signature = packed[:-64], packed[-64:]
    reader = Reader(body)
    reader.version()
    require(reader.fixed(16) + reader.fixed(5) == file + struct.pack(">BI", item, epoch), "the start of another epoch")
    starter = reader.fixed(16)
    require(certified.signed(starter, signature, label("epoch") + body), "nobody certified signed the epoch")
    reader.fixed(8)
    return reader.fixed(32)


def secret_of(database, certified, guardians, file, item, epoch):
    """The item's secret, out of a grant to the guardians."""
    committed = commitments(database, certified, file, item, epoch)
    for principal, key in guardians.items():
        rows = database.execute("SELECT packed FROM grants WHERE file = ? AND principal = ?", [file, principal])
        for (packed,) in rows.fetchall():
            outer = Reader(packed)
            header, sealed, signature = outer.counted(), outer.counted(), outer.fixed(64)
            outer.end()
            reader = Reader(header)
            reader.version()
            reader.fixed(16)
            require(reader.fixed(16) == file and reader.principal() == principal, "a grant of another file")
            reader.fixed(1)
            granter = reader.fixed(16)
            reader.fixed(8)
            items = [(reader.integer("B"), reader.integer("I")) for _ in range(reader.integer("H"))]
            reader.end()
            if (item, epoch) not in items or not certified.signed(granter, signature, label("grant") + header + sealed):
                continue
            place = items.index((item, epoch)) * 32
            secret = key.open(sealed, label("grant-seal") + header)[place:place + 32]
            named = b"amanah/2/commitment\0" + struct.pack(">BI", item, epoch) + secret
            if hashlib.sha256(named).digest() == committed:
                return secret
    raise Refused("no grant of it to the guardians opens")


def guardians_keys(database, certified, recovery):
    """The guardians' opening keys, by their epochs."""
    guardians = {}
    for epoch, sealed in database.execute(
            "SELECT epoch, sealed FROM team_seeds WHERE team = ? AND principal = ?", [GUARDIAN, RECOVERY]):
        principal = team(GUARDIAN, epoch)
        key = XWing(derive(recovery.open(sealed, label("team-seed") + principal + RECOVERY), label("team-opening")))
        require(certified.teams.get(principal) == key.public, "a team's key is not the certified one")
        guardians[principal] = key
    return guardians


class Opener:
    """What two sheets open of a database, with a copy of the halves."""

    def __init__(self, database, halves, sheets):
        self.database, self.halves = database, halves
        seed, charity = open_recovery(database, *map(read_sheet, sheets))
        self.certified, recovery = Certified(database, charity), XWing(seed)
        require(self.certified.recovery[1] == recovery.public, "the recovery key is not the certified one")
        self.guardians = guardians_keys(database, self.certified, recovery)

    def any_half(self, file, open):
        """What opens with the file's half; where there is none of it, with any half that there is."""
        if file in self.halves:
            return open(self.halves[file])
        for half in self.halves.values():
            try:
                return open(half)
            except Refused:
                continue
        raise Refused(f"none of the {len(self.halves)} halves there opens it: it was erased, or is newer")

    def item_key(self, file, item, epoch, half):
        secret = secret_of(self.database, self.certified, self.guardians, file, item, epoch)
        return mix(secret, half, b"amanah/3/item\0" + struct.pack(">BI", item, epoch))

    def record(self, record):
        """The newest version of a record: its JSON, or a row of the register as it is sealed."""
        row = self.database.execute(
            "SELECT file, item, epoch, version, author, at, sealed FROM records WHERE record = ? ORDER BY version DESC",
            [record]).fetchone()
        require(row, "there is no such record")
        file, item, epoch, version, author, at, sealed = row
        context = label("record") + file + struct.pack(">BI", item, epoch) + record + struct.pack(">I", version)
        if item != REGISTER:
            text = Reader(self.any_half(
                file, lambda half: unpad(open_box(self.item_key(file, item, epoch, half), context, sealed))))
            form, kind = text.integer("B"), text.integer("H")
            require(form >= 1 and kind >= 1, "a text of no kind")
            require((text.fixed(16), text.integer("q")) == (author, at), "another author or time than its columns")
            return text.form[text.at:]
        # A row of the register bears the id of the file that it names, and that file's half is in its key.
        key = self.any_half(file, lambda half: self.item_key(file, item, epoch, half))
        return self.any_half(
            record, lambda half: unpad(open_box(mix(key, half, b"amanah/2/about\0" + record), context, sealed)))

    def letter(self, letter):
        """The words of an entry of the log, with their writer's signature verified."""
        row = self.database.execute(
            "SELECT file, letter_epoch, sealed FROM entries WHERE letter = ?", [letter]).fetchone()
        require(row, "there is no such record or letter")
        file, epoch, sealed = row
        place = file + struct.pack(">I", epoch) + letter

        def open(half):
            box = XWing(derive(self.item_key(file, LOG, epoch, half), label("letter-box")))
            return box.open(sealed, label("letter-seal") + place)

        reader = Reader(self.any_half(file, open))
        writer, signature, words = reader.fixed(16), reader.fixed(64), reader.counted()
        only_padding(reader)
        signed = label("letter") + place + struct.pack(">I", len(words)) + words
        require(self.certified.signed(writer, signature, signed), "nobody certified signed the letter")
        return words

    def open(self, id):
        """A record or a letter, whichever it is."""
        known = self.database.execute("SELECT 1 FROM records WHERE record = ?", [id]).fetchone()
        return self.record(id) if known else self.letter(id)


# The archives

def member(archive, name):
    with tarfile.open(archive) as opened:
        return opened.extractfile(name).read()


def read_halves(archive):
    lines = (line.split() for line in member(archive, "halves").decode().splitlines())
    return {bytes.fromhex(line[1]): bytes.fromhex(line[2]) for line in lines if line[0] == "half"}


def main(backup, halves, record):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "amanah.sqlite"
        path.write_bytes(member(backup, "amanah.sqlite"))
        database = sqlite3.connect(path)
        try:
            if record == "list":
                for row in database.execute("SELECT DISTINCT record, item, file FROM records ORDER BY at"):
                    print(row[0].hex(), row[1], row[2].hex())
                for row in database.execute("SELECT letter, file FROM entries WHERE letter IS NOT NULL ORDER BY position"):
                    print(row[0].hex(), "letter", row[1].hex())
                return 0
            rows = [line for line in sys.stdin.read().splitlines() if line.strip()]
            require(len(rows) == 8, "two sheets of four rows each are needed")
            sheets = ["".join(rows[:4]), "".join(rows[4:])]
            print(Opener(database, read_halves(halves), sheets).open(bytes.fromhex(record)).decode())
            return 0
        except Refused as refusal:
            print(f"Refused: {refusal}.", file=sys.stderr)
            return 1
        finally:
            database.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]) if len(sys.argv) == 4 else __doc__)
