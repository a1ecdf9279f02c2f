"""The quarter and the unit that a page is about, kept in its address."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from access.reading import read
from access.scope import NotYours, directorates_for, scope_of, services_for
from access.viewer import Viewer
from measures.quarters import illustrative, quarters_of, standing_of
from models.quarters import Quarter
from widgets.plain import plain

COUNTY = "county"


@dataclass(frozen=True)
class View:
    """What a page is about.

    unit           keywords for `read`: the directorate's or service's code
    label          the unit's name
    quarter        the quarter
    provisional    its figures may still change
    illustrative   some of what is shown is illustrative
    as_of          the day up to which the figures count
    meeting        the opened meeting that is shown, None outside one
    published      the unit is the published record
    row            the row of pickers on the screen, None where there is none
    """

    unit: dict
    label: str
    quarter: Quarter
    provisional: bool
    illustrative: bool
    as_of: object
    meeting: int | None = None
    published: bool = False
    row: Any = field(default=None, compare=False, repr=False)

    @property
    def directorate(self) -> str | None:
        """The directorate's code, None for the county."""
        return self.unit.get("directorate")

    @property
    def service(self) -> str | None:
        """The service's code, None for a directorate or the county."""
        return self.unit.get("service")


def pick(viewer: Viewer, *, services: bool = True, units: bool = True) -> View:
    """Draw the pickers in one row and return what is chosen.

    The address (`quarter`, `directorate`, `service`) says what is chosen, so a
    link opens the same view; a value that the viewer may not read is refused in
    a sentence and the county is shown.
    """
    row = st.container(horizontal=True, key="pickers", vertical_alignment="bottom")
    unit, label = _unit(viewer, row, services) if units else ({}, "Essex county")
    return _view(viewer, row, unit, label)


def pick_own(viewer: Viewer, services: dict[str, str]) -> View:
    """The pickers of a service manager: their services (code to name) and the quarter."""
    row = st.container(horizontal=True, key="pickers", vertical_alignment="bottom")
    service = _choice(row, "Service", "service", services, next(iter(services)))
    return _view(viewer, row, {"service": service}, services[service])


def choose(label: str, key: str, options: dict[str, str]) -> str:
    """A select box of codes and names, kept in the address; the first is the default."""
    return _choice(st, label, key, options, next(iter(options)))


def _view(viewer: Viewer, row, unit: dict, label: str) -> View:
    quarters = read(quarters_of, viewer, **unit)
    published = scope_of(viewer, **unit).published
    quarter = _quarter(row, quarters, published)
    standing = read(standing_of, viewer, **unit, quarter=quarter)
    is_illustrative = read(illustrative, viewer, **unit)
    _say_marks(row, standing, is_illustrative)
    return View(
        unit=unit,
        label=label,
        quarter=quarter,
        provisional=not standing["closed"],
        illustrative=is_illustrative,
        as_of=standing["as_of"],
        published=published,
        row=row,
    )


def _choice(row, label: str, key: str, options: dict[str, str], default: str) -> str:
    """A select box tied to one address parameter."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in options:
        st.warning(
            f"“{plain(asked)}” is not a {label.lower()} that you can see. "
            f"{plain(options[default])} is shown."
        )
    start = asked if asked in options else default
    state_key = f"pick-{key}"
    if st.session_state.get(state_key) not in options:
        st.session_state.pop(state_key, None)
    chosen = row.selectbox(
        label,
        list(options),
        index=list(options).index(start),
        format_func=options.get,
        key=state_key,
        width=_width(key, options),
    )
    if chosen != default or key == "quarter":
        if asked != chosen:
            st.query_params[key] = chosen
    elif asked is not None:
        del st.query_params[key]
    return chosen


def _width(key: str, options: dict[str, str]) -> int:
    """Wide enough for the longest words."""
    if key == "quarter":
        return 150
    return 260 if max(map(len, options.values())) < 30 else 460


def _unit(viewer: Viewer, row, with_services: bool) -> tuple[dict, str]:
    places = {COUNTY: "Essex county", **dict(directorates_for(viewer))}
    if with_services:
        _complete_address(viewer, places)
    directorate = _choice(row, "Directorate", "directorate", places, COUNTY)
    unit = {} if directorate == COUNTY else {"directorate": directorate}
    label = places[directorate]
    if not with_services or directorate == COUNTY:
        return unit, label
    try:
        own = dict(services_for(viewer, directorate=directorate))
    except NotYours:
        own = {}
    if not own:
        return unit, label
    services = {"all": "All services", **own}
    service = _choice(row, "Service", "service", services, "all")
    return (unit, label) if service == "all" else ({"service": service}, own[service])


def _complete_address(viewer: Viewer, places: dict[str, str]) -> None:
    """An address that names a service alone is one of its directorate."""
    service = st.query_params.get("service")
    if service is None or "directorate" in st.query_params:
        return
    for code in places:
        if code != COUNTY and service in dict(services_for(viewer, directorate=code)):
            st.query_params["directorate"] = code
            st.session_state.pop("pick-directorate", None)
            return


def _quarter(row, quarters: list[Quarter], published: bool) -> Quarter:
    labels = {q.code: q.label for q in quarters}
    codes = list(labels)
    # The running quarter has just begun at times; the last whole one says more.
    default = codes[1] if len(codes) > 1 and not published else codes[0]
    asked = st.query_params.get("quarter")
    if asked and asked not in labels:
        try:
            st.query_params["quarter"] = Quarter.parse(asked).code
        except ValueError as wrong:
            st.warning(plain(str(wrong)))
    return Quarter.parse(_choice(row, "Quarter", "quarter", labels, default))


def _say_marks(row, standing: dict, is_illustrative: bool) -> None:
    """The words that must stay in sight: provisional, closed, illustrative."""
    words = []
    if standing["closed"]:
        words.append(
            "Closed figures"
            + (f", revision {standing['revision']}" if standing["revision"] > 1 else "")
        )
    else:
        words.append("Provisional: may still change")
    if is_illustrative:
        words.append("Illustrative data")
    row.badge(" · ".join(words), color="gray")
