"""The key of this installation: one file of random bytes that only its owner reads.

It signs the audit trail and protects one-time-code secrets. It is made at the
first start. A store that has already used a key never gets a new one silently.
"""

import hashlib
import hmac
import os
import secrets
import stat
from base64 import urlsafe_b64encode
from pathlib import Path

from sqlalchemy.engine import make_url

from settings import settings

_LEAST_BYTES = 32


class KeyFileError(Exception):
    """The key file cannot be used; the text says why and what to do."""


def key_path() -> Path:
    """Where the key file lies."""
    return settings().var / "key"


def key(*, may_make: bool = False) -> bytes:
    """The key, 32 bytes or more. KeyFileError where it is missing, weak or readable by others."""
    path = key_path()
    try:
        if not path.exists():
            if not may_make:
                raise KeyFileError(
                    f"The key file {path} is missing, and this store already uses one. "
                    "Put it back from a backup."
                )
            make_key(path)
        return _read(path)
    except OSError as error:
        raise KeyFileError(
            f"The key file {path} cannot be used: {error.strerror}. "
            "It must be a file that the app's user reads, in a folder where they may write."
        ) from None


def make_key(path: Path) -> None:
    """Write a new key, unless one is there by now."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"key.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(_LEAST_BYTES) + "\n")
    try:
        os.link(draft, path)  # whole or not at all, and the first of two processes wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileError(f"Others may read the key file {path}. Run: chmod 600 {path}")
    try:
        found = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        found = b""
    if len(found) < _LEAST_BYTES or len(set(found)) < _LEAST_BYTES // 4:
        raise KeyFileError(
            f"The key file {path} is too weak. It needs {_LEAST_BYTES} random bytes as hex. "
            "Put it back from a backup."
        )
    return found


def mac(purpose: str, text: str, *, may_make: bool = False) -> str:
    """The HMAC-SHA256 of a text for one purpose, as 64 hex digits."""
    whole = f"{purpose}\x00{text}".encode()
    return hmac.new(key(may_make=may_make), whole, hashlib.sha256).hexdigest()


def cipher_key() -> bytes:
    """A key for Fernet, derived from the key file."""
    return urlsafe_b64encode(hmac.new(key(), b"cipher", hashlib.sha256).digest())


def beside_store(kind: str, url: str) -> Path:
    """A file in `var` that belongs to one store: its name carries the store's."""
    address = make_url(url)
    name = Path(address.database or "memory").stem
    mark = hashlib.sha256(address.render_as_string(hide_password=True).encode()).hexdigest()[:8]
    return settings().var / f"{kind}-{name}-{mark}"
