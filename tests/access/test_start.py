"""The start: what is checked before the first visitor, and what half a setting does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from access.single_sign_on import secrets
from access.warm_up import StartRefused, warm_up
from models import schema
from models.audit import record
from models.key import key, key_path
from models.store import writing
from settings import SettingError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fitting(store, monkeypatch):
    """A store whose version fits."""
    monkeypatch.setattr(schema, "check", lambda url=None: None)
    return store


def test_the_first_start_makes_the_key(fitting):
    warm_up()
    assert key_path().exists()
    made = key()
    warm_up()
    assert key() == made


def test_a_store_that_used_a_key_does_not_start_without_it(fitting):
    with writing() as session:
        record(session, actor="ada", action="tested")
    key_path().unlink()
    with pytest.raises(StartRefused, match="missing"):
        warm_up()
    assert not key_path().exists()


def test_a_weak_key_stops_the_start(fitting):
    key(may_make=True)
    key_path().write_text("password")
    with pytest.raises(StartRefused, match="too weak"):
        warm_up()


def test_an_unprepared_and_a_newer_store_stop_the_start(store, monkeypatch):
    monkeypatch.setattr(schema, "version", lambda url=None: None)
    with pytest.raises(StartRefused, match="python -m models migrate"):
        warm_up()
    monkeypatch.setattr(schema, "version", lambda url=None: "9999")
    with pytest.raises(StartRefused, match="newer app"):
        warm_up()


def test_single_sign_on_is_set_whole_or_not_at_all(monkeypatch, store):
    import settings

    assert secrets() == {}
    monkeypatch.setenv("OVERSIGHT_OIDC_CLIENT_ID", "x")
    settings.settings.cache_clear()
    with pytest.raises(SettingError, match="OVERSIGHT_OIDC_CLIENT_SECRET"):
        secrets()


def test_a_folder_that_cannot_be_written_to_stops_the_start(fitting, tmp_path, monkeypatch):
    import settings

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OVERSIGHT_VAR", str(tmp_path / "file"))
    settings.settings.cache_clear()
    with pytest.raises(StartRefused, match="file cannot be written to"):
        warm_up()


@pytest.mark.parametrize("given", [["-c", "import app"], ["-m", "access", "list"]])
@pytest.mark.parametrize(
    ("name", "value"), [("OVERSIGHT_SMTP_PORT", "²"), ("OVERSIGHT_TODAY", "soon")]
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(given, name, value):
    ran = subprocess.run(
        [sys.executable, *given],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert name in ran.stderr and len(ran.stderr.splitlines()) == 1


def test_what_is_loaded_beforehand_leaves_out_the_sign_in_and_nothing_else():
    code = (
        "import sys; from access.warm_up import load_for; load_for('The four questions');"
        "loaded = set(sys.modules);"
        "late = {'streamlit_authenticator', 'PIL.Image', 'cryptography', 'scipy'} & loaded;"
        "missing = {'access.meeting_mode', 'measures.overview', 'charts.chart'} - loaded;"
        "sys.exit(f'{late} {missing}' if late or missing else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
