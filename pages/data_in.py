"""Data in: a file is chosen, looked at, put right, and written whole or not at all."""

from dataclasses import replace

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.check import columns_of
from intake.jobs import drop, job_of, open_job
from intake.kinds.all import KINDS
from intake.mapping import MappingError
from intake.mappings import NoMapping, load, names, save
from intake.permission import permit_of
from intake.problems import Refused
from intake.templates import csv_template, workbook_template
from intake.upload import (
    asked_apart,
    columns_unsettled,
    for_next_time,
    lists_of,
    matched_now,
    unsettled,
    with_fields,
)
from intake.words import shown, summary
from models.store import reading, writing
from widgets.intake_mapping import edit_mapping
from widgets.intake_preview import (
    ask,
    show_differences,
    show_first_rows,
    show_problems,
    ways_on,
)
from widgets.intake_preview import show_progress as progress
from widgets.plain import plain

viewer = require(Role.SERVICE_MANAGER, Role.LEAD, Role.DATA_OFFICER)
with reading() as session:
    permit = permit_of(session, viewer)
st.title("Data in")
kinds = {k.name: k for k in KINDS.values() if permit.panel or k.permits not in {"panel", "county"}}
job = job_of(st.session_state.get("job"), viewer.account_id)

if job is None:
    if said := st.session_state.pop("said", None):
        st.success(said)
    st.write("Choose a file and look at what it would do. Nothing is written until you say so.")
    last = list(kinds).index(st.session_state.get("last_kind", next(iter(kinds))))
    kind = kinds[
        st.selectbox("What does the file hold?", kinds, last, key="kind",
                     format_func=lambda name: kinds[name].label)
    ]  # fmt: skip
    st.write(kind.says)
    with reading() as session:
        sheet, text = workbook_template(session, kind), csv_template(session, kind)
        kept = names(session, kind.name)
    with st.container(horizontal=True):
        st.download_button("Template (XLSX)", sheet, f"{kind.name}.xlsx", key="template_xlsx")
        st.download_button("Template (CSV)", text, f"{kind.name}.csv", key="template_csv")
    name = ""
    if kept:
        name = st.selectbox("How is it to be read?", ["", *kept], key="mapping_name",
                            format_func=lambda n: f"As kept: {n}" if n else "By its column names")  # fmt: skip
    file = st.file_uploader("CSV or XLSX file", key=f"file_{st.session_state.get('files', 0)}")
    if file is not None:
        try:
            job = open_job(file.getvalue(), file.name, kind, permit)
            if name:
                with reading() as session:
                    job.mapping = load(session, kind.name, name)
            job.check()
            st.session_state["job"], st.session_state["last_kind"] = job.id, kind.name
            st.rerun()
        except (Refused, NoMapping, MappingError) as error:
            st.error(plain(str(error)))
    st.stop()

if job.busy:
    progress(job)
    st.stop()
if job.written:
    done = job.written
    st.session_state["said"] = (
        f"Written: {done.adds:,} added, {done.changes:,} changed, {done.same:,} left alone."
    )
if st.button("Choose another file", key="another") or job.written:
    drop(job)
    st.session_state["files"] = st.session_state.get("files", 0) + 1
    st.session_state.pop("job", None)
    st.rerun()
if job.error:
    st.error(plain(job.error))
if job.prepared is None:
    if st.button("Look again", key="again"):
        job.check()
        st.rerun()
    st.stop()


def look_again(**fields) -> None:
    """Check the file anew with some fields of its mapping changed."""
    job.mapping = replace(job.mapping, **fields)
    job.check()
    st.rerun()


preview = job.prepared.preview
with reading() as session:
    columns, lists = columns_of(session, job.kind), lists_of(session, job.kind)
    suggested = matched_now(session, job)
labels = {column.name: column.label for column in columns}
st.header(f"{job.kind.label} from {plain(job.name)}", anchor=False)
for sentence in summary(preview):
    st.write(plain(sentence))
if st.button("Write all of it", key="write", type="primary", disabled=not preview.ready):
    job.write()
    st.rerun()
matching = unsettled(preview)
if matching:
    fields = edit_mapping(
        preview, columns, suggested, lists, asked_apart(preview),
        fold=not columns_unsettled(preview),
    )  # fmt: skip
elif answers := ask(preview.open_questions + preview.stopped):
    look_again(answers=job.mapping.answers | answers)
if not preview.sheet_open:
    show_problems(preview)
if way := ways_on(preview):
    look_again(**way)
if job.marked:
    st.download_button(
        "Download a copy with what to mend", job.marked[1], job.marked[0], key="marked"
    )
show_differences(preview, shown, labels)
show_first_rows(preview, shown, labels)
if not matching and preview.headers and not preview.sheet_open:
    with st.expander("How the file is read"):
        fields = edit_mapping(preview, columns, suggested, lists)
if preview.headers and not preview.sheet_open:
    if fields:
        look_again(**vars(with_fields(job.mapping, fields)))
    with st.form("keep"):
        name = st.text_input(
            "Keep this way of reading for the next such file, under a name", key="keep_name"
        )
        if st.form_submit_button("Keep") and name.strip():
            with writing() as session:
                save(session, job.kind.name, name, for_next_time(job.mapping), by=viewer.username)
            st.success(f"Kept as “{plain(name.strip())}”.")
