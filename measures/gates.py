"""The two gates that the 2017 recommendations name as key ("How we measure", section 1)."""

GATE_SCORE = 3
GATE_LEAST = 5

MET = "met"
NOT_MET = "not met"
TOO_FEW = "below 3.0, too few to be sure"
NOT_SHOWN = "not shown to be met"


def gate_words(activities: int, mean: float | None) -> str:
    """What one voice says of one gate.

    activities   scored in the quarter
    mean         their mean, unrounded; none without any
    """
    if not activities or mean is None:
        return NOT_SHOWN
    if mean < GATE_SCORE:
        return NOT_MET if activities >= GATE_LEAST else TOO_FEW
    return MET
