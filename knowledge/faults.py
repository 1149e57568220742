"""Faults of the catalogue's database, in words that a person can act on."""

from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from knowledge.errors import StoreError


def explained(problem: SQLAlchemyError) -> StoreError:
    """One sentence for a person, by the words of the database."""
    words = str(getattr(problem, "orig", problem)).lower()
    for sign, happened, hint in _SIGNS:
        if sign in words:
            return StoreError(happened, hint)
    if isinstance(problem, OperationalError | DatabaseError):
        return StoreError("The catalogue cannot be used.", "Check the database address and that it is running.")
    return StoreError("The catalogue refused a request.", "Run practice-ingest again.")


_SIGNS = (
    ("readonly", "The data folder is read-only.", "Give this user the right to write there."),
    ("disk is full", "The disk is full.", "Free some space, then run the command again."),
    ("disk i/o", "The disk is full or failing.", "Free some space, then run the command again."),
    ("locked", "Another run is using the catalogue.", "Wait for it to end, then try again."),
    ("no such table", "The knowledge base has not been built.", "Run practice-ingest first."),
    ("does not exist", "The knowledge base has not been built.", "Run practice-ingest first."),
    (
        "unable to open",
        "The data folder cannot be opened.",
        "Run practice-ingest, or check PRACTICE_BOT_DATA.",
    ),
    ("malformed", "The catalogue is damaged.", "Restore it, or remove it and run practice-ingest."),
    ("not a database", "The catalogue is damaged.", "Restore it, or remove it and run practice-ingest."),
)
