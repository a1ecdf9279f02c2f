"""Who is looking: a value that the front door makes afresh at every run."""

from dataclasses import dataclass

from models.account import Role

__all__ = ["Role", "Viewer"]


@dataclass(frozen=True)
class Viewer:
    """One signed-in person, as the store knew them when this run began.

    service_ids   the services that a service manager answers for; empty for others
    unfinished    what they must do before anything else: “password”, “code” or “”
    in_meeting    this sign-in shows the meeting screen, and nothing else
    """

    account_id: int
    username: str
    name: str
    role: Role
    chair: bool = False
    service_ids: tuple[int, ...] = ()
    directorate_id: int | None = None
    unfinished: str = ""
    in_meeting: bool = False
