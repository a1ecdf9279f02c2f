"""The Group's own sections: what it asked, what was promised, and its end."""

from charts import group as charts
from exports.contents.view import View, words
from exports.description import Part, Section
from measures.challenges import challenge_log, reply_record
from measures.commitments import commitments, completion_counts
from measures.group import group_life


def sections(view: View) -> list[Section]:
    """Challenges and commitments as they stood on the pack's day; the county's pack alone."""
    if not view.whole_county:
        return []
    return [_challenges(view), _commitments(view)]


def _day(view: View):
    return view.standing["closed_on"] or view.standing["as_of"]


def _challenges(view: View) -> Section:
    day = _day(view)
    log = challenge_log(view.session, on=day)
    record = reply_record(view.session, on=day)
    return Section(
        "What the Group asked, and the replies",
        (f"{charts.challenges_title(log)}.",),
        (
            Part(None, charts.challenges_table(log), words("group")),
            Part(None, charts.replies_table(record), words("group")),
        ),
    )


def _commitments(view: View) -> Section:
    day = _day(view)
    listed = commitments(view.session, on=day)
    title = charts.commitments_title(listed)
    chart = charts.commitments_chart(
        completion_counts(listed), title=title, illustrative=view.marks["illustrative"]
    )
    life = group_life(view.session, on=day)
    return Section(
        "What was promised",
        (f"{title}.", f"{charts.life_title(life)}."),
        (Part(chart, charts.commitments_table(listed), words("group")),),
    )
