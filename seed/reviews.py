"""Illustrative scores: the services' own reviews, and the answers of people who took part."""

import numpy as np

from seed import county, sentences
from seed.activities import RUNGS, SYSTEM, ActivityChunk, day, recorded
from seed.county import CHUNK

_REVIEW_WITHIN = 42  # days after the end
_NOT_APPLICABLE = 0.05
_PRINCIPLE_ANSWERED = 0.85


def review_rows(chunk: ActivityChunk, principles: list, first_id: int) -> list[dict]:
    """The services' reviews: most activities once, long ones again."""
    rng, days = chunk.rng, chunk.days
    coverage = np.array([county.COVERAGE[p.directorate_code] for p in county.places()])
    done = rng.random(CHUNK) < coverage[chunk.place]
    on = np.where(chunk.end > 0, chunk.end + rng.integers(0, _REVIEW_WITHIN, CHUNK), 0)
    halfway = (chunk.start + chunk.bound) // 2
    long = (chunk.bound - chunk.start > 100) & (rng.random(CHUNK) < 0.6)
    rows: list[dict] = []
    for n in np.flatnonzero(done):
        for reviewed in (halfway[n] if long[n] else 0, on[n]):
            if 0 < reviewed <= days.until:
                rows += _reviews(chunk, int(n), int(reviewed), principles, first_id + len(rows))
    return rows


def _reviews(chunk: ActivityChunk, n: int, on: int, principles: list, first_id: int) -> list[dict]:
    rng = chunk.rng
    place, share = chunk.place_of(n), float(chunk.days.share(on))
    rows = []
    for principle, drawn in zip(principles, rng.random((len(principles), 4)), strict=True):
        if drawn[0] > 0.93:
            continue
        out = drawn[1] < _NOT_APPLICABLE and not principle.gate
        score = _score(county.service_score(place, principle.code, share), rng, 0.75)
        evidenced = not out and drawn[2] < (0.65 if score >= 4 else 0.25)
        picked = int(drawn[3] * 1_000)
        rows.append(
            {
                "id": first_id + len(rows),
                "source_system": SYSTEM,
                "source_id": f"review-{chunk.ids[n] - chunk.ids[0] + chunk.number * CHUNK + 1:07d}"
                f"-{principle.code}-{on}",
                "activity_id": int(chunk.ids[n]),
                "principle_id": principle.id,
                "reviewed_on": day(on),
                "score": None if out else score,
                "not_applicable_why": sentences.pick(sentences.NOT_APPLICABLE_BECAUSE, picked)
                if out
                else None,
                "evidence": sentences.pick(sentences.EVIDENCE, picked) if evidenced else None,
                "recorded_at": recorded(on, 2, chunk.days.until),
                "version": 1,
            }
        )
    return rows


def _score(around: float, rng, spread: float) -> int:
    return int(np.clip(round(rng.normal(around, spread)), 1, 5))


def answer_rows(
    chunk: ActivityChunk, principles: list, first_id: int
) -> tuple[list[dict], list[dict]]:
    """People's answers about activities, and their scores of principles."""
    rng, days = chunk.rng, chunk.days
    share = rng.random(CHUNK)
    counts = np.where(share < 0.8, 3 + rng.poisson(7.0, CHUNK), rng.integers(1, 5, CHUNK))
    counts[share > 0.92] = 0
    if chunk.coerced >= 0:
        counts[chunk.coerced] = 8
    owner = np.repeat(np.arange(CHUNK), counts)
    on = np.maximum(chunk.bound[owner] + rng.integers(-6, 36, len(owner)), chunk.start[owner])
    keep = on <= days.until
    owner, on = owner[keep], on[keep]
    order = np.lexsort((on, owner))  # as they come in: the days of each activity in order
    owner, on = owner[order], on[order]
    off = rng.choice([-1, 0, 1, 2], len(owner), p=[0.06, 0.68, 0.20, 0.06])
    drawn = rng.random((len(owner), 3))
    scored = rng.random((len(owner), len(principles))) < _PRINCIPLE_ANSWERED
    noise = rng.normal(0, 0.85, scored.shape)
    around = _around(chunk, owner, principles)
    scores = np.clip(np.rint(around + noise), 1, 5).astype(int)
    answers, given = [], []
    for i, n in enumerate(owner):
        answers.append(
            {
                "id": first_id + i,
                "source_system": SYSTEM,
                "source_id": f"answer-{chunk.number:04d}-{i + 1:06d}",
                "activity_id": int(chunk.ids[n]),
                "item_id": None,
                "answered_on": day(on[i]),
                "experienced_rung": _experienced(chunk, int(n), int(off[i]))
                if drawn[i, 0] < 0.93
                else None,
                "told": None if drawn[i, 1] > 0.6 else bool(drawn[i, 2] < 0.78),
                "recorded_at": recorded(on[i], 4, days.until),
            }
        )
        given += [
            {"answer_id": first_id + i, "principle_id": p.id, "score": int(scores[i, k])}
            for k, p in enumerate(principles)
            if scored[i, k]
        ]
    return answers, given


def _around(chunk: ActivityChunk, owner: np.ndarray, principles: list) -> np.ndarray:
    """What people's scores lie around, per answer and principle."""
    per_activity = np.array(
        [
            [
                county.people_score(chunk.place_of(n), p.code, float(chunk.share[n]))
                for p in principles
            ]
            for n in range(CHUNK)
        ]
    )
    return per_activity[owner]


def _experienced(chunk: ActivityChunk, n: int, off: int):
    if n == chunk.coerced:
        return RUNGS[6 if off > -1 else 5]
    if chunk.overclaims[n]:
        return RUNGS[3 + (off > 1) - (off < 0)]  # mostly consulting
    reached = chunk.claimed[n] if chunk.claimed_on[n] else chunk.intended[n]
    return RUNGS[min(max(int(reached) + off, 0), 5)]
