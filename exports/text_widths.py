"""How wide text is in our fonts, so that no word is pushed out of its column."""

from functools import cache

from exports.plain_text import font_folder


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in points, at `size` points."""
    widths = _advances("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    return sum(widths.get(ord(c), 0.6) for c in text) * size


@cache
def _advances(name: str) -> dict[int, float]:
    """Width of each character as a share of the size."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_folder() / name, lazy=True)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
