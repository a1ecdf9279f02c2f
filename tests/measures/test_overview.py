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


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(38.0, "shown"), (9.0, "fewer than 10")], "No district far below its share"),
        ([(38.0, "shown"), (38.0, "withheld")],
         "No district that can be compared is far below its share"),
        ([(38.0, "shown"), (None, "shown")],
         "No district that can be compared is far below its share"),
        ([(None, "shown"), (38.0, "withheld")], "It cannot be said whom the panel hardly reaches"),
    ],
)  # fmt: skip
def test_no_district_is_said_to_be_near_its_share_where_that_is_not_known(rows, said):
    rates = [SimpleNamespace(expected=expected, figure=figure) for expected, figure in rows]
    assert overview._none_far(rates) == said
