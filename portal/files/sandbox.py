"""Pictures and recordings of strangers: told apart by their first bytes, made anew in a throw-away process."""

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from portal.domain.attachment import MOST_BYTES, AttachmentKind, NotWanted

REENCODE = Path(__file__).with_name("reencode.py")
AT_ONCE = 2  # decoding takes a processor and much memory
IN_LINE = 2  # each of them holds a thread of the server, and there must be some for who reports a call
WAIT_SECONDS = 20
WORK_SECONDS = 90
MOST_MADE_BYTES = 40 * 1024**2  # noise of as many pixels as are taken; a sound is far below
REASONS = {3: NotWanted.UNREADABLE, 4: NotWanted.TOO_MANY_PIXELS, 5: NotWanted.TOO_LONG}
FREE = threading.BoundedSemaphore(AT_ONCE)
LINE = threading.BoundedSemaphore(AT_ONCE + IN_LINE)
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"}


class FileRefused(ValueError):
    """The file was not taken."""

    def __init__(self, reason: NotWanted) -> None:
        super().__init__(reason.value)
        self.reason = reason


def made_anew(content: bytes) -> tuple[AttachmentKind, bytes]:
    """What kind of file it is, and the same picture or sound without anything else that was in it."""
    kind = kind_of(content)
    if not LINE.acquire(blocking=False):
        raise FileRefused(NotWanted.BUSY)
    try:
        return kind, _in_turn(kind, content)
    finally:
        LINE.release()


def _in_turn(kind: AttachmentKind, content: bytes) -> bytes:
    if not FREE.acquire(timeout=WAIT_SECONDS):
        raise FileRefused(NotWanted.BUSY)
    try:
        return _run(kind, content)
    finally:
        FREE.release()


def kind_of(content: bytes) -> AttachmentKind:
    """Told by the first bytes; what the name or the browser says counts for nothing."""
    if not content:
        raise FileRefused(NotWanted.EMPTY)
    if len(content) > MOST_BYTES:
        raise FileRefused(NotWanted.TOO_LARGE)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise FileRefused(NotWanted.HEIC)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_riff(content, b"WEBP"):
        return AttachmentKind.PICTURE
    # AMR is what Android's own recorders write, 3GP and M4A are both `ftyp`; the last is MP3 without a tag.
    if content.startswith((b"#!AMR", b"ID3", b"OggS")) or content[4:8] == b"ftyp" or _is_riff(content, b"WAVE"):
        return AttachmentKind.RECORDING
    if content[0] == 0xFF and len(content) > 1 and content[1] & 0xE0 == 0xE0:
        return AttachmentKind.RECORDING
    raise FileRefused(NotWanted.UNKNOWN_KIND)


def _is_riff(content: bytes, form: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == form


def _run(kind: AttachmentKind, content: bytes) -> bytes:
    # -I: neither the working directory nor the environment decides what is loaded.
    command = [sys.executable, "-I", "-B", str(REENCODE), kind.value]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as process:
        late = threading.Timer(WORK_SECONDS, process.kill)
        late.start()
        feeding = threading.Thread(target=_feed, args=(process, content))
        feeding.start()
        made = process.stdout.read(MOST_MADE_BYTES + 1)  # a decoder that was taken over may never end
        if len(made) > MOST_MADE_BYTES:
            process.kill()
        feeding.join()
        code = process.wait()
        late.cancel()
    if code != 0 or not made:
        raise FileRefused(REASONS.get(code, NotWanted.UNREADABLE))
    return made


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(content)
