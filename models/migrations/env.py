"""How Alembic reaches the store and compares it with the tables."""

from alembic import context

from models.all import metadata
from models.base import Moment


def render(kind, thing, autogen):
    """Write our column types in a migration as what the database keeps."""
    if kind != "type":
        return False
    if isinstance(thing, Moment):
        autogen.imports.add("from models.base import Moment")
        return "Moment()"
    if type(thing).__name__ == "AutoString":
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


def run() -> None:
    """Migrate over the connection that models/schema.py hands in."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_item=render,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
