"""Data in: a file is chosen, looked at, put right, and written whole or not at all."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.check import columns_of
from intake.jobs import drop, job_of, open_job
from intake.kinds.all import KINDS
from intake.mappings import load, names, save
from intake.permission import permit_of
from intake.problems import Refused
from intake.templates import csv_template, workbook_template
from intake.upload import for_next_time, lists_of, matched_now, with_fields
from intake.words import shown, summary
from models.store import reading, writing
from widgets.intake_mapping import edit_mapping
from widgets.intake_preview import ask, show_differences, show_first_rows, show_problems
from widgets.intake_preview import show_progress as progress

viewer = require(Role.SERVICE_MANAGER, Role.LEAD, Role.DATA_OFFICER)
with reading() as session:
    permit = permit_of(session, viewer)
st.title("Data in")
kinds = [k for k in KINDS.values() if permit.panel or k.permits not in {"panel", "county"}]
job = job_of(st.session_state.get("job"), viewer.account_id)

if job is None:
    kind = st.selectbox("What the file holds", kinds, format_func=lambda k: k.label, key="kind")
    st.write(kind.says)
    with reading() as session:
        sheet, text = workbook_template(session, kind), csv_template(session, kind)
        kept = names(session, kind.name)
    with st.container(horizontal=True):
        st.download_button("Template (XLSX)", sheet, f"{kind.name}.xlsx", key="template_xlsx")
        st.download_button("Template (CSV)", text, f"{kind.name}.csv", key="template_csv")
    name = st.selectbox("Read it as last time", ["", *kept], key="mapping_name",
                        format_func=lambda n: n or "No, match the columns by name")  # fmt: skip
    file = st.file_uploader("CSV or XLSX file", key=f"file_{st.session_state.get('files', 0)}")
    if file is not None:
        try:
            job = open_job(file.getvalue(), file.name, kind, permit)
            if name:
                with reading() as session:
                    job.mapping = load(session, kind.name, name)
            job.check()
            st.session_state["job"] = job.id
            st.rerun()
        except Refused as error:
            st.error(str(error))
    if said := st.session_state.pop("said", None):
        st.success(said)
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
    st.error(job.error)
if job.prepared is None:
    if st.button("Look again", key="again"):
        job.check()
        st.rerun()
    st.stop()

preview = job.prepared.preview
st.header(f"{job.kind.label} from {job.name}", anchor=False)
for sentence in summary(preview):
    st.write(sentence)
if st.button("Write all of it", key="write", type="primary", disabled=not preview.ready):
    job.write()
    st.rerun()
answers = ask(preview)
if answers:
    job.mapping.answers.update(answers)
    job.check()
    st.rerun()
show_problems(preview)
if copy := job.marked():
    st.download_button("Copy with what to mend", copy[1], copy[0], key="marked")
show_differences(preview, shown)
show_first_rows(preview, shown)
if preview.headers:
    with st.expander("How the file is read", expanded=not preview.ready):
        with reading() as session:
            columns, lists = columns_of(session, job.kind), lists_of(session, job.kind)
            suggested = matched_now(session, job)
        fields = edit_mapping(preview, columns, suggested, lists)
        if fields:
            job.mapping = with_fields(job.mapping, fields)
            job.check()
            st.rerun()
    with st.form("keep"):
        name = st.text_input("Keep this way of reading under a name", key="keep_name")
        if st.form_submit_button("Keep") and name.strip():
            with writing() as session:
                save(session, job.kind.name, name, for_next_time(job.mapping), by=viewer.username)
            st.success(f"Kept as “{name.strip()}”.")
