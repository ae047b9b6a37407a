"""The keys, as one file that only the portal's own user may read."""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

KEY_BYTES = 32
FILE_MODE = 0o600


class KeysMissing(RuntimeError):
    """There is no key file, and nobody asked for one to be made."""


class KeysExist(RuntimeError):
    """Making keys would overwrite the ones that sealed data depends on."""


class KeysUnreadable(KeysMissing):
    """The key file is there, but is not one or may not be read: no keys that could be used."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Versioned master keys (they wrap the keys of complaints) and one key for each derived purpose."""

    masters: dict[int, bytes] = field(repr=False)
    current: int
    index: bytes = field(repr=False)
    receipt: bytes = field(repr=False)
    session: bytes = field(repr=False)

    @property
    def master(self) -> bytes:
        """The master key that wraps new keys."""
        return self.masters[self.current]


def load(path: Path) -> Keyring:
    """Read the key file."""
    try:
        stored = json.loads(path.read_text())
        masters = {int(version): _decode(key) for version, key in stored["masters"].items()}
        current = int(stored["current"])
        return Keyring(masters, current, *(_decode(stored[name]) for name in ("index", "receipt", "session")))
    except FileNotFoundError as error:
        raise KeysMissing(str(path)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysUnreadable(str(path)) from error


def create(path: Path) -> Keyring:
    """Make new keys and write them durably; never over existing ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    masters = {"1": _encode(secrets.token_bytes(KEY_BYTES))}
    purposes = {name: _encode(secrets.token_bytes(KEY_BYTES)) for name in ("index", "receipt", "session")}
    text = json.dumps({"current": 1, "masters": masters, **purposes}, indent=1)
    # Written aside and linked into place: two processes that start at once cannot each keep their own keys.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.link(aside, path)
    except FileExistsError as error:
        raise KeysExist(str(path)) from error
    finally:
        aside.unlink(missing_ok=True)
    _sync_directory(path.parent)
    return load(path)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key
