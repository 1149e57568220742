"""A real PostgreSQL, started from the machine's own package for as long as the tests run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ACCOUNTS = ("postgres", "nobody")


def binaries() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` are, newest version first; nothing when they are not installed."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: -int(path.parts[-3]))
    return versions[0].parent if versions else None


@contextmanager
def running(password: str = "") -> Iterator[str]:
    """A server of our own on a free port, and its address; with a password it lets in nobody who does not give it."""
    found = binaries()
    assert found is not None
    # PostgreSQL refuses to run as root, and its account must be able to walk to its folder.
    account = _account()
    home = Path(tempfile.mkdtemp(prefix="records-postgres-"))
    if account:
        shutil.chown(home, account.pw_name)
    port = _free_port()
    try:
        (home / "password").write_text(password or "unused", encoding="utf-8")
        (home / "password").chmod(0o644)
        _run(found / "initdb", "-D", home / "data", "-U", "tester", "-A", "scram-sha-256" if password else "trust",
             "--pwfile", home / "password", "-E", "UTF8", "--locale=C", "--no-sync", account=account)  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
        _run(found / "pg_ctl", "-D", home / "data", "-o", options, "-l", home / "log", "-w", "start", account=account)
        try:
            yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
        finally:
            _run(found / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop", account=account)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _ACCOUNTS if name in known)


def _run(*command: str | Path, account: pwd.struct_passwd | None) -> None:
    as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    subprocess.run(
        [str(part) for part in command], check=True, timeout=60, cwd="/", stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
