"""The illustrative county, loaded once for the tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

import settings
from models import store as store_module
from models.schema import upgrade
from models.state import state
from seed.illustrative import load_illustrative
from seed.published import load_published
from seed.reference import load_reference
from tests.records import TODAY


def load_county(folder: Path, patch: pytest.MonkeyPatch) -> str:
    """A demonstration store with everything in it, today being the tests' day. Its address."""
    address = f"sqlite:///{folder / 'oversight.db'}"
    patch.setenv("OVERSIGHT_DATABASE_URL", address)
    patch.setenv("OVERSIGHT_VAR", str(folder))
    patch.setenv("OVERSIGHT_TODAY", TODAY.isoformat())
    settings.settings.cache_clear()
    upgrade(address)
    with store_module.writing(address) as session:
        state(session).demonstration = True
        load_reference(session)
        load_published(session)
    load_illustrative(size="S", until=TODAY, url=address)
    return address


@pytest.fixture(scope="session")
def county_address(tmp_path_factory) -> Iterator[str]:
    """The address of the county that tests may read and never write."""
    with pytest.MonkeyPatch.context() as patch:
        address = load_county(tmp_path_factory.mktemp("county"), patch)
    settings.settings.cache_clear()
    yield address


@pytest.fixture
def county(county_address: str) -> Iterator[Session]:
    """A session that reads the county."""
    with store_module.reading(county_address) as session:
        yield session
