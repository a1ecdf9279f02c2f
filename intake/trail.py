"""What a load leaves in the audit trail."""

from sqlmodel import Session

from intake.check import Checked
from intake.permission import Permit
from intake.preview import Preview, rows_of
from models.audit import record
from models.store import writing


def audit_foreign(preview: Preview, checked: Checked, permit: Permit) -> None:
    """Say that someone tried to bring in rows of a service that is not theirs."""
    rows = rows_of([p for p in checked.problems if p.code == "another service"])
    with writing() as session:
        record(
            session,
            actor=permit.actor,
            action="rows of another service refused",
            subject=f"{preview.kind.label}: {preview.name}",
            details={"services": list(checked.foreign), "rows": len(rows)},
        )


def audit_written(session: Session, preview: Preview, permit: Permit, replaced: list[dict]) -> None:
    """Say what a file wrote, and what it replaced."""
    subject = f"{preview.kind.label}: {preview.name}"
    details = {"sha256": preview.sha256, "source": preview.mapping.source}
    if preview.kind.permits != "panel":  # who reads the trail may count no members
        details |= {
            "added": preview.adds,
            "changed": preview.changes,
            "unchanged": preview.same,
            "late": preview.late,
            "left out": preview.left_out,
        }
    record(session, actor=permit.actor, action="file written", subject=subject, details=details)
    for part in replaced:
        record(
            session, actor=permit.actor, action="values replaced", subject=subject,
            details={"records": part},
        )  # fmt: skip
