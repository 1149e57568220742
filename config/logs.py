"""Structured logging that keeps tokens, identifiers and people's words out.

Our own messages are sentences written in the code; what varies stands in the fixed ``FIELDS``. Of other libraries only
the wording of their message is kept, never what they put into it, and of an error only its kind and place: an error's
own text may quote what a person typed.
"""

import json
import logging
import re
from datetime import UTC, datetime
from types import TracebackType

FIELDS = ("channel", "status", "kind", "ref", "ms", "count", "code")
_OURS = ("bot", "knowledge", "ingest", "config", "__main__")
_NOISY = ("httpx", "httpcore", "chromadb", "telegram", "onnxruntime", "sentence_transformers", "uvicorn", "sqlalchemy")
_SECRETS = (
    (re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}(?![A-Za-z0-9_-])"), "[token]"),
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"), "[password]"),
    (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\w:.-])\+?\d[\d ]{8,14}\d(?![\w:-])"), "[number]"),
    (re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"), "[number]"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"), "[postcode]"),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|“[^”]*”")
_LONGEST = 300


class KeepTokensOut(logging.Filter):
    """Masks whatever is shaped like a token, a password in an address or an identifier, in the message itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place and let it through."""
        record.msg = without_secrets(_said(record))
        record.args = ()
        return True


class Lines(logging.Formatter):
    """One line of text a record: time, level, logger, message, fields, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        return " ".join(filter(None, (_time(record), record.levelname, record.name, str(record.msg), facts)))


class JsonLines(logging.Formatter):
    """One JSON object a record, with fixed names."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        head = {"time": _time(record), "level": record.levelname, "logger": record.name, "message": str(record.msg)}
        return json.dumps({**head, **_facts(record)}, ensure_ascii=False)


def set_up(level: str = "WARNING", form: str = "text") -> None:
    """One handler on standard error; ``form`` is ``text`` or ``json``. Libraries that log addresses stay at WARNING."""
    handler = logging.StreamHandler()
    handler.addFilter(KeepTokensOut())
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        # httpx logs whole addresses at INFO, and a Telegram address holds the token.
        logging.getLogger(name).setLevel(logging.WARNING)


def without_secrets(text: str) -> str:
    """The text with whatever is shaped like a secret or an identifier masked."""
    for shape, mask in _SECRETS:
        text = shape.sub(mask, text)
    return text


def _said(record: logging.LogRecord) -> str:
    """Our own message in full; of another library's only the wording, without what was put into it or quoted."""
    if record.name.split(".")[0] in _OURS:
        return " ".join(record.getMessage().split())
    return " ".join(_QUOTED.sub("[...]", str(record.msg)).split())[:_LONGEST]


def _facts(record: logging.LogRecord) -> dict[str, str | int | float]:
    given = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    facts = {
        name: value if isinstance(value, int | float) else without_secrets(str(value)) for name, value in given.items()
    }
    return {**facts, **_accident(record)}


def _accident(record: logging.LogRecord) -> dict[str, str]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    return {"error": record.exc_info[0].__name__, "where": _places(record.exc_info[2])}


def _places(trace: TracebackType | None) -> str:
    """The last calls, innermost last: module and line, no values."""
    places: list[str] = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-4:])


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
