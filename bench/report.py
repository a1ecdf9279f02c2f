"""docs/performance.md, written from what was measured."""

import statistics
from datetime import date

from bench.browsing import Times
from bench.machine import about
from bench.servers import DASH, OURS
from bench.stores import ROOT

PATH = ROOT / "docs" / "performance.md"
NOISY = 0.05  # above this share taken by others, a time says more of them than of us
_NOUNS = {
    "feedback_item": "feedback items",
    "activity": "activities",
    "answer": "answers",
    "panel_member": "panel members",
}
_ROWS = (
    ("filter_new", "New filter: click to all charts and answers right", "ms"),
    (
        "filter_new_cpu",
        "New filter: processor time of the server, with what it works out ahead",
        "ms",
    ),
    ("filter_far", "New filter, to a quarter almost two years away", "ms"),
    ("filter_earliest", "New filter, to the store's earliest quarter", "ms"),
    ("filter_seen", "Filter seen before", "ms"),
    ("filter_seen_cpu", "Filter seen before: processor time of the server", "ms"),
    ("first_answers", "First visit, empty cache: the four answers readable", "ms"),
    ("first", "First visit, empty cache: all charts", "ms"),
    ("returning", "Returning browser: all charts", "ms"),
    ("restart_answers", "First visit after a restart: answers", "ms"),
    ("restart", "First visit after a restart: all charts", "ms"),
    ("start_seconds", "Start of the server", "s"),
    ("page_to_page", "Overview to Ladder, warm", "ms"),
    ("page_back", "Ladder to overview, warm, all charts", "ms"),
    ("memory_ten", "Memory after ten people", "MB"),
)


def median(times: Times, name: str) -> float | None:
    """The median of a measurement; none where it was not taken."""
    found = times.found.get(name)
    return statistics.median(value for value, _ in found) if found else None


def write(found: dict, rounds: int) -> None:
    """found: size → {"counts", "ours", "dash", "crowds", "saves", "profile"}."""
    lines = [
        "# Performance",
        "",
        "Written by `make bench`; do not edit. Our signed-in overview and a Dash page with the",
        "same four answers and four charts, over the same store, in headless Chromium, in turn.",
        f"Medians of {rounds} round{'s' * (rounds > 1)}, {date.today().day} "
        f"{date.today():%B %Y}. Expected figures are worked out by plain SQL.",
        "",
        "The Dash page has no sign-in, no tables behind its charts and no list of signals.",
        "Before each choice of a filter, both pages are left alone for half a second, in which ours",
        "draws the views beside the one in sight. Before each visit, the new window is left alone",
        "for a second and a half, in which Chromium loads its own address bar.",
        "",
        *_foreign(found),
        "",
        "## Machine and versions",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {name} | {said} |" for name, said in about()),
    ]
    for size, one in found.items():
        lines += ["", *_size(size, one)]
    PATH.write_text("\n".join(lines) + "\n", "utf-8")


def _foreign(found: dict) -> list[str]:
    shares = [
        share
        for one in found.values()
        for kind in (OURS, DASH)
        for name, values in one[kind].found.items()
        for _, share in values
        if not name.endswith("_cpu") and name not in {"memory_ten", "start_seconds"}
    ]
    if not shares:
        return []
    middle, most = statistics.median(shares), max(shares)
    said = (
        f"While a time was taken, processes other than the benchmark's own used {middle:.0%} of "
        f"the machine in the median and {most:.0%} at most (from /proc/stat)."
    )
    if middle > NOISY:
        said += (
            " That is a busy machine: the times below are too long, and only their ratios, and"
            " the processor time, say much. Run `make bench` on a quiet one."
        )
    return [said]


def _size(size: str, one: dict) -> list[str]:
    counts = ", ".join(f"{n:,} {_NOUNS[name]}" for name, n in one["counts"].items())
    lines = [
        f"## Size {size}",
        "",
        f"{counts}.",
        "",
        "| | Ours | Dash | Ours ÷ Dash |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, words, unit in _ROWS:
        lines += _row(words, unit, median(one[OURS], name), median(one[DASH], name))
    return [*lines, *_crowds(one["crowds"]), *_saves(one["saves"]), *_profile(one["profile"])]


def _row(words: str, unit: str, ours: float | None, dash: float | None) -> list[str]:
    if ours is None:
        return []
    ratio = f"{ours / dash:.2f}" if dash else ""
    return [f"| {words} | {_said(ours, unit)} | {_said(dash, unit)} | {ratio} |"]


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:,.1f} {unit}" if unit == "s" else f"{value:,.0f} {unit}"


def _crowds(crowds: dict[int, dict[str, float]]) -> list[str]:
    if not crowds:
        return []
    lines = [
        "",
        "Many people at once on one process: signed-in clients that speak Streamlit's protocol,",
        "each choosing the next quarter as soon as the last run has ended.",
        "",
        "| People | Reruns a second | Median wait | Longest wait | Memory | Taken by others |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [
        *lines,
        *(
            f"| {people} | {c['reruns_a_second']:.1f} | {c['median_wait_ms']:,.0f} ms | "
            f"{c['longest_wait_ms']:,.0f} ms | {c['memory_mb']:,.0f} MB | {c['foreign']:.0%} |"
            for people, c in crowds.items()
        ),
    ]


def _saves(saves: list[float]) -> list[str]:
    if not saves:
        return []
    return [
        "",
        f"A form's save, roll-ups included: {statistics.median(saves):,.0f} ms "
        f"(median of {len(saves)}; longest {max(saves):,.0f} ms).",
    ]


def _profile(profile: dict[str, dict[str, float]]) -> list[str]:
    if not profile:
        return []
    lines = [
        "",
        "Where the processor time of one rerun of the overview goes, in milliseconds:",
        "",
        "| | New filter | Seen before |",
        "| --- | ---: | ---: |",
    ]
    return [
        *lines,
        *(
            f"| {'All' if part == 'all' else part} | {ms:.1f} | {profile['seen'][part]:.1f} |"
            for part, ms in profile["new"].items()
        ),
    ]
