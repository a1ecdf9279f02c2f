"""People's own words inside Streamlit's markdown, shown as they were typed."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")


def plain(text: str) -> str:
    """The text with every mark of markdown, HTML, maths and icons made harmless.

    Line ends become spaces, since a new line could begin a list or a heading.
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
