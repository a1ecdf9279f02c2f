"""The first page that a browser gets: Streamlit's own, with what is needed soon."""

import re

from access import headers, shell
from widgets.static_route import FOLDER


def test_the_page_is_streamlits_with_our_name():
    text = shell.page().decode()
    assert "<title>Collaboration Oversight</title>" in text
    assert '<div id="root"></div>' in text
    assert "SourceSans" not in text


def test_every_part_that_is_asked_for_is_there():
    asked = set(re.findall(r'href="\./static/js/([^"]+)"', shell.page().decode()))
    assert asked and not [name for name in asked if not (shell._SCRIPTS / name).exists()]
    stems = {name.rsplit(".", 2)[0] for name in shell.parts()}
    assert stems == set(shell.PARTS), "an upgrade of Streamlit renamed what pages load"
    for name in (*shell.FONTS, shell.PLOTLY):
        assert (FOLDER / name).exists()


def test_the_policy_lets_every_script_of_the_page_run():
    text = shell.page().decode()
    for mark in headers.inline_scripts(text):
        assert f"'sha256-{mark}'" in headers.content_policy()
    assert not re.findall(r'(?:src|href)="(?!\./)', text.split("<body>")[0])
