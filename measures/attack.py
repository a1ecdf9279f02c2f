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
- That link is drawn as tight as it can be to the latest three snapshots; between
  older ones it is that no count moved by more than the number who changed. Each
  was drawn tight when it was young; a long test draws all of them tight.
- Where the geography changed between two snapshots, the districts of the finer one
  add up to the localities of the other, and the loose link is drawn between those.
- Of four quarters' participations, each is by one member: they are at least as
  many as the members who took part in each of those quarters, added up.
- Where what was published contradicts a link, after a store was restored for
  example, the attack goes on without that link, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from measures.bounds import Goal, Narrowed, narrowed
from measures.panel_tables import (
    ALL,
    FAMILIAR,
    FAMILIAR_FROM,
    FAMILIAR_PARTICIPATIONS,
    MEMBERS,
    NEW,
    PARTICIPATIONS,
    STOCK_TABLE_OF,
    VOICES,
    Key,
)
from measures.protection import FEWEST, Protected
from measures.solver import Contradiction, Solver, System
from models.panel import Figure, SnapshotKind
from models.quarters import Quarter

STOCKS = "no more members than changed left or came to any place or attribute"
FLOWS = "who heard back took part two quarters before"
LINKS = (frozenset({STOCKS, FLOWS}), frozenset({STOCKS}), frozenset({FLOWS}), frozenset())
HEARD_BACK_AFTER = 2  # quarters
CLOSE = 3  # links to the latest snapshots that are drawn as tight as they can be
_ANY = 1_000_000.0  # stands for “no limit”; no panel is larger


@dataclass
class Release:
    """The protected tables of one snapshot.

    changed     of stock: members who joined, left or changed since the last, or None at first
    locality_of the locality of each place that lies in one; empty where places are localities
    """

    kind: SnapshotKind
    quarter: Quarter
    places: tuple[str, ...]
    figures: dict[Key, Protected]
    changed: int | None = None
    locality_of: dict[str, str] = field(default_factory=dict)


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

    links       what is assumed between snapshots: STOCKS, FLOWS, both or neither
    close       how many of the latest links between stocks are drawn tight
    """

    releases: Sequence[Release]
    links: frozenset[str] = LINKS[0]
    close: int = CLOSE
    _unknowns: dict[tuple[int, Key], int] = field(default_factory=dict)
    _safe: set[int] = field(default_factory=set)

    def __post_init__(self):
        self._system = System()
        for number, release in enumerate(self.releases):
            for key, figure in release.figures.items():
                limits = figure.low, min(figure.high, _ANY)
                self._unknowns[number, key] = self._system.unknown(*limits)
        for number, release in enumerate(self.releases):
            self._within(number, release)
            if release.kind is SnapshotKind.FLOW:
                self._voices(number)
        if STOCKS in self.links:
            self._between_stocks()
        if FLOWS in self.links:
            self._between_flows()
        self._solver = Solver(self._system)

    def findings(self) -> list[Finding]:
        """The hidden counts that are found out. Contradiction where the figures clash.

        Figures only change by saying less, so what was safe stays so and is not asked again.
        """
        open_ = {u: goal for u, goal in self._goals().items() if u not in self._safe}
        found = narrowed(self._solver, open_)
        self._safe |= set(open_) - {one.unknown for one in found}
        names = {unknown: name for name, unknown in self._unknowns.items()}
        return [_finding(one, names) for one in found]

    def change(self, number: int, key: Key, figure: Protected) -> None:
        """Put a figure that says less in the place of one."""
        self.releases[number].figures[key] = figure
        self._solver.limit(self._unknowns[number, key], figure.low, min(figure.high, _ANY))

    def _goals(self) -> dict[int, Goal]:
        goals = {
            unknown: _goal(self.releases[number].figures[key])
            for (number, key), unknown in self._unknowns.items()
        }
        return {unknown: goal for unknown, goal in goals.items() if goal is not None}

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
        for before, after in pairwise(stocks):
            same = self.releases[before].places == self.releases[after].places
            changed = self.releases[after].changed
            if changed is not None:
                close = same and after in stocks[-self.close :]
                link = self._link if close else self._link_loosely
                link(before, after, changed)

    def _link_loosely(self, before: int, after: int, changed: int) -> None:
        """No count moved by more than the number who changed.

        Where the places differ, those of the finer snapshot are added up first.
        """
        same = self.releases[before].places == self.releases[after].places
        old, new = self._gathered(before, not same), self._gathered(after, not same)
        for key in sorted(old.keys() & new.keys()):
            terms = dict.fromkeys(new[key], 1.0) | dict.fromkeys(old[key], -1.0)
            self._system.relate(terms, -changed, changed)

    def _gathered(self, number: int, merge: bool) -> dict[Key, list[int]]:
        """The unknowns of each figure of one release, districts merged into localities if asked."""
        release, gathered = self.releases[number], {}
        for name, attribute, place in release.figures:
            merged = release.locality_of.get(place, place) if merge else place
            unknown = self._unknowns[number, (name, attribute, place)]
            gathered.setdefault((name, attribute, merged), []).append(unknown)
        return gathered

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
            self._heard_back(number, by_quarter.get(quarter.plus(-HEARD_BACK_AFTER)))
            year = [by_quarter[q] for q in map(quarter.plus, range(-3, 1)) if q in by_quarter]
            self._participations(number, year)

    def _heard_back(self, number: int, earlier: int | None) -> None:
        for key in self.releases[number].figures:
            name, attribute, place = key
            if name == "heard_back" and earlier is not None:
                took = [(earlier, (t, attribute, place)) for t in ("took_part", "uninvited")]
                self._at_most((number, key), *took)

    def _participations(self, number: int, year: Sequence[int]) -> None:
        """Four quarters' participations are at least their participants, quarter by quarter."""
        every = self._unknowns.get((number, ("voices", PARTICIPATIONS, ALL)))
        if every is not None:
            took = {
                self._unknowns[quarter, (step, MEMBERS, ALL)]: -1.0
                for quarter in year
                for step in ("took_part", "uninvited")
            }
            self._system.relate({every: 1.0} | took, 0.0, _ANY)

    def _voices(self, number: int) -> None:
        voices = {a: (number, ("voices", a, ALL)) for a in VOICES}
        took = [(number, (step, MEMBERS, ALL)) for step in ("took_part", "uninvited")]
        self._at_most(voices[NEW], *took)
        self._at_most(voices[FAMILIAR_PARTICIPATIONS], voices[PARTICIPATIONS])
        if voices[FAMILIAR] in self._unknowns:
            terms = {
                self._unknowns[voices[FAMILIAR]]: float(FAMILIAR_FROM),
                self._unknowns[voices[FAMILIAR_PARTICIPATIONS]]: -1.0,
            }
            self._system.relate(terms, -_ANY, 0.0)


def attack(releases: Sequence[Release], *, close: int = CLOSE) -> tuple[list[Finding], str]:
    """What the attack finds over releases in order, and in words the links that it assumed.

    Without a solution even unlinked, every hidden figure counts as found.
    """
    for links in LINKS:
        try:
            return Attack(releases, links=links, close=close).findings(), in_words(links)
        except Contradiction:
            continue
    hidden = [
        Finding(number, key, 0, FEWEST - 1)
        for number, release in enumerate(releases)
        for key, figure in release.figures.items()
        if figure.figure is Figure.FEW
    ]
    return hidden, "nothing: the figures contradict each other"


def in_words(links: frozenset[str]) -> str:
    """The links assumed between snapshots, as a snapshot keeps them."""
    return "; ".join(sorted(links)) or "nothing"


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
