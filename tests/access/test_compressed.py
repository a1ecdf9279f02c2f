"""Streamlit's own scripts, compressed once and sent so to browsers that take it."""

import brotli
import pytest

from access import compressed
from tests.at_once import twice_at_once


@pytest.fixture
def small(store, tmp_path, monkeypatch):
    """A stand-in for Streamlit's folder of scripts, compressed."""
    own = tmp_path / "static"
    (own / "js").mkdir(parents=True)
    (own / "js" / "index.x.js").write_text("let a = 1;\n" * 500)
    (own / "font.woff2").write_bytes(b"wOF2")
    monkeypatch.setattr(compressed, "_FROM", own)
    monkeypatch.setattr(compressed, "joined", lambda: None)
    compressed.known.cache_clear()
    assert compressed.prepare() == 1
    yield own
    compressed.known.cache_clear()


def test_what_is_sent_unfolds_to_the_script(small):
    answer = compressed.answer("/static/js/index.x.js", "gzip, br;q=1")
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert brotli.decompress(answer.body) == (small / "js" / "index.x.js").read_bytes()


def test_a_browser_that_takes_no_brotli_gets_the_file_as_it_is(small):
    assert compressed.answer("/static/js/index.x.js", "gzip") is None


@pytest.mark.parametrize("path", ["/static/font.woff2", "/static/../key", "/static/js/none.js"])
def test_other_files_are_left_to_streamlit(small, path):
    assert compressed.answer(path, "br") is None


def test_a_second_start_compresses_nothing(small):
    assert compressed.prepare() == 0


def test_a_disk_without_room_leaves_the_scripts_as_they_come(small, monkeypatch, caplog):
    (small / "js" / "later.x.js").write_text("let b = 2;\n")

    def full(self, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(small), "write_bytes", full)
        assert compressed.prepare() == 0
    assert "No space left on device" in caplog.text
    assert not [path for path in compressed.folder().rglob("later*") if path.is_file()]
    assert compressed.answer("/static/js/later.x.js", "br") is None


def test_two_threads_compress_the_same_file_at_once(small, monkeypatch):
    [kept] = compressed.folder().rglob("*.br")
    kept.unlink()
    twice_at_once(monkeypatch, compressed.prepare)
    assert list(compressed.folder().rglob("*.*")) == [kept]
