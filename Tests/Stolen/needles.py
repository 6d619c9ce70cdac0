"""Finds words in bytes, however they are written there."""

import base64
import hashlib
import html
import pathlib
import urllib.parse


def spellings(word):
    """A word as UTF-8 and UTF-16, and those in base64 (at each alignment), base64url, hexadecimal, and escaped for
    addresses, pages and JSON."""
    spelt = {"UTF-8": word.encode(), "UTF-16LE": word.encode("utf-16-le"), "UTF-16BE": word.encode("utf-16-be")}
    for name, plain in list(spelt.items()):
        for shift in range(3):
            # Whole triples of the word alone: what stands before and after does not change their letters.
            inner = plain[(3 - shift) % 3:]
            inner = inner[:len(inner) // 3 * 3]
            spelt[f"{name} in base64, {shift}"] = base64.b64encode(inner)
            spelt[f"{name} in base64url, {shift}"] = base64.urlsafe_b64encode(inner)
        spelt[f"{name} in hexadecimal"] = plain.hex().encode()
        spelt[f"{name} in HEXADECIMAL"] = plain.hex().upper().encode()
    utf8 = spelt["UTF-8"]
    spelt["every byte as %XX"] = "".join(f"%{byte:02X}" for byte in utf8).encode()
    spelt["every byte as %xx"] = "".join(f"%{byte:02x}" for byte in utf8).encode()
    spelt["for an address"] = urllib.parse.quote(word, safe="").encode()
    spelt["for a form"] = urllib.parse.quote_plus(word, safe="").encode()
    spelt["entities"] = html.escape(word).encode()
    spelt["numbered entities"] = "".join(f"&#{ord(letter)};" for letter in word).encode()
    spelt["hexadecimal entities"] = "".join(f"&#x{ord(letter):X};" for letter in word).encode()
    units = word.encode("utf-16-be")
    escaped = [units[place:place + 2].hex() for place in range(0, len(units), 2)]
    spelt[r"\u"] = "".join(f"\\u{unit}" for unit in escaped).encode()
    spelt[r"\U"] = "".join(f"\\u{unit.upper()}" for unit in escaped).encode()
    spelt[r"\u where needed"] = "".join(
        letter if letter.isascii() else "".join(
            f"\\u{letter.encode('utf-16-be')[at:at + 2].hex()}" for at in range(0, len(letter.encode("utf-16-be")), 2))
        for letter in word).encode()
    spelt["C escapes"] = "".join(f"\\x{byte:02x}" for byte in utf8).encode()
    return {name: each for name, each in spelt.items() if len(each) >= 6}


class Searcher:
    """Looks for many words at once. All of them bear one of a few stems, so that one pass for each spelling of a stem is
    enough; words without a stem are passed for themselves."""

    def __init__(self, stems, words=()):
        self.needles = {}
        for word in [*stems, *words]:
            for name, spelt in spellings(word).items():
                self.needles.setdefault(spelt, (word, name))

    def found(self, bytes, where):
        """Each needle that stands in these bytes: where, which word, in which spelling."""
        return [(where, word, name) for spelt, (word, name) in self.needles.items() if spelt in bytes]

    def found_in(self, folder, but=()):
        """The same in every file under a folder."""
        hits, searched, seen = [], 0, set()
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and path not in but:
                contents = path.read_bytes()
                hits += self.found(str(path).encode(), f"the name of {path}")
                # An open file stands there twice: once is enough.
                digest = hashlib.sha256(contents).digest()
                if digest not in seen:
                    seen.add(digest)
                    searched += len(contents)
                    hits += self.found(contents, str(path))
        return hits, searched
