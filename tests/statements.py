"""What is asked of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from models.store import engine


@contextmanager
def statements() -> Iterator[list[str]]:
    """A list that fills with the text of every statement sent to the store."""
    asked: list[str] = []

    def listen(_connection, _cursor, text, *_):
        asked.append(text)

    event.listen(engine(), "before_cursor_execute", listen)
    yield asked
    event.remove(engine(), "before_cursor_execute", listen)
