"""Streamlit's scripts joined into a few files, and what is served beside them."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from access import compressed, joined, shell
from access.middleware import Doors

ROOT = Path(__file__).parents[2]
AGAIN = "The joined files are of another Streamlit. Run: make streamlit"
_FROM = re.compile(r'\{([^{}]*)\}from"\./([\w.-]+\.js)"')


@pytest.fixture
def ours():
    """The joined files, which must be those of the installed Streamlit."""
    found = joined.joined()
    assert found, AGAIN
    return found


@pytest.fixture
def client(store):
    """Asks the doors, with nothing behind them."""
    compressed.known.cache_clear()
    yield TestClient(Starlette(middleware=[Middleware(Doors)]))
    compressed.known.cache_clear()


@pytest.fixture
def another_streamlit(monkeypatch):
    """The installed Streamlit starts with a script that was never joined."""
    monkeypatch.setattr(joined, "_entry", lambda: "index.other.js")
    joined.joined.cache_clear()
    shell.page.cache_clear()
    yield
    monkeypatch.undo()
    joined.joined.cache_clear()
    shell.page.cache_clear()


def exported(text: str) -> set[str]:
    """The names that a script exports."""
    found = re.search(r"export\{([^{}]*)\};?\s*$", text)
    return {each.split(" as ")[-1] for each in found[1].split(",")} if found else set()


def test_the_joined_files_are_of_the_streamlit_that_is_named(ours):
    named = re.search(r"^streamlit==(\S+)$", (ROOT / "requirements.txt").read_text(), re.M)[1]
    assert named == streamlit.__version__
    assert all(path.name.startswith(f"streamlit-{named}-") for path in ours.files), AGAIN
    assert set(shell.parts()) <= set(ours.names), AGAIN


def test_a_joined_file_exports_all_that_its_scripts_do(ours):
    held = {path.name: exported(path.read_text()) for path in ours.files}
    for name, (file, own) in ours.names.items():
        assert set(own) == exported((joined.SCRIPTS / name).read_text()), AGAIN
        assert set(own.values()) <= held[file], AGAIN


def test_each_imports_from_those_before_it_alone(ours):
    names = [path.name for path in ours.files]
    for place, path in enumerate(ours.files):
        asked = re.findall(r'(?:from|import)"([^"]*\.js)"', path.read_text())
        assert {Path(each).name for each in asked} <= set(names[:place])


def test_no_other_script_asks_for_one_that_is_joined(ours):
    held = {path.name: exported(path.read_text()) for path in ours.files}
    others = ours.others()
    for path in others.values():
        text = ours.importing(path.read_text())
        assert not [name for name in ours.names if f"./{name}" in text], path.name
        for listed, file in _FROM.findall(text):
            if file in held:
                assert {each.split(" as ")[0] for each in listed.split(",") if each} <= held[file]
            else:
                assert ours.folder + file in others


def test_what_a_joined_file_loads_later_is_there(ours):
    known = {path.rsplit("/", 1)[-1] for path in [*ours.others(), *ours.built()]}
    for path in ours.files:
        text = path.read_text()
        assert set(re.findall(r'import\("\./([^"]+)"\)', text)) <= known
        # Addresses beside the folder are the same from Streamlit's own.
        for name in re.findall(r'"(\.\./(?:css|media)/[^"]+)"', text):
            assert (joined.SCRIPTS / name).exists(), name


def test_the_page_starts_with_the_joined_files(ours):
    text = shell.page().decode()
    assert "/static/js/" not in text
    first = re.findall(r'<script type="module"[^>]*src="\.([^"]+)"', text)
    ahead = re.findall(r'<link rel="modulepreload"[^>]*href="\.([^"]+)"', text)
    assert [*ahead, *first] == [*ours.built()]


@pytest.mark.parametrize(("coding", "sent"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_every_joined_file_is_sent_as_the_browser_takes_it(client, ours, coding, sent):
    for address, path in ours.built().items():
        got = client.get(address, headers={"Accept-Encoding": coding})
        assert got.headers.get("content-encoding") == sent
        assert got.content == path.read_bytes()
        assert got.headers["content-type"].startswith("text/javascript")
        assert "immutable" in got.headers["cache-control"]
        assert got.headers["x-content-type-options"] == "nosniff"
        assert client.head(address).status_code == 200


def test_its_compressed_copies_are_of_the_same_file(ours):
    for path in ours.files:
        whole = path.read_bytes()
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == whole
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == whole


def test_another_script_is_sent_importing_from_them(client, ours):
    address = next(address for address in ours.others() if "/DataFrame." in address)
    text = client.get(address, headers={"Accept-Encoding": "identity"}).text
    assert ours.files[0].name in text and "react-dom." not in text


@pytest.mark.parametrize("name", ["none.js", "", "..%2f..%2fkey", "%2e%2e/index.html", "x/y.js"])
def test_nothing_else_is_served_beside_them(client, ours, name):
    for coding in ("br", "identity"):
        got = client.get(ours.folder + name, headers={"Accept-Encoding": coding})
        assert got.status_code == 404 and got.headers["cache-control"] == "no-store"
    asked = next(iter(ours.names))
    assert client.get(ours.folder + asked).status_code == 404
    assert client.get(f"{joined.PREFIX}1.0.0-0/{ours.files[0].name}").status_code == 404


def test_with_another_streamlit_all_is_as_it_comes(client, another_streamlit):
    assert joined.joined() is None
    text = shell.page().decode()
    assert joined.PREFIX not in text
    asked = re.findall(r'href="\./static/js/([^"]+)"', text)
    assert set(shell.parts()) <= set(asked)
    assert all((joined.SCRIPTS / name).exists() for name in asked)
    assert {path.suffix for path in compressed._to_compress().values()} == {".js", ".css"}
    assert client.get(f"{joined.PREFIX}1.0.0-0/a.js").status_code == 404


def test_the_licence_lies_beside_them(ours):
    said = (ours.files[0].parent / "LICENSE.txt").read_text()
    assert "Apache License" in said and "Streamlit" in said
