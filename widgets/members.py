"""A member's record on the screen, and what a data officer can do with it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from access.viewer import Viewer
from measures.members import Listed, MemberRecord, due_for_removal, member_record, members_listed
from models.erasure import ErasureError, erase, keep_ledger
from models.key import KeyFileError
from models.retention import RecordError, own_record, purge, withdraw
from models.state import raise_revision, today
from models.store import writing
from widgets.plain import plain

OPEN, SAID, FOUND = "member_open", "member_said", "member_words"


def say() -> None:
    """What the last action came to, once."""
    if said := st.session_state.pop(SAID, None):
        st.success(said)


def _attempt(change: Callable, said: str) -> bool:
    """Do one thing to the store in one transaction; whether it was done."""
    try:
        with writing() as session:
            change(session)
    except (RecordError, ErasureError, KeyFileError) as wrong:
        st.error(plain(str(wrong)))
        return False
    st.session_state[SAID] = said
    return True


def find(viewer: Viewer) -> None:
    """Search by reference or name; one page of lines, each opens its record."""
    words = st.text_input("Reference or name", key=FOUND, max_chars=80)
    page = _page("find", words)
    with writing() as session:
        found = members_listed(session, by=viewer.username, words=words, page=page)
    if not found.lines:
        st.write("No member has that reference or name." if words else "Nobody is recorded yet.")
    else:
        st.write("Choose a member to open the record.")
    _lines(found)
    _paging("find", page, found)


def _page(key: str, words: str = "") -> int:
    """The page that is shown; other words begin at the first."""
    held = st.session_state.get(f"{key}_page", (words, 0))
    return held[1] if held[0] == words else 0


def _lines(found: Listed) -> None:
    half = -(-len(found.lines) // 2)
    columns = [column.container(gap="xsmall") for column in st.columns(2)]
    for number, line in enumerate(found.lines):
        label = plain(f"{line.reference}: {line.name or 'no name recorded'}")
        label += " (left)" if line.left else ""
        columns[number >= half].button(
            label, key=f"open_{line.id}", type="tertiary", on_click=_open, args=(line.id,)
        )


def _open(member_id: int | None) -> None:
    st.session_state[OPEN] = member_id


def _paging(key: str, page: int, found: Listed) -> None:
    words = st.session_state.get(FOUND, "") if key == "find" else ""

    def turn(to: int) -> None:
        st.session_state[f"{key}_page"] = (words, to)

    row = st.container(horizontal=True)
    if page:
        row.button("Earlier in the list", key=f"{key}_before", on_click=turn, args=(page - 1,))
    if found.more:
        row.button("Further in the list", key=f"{key}_after", on_click=turn, args=(page + 1,))


def opened() -> int | None:
    """The number of the member whose record is open, None where the list is."""
    return st.session_state.get(OPEN)


def show_record(viewer: Viewer, member_id: int) -> None:
    """One record with its consents, and what can be done with it."""
    st.button("Back to the list", key="back", on_click=_open, args=(None,))
    try:
        with writing() as session:
            record = member_record(session, member_id, by=viewer.username)
            day = today(session)
    except RecordError as wrong:
        st.error(plain(str(wrong)))
        return
    st.header(plain(f"Record {record.reference}"), anchor=False)
    st.write("That you opened it is in the audit trail.")
    facts, doing = st.columns([3, 2], gap="large")
    with facts:
        _rows(("What", "What we hold"), record.facts, "What we hold about this member")
        st.header("Consent", anchor=False)
        _consents(record)
    with doing:
        _own_record(viewer, record)
        if record.consented or not record.left:
            _withdraw(viewer, record, day)
        _erase(viewer, record)


def _rows(columns: tuple[str, ...], rows, alt: str) -> None:
    """An HTML table without a download, for these rows leave the screen as one file only."""
    frame = pd.DataFrame([[plain(cell) for cell in row] for row in rows], columns=list(columns))
    st.table(frame.set_index(columns[0]), border="horizontal", alt=alt)


def _consents(record: MemberRecord) -> None:
    if not record.consents:
        st.write("No consent is recorded.")
        return
    rows = [(line.given_on, line.wording, line.withdrawn) for line in record.consents]
    _rows(("Given on", "Words agreed to", "Withdrawn"), rows, "Consents of this member")


def _own_record(viewer: Viewer, record: MemberRecord) -> None:
    st.header("Their own record", anchor=False)
    st.write("A text file for the member, with all that we hold about them.")
    if st.button("Make the file", key="own"):
        # Made and audited in the officer's own run; the download is of this text only.
        with writing() as session:
            text = own_record(session, record.id, by=viewer.username)
        st.download_button(
            "Download the file",
            data=text.encode("utf-8-sig"),
            file_name="what-we-hold-about-you.txt",
            mime="text/plain",
            key="own_file",
            on_click="ignore",
        )


def _withdraw(viewer: Viewer, record: MemberRecord, day) -> None:
    st.header("They withdraw consent", anchor=False)
    with st.form("withdraw"):
        on = st.date_input(
            "Day of withdrawal",
            day,
            min_value=record.joined_on,
            max_value=max(day, record.joined_on),
            format="DD/MM/YYYY",
            key="withdrawn_on",
        )
        sent = st.form_submit_button("Record the withdrawal")
    if sent and _attempt(
        lambda session: withdraw(session, record.id, on=on, by=viewer.username),
        "Consent is withdrawn. They are not asked again.",
    ):
        st.rerun()


def _erase(viewer: Viewer, record: MemberRecord) -> None:
    st.header("They ask to be erased", anchor=False)
    st.write("This cannot be undone. Restored backups are cleared of them too.")
    with st.form("erase"):
        typed = st.text_input(
            "Type the reference to confirm", key=f"confirm_{record.id}", autocomplete="off"
        )
        sent = st.form_submit_button("Erase this member")
    if not sent:
        return
    if typed.strip() != record.reference:
        st.error("That is not the reference of this record. Nothing was erased.")
    elif _attempt(lambda session: _erase_now(session, viewer, record), "The member is erased."):
        _open(None)
        st.rerun()


def _erase_now(session, viewer: Viewer, record: MemberRecord) -> None:
    erase(session, record.reference, by=viewer.username, source_system=record.source_system)
    keep_ledger(session)  # before the commit: a ledger may name too many, never too few


def due(viewer: Viewer) -> None:
    """What has reached the end of its retention period, and the button that removes it."""
    page = _page("due")
    with writing() as session:
        found = due_for_removal(session, on=today(session), by=viewer.username, page=page)
    if not found.anything:
        st.write("Nothing has reached the end of its period.")
        return
    for sentence in found.others:
        st.write(sentence)
    if found.members.lines:
        st.write("The records of these members are due. They left long enough ago.")
        _lines(found.members)
        _paging("due", page, found.members)
    sure = st.checkbox("I have looked at what will be removed", key="purge_sure")
    pressed = st.button("Remove all that is due", key="purge", type="primary", disabled=not sure)
    if pressed and _attempt(
        lambda session: _purge(session, viewer), "All that was due is removed."
    ):
        st.rerun()


def _purge(session, viewer: Viewer) -> None:
    purge(session, on=today(session), by=viewer.username)
    raise_revision(session)  # pages keep the words of feedback until figures change
