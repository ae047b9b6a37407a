"""Sealing to keys that no server holds: the age format (X25519, HKDF, ChaCha20-Poly1305 in pieces), by its library.

Each of the recipients opens alone. What is sealed here, `age -d -i KEY` opens on any machine without the portal.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

KEY_MODE = 0o600
MAGIC = b"age-encryption.org/"


class NotOurKey(ValueError):
    """A line that is no public key, or a file that holds no private one."""


class UnknownRecipient(ValueError):
    """A public key that the vault was not told to seal to."""


class NotOpened(ValueError):
    """The key does not open the file, or the file is not the one that was sealed."""


def create(path: Path) -> str:
    """Make a pair; the private half goes to a new file, the public half is returned."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE), "w") as out:
        out.write(f"# public key: {public}\n{identity}\n")
        out.flush()
        os.fsync(out.fileno())
    return public


def public_keys(text: str) -> list[str]:
    """The public keys in a text, one a line; `#` begins a remark."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [str(_recipient(line)) for line in lines if line]


def seal(content: bytes, keys: Sequence[str]) -> bytes:
    """Seal something that fits into memory."""
    return pyrage.encrypt(content, [_recipient(key) for key in keys])


def is_sealed(path: Path) -> bool:
    """Whether a file begins as a sealed one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def unseal(sealed: IO[bytes], out: IO[bytes], key_file: Path) -> None:
    """Open a sealed stream with a private key into another one."""
    try:
        pyrage.decrypt_io(sealed, out, [_identity(key_file)])
    except pyrage.DecryptError as error:
        raise NotOpened(str(key_file)) from error


@contextmanager
def sealing(out: IO[bytes], keys: Sequence[str]) -> Iterator[IO[bytes]]:
    """Inside, what is written arrives sealed in `out`; it never stands open on a disk, whatever its size."""
    recipients = [_recipient(key) for key in keys]
    read_end, write_end = os.pipe()
    failures: list[BaseException] = []

    def work() -> None:
        # The pipe is closed here too, so that a writer whose reader failed ends instead of waiting.
        with os.fdopen(read_end, "rb") as pipe:
            try:
                pyrage.encrypt_io(pipe, out, recipients)
            except BaseException as error:
                failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        with os.fdopen(write_end, "wb") as pipe:
            yield pipe
    finally:
        thread.join()
    if failures:
        raise OSError("sealing failed") from failures[0]


def _recipient(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise NotOurKey(key[:8]) from error


def _identity(path: Path) -> pyrage.x25519.Identity:
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (pyrage.IdentityError, IndexError) as error:
        raise NotOurKey(path.name) from error
