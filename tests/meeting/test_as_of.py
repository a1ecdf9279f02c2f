"""The Group's lists as they stood on an earlier day, which a closed quarter's pack repeats."""

from measures.challenges import challenge_log, reply_record
from measures.commitments import commitments
from models import challenge, commitment
from models.reference import Directorate
from tests.records import day

ASKED, REPLIED = day("2026-09-01"), day("2026-09-20")


def asked(session):
    unit = session.get(Directorate, 1)
    return challenge.ask(
        session, by="ola", on=ASKED, figure="62%, 18 of 29", question="What will change?",
        officer=next(iter(challenge.Officer)), directorate_id=unit.id,
    )  # fmt: skip


def test_a_log_of_an_earlier_day_knows_nothing_of_later_steps(records, session):
    made = asked(session)
    number = made if isinstance(made, int) else made.id
    challenge.reply(
        session, number, by="lee", on=REPLIED, what_will_change="We will write to all.",
        change_by=day("2026-12-01"), evidence="Plan",
    )  # fmt: skip
    assert challenge_log(session, on=day("2026-08-31")).empty
    early = challenge_log(session, on=day("2026-09-10"))
    assert early["state"].tolist() == ["waiting for a reply"]
    assert early["reply"].tolist() == [""]
    assert challenge_log(session, on=REPLIED)["reply"].tolist() == ["We will write to all."]
    assert int(reply_record(session, on=day("2026-08-31"))["count"].sum()) == 0


def test_a_finding_of_a_later_day_is_not_in_an_earlier_list(records, session):
    made = commitment.promise(
        session, by="ola", wording="Send papers in Easy Read", owner="Head of service",
        due_on=day("2026-12-01"),
    )  # fmt: skip
    number = made if isinstance(made, int) else made.id
    commitment.find(
        session, number, by="ola", on=REPLIED, completion=commitment.Completion.LIMITED,
        evidence="Two of five",
    )  # fmt: skip
    assert commitments(session, on=ASKED)["completion"].tolist() == ["no evidence"]
    assert commitments(session, on=REPLIED)["completion"].tolist() == ["limited"]
