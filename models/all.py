"""Every table, imported once, so that the metadata is whole."""

import importlib
import pkgutil

import models
from models.base import Base


def metadata():
    """The metadata of all tables."""
    for module in pkgutil.iter_modules(models.__path__):
        if module.name not in {"all", "__main__", "migrations"}:
            importlib.import_module(f"models.{module.name}")
    return Base.metadata
