"""People's own words inside Streamlit's markdown, shown as they were typed."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")
_ICON = re.compile(r":(?=[^\s:]+:)")
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """The text with every mark of markdown, HTML, maths and icons made harmless.

    Line ends become spaces, since a new line could begin a list or a heading. Streamlit
    looks for icons such as :house: after the markdown is read, where a backslash is gone
    already: an unseen word joiner keeps them apart.
    """
    one_line = " ".join(text.split())
    return _SPECIAL.sub(r"\\\1", _ICON.sub(f":{WORD_JOINER}", one_line))
