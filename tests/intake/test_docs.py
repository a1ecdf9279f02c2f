"""The documentation keeps up with the kinds."""

from pathlib import Path

from intake.describe import described


def test_the_documentation_lists_every_kind_and_column():
    page = (Path(__file__).resolve().parents[2] / "docs" / "intake.md").read_text()
    assert page.endswith(described()), (
        "Write intake.describe.described() after “The kinds and their columns” in docs/intake.md."
    )
