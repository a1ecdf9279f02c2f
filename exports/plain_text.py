"""Text made fit for every file: no character that XML, PDF or a spreadsheet refuses."""

import unicodedata
from functools import cache
from pathlib import Path

LONGEST = 8_000  # characters of one text; a spreadsheet cell holds 32,767
_CUT = f" … (cut at {LONGEST:,} characters)"
# Characters that turn the reading direction round could make a figure read backwards.
_TURNING = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0x200E, 0x200F, 0x061C}


def plain(text: str) -> str:
    """One line of text without control, turning or unassigned characters.

    White space of any kind becomes single spaces. Longer text than LONGEST is
    cut, and says so.
    """
    kept = "".join(_kept(c) for c in text)
    kept = " ".join(kept.split())
    return kept if len(kept) <= LONGEST else kept[: LONGEST - len(_CUT)] + _CUT


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, at most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def spoken(text: str) -> str:
    """The text with each character that our fonts lack given by its name.

    A tagged PDF must not hold a character without a shape: "🎉" becomes
    "[party popper]", a letter of a script that the fonts lack becomes "?".
    """
    return "".join(c if ord(c) in _drawable() else _named(c) for c in text)


def breakable(text: str, every: int = 24) -> str:
    """The text with a place to break in each word longer than `every` characters."""
    return " ".join(
        "\u200b".join(w[i : i + every] for i in range(0, len(w), every)) if len(w) > every else w
        for w in text.split(" ")
    )


def font_folder() -> Path:
    """Folder of the DejaVu fonts that matplotlib carries."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def _kept(c: str) -> str:
    if c in "\t\n\r\x0b\x0c\x85\u2028\u2029":
        return " "
    code = ord(c)
    if code in _TURNING or code & 0xFFFE == 0xFFFE or code == 0xFEFF:
        return ""
    return "" if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} else c


def _named(c: str) -> str:
    category = unicodedata.category(c)
    if category in {"Mn", "Me", "Cf", "Sk"}:
        return ""
    name = unicodedata.name(c, "").lower()
    return f"[{name}]" if category == "So" and name else "?"


@cache
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    maps = [
        set(TTFont(font_folder() / name, lazy=True).getBestCmap())
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
    ]
    return frozenset(maps[0] & maps[1]) - frozenset({0xAD})
