"""Every record kind by its name, in the order in which lists show them."""

from intake.kinds import activities, feedback
from intake.kinds.kind import Kind

KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in (activities, feedback)}
