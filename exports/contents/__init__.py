"""What goes into a quarter's pack: the same measures and charts as the screens."""

from exports.contents.pack import build
from exports.contents.view import View

__all__ = ["View", "build"]
