"""The sections on the four questions, in the order of the screens."""

from charts import agreement as agreed
from charts import feedback as loops
from charts import ladder as rungs
from charts import overdue as late
from charts import principles as kept
from charts import reach as panel
from charts.presence import presence_chart, presence_table
from charts.survey import survey_chart, survey_table
from charts.trends import trend_chart, trend_table
from exports.contents.view import View, words
from exports.description import Part, Section
from measures import durations, ladder, overdue, reach, service_funnel, stories
from measures.feedback import closure, closure_by_unit
from measures.presence import notice_days, presence
from measures.principles import VOICES, gaps, gates, scores
from measures.quarters import illustrative
from measures.survey import survey_waves
from measures.trends import trend_line


def principles(view: View) -> Section:
    """Adherence to principles, in each voice, with the gates and the gap."""
    found, stands = view.ask(scores), view.ask(gates)
    between = view.ask(gaps)
    waves = view.ask(survey_waves)
    parts = [
        Part(
            kept.score_heatmap(found, voice=voice, quarter=view.label, **view.marks),
            kept.score_table(found, voice=voice, quarter=view.label),
            words("principles"),
        )
        for voice in VOICES
    ]
    parts += [
        Part(None, kept.gate_table(stands, quarter=view.label), words("gates")),
        Part(
            kept.voices_chart(found, between, quarter=view.label, **view.marks),
            kept.gap_table(between, quarter=view.label),
            words("gap"),
        ),
        Part(survey_chart(waves), survey_table(waves), words("survey")),
    ]
    intro = tuple(kept.gate_sentences(stands))
    return Section("Are we keeping to the principles?", intro, tuple(parts))


def ladder_section(view: View) -> Section:
    """The mix of rungs, over time, agreement and shortfalls."""
    mix, marks = view.ask(ladder.rung_mix), view.marks
    over_time = view.ask(ladder.rung_mix_over_time)
    agreement = view.ask(ladder.agreement)
    coercing = view.ask(ladder.coercing_count)
    lacking = view.ask(ladder.shortfalls, at_most=None)
    parts = [
        Part(
            rungs.mix_chart(mix, part=part, quarter=view.label, **marks),
            rungs.mix_table(mix, part=part, quarter=view.label),
            words("ladder"),
        )
        for part in ladder.PARTS
    ]
    parts += [
        Part(
            rungs.over_time_chart(over_time, part="ended", **marks),
            rungs.over_time_table(over_time, part="ended"),
            words("ladder"),
        ),
        Part(
            rungs.said_chart(view.ask(ladder.said_of_ended), quarter=view.label, **marks),
            rungs.crosses_table(view.ask(ladder.rung_crosses), quarter=view.label),
            words("ladder"),
        ),
        Part(
            agreed.agreement_chart(agreement, quarter=view.label, **marks),
            agreed.agreement_table(agreement, quarter=view.label),
            words("agreement"),
        ),
        Part(None, agreed.shortfall_table(lacking, count=len(lacking), quarter=view.label)),
    ]
    return Section("How far up the ladder?", (rungs.page_title(mix, coercing),), tuple(parts))


def feedback(view: View) -> Section:
    """Loops closed on time, time to close, what is overdue, and what people were told."""
    closed, medians = view.ask(closure), view.ask(durations.medians)
    within = view.ask(durations.closed_within)
    intro, parts = [], []
    for kind in loops.KIND:
        intro.append(f"{loops.page_title(closed, kind=kind)}.")
        intro += [line for line in loops.closed_details(closed, kind=kind) if line]
        intro += [line for line in loops.time_details(medians, within, kind=kind) if line]
        parts += _loops_of(view, kind, medians, within)
    parts.append(_heard(view))
    return Section("Do people hear back?", tuple(intro), tuple(parts))


