"""How one kind of file is read: whose column is which of ours, and what was answered."""

import json
from dataclasses import asdict, dataclass, field


class MappingError(ValueError):
    """A saved mapping cannot be used; the text says why."""


@dataclass
class Mapping:
    """Everything that its owner says about a file. Kept by name for the next one.

    columns      their header → our column, "" to leave it out
    constants    our column → the value of every row
    values       our column → their value → ours; their value "" is a blank
    leave_out    our columns: rows where one is blank are left out
    zone         time zone of moments that name none ("" takes the day as written)
    sheet        the sheet to read
    header_row   the row of column names, 0 for the first that is filled
    source       the system that the records come from
    repeats      "refuse", or "keep first" of the rows that repeat an identifier
    refused_rows "refuse" the file, or "leave out" the rows at fault
    answers      code of a question → the option chosen
    """

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    leave_out: list[str] = field(default_factory=list)
    zone: str = ""
    sheet: str = ""
    header_row: int = 0
    source: str = "oversight"
    repeats: str = "refuse"
    refused_rows: str = "refuse"
    answers: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The mapping as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """A kept mapping. MappingError where it is not one."""
        try:
            held = json.loads(text)
            known = {name: held[name] for name in cls.__dataclass_fields__ if name in held}
        except (ValueError, TypeError):
            raise MappingError("The mapping is not one that this version reads.") from None
        return cls(**known)
