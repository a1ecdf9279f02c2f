"""One cell's text made into one value, or the fault that it has."""

import math
import re
import unicodedata
from dataclasses import dataclass

_HARD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NOTHING_SEEN = re.compile("[\u200b\u200c\u200d\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ESCAPED = re.compile(r"'[=+\-@\t\r]")
_MISSING = {"", "n/a", "na", "#n/a", "-", "–", "—", "null", "(blank)"}
_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,3})?|[+-]?\.\d+")


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be used: a short code, what was found, what is expected."""

    code: str
    found: str
    expected: str


class Bad(ValueError):
    """A cell's text cannot be used."""

    def __init__(self, code: str, found: str, expected: str):
        super().__init__(found)
        self.fault = Fault(code, found, expected)


def clean(text: str) -> str:
    """The text composed, its hard spaces plain, without outer or invisible characters.

    Bad where it holds NUL or another control character.
    """
    found = _CONTROLS.search(text)
    if found:
        raise Bad(
            "control character",
            f"the text holds the control character U+{ord(found[0]):04X}.",
            "Delete that character.",
        )
    if text.isascii():
        plain = text.strip()
    else:
        plain = unicodedata.normalize("NFC", text)
        plain = _NOTHING_SEEN.sub("", _HARD_SPACES.sub(" ", plain)).strip()
    # A spreadsheet that we wrote carries an apostrophe before what would be a formula.
    return plain[1:] if _ESCAPED.match(plain) else plain


def missing(text: str) -> bool:
    """Whether a clean text says that nothing was recorded. Never zero."""
    return len(text) <= 7 and text.casefold() in _MISSING


def number(text: str) -> float:
    """A number; “45%” is 0.45 and “1,234” is 1234. Bad otherwise, NaN and infinity included."""
    bare = text[:-1].strip() if text.endswith("%") else text
    if bare.casefold().lstrip("+-") in {"nan", "inf", "infinity"}:
        raise Bad("not a number", f"found “{text}”.", "Write a number, or leave the cell blank.")
    if not _NUMBER.fullmatch(bare):
        raise Bad("not a number", f"found “{text[:60]}”.", "Write a number, such as 12.")
    value = float(bare.replace(",", ""))
    if not math.isfinite(value):
        raise Bad("not a number", f"found “{text[:60]}”.", "Write a smaller number.")
    return value / 100 if text.endswith("%") else value


def whole(text: str) -> int:
    """A whole number; “4.0” is 4. Bad otherwise."""
    value = number(text)
    if not value.is_integer() or text.endswith("%"):
        raise Bad("not whole", f"found “{text[:60]}”.", "Write a whole number.")
    return int(value)


def yes_or_no(text: str) -> bool:
    """Yes or no in any of its usual spellings. Bad otherwise."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise Bad("not yes or no", f"found “{text[:60]}”.", "Write yes, no, or leave it blank.")
    return word in _YES
