"""People and visitors as in the tests of access, with the small lists of records."""

import pytest

from models.store import writing
from tests.access.conftest import (  # noqa: F401
    cookie_of,
    people,
    quick_passwords,
    visitor,
)
from tests.records import Records


@pytest.fixture
def county(people):  # noqa: F811
    """The units of the people, with principles and a little work in them, counted."""
    with writing() as session:
        records = Records(session)
        for told in ((), ("2026-07-20",), ("2026-08-30",)):
            records.item(heard="2026-07-10", told=told)
        records.refresh()
    return people
