"""Challenges and commitments of two directorates, each with words of its own to look for."""

from sqlmodel import Session

from models import challenge, commitment
from models.challenge import Officer
from tests.records import day

ADULTS_WORDS = ("ADULTSLEAD", "ADULTSONE", "ADULTSTWO", "ADULTSDUTY")
PLACES_WORDS = ("PLACESLEAD", "PLACESONE", "PLACESDUTY")
_PUT = (
    ("ADULTSLEAD", 1, None),
    ("ADULTSONE", 1, 11),
    ("ADULTSTWO", 1, 12),
    ("PLACESLEAD", 2, None),
    ("PLACESONE", 2, 21),
)
_PROMISED = (
    ("ADULTSDUTY", "Lead, Adults"),
    ("ADULTSONE duty", "Service manager, Adults service 1"),
    ("PLACESDUTY", "Director for Places"),
    ("GROUPDUTY", "Clerk of the Group"),
)


def put_everything(session: Session) -> dict[str, int]:
    """Five challenges, two of them answered (one late), and four promises. Ids by their words."""
    made = {}
    for words, directorate, service in _PUT:
        made[words] = challenge.ask(
            session, by="ola", on=day("2026-07-01"), figure=f"{words} figure",
            question=f"{words} question?", officer=Officer.MANAGER if service else Officer.LEAD,
            directorate_id=directorate, service_id=service,
        ).id  # fmt: skip
    for words, on in (("ADULTSLEAD", "2026-08-20"), ("PLACESLEAD", "2026-09-20")):
        answer(session, made[words], f"{words} reply", on)
    for words, owner in _PROMISED:
        made[owner] = commitment.promise(
            session, by="ola", wording=f"{words} is kept", owner=owner, due_on=day("2026-09-01")
        ).id
    return made


def answer(session: Session, number: int, words: str, on: str) -> None:
    """An officer's reply."""
    challenge.reply(
        session, number, by="lee", on=day(on), what_will_change=words,
        change_by=day("2026-12-01"), evidence=f"{words} evidence",
    )  # fmt: skip
