"""The keys, as one file that only the portal's own user may read."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

KEY_BYTES = 32
FILE_MODE = 0o600
PURPOSES = ("index", "receipt", "session")  # the keys beside the masters, in the order of Keyring's fields


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
        return Keyring(masters, current, *(_decode(stored[name]) for name in PURPOSES))
    except FileNotFoundError as error:
        raise KeysMissing(str(path)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysUnreadable(str(path)) from error


class KeyFile:
    """The key file as it is now: keys that were rotated while a process runs are used from the next seal on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._look()
        self._keyring = load(path)

    def newest(self) -> Keyring:
        """The keys; where the file is gone or is being looked at in vain, those that were read last."""
        try:
            seen = self._look()
            if seen != self._seen:
                self._keyring = load(self._path)
                self._seen = seen
        except KeysMissing:
            pass
        return self._keyring

    def _look(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            raise KeysMissing(str(self._path)) from error
        return found.st_ino, found.st_mtime_ns


def create(path: Path) -> Keyring:
    """Make new keys and write them durably; never over existing ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    purposes = (secrets.token_bytes(KEY_BYTES) for _ in PURPOSES)
    made = Keyring({1: secrets.token_bytes(KEY_BYTES)}, 1, *purposes)
    # Written aside and linked into place: two processes that start at once cannot each keep their own keys.
    with _aside(path, made) as aside:
        try:
            os.link(aside, path)
        except FileExistsError as error:
            raise KeysExist(str(path)) from error
    _sync_directory(path.parent)
    return load(path)


def text_of(keys: Keyring) -> str:
    """What stands in the key file."""
    masters = {str(version): _encode(key) for version, key in keys.masters.items()}
    purposes = {name: _encode(getattr(keys, name)) for name in PURPOSES}
    return json.dumps({"current": keys.current, "masters": masters, **purposes}, indent=1)


def rotate(path: Path) -> Keyring:
    """Add a master key and let it wrap from now on; the older ones stay until nothing is wrapped by them."""
    with _alone(path):
        found = load(path)
        version = max(found.masters) + 1
        masters = found.masters | {version: secrets.token_bytes(KEY_BYTES)}
        return _replace(path, replace(found, masters=masters, current=version))


def retire(path: Path, used: Set[int]) -> tuple[int, ...]:
    """Destroy the master keys that nothing is wrapped by; which versions."""
    with _alone(path):
        found = load(path)
        gone = tuple(sorted(set(found.masters) - set(used) - {found.current}))
        if gone:
            kept = {version: key for version, key in found.masters.items() if version not in gone}
            _replace(path, replace(found, masters=kept))
        return gone


def _replace(path: Path, keys: Keyring) -> Keyring:
    with _aside(path, keys) as aside:
        aside.replace(path)
    _sync_directory(path.parent)
    return load(path)


@contextmanager
def _aside(path: Path, keys: Keyring) -> Iterator[Path]:
    """The keys in a file beside their place, durable; it is gone at the end, or has been moved there."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(text_of(keys))
            out.flush()
            os.fsync(out.fileno())
        yield aside
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else changes the keys: of two keys that were added at once, one would be lost with all that it wrapped."""
    with open(path.with_name(f".{path.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
