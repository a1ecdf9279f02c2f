"""Slow twins of the measures of principles. "How we measure", section 1."""

from fractions import Fraction
from math import sqrt

import pandas as pd
from scipy import stats

from measures import principles, single_scores
from measures.rounding import (
    difference_text,
    half_up,
    number_text,
    percent_text,
    score_range_text,
    score_text,
)
from models.quarters import Quarter
from models.scope import Scope
from tests.twins.work import Part, Work, table

TOO_FEW, NOTHING = "too few to compare", "nothing recorded"


def scores(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for part in work.parts(scope):
        for principle in work.principles:
            for voice in ("service", "people"):
                rows.append(score_row(work, part, principle, voice, quarter))
    return table(rows, principles.SCORES)


def score_row(work: Work, part: Part, principle, voice: str, quarter: Quarter) -> tuple:
    mine = [a for a in work.activities if a.service_id in part.services]
    values = values_of(work, mine, principle, voice, quarter)
    running = [a for a in mine if work.runs(a, quarter)]
    reviewed = [a for a in running if value(work, a, principle, voice, quarter) is not None]
    reviews = [(a, work.service_review(a, principle, quarter)) for a in mine]
    reviews = [(a, r) for a, r in reviews if r is not None and voice == "service"]
    high = [(a, r) for a, r in reviews if r.score is not None and r.score >= 4]
    evidenced = [r for a, r in high if work.has_evidence(r, a, quarter)]
    before = values_of(work, mine, principle, voice, quarter.plus(-1))
    low, top, note = interval(values, 1, 5)
    return (
        part.name, part.code, part.whole, principle.name, principle.code, principle.gate, voice,
        len(values), mean(values), low, top, note,
        len([r for _, r in reviews if r.score is None]),
        len(running), len(reviewed), share(len(reviewed), len(running)),
        len(high), len(evidenced), share(len(evidenced), len(high)),
        mean(before), len(before), change(values, before),
        score_text(exact_mean(values)), interval_words(low, top, note, number_text),
        percent_text(len(reviewed), len(running)), percent_text(len(evidenced), len(high)),
        score_text(exact_mean(before)),
    )  # fmt: skip


def value(work: Work, activity, principle, voice: str, quarter: Quarter) -> Fraction | None:
    if voice == "people":
        return work.people(activity, principle, quarter)
    review = work.service_review(activity, principle, quarter)
    return None if review is None or review.score is None else Fraction(review.score)


def values_of(work, activities, principle, voice, quarter) -> list[Fraction]:
    found = [value(work, a, principle, voice, quarter) for a in activities]
    return [v for v in found if v is not None]


def gaps(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for part in work.parts(scope):
        for principle in work.principles:
            found = gap_values(work, part, principle, quarter)
            low, top, note = interval(found, -4, 4)
            excludes = note.startswith("all") or (low is not None and (low > 0 or top < 0))
            signal = len(found) >= 5 and exact_mean(found) >= 1 and excludes
            rows.append(
                (part.name, part.code, part.whole, principle.name, principle.code, principle.gate,
                 len(found), mean(found), low, top, note, signal,
                 difference_text(exact_mean(found)),
                 interval_words(low, top, note, difference_text))
            )  # fmt: skip
    return table(rows, principles.GAPS)


def gap_values(work: Work, part: Part, principle, quarter: Quarter) -> list[Fraction]:
    found = []
    for activity in work.activities:
        service = value(work, activity, principle, "service", quarter)
        people = value(work, activity, principle, "people", quarter)
        if activity.service_id in part.services and None not in (service, people):
            found.append(service - people)
    return found


def gates(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for part in work.parts(scope):
        mine = [a for a in work.activities if a.service_id in part.services]
        for principle in (p for p in work.principles if p.gate):
            for voice in ("service", "people"):
                found = values_of(work, mine, principle, voice, quarter)
                rows.append(
                    (part.name, part.code, part.whole, principle.name, principle.code, voice,
                     len(found), mean(found), gate_words(found), score_text(exact_mean(found)))
                )  # fmt: skip
    return table(rows, principles.GATES)


def gate_words(values: list[Fraction]) -> str:
    if not values:
        return "not shown to be met"
    if exact_mean(values) >= 3:
        return "met"
    return "not met" if len(values) >= 5 else "below 3.0, too few to be sure"


def activity_scores(work: Work, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    rows = []
    for activity in in_order(work, scope.listed_ids):
        service = work.services[activity.service_id].name
        for principle in work.principles:
            head = (service, activity.id, activity.title, principle.name, principle.code)
            head = (*head, principle.gate)
            review = work.service_review(activity, principle, quarter)
            if review is not None:
                blank = review.score is None
                said = "not applicable" if blank else str(review.score)
                evidence = work.has_evidence(review, activity, quarter)
                rows.append((*head, "service", review.score, 0, blank, evidence, said))
            people = work.people(activity, principle, quarter)
            if people is not None:
                count = len(work.people_scores(activity, principle, quarter))
                rows.append(
                    (*head, "people", float(people), count, False, False, score_text(people))
                )
    return table(rows, single_scores.ACTIVITY_SCORES)


def in_order(work: Work, service_ids) -> list:
    mine = [a for a in work.activities if a.service_id in service_ids]

    def place(activity):
        service = work.services[activity.service_id]
        return (service.directorate_id, service.position, activity.title, activity.id)

    return sorted(mine, key=place)


def funnel_services(
    work: Work, scope: Scope, quarter: Quarter, principle: str, voice: str
) -> pd.DataFrame:
    """The services' rows of the funnel, each against limits reckoned at its own n."""
    about = next(p for p in work.principles if p.code == principle)
    each = {
        s: values_of(work, [a for a in work.activities if a.service_id == s], about, voice, quarter)
        for s in scope.service_ids
    }
    every = [v for values in each.values() for v in values]
    spread = pooled_sd(each.values())
    rows = []
    for service in sorted(scope.listed_ids):
        values, centre = each[service], mean(every)
        low, top, place = None, None, "no limits"
        if len(values) < 5:
            place = "too few to compare"
        elif spread:
            half = 3.09 * spread / sqrt(len(values))
            low, top = max(1, centre - half), min(5, centre + half)
            here = mean(values)
            place = "above" if here > top + 1e-12 else "below" if here < low - 1e-12 else "within"
            place += " the limits"
        limits = "none" if low is None else score_range_text(low, top)
        rows.append(
            ("service", work.services[service].name, len(values), mean(values), low, top, place,
             centre, score_text(exact_mean(values)), limits)
        )  # fmt: skip
    return table(rows, single_scores.FUNNEL)


def pooled_sd(groups) -> float | None:
    several = [g for g in groups if len(g) > 1]
    free = sum(len(g) - 1 for g in several)
    squares = sum((v - exact_mean(g)) ** 2 for g in several for v in g)
    return sqrt(squares / free) if free else None


def exact_mean(values: list[Fraction]) -> Fraction | None:
    return sum(values) / Fraction(len(values)) if values else None


def mean(values: list[Fraction]) -> float | None:
    return float(exact_mean(values)) if values else None


def share(part: int, base: int) -> float | None:
    return part / base if base else None


def interval(values: list[Fraction], floor: float, top: float) -> tuple:
    """(low, high, note): a 95% t-interval from five values that are not all equal."""
    if not values:
        return None, None, NOTHING
    if len(values) < 5:
        return None, None, TOO_FEW
    if len(set(values)) == 1:
        rounded = half_up(values[0], 1)
        short = int(rounded) if rounded == int(rounded) else rounded
        return None, None, f"all {len(values)} gave {short}"
    centre = exact_mean(values)
    squares = sum((v - centre) ** 2 for v in values) / Fraction(len(values) - 1)
    half = stats.t.ppf(0.975, len(values) - 1) * sqrt(squares / len(values))
    return max(floor, float(centre) - half), min(top, float(centre) + half), ""


def interval_words(low, top, note: str, words) -> str:
    return note or f"{words(low)} to {words(top)}"


def change(now: list[Fraction], before: list[Fraction]) -> str:
    """Welch's word, or none under five in either quarter."""
    if min(len(now), len(before)) < 5:
        return ""
    if len(set(now)) == 1 and len(set(before)) == 1:
        return "no clear change"
    floats = [[float(v) for v in values] for values in (now, before)]
    found = stats.ttest_ind(*floats, equal_var=False).confidence_interval(0.95)
    if found.low > 0:
        return "rose"
    return "fell" if found.high < 0 else "no clear change"
