"""What the page on running it for real says is so, and what runs every night does its work."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from access import __main__ as access_commands
from models import __main__ as models_commands
from models.account import Role
from models.units import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/running.md").read_text("utf-8")
PARSERS = {"access": access_commands._parser, "models": models_commands._parser}


def test_every_command_of_the_page_can_be_given():
    lines = re.findall(r"^    python -m (access|models) (.+?)(?: {3,}.*)?$", PAGE, re.M)
    assert len(lines) > 10
    for module, given in lines:
        PARSERS[module]().parse_args(shlex.split(given))


def test_the_words_for_roles_and_the_columns_are_those_that_are_read():
    words = re.findall(r"^\| `(\w+)` \| (.+?) \|.*\|$", PAGE, re.M)
    assert words[: len(Role)] == [(role, role.label) for role in Role]
    assert f"    {','.join(COLUMNS)}\n" in PAGE


def test_the_service_starts_what_the_page_installs():
    unit = (ROOT / "deploy/oversight.service").read_text("utf-8")
    assert "EnvironmentFile=/etc/oversight.env" in unit and "User=oversight" in unit
    [start] = re.findall(r"^ExecStart=(.+)$", unit, re.M)
    assert start.startswith("/opt/oversight/.venv/bin/python -m streamlit run app.py ")


def test_every_night_the_store_is_copied_and_old_copies_go(tmp_path):
    settings = tmp_path / "settings"
    settings.write_text(
        f"OVERSIGHT_VAR={tmp_path}\nOVERSIGHT_DATABASE_URL=sqlite:///{tmp_path}/oversight.db\n"
    )
    own = {"PATH": os.environ["PATH"], "PYTHON": sys.executable}
    own["OVERSIGHT_ENVIRONMENT"] = str(settings)
    store = {**own, "OVERSIGHT_VAR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "models", "migrate"], cwd=ROOT, env=store, check=True)
    (tmp_path / "backups").mkdir()
    for name, days in (("old-Z.db", 40), ("young-Z.db", 2), ("other.txt", 40)):
        (tmp_path / "backups" / name).touch()
        when = (tmp_path / "oversight.db").stat().st_mtime - days * 86_400
        os.utime(tmp_path / "backups" / name, (when, when))
    subprocess.run(["deploy/nightly.sh"], cwd=ROOT, env=own, check=True)
    left = {path.name for path in (tmp_path / "backups").iterdir()}
    assert {"young-Z.db", "other.txt"} < left and len(left) == 3
