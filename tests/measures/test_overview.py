"""The sentences of the overview."""

from types import SimpleNamespace

import pytest

from measures import overview


@pytest.mark.parametrize(
    ("target", "unit", "aim"),
    [(0.625, "%", "63%"), (0.785, "%", "79%"), (3.25, "score 1 to 5", "3.3"), (1, "%", "100%")],
)
def test_a_target_is_rounded_half_up(monkeypatch, target, unit, aim):
    row = SimpleNamespace(
        measure="coverage", name="Coverage", target=target, unit=unit, at_least=True, words="met"
    )
    monkeypatch.setattr(overview, "target_rows", lambda *_, **__: [row])
    said = overview._target(None, None, None, "coverage")
    assert said == f"Target met: coverage, at least {aim}."
