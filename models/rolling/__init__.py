"""The live roll-ups, filled from the records by set-based SQL.

`refresh` is called inside the transaction that writes records; it recounts the
partitions (quarter × service) that the write touched. Closed quarters are read
from their closing, so only open quarters have live rows.
"""

from models.rolling.refresh import open_quarters, refresh, refresh_day

__all__ = ["open_quarters", "refresh", "refresh_day"]
