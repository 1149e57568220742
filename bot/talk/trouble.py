"""What a person hears, and the log holds, when something went wrong that nobody foresaw."""

import logging
import secrets
import traceback

from bot.talk.messages import Outgoing, line
from bot.talk.words import words

_LOG = logging.getLogger(__name__)


def trouble(problem: Exception) -> Outgoing:
    """Logs where it happened and never what anybody wrote: an error's own words may hold that."""
    reference = secrets.token_hex(3).upper()
    places = "; ".join(
        f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in traceback.extract_tb(problem.__traceback__)
    )
    _LOG.error("Reference %s: %s at %s", reference, type(problem).__name__, places)
    return line(words("trouble", reference=reference))
