"""Measure the app beside a Dash page: python -m bench [--sizes S M L] [--rounds 5].

Stores are made once and kept in var/bench. The figures go to docs/performance.md.
"""

import argparse
import sys

from playwright.sync_api import sync_playwright

from bench import crowd, profiling, report, saving, stores
from bench.browsing import TEN, Times, one_round
from bench.servers import DASH, OURS

PEOPLE = (20, 50)


def main() -> int:
    """Make the stores, measure, write. The exit status is 0, or 1 with a sentence."""
    asked = _parser().parse_args()
    found = {}
    try:
        for size in asked.sizes:
            stores.make(size)
        for size in asked.sizes:
            found[size] = {"counts": stores.counts(size), **_browsed(size, asked.rounds)}
            found[size] |= _served(size, () if asked.browser_only else PEOPLE)
            report.write(found, asked.rounds)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(report.PATH)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=("S", "M", "L"), default=["S", "M", "L"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--browser-only", action="store_true", help="no crowds, saves or profile")
    return parser


def _browsed(size: str, rounds: int) -> dict[str, Times]:
    """Both pages in turn, the first one changing; ten people in the first round only."""
    found = {OURS: Times(), DASH: Times()}
    with sync_playwright() as play:
        for number in range(rounds):
            cookies = stores.sign_ins(size, TEN)
            for kind in (OURS, DASH) if number % 2 == 0 else (DASH, OURS):
                print(f"{size}: round {number + 1}, {kind}", flush=True)
                one_round(play, kind, size, cookies, found[kind], ten=number == 0)
    return found


def _served(size: str, people: tuple[int, ...]) -> dict:
    if not people:
        return {"crowds": {}, "saves": [], "profile": {}}
    crowds = {}
    for count in people:
        print(f"{size}: {count} people at once", flush=True)
        crowds[count] = crowd.measure(size, stores.sign_ins(size, count))
    print(f"{size}: a form's save, and where a rerun's time goes", flush=True)
    return {
        "crowds": crowds,
        "profile": profiling.measure(size),
        "saves": saving.measure(size),
    }


if __name__ == "__main__":
    sys.exit(main())
