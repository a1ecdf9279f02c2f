"""The declared list of tables about panel members, and why each is on it.

Nothing else about members leaves the store. The list is short on purpose: every
table more is one more thing to subtract.

Readings chosen:
- One geography at a time, for all tables: districts, or localities. The policy
  says which; where districts would hide every impairment area by district,
  localities take their place, and where those would too, groups of areas take
  the place of areas. The grain first published stands until the policy changes,
  because publishing the finer one later would publish both.
- “Outside Essex” is a place like any other, so that places add up to the panel
  and nobody outside can be found by subtraction.
- People's answers carry no member and nothing that a member told us. They cannot
  be cut by impairment or district, so no such table exists. What is published of
  members' answering is how many heard back, protected as all else.
- Nobody is counted as “not disabled” or “not said”: complements are not published.
"""

from dataclasses import dataclass

from models.panel import SnapshotKind

ALL = "all"
OUTSIDE = "outside"
OUTSIDE_LABEL = "Outside Essex"
MEMBERS = "members"
DISABLED = "disabled"
CARERS = "carers"
LEARNING_DISABILITY = "learning_disability"
FLAGS = (DISABLED, CARERS, LEARNING_DISABILITY)
AREA = "area:"  # starts the name of an attribute that is an impairment area
GROUP = "group:"  # …or a group of areas

Key = tuple[str, str, str]  # table, attribute, place

NEW = "new"
FAMILIAR = "familiar"
FAMILIAR_PARTICIPATIONS = "familiar_participations"
PARTICIPATIONS = "participations"
VOICES = (NEW, FAMILIAR, FAMILIAR_PARTICIPATIONS, PARTICIPATIONS)
FAMILIAR_FROM = 4  # participations in four quarters


@dataclass(frozen=True)
class Declared:
    """One declared table: its name, what it counts, and why it is published."""

    name: str
    kind: SnapshotKind
    counts: str
    by: str
    reason: str


DECLARED = (
    Declared(
        "members_by_place",
        SnapshotKind.STOCK,
        "Members on the panel at the quarter's end",
        "place, and in all",
        "Shows where the panel lives.",
    ),
    Declared(
        "disabled_by_place",
        SnapshotKind.STOCK,
        "Members who said that they are disabled",
        "place, and in all",
        "The Census has disabled residents by district to compare with.",
    ),
    Declared(
        "carers_by_place",
        SnapshotKind.STOCK,
        "Members who are carers",
        "place, and in all",
        "The Census has unpaid carers by district to compare with.",
    ),
    Declared(
        "learning_disability_by_place",
        SnapshotKind.STOCK,
        "Members with a learning disability",
        "place, and in all",
        "The Group asks for this line by itself.",
    ),
    Declared(
        "areas_by_place",
        SnapshotKind.STOCK,
        "Members by impairment area",
        "place, and in all",
        "Shows which people are not reached where.",
    ),
    Declared(
        "invited",
        SnapshotKind.FLOW,
        "Members invited in the quarter",
        "place; each impairment area and flag; in all",
        "First step of the funnel.",
    ),
    Declared(
        "took_part",
        SnapshotKind.FLOW,
        "Of those invited in the quarter, members who took part in it",
        "place; each impairment area and flag; in all",
        "Second step of the funnel.",
    ),
    Declared(
        "uninvited",
        SnapshotKind.FLOW,
        "Members who took part in the quarter without an invitation in it",
        "place; each impairment area and flag; in all",
        "Kept apart, so that the funnel never widens.",
    ),
    Declared(
        "heard_back",
        SnapshotKind.FLOW,
        "Of members who took part two quarters before, those who heard back by the quarter's end",
        "place; each impairment area and flag; in all",
        "Last step of the funnel, once there was time to answer.",
    ),
    Declared(
        "voices",
        SnapshotKind.FLOW,
        "Members new in the quarter; members with four or more participations in four quarters",
        "in all",
        "Says whether the same few people are asked again and again.",
    ),
)
FLOW_STEPS = ("invited", "took_part", "uninvited", "heard_back")
STOCK_TABLE_OF = {
    MEMBERS: "members_by_place",
    DISABLED: "disabled_by_place",
    CARERS: "carers_by_place",
    LEARNING_DISABILITY: "learning_disability_by_place",
}

GROUPS = {
    "sensory": "Seeing and hearing",
    "physical": "Moving, lifting and stamina",
    "thinking": "Learning, memory and social understanding",
    "mental_health": "Mental health",
    "other": "Other",
}
_GROUP_OF = {
    "vision": "sensory",
    "hearing": "sensory",
    "mobility": "physical",
    "dexterity": "physical",
    "stamina": "physical",
    "learning": "thinking",
    "memory": "thinking",
    "social_behavioural": "thinking",
    "mental_health": "mental_health",
}


def group_of(area_code: str) -> str:
    """The group that an impairment area is merged into; what is not listed is “other”."""
    return _GROUP_OF.get(area_code.lower().replace("-", "_"), "other")


def stock_table(attribute: str) -> str:
    """The table of stock that an attribute stands in."""
    return STOCK_TABLE_OF.get(attribute, "areas_by_place")


def stock_keys(places: tuple[str, ...], areas: tuple[str, ...]) -> list[Key]:
    """Every figure of the tables of stock, for these places and attributes of impairment."""
    return [
        (stock_table(attribute), attribute, place)
        for attribute in (MEMBERS, *FLAGS, *areas)
        for place in (*places, ALL)
    ]


def flow_keys(places: tuple[str, ...], areas: tuple[str, ...]) -> list[Key]:
    """Every figure of the four steps, for these places and attributes of impairment."""
    by_place = [(step, MEMBERS, place) for step in FLOW_STEPS for place in (*places, ALL)]
    by_attribute = [(step, a, ALL) for step in FLOW_STEPS for a in (*FLAGS, *areas)]
    return by_place + by_attribute
