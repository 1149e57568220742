"""The one key of the records: it seals the few personal fields, and hashes accounts so that nobody can list them."""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from knowledge.errors import StoreError

WEB = "web"
_KEY_BYTES = 32
# Crockford's alphabet: no letter that reads like another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Vault:
    """Seals and hashes with keys derived from one secret."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(secret, b"seal")))
        self._hashing = _derived(secret, b"hash")

    def __repr__(self) -> str:
        return "Vault()"

    def seal(self, text: str) -> str:
        """Encrypt; nothing stays nothing."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def unseal(self, sealed: str) -> str:
        """Decrypt what ``seal`` made with the same key."""
        if not sealed:
            return ""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise StoreError("A record was sealed with another key.", "Put the right key file back.") from None

    def seal_bytes(self, content: bytes) -> bytes:
        """Encrypt a whole file."""
        return self._fernet.encrypt(content)

    def unseal_bytes(self, sealed: bytes) -> bytes:
        """Decrypt a whole file."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise StoreError(
                "The file was made with another key, or is damaged.", "Use the key file that belongs to it."
            ) from None

    def hashed(self, *parts: str) -> str:
        """A keyed hash of the parts in their order: equal for equal parts, and telling nothing about them."""
        message = b"".join(len(raw).to_bytes(8, "big") + raw for raw in (part.encode() for part in parts))
        return hmac.new(self._hashing, message, hashlib.sha256).hexdigest()


def short_id(length: int = 8) -> str:
    """A random id that can be read out and typed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def typed_id(typed: str) -> str:
    """An id as it was made, however it was typed: lower case, dashes, O for 0, I or L for 1."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def account_of(channel: str, typed: str) -> str:
    """An account as it is hashed: on the web it is a key, typed with or without its hyphens and capitals."""
    return "".join(character for character in typed.lower() if character.isalnum()) if channel == WEB else typed


def open_vault(path: Path) -> Vault:
    """The vault of a key file, which must not be open to others."""
    return Vault(_read(path))


def make_key(path: Path) -> None:
    """Make a key file for its owner only, whole or not at all; one that is there is left alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            stream.write(base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
            os.fsync(stream.fileno())
        _put_if_missing(fresh, path)
    except OSError:
        raise StoreError(
            "The key file cannot be made.", "Set PRACTICE_BOT_KEY_FILE to a file that this user may write."
        ) from None


def _put_if_missing(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _read(path: Path) -> bytes:
    try:
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o027 if os.name == "posix" else 0
        secret = base64.urlsafe_b64decode(path.read_bytes().strip())
    except OSError:
        raise StoreError("The key file cannot be read.", "Check PRACTICE_BOT_KEY_FILE and its rights.") from None
    except ValueError:
        secret, open_to_others = b"", 0
    if open_to_others:
        raise StoreError(
            "The file of PRACTICE_BOT_KEY_FILE can be read or changed by others.",
            f"Run chmod 600 {path.name}.",
        )
    if len(secret) != _KEY_BYTES:
        raise StoreError("The key file is not a key of this program.", "Put the right one back.")
    return secret


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"practice-guidance-bot " + purpose).derive(secret)
