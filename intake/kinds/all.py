"""Every record kind by its name, in the order in which lists show them."""

from intake.kinds import (
    activities,
    answers,
    evidence,
    feedback,
    members,
    reviews,
    sessions,
    stages,
    waves,
)
from intake.kinds.kind import Kind
from intake.kinds.took_part import INVITATIONS, PARTICIPATIONS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        activities.KIND,
        sessions.KIND,
        reviews.KIND,
        answers.KIND,
        evidence.KIND,
        feedback.KIND,
        stages.KIND,
        members.KIND,
        INVITATIONS,
        PARTICIPATIONS,
        waves.KIND,
    )
}
