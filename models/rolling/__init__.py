"""The live roll-ups, filled from the records by set-based SQL.

`refresh` is called inside the transaction that writes records; it recounts the
partitions (quarter × service) that the write touched. A write of few records, or of few
beside those that the store holds, calls `note_before` and `move` instead, which cost
what they cost. `bring_up_to_date` does what a new day alone changes. Closed quarters are read from
their closing, so only open quarters have live rows.
"""

from models.rolling.narrow import Before, can_move, move, note_before
from models.rolling.new_day import bring_up_to_date
from models.rolling.refresh import open_quarters, refresh
from models.rolling.span import Touched

__all__ = [
    "Before",
    "Touched",
    "bring_up_to_date",
    "can_move",
    "move",
    "note_before",
    "open_quarters",
    "refresh",
]
