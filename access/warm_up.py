"""Before the first visitor: check what the app rests on, and load what a page needs."""

import ast
import importlib

from sqlalchemy.exc import SQLAlchemyError

from access.pages import TABLE
from models import schema
from models.audit import AuditEvent
from models.key import KeyFileError, key
from models.state import state
from models.store import StoreError, reading
from settings import SettingError


class StartRefused(Exception):
    """The app must not start; the text says why and what to do."""


def warm_up() -> None:
    """Check store and key, and import what the first page imports. StartRefused where unfit."""
    try:
        schema.check()
        with reading() as session:
            state(session)
            used = session.get(AuditEvent, 1) is not None
        key(may_make=not used)
    except (StoreError, KeyFileError, SettingError) as refusal:
        raise StartRefused(str(refusal)) from None
    except SQLAlchemyError as error:
        raise StartRefused(
            f"The store does not answer ({type(error).__name__}). Check OVERSIGHT_DATABASE_URL."
        ) from None
    import access.sign_in  # noqa: F401 - late, for it loads the sign-in package


def load_for(section: str) -> None:
    """Import what the pages of a section import, so that no visitor waits for it."""
    for row in TABLE:
        if row.section == section:
            for node in ast.parse(row.path.read_text("utf-8")).body:
                if isinstance(node, ast.ImportFrom):
                    importlib.import_module(node.module)
