"""The first page that a browser gets: Streamlit's own, with what is needed soon."""

import re
from pathlib import Path

from access import headers, shell
from access.joined import STATIC, joined
from widgets import card
from widgets.static_route import FOLDER


def test_the_page_is_streamlits_with_our_name():
    text = shell.page().decode()
    assert "<title>Collaboration Oversight</title>" in text
    assert '<div id="root"></div>' in text
    assert "SourceSans" not in text


def test_every_part_that_is_asked_for_is_there():
    asked = set(re.findall(r'(?:src|href)="\.(/static/[^"]+)"', shell.page().decode()))
    assert set(joined().built()) <= asked
    left = {path for path in asked if not path.startswith(joined().folder)}
    assert not [path for path in left if not (STATIC / path.lstrip("/")).exists()]
    stems = {name.rsplit(".", 2)[0] for name in shell.parts()}
    assert stems == set(shell.PARTS), "an upgrade of Streamlit renamed what pages load"
    for name in (*shell.FONTS, shell.PLOTLY):
        assert (FOLDER / name).exists()


def test_the_policy_lets_every_script_of_the_page_run():
    text = shell.page().decode()
    for mark in headers.inline_scripts(text):
        assert f"'sha256-{mark}'" in headers.content_policy()
    assert not re.findall(r'(?:src|href)="(?!\./)', text.split("<body>")[0])


def test_the_cards_script_is_asked_for_by_those_who_may_have_it():
    assert shell.CARD not in shell.page().decode()
    text = shell.page(signed_in=True).decode()
    assert f'<link rel="modulepreload" crossorigin href="./{shell.CARD}">' in text
    assert headers.inline_scripts(text) == headers.inline_scripts(shell.page().decode())
    component, file = shell.CARD.split("/")[-2:]
    assert component == card._NAME and (Path(card.__file__).parent / "script" / file).exists()
