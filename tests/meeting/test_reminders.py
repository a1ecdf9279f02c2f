"""Reminders, sent to a real mail server on this machine."""

from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

import settings as our_settings
from models import challenge, commitment
from models.__main__ import main
from models.account import account_of
from models.challenge import Officer
from models.reminders import messages, remind
from models.store import reading, writing
from settings import SettingError
from tests.access.serving import free_port
from tests.records import Records, day
from tests.statements import statements

SECRETS = ("Ola", "Lee", "Why do replies wait", "62%", "Adults")


class Post:
    """Keeps what a mail server takes; refuses what it is told to."""

    def __init__(self):
        self.letters, self.refused = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.refused:
            return "451 not now"
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def post(monkeypatch):
    """A mail server, set as the process's own."""
    held, port = Post(), free_port()
    server = Controller(held, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setenv("OVERSIGHT_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("OVERSIGHT_SMTP_PORT", str(port))
    monkeypatch.setenv("OVERSIGHT_SMTP_FROM", "oversight@essex.test")
    our_settings.settings.cache_clear()
    yield held
    server.stop()
    our_settings.settings.cache_clear()


@pytest.fixture
def waiting(people):
    """A challenge that is due soon, an overdue commitment, and a quarter that can be closed."""
    with writing() as session:
        for username in ("lee", "dana"):
            account_of(session, username).email = f"{username}@essex.test"
        account_of(session, "ola").chair = True
        challenge.ask(
            session, by="ola", on=day("2026-10-01"), figure="62%",
            question="Why do replies wait?", officer=Officer.LEAD, directorate_id=1,
            unit_label="Adults",
        )  # fmt: skip
        commitment.promise(
            session, by="ola", wording="Send papers", owner="Clerk", due_on=day("2026-10-01")
        )
        records = Records(session)
        records.item(heard="2026-07-10")
        records.refresh()


def texts(post):
    letters = [message_from_bytes(raw, policy=policy.default) for _, raw in post.letters]
    return {letter["To"]: letter["Subject"] + "\n" + letter.get_content() for letter in letters}


def test_each_is_reminded_of_what_waits_for_them_and_once(waiting, post):
    assert remind() == 3
    found = texts(post)
    assert set(found) == {"lee@essex.test", "ola@essex.test", "dana@essex.test"}
    assert "1 December 2026" in found["lee@essex.test"]
    assert "A commitment is overdue" in found["ola@essex.test"]
    assert "2026/27 Q2" in found["dana@essex.test"]
    assert remind() == 0
    assert len(post.letters) == 3


def test_no_message_holds_a_name_a_figure_or_anybodys_words(waiting, post):
    remind()
    for text in texts(post).values():
        assert not [secret for secret in SECRETS if secret in text]


def test_a_disabled_account_is_not_reminded(waiting, post):
    with writing() as session:
        account_of(session, "lee").disabled = True
    assert remind() == 2


def test_a_server_that_takes_nothing_is_said_and_tried_again(waiting, post, capsys):
    post.refused = True
    assert main(["remind"]) == 1
    said = capsys.readouterr().err
    assert "did not take every reminder" in said and "@" not in said
    post.refused = False
    assert main(["remind"]) == 0
    assert "Sent 3 reminders." in capsys.readouterr().out


def test_reminders_are_off_until_a_server_is_set(people, monkeypatch):
    for name in ("HOST", "FROM"):
        monkeypatch.delenv(f"OVERSIGHT_SMTP_{name}", raising=False)
    our_settings.settings.cache_clear()
    with pytest.raises(SettingError, match="Reminders are off"):
        remind()


def test_an_answered_challenge_reminds_nobody(waiting, post):
    with writing() as session:
        challenge.reply(
            session, 1, by="lee", on=day("2026-11-01"), what_will_change="More.", change_by=None
        )
    remind()
    assert "lee@essex.test" not in texts(post)


def test_deleting_an_account_forgets_its_reminders(waiting, post):
    from access.accounts import remove
    from models.reminders import Reminder

    remind()
    with writing() as session:
        remove(session, "lee", by="ada")
    with reading() as session:
        assert session.query(Reminder).count() == 2


def test_more_challenges_are_read_with_no_more_statements(waiting):
    counts, found = [], []
    for _ in range(2):
        with statements() as sent, reading() as session:
            found.append(messages(session))
        counts.append(len(sent))
        with writing() as session:
            for lead in (True, False):
                challenge.ask(
                    session, by="ola", on=day("2026-10-01"), figure="62%", question="Why?",
                    officer=Officer.LEAD if lead else Officer.MANAGER, directorate_id=1,
                    service_id=None if lead else 11,
                )  # fmt: skip
            account_of(session, "sam").email = "sam@essex.test"
    assert counts[0] == counts[1]
    more = [(m.address, m.topic[:11]) for m in found[1] if m not in found[0]]
    assert more == [("lee@essex.test", "challenge 2"), ("sam@essex.test", "challenge 3")]
