"""Structured logging that keeps tokens and people's words out."""

import logging
import re

_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}(?![A-Za-z0-9_-])")
_NOISY = ("httpx", "httpcore", "chromadb", "telegram", "onnxruntime", "sentence_transformers")


class KeepTokensOut(logging.Filter):
    """Replaces anything shaped like a bot token, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place and let it through."""
        record.msg = _TOKEN.sub("[token]", record.getMessage())
        record.args = ()
        return True


def set_up(level: str = "WARNING") -> None:
    """One handler on standard error; libraries that log addresses are held at WARNING."""
    handler = logging.StreamHandler()
    handler.addFilter(KeepTokensOut())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        # httpx logs whole addresses at INFO, and a Telegram address holds the token.
        logging.getLogger(name).setLevel(logging.WARNING)
