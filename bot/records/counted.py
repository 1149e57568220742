"""Which drafts have been counted already, so that one that is checked again counts once: keyed hashes, for a month."""

from bot.records.database import Database, insert_new
from bot.records.schema import counted_drafts
from bot.records.vault import Vault


class CountedDrafts:
    """Remembers no word of a draft: only that a text like it was counted."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def first(self, what: str, team: str, *texts: str) -> bool:
        """Whether these texts have not been counted for this team before; from now on they have.

        Texts that differ only in spaces, line ends and capitals are one.
        """
        plain = (" ".join(text.split()).casefold() for text in texts)
        row = {"draft_hash": self._vault.hashed("counted", what, team, *plain), "made": self._database.clock()}
        with self._database.writing() as connection:
            return insert_new(connection, counted_drafts, row)
