"""What one read is about, and may touch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The unit that a figure is about, already held against what the viewer may read.

    unit           “county”, a directorate's code, or a service's code
    label          its name as people read it
    service_ids    the services whose figures it sums; never empty
    listed_ids     those of them whose single records the viewer may list
    meeting        the edition of an opened meeting, None to read what stands now
    published      the unit “Published record”
    """

    unit: str
    label: str
    service_ids: tuple[int, ...]
    listed_ids: tuple[int, ...] = ()
    meeting: int | None = None
    published: bool = False
