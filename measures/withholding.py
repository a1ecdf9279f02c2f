"""Hiding more than the small counts, until the attack on everything published finds nothing.

Where the attack narrows a hidden count, the smallest shown figure of that
count's table on which the proof rests is hidden, then the table's total, then
figures of other tables that the proof rests on. Where the proof rests on
earlier snapshots alone, the count itself stops saying “fewer than 10” and says
nothing. Figures are only ever taken away, so this ends; with none left, the
snapshot says nothing and is refused.
"""

from collections.abc import Sequence
from dataclasses import replace

from measures.attack import LINKS, Attack, Finding, Release, in_words
from measures.panel_tables import ALL, Key
from measures.protection import SILENT, WITHHELD
from measures.solver import Contradiction
from models.panel import Figure


def tighten(new: Release, earlier: Sequence[Release]) -> tuple[Release, str, list[Finding]]:
    """A release that passes the attack jointly with the earlier ones.

    Returns the release, the links that the attack assumed, and what it still
    finds: an empty list, unless nothing more can be hidden.
    """
    for links in LINKS:
        release = replace(new, figures=dict(new.figures))
        try:
            found = _until_safe(Attack([*earlier, release], links=links), release)
            return release, in_words(links), found
        except Contradiction:
            continue
    clash = [Finding(len(earlier), key, 0, 0) for key in new.figures]
    return new, "nothing: the figures contradict each other", clash


def _until_safe(attack: Attack, release: Release) -> list[Finding]:
    number = len(attack.releases) - 1
    found = attack.findings()
    while found:
        changes = {}
        for finding in found:
            key = _to_hide(finding, number, release)
            if key is not None:
                changes[key] = WITHHELD if release.figures[key].shown else SILENT
        if not changes:
            return found
        for key, figure in changes.items():
            attack.change(number, key, figure)
        found = attack.findings()
    return []


def _to_hide(finding: Finding, number: int, release: Release) -> Key | None:
    """The figure of the new release to take away for one finding; None where none is left."""
    causes = [key for release_number, key in finding.causes if release_number == number]
    own = [finding.key] if finding.release == number else []
    everything = sorted(release.figures)
    for candidates in (causes, own, everything):
        left = [k for k in candidates if release.figures[k].figure is not Figure.SILENT]
        if left:
            return min(left, key=lambda key: _order(key, finding.key, release))
    return None


def _order(key: Key, found: Key, release: Release) -> tuple:
    figure = release.figures[key]
    hidden = (Figure.SHOWN, Figure.WITHHELD, Figure.FEW).index(figure.figure)
    other_table, total = key[0] != found[0], key[2] == ALL
    return hidden, other_table, total, figure.rounded or 0, key
