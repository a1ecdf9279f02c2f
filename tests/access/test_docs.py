"""The documentation keeps up with settings and commands."""

import re
from pathlib import Path

from access.__main__ import _parser
from models.account import Role

ROOT = Path(__file__).parents[2]


def test_every_setting_is_in_its_page_and_no_other():
    used = set(re.findall(r"OVERSIGHT_[A-Z_]*[A-Z]", (ROOT / "settings.py").read_text("utf-8")))
    told = set(re.findall(r"`(OVERSIGHT_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text("utf-8")))
    assert used == told


def test_every_command_and_role_is_told():
    text = (ROOT / "docs/access.md").read_text("utf-8")
    [commands] = [a.choices for a in _parser()._actions if a.dest == "command"]
    for command in commands:
        assert f"python -m access {command}" in text or f"`{command}`" in text, command
    for role in Role:
        assert role.label in text
