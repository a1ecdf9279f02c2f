"""How wide text is in our fonts, so that no word is pushed out of its column."""

from functools import cache

from exports.plain_text import font_folder


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in points, at `size` points."""
    widths = _advances("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    return sum(widths.get(ord(c), 0.6) for c in text) * size


def in_lines(text: str, width: float, size: float) -> str:
    """The text in lines no wider than `width` points; a word is broken only where it must be."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, size) <= width:
            lines[-1] = joined
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while text_width(lines[-1], size) > width and len(lines[-1]) > 1:
            fits = max(1, int(len(lines[-1]) * width / text_width(lines[-1], size)))
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return "\n".join(lines)


@cache
def _advances(name: str) -> dict[int, float]:
    """Width of each character as a share of the size."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_folder() / name, lazy=True)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
