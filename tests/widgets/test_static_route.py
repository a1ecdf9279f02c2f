"""Files that the browser keeps for a year."""

import tomllib
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from widgets.static_route import FOLDER, static_routes

SCRIPT = "plotly-bars-heatmap-4.1.1.min.js"
ROOT = Path(__file__).resolve().parents[2]


def ask(name, coding="identity"):
    client = TestClient(Starlette(routes=static_routes()))
    return client.get(f"/app/static/{name}", headers={"Accept-Encoding": coding})


def test_the_script_comes_compressed_and_is_kept():
    answer = ask(SCRIPT, "gzip, br")
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == (FOLDER / SCRIPT).read_bytes()


def test_each_browser_gets_a_coding_that_it_reads():
    assert ask(SCRIPT, "gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in ask(SCRIPT, "identity").headers
    assert "content-encoding" not in ask(SCRIPT, "br;q=0").headers


def test_nothing_else_is_served():
    for name in ("missing.js", "..%2Fsettings.py", SCRIPT + ".br", "."):
        assert ask(name).status_code == 404


def test_every_font_of_the_theme_and_the_components_script_are_there():
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
    for face in theme["fontFaces"]:
        assert ask(Path(face["url"]).name).status_code == 200
    assert SCRIPT in (ROOT / "widgets/script/card.js").read_text()


def test_every_file_has_its_licence():
    assert {"plotly-bars-heatmap-LICENSE.txt", "atkinson-hyperlegible-LICENSE.txt"} <= {
        path.name for path in FOLDER.iterdir()
    }


def test_the_configuration_shows_no_errors_and_sends_nothing_away():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert config["client"] == {"toolbarMode": "minimal", "showErrorDetails": "none"}
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
