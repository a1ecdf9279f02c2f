"""What falls due in a manager's services: what is open, and what is open again."""

import pytest

from measures.my_service import falling_due
from models.scope import Scope

MINE = Scope("adults-1", "Adults 1", (11,), (11,))


def stages(records) -> list[str]:
    return falling_due(records.session, scope=MINE)["stage"].tolist()


@pytest.mark.parametrize(
    ("answered_on", "told", "shown"),
    [
        (None, None, []),
        ("2026-11-14", True, []),
        ("2026-11-11", False, []),
        ("2026-11-14", False, ["told, but disputed"]),
    ],
)
def test_a_disputed_item_falls_due_again(records, answered_on, told, shown):
    item = records.item(heard="2026-11-10", told=["2026-11-12"])
    if answered_on:
        records.answer(on=answered_on, item_id=item.id, told=told)
    assert stages(records) == shown


def test_an_item_told_again_after_the_dispute_is_closed(records):
    item = records.item(heard="2026-11-10", told=["2026-11-12", "2026-11-16"])
    records.answer(on="2026-11-14", item_id=item.id, told=False)
    assert stages(records) == []


def test_an_item_that_nobody_was_told_about_falls_due(records):
    records.item(heard="2026-11-10")
    assert stages(records) == ["heard"]
