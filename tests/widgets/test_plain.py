"""People's words inside markdown."""

import re

import pytest

from widgets.plain import plain


@pytest.mark.parametrize(
    "typed",
    [
        "*bold*",
        "# head",
        "[a](http://x)",
        "$x$",
        ":red[x]",
        "<b>x</b>",
        "1. list",
        "- list",
        "| a | b |",
        "`code`",
        "~~x~~",
        "![i](y)",
        "a_b_",
        "\\*x",
        "x\n\n# y",
        "&amp;",
    ],
)
def test_every_mark_of_markdown_is_shown_as_typed(typed):
    shown = re.sub(r"\\([_\W])", r"\1", plain(typed)).replace("\u2060", "")
    assert shown == " ".join(typed.split())
    assert not re.search(r"(?<!\\)[*_#\[\]$<`~|]", plain(typed).replace("\\\\", ""))


def test_names_of_icons_are_not_icons():
    assert ":\u2060" in plain(":material/home: and :house:").replace("\\", "")


def test_plain_words_stay_as_they_are():
    assert plain("Adult Social Care, 3 of 7") == "Adult Social Care, 3 of 7"
