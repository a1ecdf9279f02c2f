"""The attack on the protected tables: what a reader of all of them can work out.

It takes every protected figure of every snapshot, for all roles see the same
ones, writes them as linear constraints on unknown counts, and asks of each
hidden count how small and how large it can be. It fails where a count that
reads “fewer than 10” is found exactly or bounded more narrowly than 0 to 9, and
where one that is not shown at all is bounded so.

What is known beyond the figures themselves:
- Places divide the panel: the counts of an attribute by place add up to its total.
- In one place nobody is counted twice for one attribute, so no attribute's count
  exceeds the members there. Members have several impairments; for tables of one
  area by one place this says as much as one unknown per combination of areas
  does (any counts up to the number of members can be dealt out), which a test
  shows on a small panel.
- Of those invited some took part; those who heard back took part, invited or
  not, two quarters before.
- *The link between snapshots of stock.* The reader is assumed to know how many
  members joined, left or changed anything between two snapshots, which is never
  published. No more members than that left a place or an attribute, and no more
  came to it; everybody else stayed as they were. Over chains of three and more
  snapshots this is necessary, not sufficient: real joint panels are fewer.
- Where what was published contradicts that link, a restored store for example,
  the attack goes on without it, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from measures.bounds import Contradiction, Goal, Narrowed, Solver, System, narrowed
from measures.panel_tables import ALL, MEMBERS, STOCK_TABLE_OF, Key
from measures.protection import FEWEST, Protected
from models.panel import Figure, SnapshotKind
from models.quarters import Quarter

LINKED = "no more members than changed left or came to any place or attribute"
UNLINKED = "nothing: what was published contradicts the number who changed"
HEARD_BACK_AFTER = 2  # quarters
_ANY = 1_000_000.0  # stands for “no limit”; no panel is larger


@dataclass
class Release:
    """The protected tables of one snapshot.

    changed     of stock: members who joined, left or changed since the last, or None at first
    """

    kind: SnapshotKind
    quarter: Quarter
    places: tuple[str, ...]
    figures: dict[Key, Protected]
    changed: int | None = None


@dataclass(frozen=True)
class Finding:
    """One hidden count that the attack narrows: which, to what range, resting on which figures."""

    release: int  # its number in the sequence attacked
    key: Key
    low: int
    high: float
    causes: tuple[tuple[int, Key], ...] = ()


@dataclass
class Attack:
    """The constraints of a sequence of releases, oldest first, ready to be solved.

    linked      whether snapshots of stock are linked by the number who changed
    """

    releases: Sequence[Release]
    linked: bool = True
    _unknowns: dict[tuple[int, Key], int] = field(default_factory=dict)

    def __post_init__(self):
        self._system = System()
        for number, release in enumerate(self.releases):
            for key, figure in release.figures.items():
                limits = figure.low, min(figure.high, _ANY)
                self._unknowns[number, key] = self._system.unknown(*limits)
        for number, release in enumerate(self.releases):
            self._within(number, release)
        self._between_stocks()
        self._between_flows()
        self._solver = Solver(self._system)

    def findings(self) -> list[Finding]:
        """The hidden counts that are found out. Contradiction where the figures clash."""
        goals = {}
        for (number, key), unknown in self._unknowns.items():
            goal = _goal(self.releases[number].figures[key])
            if goal is not None:
                goals[unknown] = goal
        names = {unknown: name for name, unknown in self._unknowns.items()}
        return [_finding(one, names) for one in narrowed(self._solver, goals)]

    def change(self, number: int, key: Key, figure: Protected) -> None:
        """Put another figure in the place of one."""
        self.releases[number].figures[key] = figure
        self._solver.limit(self._unknowns[number, key], figure.low, min(figure.high, _ANY))

    def _at_most(self, small: tuple[int, Key], *large: tuple[int, Key]) -> None:
        if small in self._unknowns and all(one in self._unknowns for one in large):
            terms = {self._unknowns[small]: 1.0} | {self._unknowns[one]: -1.0 for one in large}
            self._system.relate(terms, -_ANY, 0.0)

    def _within(self, number: int, release: Release) -> None:
        for name, attribute, place in release.figures:
            if place == ALL:
                self._adds_up(number, name, attribute, release.places)
            if attribute != MEMBERS:
                whole = STOCK_TABLE_OF[MEMBERS] if release.kind is SnapshotKind.STOCK else name
                self._at_most((number, (name, attribute, place)), (number, (whole, MEMBERS, place)))
            if name == "took_part":
                self._at_most(
                    (number, (name, attribute, place)), (number, ("invited", attribute, place))
                )

    def _adds_up(self, number: int, name: str, attribute: str, places: Sequence[str]) -> None:
        parts = [self._unknowns.get((number, (name, attribute, place))) for place in places]
        if places and None not in parts:
            terms = dict.fromkeys(parts, 1.0)
            terms[self._unknowns[number, (name, attribute, ALL)]] = -1.0
            self._system.relate(terms, 0.0, 0.0)

    def _between_stocks(self) -> None:
        stocks = [n for n, r in enumerate(self.releases) if r.kind is SnapshotKind.STOCK]
        for before, after in zip(stocks, stocks[1:], strict=False):
            same = self.releases[before].places == self.releases[after].places
            if self.linked and same and self.releases[after].changed is not None:
                self._link(before, after, self.releases[after].changed)

    def _link(self, before: int, after: int, changed: int) -> None:
        """Those who left a place (gone) or came to it (come) explain every change there."""
        gone, come = {}, {}
        for place in self.releases[after].places:
            gone[place] = self._system.unknown(0, changed)
            come[place] = self._system.unknown(0, changed)
        for movers in (gone, come):
            self._system.relate({mover: 1.0 for mover in movers.values()}, 0.0, changed)
        for key in self.releases[after].figures:
            old, new = self._unknowns.get((before, key)), self._unknowns[after, key]
            _, attribute, place = key
            if old is None or place == ALL:
                continue
            change = {new: 1.0, old: -1.0}
            if attribute == MEMBERS:
                self._system.relate(change | {gone[place]: 1.0, come[place]: -1.0}, 0.0, 0.0)
                self._system.relate({gone[place]: 1.0, old: -1.0}, -_ANY, 0.0)
            else:
                self._system.relate(change | {come[place]: -1.0}, -_ANY, 0.0)
                self._system.relate(change | {gone[place]: 1.0}, 0.0, _ANY)

    def _between_flows(self) -> None:
        by_quarter = {
            release.quarter: number
            for number, release in enumerate(self.releases)
            if release.kind is SnapshotKind.FLOW
        }
        for quarter, number in by_quarter.items():
            earlier = by_quarter.get(quarter.plus(-HEARD_BACK_AFTER))
            if earlier is None:
                continue
            for key in self.releases[number].figures:
                name, attribute, place = key
                if name == "heard_back":
                    took = [(earlier, (t, attribute, place)) for t in ("took_part", "uninvited")]
                    self._at_most((number, key), *took)


def attack(releases: Sequence[Release]) -> tuple[list[Finding], str]:
    """What the attack finds over releases in order, and the link that it assumed.

    Without a solution even unlinked, every hidden figure counts as found.
    """
    for linked, words in ((True, LINKED), (False, UNLINKED)):
        try:
            return Attack(releases, linked=linked).findings(), words
        except Contradiction:
            continue
    hidden = [
        Finding(number, key, 0, FEWEST - 1)
        for number, release in enumerate(releases)
        for key, figure in release.figures.items()
        if figure.figure is Figure.FEW
    ]
    return hidden, "nothing: the figures contradict each other"


def _goal(figure: Protected) -> Goal | None:
    if figure.figure is Figure.FEW:
        return Goal(0, FEWEST - 1)
    if figure.figure is Figure.SILENT:
        return Goal(0, FEWEST - 1, or_above=FEWEST)
    return None


def _finding(one: Narrowed, names: dict[int, tuple[int, Key]]) -> Finding:
    number, key = names[one.unknown]
    causes = tuple(sorted(names[cause] for cause in one.causes if cause in names))
    return Finding(number, key, one.low, one.high, causes)
