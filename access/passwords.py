"""Passwords: which are good enough, how they are kept, and how one is checked.

Rules after NIST SP 800-63B: length counts, passphrases are welcome, nothing
must be mixed in, and what everybody guesses first is refused.
"""

import base64
import hashlib
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

import bcrypt

SHORTEST, LONGEST = 12, 256
ROUNDS = 12  # of bcrypt; each more doubles the time of a guess
_LIST = Path(__file__).with_name("common_passwords.txt")


class WeakPassword(ValueError):
    """A password is refused; the text says why and what to do."""


def refuse_weak(password: str, *, username: str = "", name: str = "") -> None:
    """WeakPassword where a password is too short, too long, common or about its owner."""
    text = unicodedata.normalize("NFKC", password)
    if len(text) < SHORTEST:
        raise WeakPassword(f"Use {SHORTEST} characters or more. A few words together work well.")
    if len(text) > LONGEST:
        raise WeakPassword(f"Use {LONGEST} characters or fewer.")
    if _is_common(text):
        raise WeakPassword("This password is on a list of common ones. Choose another.")
    own = {part for part in re.split(r"\W+", f"{username} {name}".lower()) if len(part) > 3}
    rest = text.lower()
    for part in own:
        rest = rest.replace(part, "")
    if len(rest) < SHORTEST - 4:
        raise WeakPassword("This password is mostly your own name. Choose another.")


def _is_common(text: str) -> bool:
    plain = re.sub(r"[\W_]+", "", text.lower())
    return (
        len(set(plain)) < 5
        or _without_tail(plain) in _common()
        or _runs_along(plain)
        or _repeats(plain)
    )


def _without_tail(plain: str) -> str:
    """The word under the usual disguises: digits at either end, and look-alike signs."""
    core = plain.strip("0123456789")
    return core.translate(str.maketrans("013457@$", "oieastas")) if core else plain


def _runs_along(plain: str) -> bool:
    rows = "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789"
    return any(plain in row * 3 or plain in row[::-1] * 3 for row in rows)


def _repeats(plain: str) -> bool:
    """Whether it is one short piece over and over, or a common word twice."""
    for size in range(1, len(plain) // 2 + 1):
        piece = plain[:size]
        short = size < 8 or _without_tail(piece) in _common()
        if short and (piece * (len(plain) // size + 1))[: len(plain)] == plain:
            return True
    return False


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def hash_password(password: str) -> str:
    """What the store keeps of a password."""
    return bcrypt.hashpw(_short(password), bcrypt.gensalt(ROUNDS)).decode()


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept. Without one it takes just as long."""
    try:
        right = bcrypt.checkpw(_short(password), (kept or _nobodys(ROUNDS)).encode())
    except ValueError:
        return False
    return right and kept is not None


def _short(password: str) -> bytes:
    """Any password as 44 bytes, for bcrypt takes no more than 72."""
    text = unicodedata.normalize("NFKC", password)
    return base64.b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest())


@cache
def _nobodys(rounds: int) -> str:
    return bcrypt.hashpw(secrets.token_bytes(30), bcrypt.gensalt(rounds)).decode()


def random_passphrase(words: int = 5) -> str:
    """A random passphrase that can be said aloud, as tamo-belu-kori-fade-nuvo: 12 bits a word."""
    consonants, vowels = "bdfghjklmnprstv", "aeiou"
    pattern = (consonants, vowels, consonants, vowels)
    return "-".join("".join(map(secrets.choice, pattern)) for _ in range(words))
