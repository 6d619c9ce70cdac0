"""Somebody with keys of their own, and a database that they can write."""

import hashlib
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forms_of_keys import (
    HOUSE, MEMBER, MEMBERSHIP, TEAM, Cookie, Keys, certificate, epoch_start, genesis_items, grant, named, public_of,
    statement)
from open_record import label, verify

GUARDIAN = 6


class Forger:
    """A member whom a key of theirs certifies, in the database of `case`."""

    def __init__(self, case, member=None, key=None, keys=None):
        random = self.random = case.random
        self.case = case
        self.key = key or Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        self.keys = keys or Keys(member or random.randbytes(16), random.randbytes(32))
        self.now = int(time.time() * 1000)

    @property
    def charity(self):
        return public_of(self.key)

    @property
    def opened(self):
        return self.keys.seed + self.charity

    # A world of one's own.

    def certify(self, payload):
        signature = self.key.sign(label("certificate") + payload)
        self.case.put("certificates", {
            "digest": hashlib.sha256(payload + signature).digest(), "payload": payload, "signature": signature})

    def world(self):
        """Everything that was certified, again by this key; and one person more, in every team."""
        payloads = [payload for (payload,) in self.case.database.execute("SELECT payload FROM certificates")]
        for payload in payloads:
            self.certify(payload)
        self.join(payloads)
        self.case.control(lambda database: any(
            payload[1] == MEMBER and payload[10:] == self.keys.identity
            and verify(self.charity, signature, label("certificate") + payload)
            for payload, signature in database.execute("SELECT payload, signature FROM certificates")))
        return self

    def join(self, payloads):
        """In each epoch of each team, from the beginning of the newest."""
        at = self.now - 60_000
        self.certify(certificate(MEMBER, at, self.keys.identity))
        for payload in payloads:
            kind, _, rest = statement(payload)
            if kind == TEAM:
                self.certify(certificate(MEMBERSHIP, at, self.keys.member + rest[:6]))

    def hold(self, file, only=None):
        """The next epoch of a file's items, begun and granted by this member to themself."""
        (start,) = self.case.database.execute("SELECT genesis FROM files WHERE file = ?", [file]).fetchone()
        secrets = {}
        for item in genesis_items(start)[1]:
            if only and item not in only:
                continue
            (newest,) = self.case.database.execute(
                "SELECT COALESCE(MAX(epoch), 1) FROM item_epochs WHERE file = ? AND item = ?", [file, item]).fetchone()
            secrets[(item, newest + 1)] = self.random.randbytes(32)
        at = self.now - 1000
        for (item, epoch), secret in secrets.items():
            self.case.put("item_epochs", {
                "file": file, "item": item, "epoch": epoch,
                "packed": epoch_start(file, item, epoch, self.keys, at, secret, self.random)})
        self.give(file, secrets, at)
        return secrets

    def give(self, file, secrets, at, principal=None, key=None):
        """A grant to this member, or to a principal with an opening key."""
        id = self.random.randbytes(16)
        principal, key = principal or named(self.keys.member), key or self.keys.opening.public
        self.case.put("grants", {
            "grant_id": id, "file": file, "principal": principal,
            "items": sum(1 << item for item in {item for item, _ in secrets}),
            "packed": grant(id, file, principal, key, 1, self.keys, at, secrets)})
        self.case.control(lambda database: database.execute(
            "SELECT 1 FROM grants WHERE grant_id = ?", [id]).fetchone() is not None)

    # A session of one's own.

    def session(self, opened=None, is_fresh=True):
        """A row of `sessions` for a cookie that was drawn for it."""
        cookie, member = Cookie(self.random.randbytes(32)), self.keys.member
        opened = opened or self.opened
        self.case.put("sessions", {
            "session": cookie.session, "member": member, "wrapped": cookie.wrap(member, opened, self.random),
            "began": self.now, "device": 1,
            "confirmed": cookie.fresh(self.now) if is_fresh else None})

        def opens(database):
            row = database.execute(
                "SELECT member, wrapped FROM sessions WHERE session = ?", [cookie.session]).fetchone()
            return row is not None and cookie.unwrap(*row) == opened
        self.case.control(opens)
        return cookie.text
