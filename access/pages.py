"""The table of pages: one row says a page's file, title, who may see it, and where it is listed."""

from dataclasses import dataclass
from pathlib import Path

from access.viewer import Role

FOLDER = Path(__file__).resolve().parent.parent / "pages"
EVERYONE = tuple(Role)


@dataclass(frozen=True)
class PageRow:
    """One page. Its address is its file's name; rows are listed in this order by section."""

    file: str
    title: str
    section: str
    roles: tuple[Role, ...]

    @property
    def address(self) -> str:
        """The last part of the page's address."""
        return self.file.removesuffix(".py")

    @property
    def path(self) -> Path:
        """Where the page's script lies."""
        return FOLDER / self.file


_O, _L, _S = Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER
_D, _A = Role.DATA_OFFICER, Role.ADMINISTRATOR

# A role's first row here is its first page.
_TABLE = (
    PageRow("my_service.py", "My service", "Your work", (_S,)),
    PageRow("overview.py", "Overview", "The four questions", (_O, _L, _S)),
    PageRow("principles.py", "Principles", "The four questions", (_O, _L, _S)),
    PageRow("ladder.py", "Ladder", "The four questions", (_O, _L, _S)),
    PageRow("feedback.py", "Feedback loops", "The four questions", (_O, _L, _S)),
    PageRow("reach.py", "Panel reach", "The four questions", (_O, _L, _S)),
    PageRow("record_activity.py", "Record an activity", "Your work", (_S, _L)),
    PageRow("record_review.py", "Review an activity", "Your work", (_S, _L)),
    PageRow("record_feedback.py", "Record feedback", "Your work", (_S, _L)),
    PageRow("data_in.py", "Data in", "Your work", (_S, _L, _D)),
    PageRow("record_panel.py", "Panel sign-up", "Your work", (_D,)),
    PageRow("quarters.py", "Quarters", "Your work", (_D,)),
    PageRow("members.py", "Panel members", "Your work", (_D,)),
    PageRow("snapshots.py", "Panel snapshots", "Your work", (_D,)),
    PageRow("accounts.py", "Accounts", "Running this service", (_A,)),
    PageRow("directorates.py", "Directorates", "Running this service", (_A,)),
    PageRow("audit.py", "Audit trail", "Running this service", (_A,)),
    PageRow("settings_page.py", "Settings", "Running this service", (_A,)),
    PageRow("conversation.py", "To talk about", "The Group", (_O, _L, _S)),
    PageRow("group.py", "The Group", "The Group", (_O, _L, _S)),
    PageRow("challenges.py", "Challenges", "The Group", (_O, _L, _S)),
    PageRow("commitments.py", "Commitments", "The Group", (_O, _L, _S)),
    PageRow("line_notes.py", "Notes on lines", "The Group", (_O, _L, _D)),
    PageRow("meeting.py", "Meeting screen", "The Group", EVERYONE),
    PageRow("agenda.py", "Agenda", "The Group", (_O,)),
    PageRow("attendance.py", "Attendance and papers", "The Group", (_O,)),
    PageRow("packs.py", "Packs", "The Group", (_O, _L, _S, _D)),
    PageRow("definitions.py", "How we measure", "You", EVERYONE),
    PageRow("my_account.py", "My account", "You", EVERYONE),
)
TABLE = tuple(row for row in _TABLE if row.path.exists())


def pages_of(role: Role) -> tuple[PageRow, ...]:
    """The pages of one role, its first page first."""
    return tuple(row for row in TABLE if role in row.roles)


def row_of(address: str) -> PageRow | None:
    """The row of an address, None where there is no such page."""
    return next((row for row in TABLE if row.address == address), None)
