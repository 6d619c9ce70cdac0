"""Writes the stored forms of docs/keys.md: what somebody can make who draws keys of their own. `Tests/Independent` reads them."""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from open_record import ALPHABET, LOG, Reader, XWing, base32, derive, label, open_box

HOUSE = bytes(15) + b"\x01"
CLIENT, HOUSE_KIND = 1, 4
MEMBER, TEAM, MEMBERSHIP, RECOVERY, DEPARTURE = 1, 2, 3, 4, 5


def counted(data):
    return struct.pack(">I", len(data)) + data


def named(member):
    """A member as a principal."""
    return b"\x01" + member


def box(key, context, message, rng):
    nonce = rng.randbytes(12)
    return nonce + AESGCM(key).encrypt(nonce, message, context)


def seal(public, info, message):
    """HPKE's base mode to an X-Wing public key (RFC 9180)."""
    shared, encapsulated = MLKEM768PublicKey.from_public_bytes(public[:1184]).encapsulate()
    ephemeral = X25519PrivateKey.generate()
    mine, theirs = ephemeral.public_key().public_bytes_raw(), public[1184:]
    shared += ephemeral.exchange(X25519PublicKey.from_public_bytes(theirs))
    secret = hashlib.sha3_256(shared + mine + theirs + rb"\.//^" + b"\\").digest()
    schedule = XWing.__new__(XWing)
    context = b"\0" + schedule.extract(b"", b"psk_id_hash", b"") + schedule.extract(b"", b"info_hash", info)
    secret = schedule.extract(secret, b"secret", b"")
    key, nonce = (schedule.expand(secret, *each) for each in ((b"key", context, 32), (b"base_nonce", context, 12)))
    return encapsulated + mine + AESGCM(key).encrypt(nonce, message, None)


def public_of(key):
    return key.public_key().public_bytes_raw()


class Keys:
    """A member's keys, from their seed."""

    def __init__(self, member, seed):
        self.member, self.seed = member, seed
        self.opening = XWing(derive(seed, label("member-opening")))
        self.signing = Ed25519PrivateKey.from_private_bytes(derive(seed, label("member-signing")))
        self.identity = member + self.opening.public + public_of(self.signing)


def opened_seed(member, wrap, passphrase):
    """What a passphrase opens of a row of `members`: the seed, and the charity's public key."""
    reader = Reader(wrap)
    reader.version()
    cost, r, p = (reader.integer("B") for _ in range(3))
    salt = reader.fixed(16)
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << cost, r=r, p=p, maxmem=1 << 30, dklen=32)
    opened = open_box(key, label("passphrase-wrap") + member, wrap[reader.at:])
    return opened[:32], opened[32:]


def passphrase_wrap(member, opened, passphrase, rng):
    """A wrap at the lowest cost that is taken."""
    salt = rng.randbytes(16)
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 11, r=8, p=1, dklen=32)
    return bytes([1, 11, 8, 1]) + salt + box(key, label("passphrase-wrap") + member, opened, rng)


# Certificates

def certificate(kind, at, rest):
    return struct.pack(">BBq", 1, kind, at) + rest


def statement(payload):
    """What a certificate's payload says: its kind, its time, and the rest."""
    return payload[1], struct.unpack(">q", payload[2:10])[0], payload[10:]


# Files

def genesis_items(genesis):
    """A genesis's kind and the items that it has."""
    reader = Reader(genesis[1:])
    kind = reader.integer("B")
    reader.fixed(16 + 8 + 1216)
    return kind, [(reader.integer("B"), reader.fixed(32))[0] for _ in range(reader.integer("B"))]


def commitment(item, epoch, secret):
    return hashlib.sha256(b"amanah/2/commitment\0" + struct.pack(">BI", item, epoch) + secret).digest()


def epoch_start(file, item, epoch, starter, at, secret, rng):
    letter_box = XWing(rng.randbytes(32)).public if item == LOG else b""
    body = b"\x01" + file + struct.pack(">BI", item, epoch) + starter.member + struct.pack(">q", at)
    body += commitment(item, epoch, secret) + counted(letter_box)
    return body + starter.signing.sign(label("epoch") + body)


def grant(id, file, principal, key, kind, granter, at, secrets):
    """A grant of secrets by item and epoch, sealed to a public key."""
    items = sorted(secrets)
    header = b"\x01" + id + file + principal + bytes([kind]) + granter.member + struct.pack(">qH", at, len(items))
    header += b"".join(struct.pack(">BI", *each) for each in items)
    sealed = seal(key, label("grant-seal") + header, b"".join(secrets[each] for each in items))
    return counted(header) + counted(sealed) + granter.signing.sign(label("grant") + header + sealed)


def genesis(kind, creator, at, secrets, shares, rng):
    """A file's signed start, with secrets of one's own."""
    body = b"\x02" + bytes([kind]) + creator.member + struct.pack(">q", at) + XWing(rng.randbytes(32)).public
    body += bytes([len(secrets)])
    body += b"".join(bytes([item]) + commitment(item, 1, secrets[item]) for item in sorted(secrets))
    body += struct.pack(">H", len(shares))
    for principal, grant_kind, items in shares:
        body += principal + bytes([grant_kind, len(items)]) + bytes(sorted(items))
    return body + creator.signing.sign(label("genesis") + body)


# Sessions and codes

class Cookie:
    """A session's secret, and what derives from it."""

    def __init__(self, secret):
        self.secret, self.text = secret, secret.hex()
        self.session = derive(secret, label("session-id"))[:16]

    def wrap(self, member, opened, rng):
        return box(derive(self.secret, label("session-wrap")), self.context(member), opened, rng)

    def unwrap(self, member, wrapped):
        return open_box(derive(self.secret, label("session-wrap")), self.context(member), wrapped)

    def context(self, member):
        return label("session") + self.session + member

    def fresh(self, at):
        """That the passphrase was just typed, as somebody can write it who has the cookie and not this computer's marks."""
        when = struct.pack(">q", at)
        marks = derive(self.secret, label("session-forms"))
        return when + hmac.digest(marks, label("confirmed") + when, "sha256")[:16]


def enrolment(code, text, rng):
    """The row id of a chosen code, and the welcome that it opens."""
    key = hashlib.sha256(code.encode()).digest()
    row = derive(key, label("enrolment-row"))[:16]
    return row, box(derive(key, label("enrolment-seal")), row, text, rng)


# Recovery sheets

def sheet(number, rng):
    """A sheet's secret, and how it is printed."""
    secret = "".join(rng.choice(ALPHABET) for _ in range(52))
    rows = [secret[at:at + 13] for at in range(0, 52, 13)]
    checks = [base32(hashlib.sha256(label("sheet-row") + bytes([number, row]) + text.encode()).digest(), 3)
              for row, text in enumerate(rows, 1)]
    return secret, "\n".join(text + check for text, check in zip(rows, checks))


def sheet_wrap(one, other, opened, rng):
    pair = hashlib.sha256((one + other).encode()).digest()
    return box(derive(pair, label("recovery-pair")), label("recovery"), opened, rng)
