"""Loads a file and is killed: python tests/intake/killed.py FILE MOMENT, a process of its own.

MOMENT is the number of statements after which it is killed while writing,
“commit” for just before the commit, or “never”.
"""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event

from intake.kinds.all import KINDS
from intake.mapping import Mapping
from intake.permission import permit_of_command
from intake.run import commit, prepare
from models.store import engine, reading


def die(*_args) -> None:
    """No cleaning up, as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(moment: str) -> None:
    """Arrange the death."""
    if moment == "commit":
        event.listen(engine(), "commit", lambda connection: _die_in_write(connection))
    elif moment != "never":
        left = [int(moment)]

        def count(*_args) -> None:
            left[0] -= 1
            if left[0] < 0:
                die()

        event.listen(engine(), "before_cursor_execute", count)


def _die_in_write(connection) -> None:
    if connection.get_execution_options().get("writes"):
        die()


if __name__ == "__main__":
    with reading() as session:
        permit = permit_of_command(session)
    prepared = prepare(Path(sys.argv[1]), KINDS["feedback"], Mapping(), permit)
    kill_at(sys.argv[2])
    print("writing", flush=True)
    commit(prepared, permit)
