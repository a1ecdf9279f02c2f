"""Columns that several record kinds share, made from the tables' own fields."""

from typing import Any

from intake.kinds.kind import Column, Type, length_of


def identifier(example: str) -> Column:
    """The record's identifier in the system that it comes from."""
    return Column(
        "id",
        Type.TEXT,
        "The record's identifier in the system that it comes from.",
        example,
        field="source_id",
        required=True,
        longest=80,
        synonyms=(
            "identifier", "ref", "reference", "reference number", "case id", "case number",
            "case reference", "unique id", "unique key", "record id", "source id", "number", "key",
            "service request id", "report id", "complaint id", "issue id", "case ref", "id number", "service request number", "request id", "ticket", "ticket id",
        ),
    )  # fmt: skip


def service(required: bool = True) -> Column:
    """The service that a record belongs to."""
    return Column(
        "service",
        Type.REFERENCE,
        "The code or name of the service.",
        "",
        field="service_id",
        required=required,
        refers="service",
        synonyms=("team", "service name", "service code", "department", "departments", "agency",
                  "agency name", "responsible agency", "responsible service", "unit"),
    )  # fmt: skip


def activity(required: bool, says: str = "The identifier of the activity.") -> Column:
    """The activity that a record belongs to."""
    return Column(
        "activity",
        Type.REFERENCE,
        says,
        "ACT-1" if required else "",
        field="activity_id",
        required=required,
        refers="activity",
        synonyms=("activity id", "activity ref", "project", "project id", "event", "event id"),
    )


def text(table: Any, name: str, says: str, example: str, **more: Any) -> Column:
    """A text column as long as the table's field."""
    field = more.pop("field", name)
    return Column(
        name, Type.TEXT, says, example, field=field, longest=length_of(table, field), **more
    )


def day(name: str, says: str, example: str, **more: Any) -> Column:
    """A day."""
    return Column(name, Type.DAY, says, example, field=more.pop("field", name), **more)


def choice(name: str, kinds: Any, says: str, example: str, **more: Any) -> Column:
    """One of an enumeration's values."""
    values = tuple(member.value for member in kinds)
    return Column(
        name, Type.CHOICE, says, example, field=more.pop("field", name), choices=values, **more
    )


def yes_no(name: str, says: str, **more: Any) -> Column:
    """Yes, no, or blank for not recorded."""
    return Column(name, Type.YES_NO, says, "yes", field=name, **more)