def _loops_of(view: View, kind: str, medians, within) -> list[Part]:
    about, marks = {"kind": kind, "quarter": view.label}, view.marks
    by_unit = view.ask(closure_by_unit, kind=kind)
    units = "directorates" if view.whole_county else "services"
    name = f"{loops.KIND[kind]} on time"
    line = view.ask(trend_line, measure=f"closure_{kind}")
    curve = view.ask(durations.closing_curve, kind=kind)
    rows = view.ask(overdue.overdue)
    ask = view.ask if view.scope.published else view.ask_county
    points = ask(service_funnel.closure_funnel, kind=kind)
    limits = ask(service_funnel.closure_limits, kind=kind)
    own = {**about, "quarter": view.quarter.label}
    return [
        Part(
            loops.unit_chart(by_unit, parts=units, **about, **marks),
            loops.unit_table(by_unit, **about),
            words("closure"),
        ),
        Part(
            trend_chart(line, name=name, unit="%", illustrative=marks["illustrative"]),
            trend_table(line, name=name, unit="%"),
            words("trend"),
        ),
        Part(
            loops.curve_chart(curve, medians, **about, **marks),
            loops.curve_table(within, medians, quarter=view.label),
            words("time_to_close"),
        ),
        Part(
            late.overdue_chart(rows, **about, **marks),
            late.overdue_table(rows, **about),
            words("overdue"),
        ),
        Part(
            late.funnel_chart(points, limits, **own, **marks),
            late.funnel_table(points, **own),
            words("funnel"),
        ),
    ]


def _heard(view: View) -> Part:
    recorded, answered = view.ask(stories.recorded), view.ask(stories.stories)
    return Part(None, late.heard_table(recorded, answered, quarter=view.label), words("items"))


def told(view: View) -> Section:
    """“You said, we did”, and “we could not, because”."""
    rows, count = view.ask(stories.tellings), view.ask(stories.tellings_count)
    table = late.told_table(rows, count=count, quarter=view.label)
    return Section(
        "What changed because of what people said",
        ("Each line is what a group said, and what came of it.",),
        (Part(None, table),),
    )


def panel_reach(view: View) -> Section:
    """The panel's reach: the county's, for the panel belongs to no directorate."""
    members = view.ask_county(reach.members_by_place)
    disabled = view.ask_county(reach.place_rates, of="disabled")
    tiles = reach.district_tiles(view.session, scope=view.county)
    dates = panel.dates(view.ask_county(reach.panel_snapshots))
    marks = {"illustrative": illustrative(view.session, scope=view.county)}
    parts = []
    if not members.empty:
        parts = [_rates(view, of, tiles, marks) for of in ("disabled", "carers")]
        parts.append(Part(None, panel.lines_table(members, title="Carers and learning disability")))
        areas = view.ask_county(reach.impairment_by_place)
        title = panel.impairment_title(areas)
        parts.append(
            Part(
                panel.places_chart(areas, title=title, **marks),
                panel.places_table(areas, title=title),
                words("disclosure"),
            )
        )
        funnel = view.ask_county(reach.panel_funnel)
        parts.append(
            Part(panel.funnel_chart(funnel, **marks), panel.funnel_table(funnel), words("reach"))
        )
    asked, notice = view.ask(presence), view.ask(notice_days)
    parts.append(
        Part(
            presence_chart(asked, quarter=view.label, **view.marks),
            presence_table(asked, notice, quarter=view.label),
            words("presence"),
        )
    )
    voices = panel.voices_sentences(view.ask_county(reach.voices))
    intro = (f"{panel.page_title(disabled, members)}.", dates, *voices, "These are county figures.")
    return Section("Whom does the panel reach?", intro, tuple(parts))


def _rates(view: View, of: str, tiles, marks: dict) -> Part:
    rates = view.ask_county(reach.place_rates, of=of)
    return Part(
        panel.rates_chart(rates, tiles, of=of, **marks),
        panel.rates_table(rates, of=of),
        words("reach"),
    )
