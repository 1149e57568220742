"""The only network code of ingestion: cached, polite, retried, and honest about what it could not reach."""

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from config.sources import SourceEntry
from knowledge.errors import SourceError

_AGENT = "practice-guidance-bot (children's social care guidance; polite rate)"
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_MAX_BYTES = 60 << 20
_PAUSE_S = 1.0


class _TryAgain(Exception):
    """The server is busy or faulty for now."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of one address."""

    address: str
    outcome: str
    failed: bool = False

    @property
    def line(self) -> str:
        """The report as a person reads it."""
        return f"{self.address}: {self.outcome}"


def cached(address: str, folder: Path) -> Path | None:
    """The last whole copy of an address, if there is one."""
    path = _place(address, folder)
    return path if path.is_file() else None


def fetch_all(entries: Iterable[SourceEntry], folder: Path, pause_s: float = _PAUSE_S) -> tuple[FetchReport, ...]:
    """Fetch every web address of the source list; what fails leaves its old copy as it was."""
    reports: list[FetchReport] = []
    for entry in entries:
        if entry.address.startswith(("http://", "https://")):
            if reports:
                time.sleep(pause_s)
            reports.append(_reported(entry.address, folder))
    return tuple(reports)


def fetch_one(address: str, folder: Path) -> Path:
    """Fetch one address and give its copy; raises ``SourceError`` in one sentence."""
    _fetch(address, folder)
    return _place(address, folder)


def _reported(address: str, folder: Path) -> FetchReport:
    try:
        return FetchReport(address, _fetch(address, folder))
    except SourceError as problem:
        kept = " The copy from before is still in use." if cached(address, folder) else ""
        return FetchReport(address, f"{problem}{kept}", failed=True)


def _fetch(address: str, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = _place(address, folder)
    attempts = Retrying(
        retry=retry_if_exception_type((_TryAgain, httpx.TransportError)),
        stop=stop_after_attempt(3),
        wait=wait_exponential(multiplier=0.5, max=5),
        reraise=True,
    )
    try:
        return attempts(_ask, address, path)
    except (httpx.HTTPError, httpx.InvalidURL, _TryAgain) as problem:
        raise SourceError(f"{address} could not be reached ({type(problem).__name__}).", "Try later.") from None


def _ask(address: str, path: Path) -> str:
    headers = {"User-Agent": _AGENT, **_conditions(path)}
    with httpx.stream("GET", address, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return "not changed"
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or response.status_code in {202, 429}:
            raise _TryAgain(f"status {response.status_code}")
        if response.status_code != httpx.codes.OK:
            raise SourceError(f"The server answered {response.status_code} for {address}.", "Check the address.")
        return _keep(_body(response, address), path, response.headers)


def _body(response: httpx.Response, address: str) -> bytes:
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > _MAX_BYTES:
            raise SourceError(f"{address} is larger than 60 MB.", "Save the part you need and add that file.")
    if not data:
        raise SourceError(f"{address} gave an empty page.", "Check the address.")
    return bytes(data)


def _keep(data: bytes, path: Path, headers: httpx.Headers) -> str:
    seal = hashlib.sha256(data).hexdigest()
    known = _about(path).get("sha256")
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
    about = {"sha256": seal, "etag": headers.get("etag", ""), "modified": headers.get("last-modified", "")}
    _about_path(path).write_text(json.dumps(about), encoding="utf-8")
    return "not changed" if known == seal else f"fetched, {len(data):,} bytes, sha256 {seal[:12]}"


def _conditions(path: Path) -> dict[str, str]:
    about = _about(path) if path.is_file() else {}
    wanted = {"If-None-Match": about.get("etag"), "If-Modified-Since": about.get("modified")}
    return {name: value for name, value in wanted.items() if value}


def _about(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(_about_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _about_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _place(address: str, folder: Path) -> Path:
    ending = Path(address.split("?")[0]).suffix.lower()
    ending = ending if ending in {".xml", ".pdf", ".html", ".htm", ".docx", ".txt"} else ".html"
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}{ending}"
