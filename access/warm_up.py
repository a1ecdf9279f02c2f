"""Before the first visitor: check what the app rests on, and load what a page needs."""

import ast
import importlib
import logging
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.exc import SQLAlchemyError

from access.pages import TABLE
from models import schema
from models.audit import AuditEvent
from models.clock import behind
from models.key import KeyFileError, key
from models.store import StoreError, reading
from models.trouble import in_words
from settings import SettingError, settings

_log = logging.getLogger(__name__)
_FRONT_DOOR = Path(__file__).with_name("front_door.py")


class StartRefused(Exception):
    """The app must not start; the text says why and what to do."""


def warm_up() -> None:
    """Check folder, store and key. StartRefused where unfit."""
    try:
        _check_folder(settings().var)
        schema.check()
        with reading() as session:
            if said := behind(session):
                _log.warning("%s", said)
            used = session.get(AuditEvent, 1) is not None
        key(may_make=not used)
    except (StoreError, KeyFileError, SettingError) as refusal:
        raise StartRefused(str(refusal)) from None
    except SQLAlchemyError as error:
        raise StartRefused(in_words(error)) from None


def _check_folder(var: Path) -> None:
    """Every event in the audit trail is noted in a file there."""
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        TemporaryFile(dir=var).close()
    except OSError as error:
        raise StartRefused(
            f"The folder {var} cannot be written to: {error.strerror}. "
            "Give the app's user the right to write there, or set OVERSIGHT_VAR."
        ) from None


def load_for(section: str) -> None:
    """Import what the front door and the pages of a section import, so that no visitor waits."""
    for path in (_FRONT_DOOR, *(row.path for row in TABLE if row.section == section)):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                _load(node)


def _load(node: ast.ImportFrom) -> None:
    module = importlib.import_module(node.module)
    for name in (alias.name for alias in node.names):
        if not hasattr(module, name):
            importlib.import_module(f"{node.module}.{name}")
