"""Strangers' files: made anew without anything else that was in them, or refused; and what the process may still do."""

import io
import random
import resource
import subprocess
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import av
import pytest
from PIL import Image

from portal.domain.attachment import MOST_BYTES, AttachmentKind, NotWanted
from portal.files import sandbox
from portal.files.sandbox import REENCODE, FileRefused, made_anew
from tests.files.media import MARK, picture, plain_wave, recording

TRIED = """
import sys; sys.path.insert(0, {folder!r})
import ctypes, os, socket
import reencode
reencode.lock_down()
here = ctypes.CDLL(None, use_errno=True)
def tried(name, deed):
    try:
        deed()
        print(name, "done")
    except (OSError, MemoryError) as error:
        print(name, "refused")
def runnable_memory():
    if here.mmap(None, 4096, 7, 0x22, -1, 0) in (-1, 0xFFFFFFFF):
        raise OSError
tried("read", lambda: open("/etc/hostname"))
tried("write", lambda: open("/tmp/jingyue-escaped", "w"))
tried("connect", lambda: socket.socket())
tried("fork", os.fork)
tried("execute", lambda: os.execv("/bin/true", ["true"]))
tried("signal", lambda: os.kill(os.getppid(), 0))
tried("become root", lambda: os.setuid(0))
tried("runnable memory", runnable_memory)
tried("too much memory", lambda: bytearray(3 * 1024**3))
tried("reckon", lambda: bytearray(1024**2))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels_and_nothing_else(kind: str) -> None:
    content = picture(kind)
    assert MARK.encode() in content

    found, made = made_anew(content)

    assert found is AttachmentKind.PICTURE
    assert MARK.encode() not in made
    shown = Image.open(io.BytesIO(made))
    assert (shown.format, shown.size, len(shown.getexif()), "icc_profile" in shown.info) == ("WEBP", (60, 40), 0, False)
    blue, red = shown.getpixel((5, 20)), shown.getpixel((55, 20))
    assert blue[2] > 150 > blue[0] and red[0] > 150 > red[2]


def test_a_picture_that_was_taken_sideways_stands_upright() -> None:
    image, exif, out = Image.new("RGB", (60, 40)), Image.Exif(), io.BytesIO()
    exif[0x0112] = 6  # turn it a quarter
    image.save(out, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(made_anew(out.getvalue())[1])).size == (40, 60)


@pytest.mark.parametrize(("container", "codec", "rate"), [("mp4", "aac", 16_000), ("ogg", "libopus", 48_000)])
def test_a_recording_keeps_its_sound_and_nothing_else(container: str, codec: str, rate: int) -> None:
    content = recording(container, codec, seconds=2, rate=rate)
    assert MARK.encode() in content

    found, made = made_anew(content)

    assert found is AttachmentKind.RECORDING
    assert MARK.encode() not in made
    with av.open(io.BytesIO(made)) as heard:
        assert heard.streams.audio[0].codec_context.name == "aac"
        assert 1.5 < heard.duration / av.time_base < 2.5
        assert "title" not in heard.metadata


def test_a_recording_that_was_cut_off_is_taken_as_far_as_it_goes() -> None:
    for container, codec, rate in (("amr", "libopencore_amrnb", 8_000), ("mp3", "mp3", 16_000)):
        whole = recording(container, codec, 3, rate)
        for content in (whole[:-50], whole + b"left over" * 9):
            with av.open(io.BytesIO(made_anew(content)[1])) as heard:
                assert heard.duration / av.time_base > 2.5


def test_who_uploads_does_not_hold_all_threads_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = threading.Semaphore(0), threading.Event()

    def slow(_kind: AttachmentKind, _content: bytes) -> bytes:
        begun.release()
        end.wait(10)
        return b"made"

    monkeypatch.setattr(sandbox, "_run", slow)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(made_anew, picture()) for _upload in range(8)]
        begun.acquire()
        refused, _waiting = wait(asked, timeout=2)
        end.set()
    assert len(refused) == 8 - sandbox.AT_ONCE - sandbox.IN_LINE
    assert {done.exception().reason for done in refused} == {NotWanted.BUSY}


@pytest.mark.parametrize("reads", [True, False])
def test_a_decoder_that_was_taken_over_cannot_fill_the_servers_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reads: bool
) -> None:
    endless = tmp_path / "endless.py"
    reading = "sys.stdin.buffer.read()" if reads else ""
    endless.write_text(f"import sys\n{reading}\nwhile True: sys.stdout.buffer.write(bytes(2**20))")
    monkeypatch.setattr(sandbox, "REENCODE", endless)
    monkeypatch.setattr(sandbox, "WORK_SECONDS", 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused):
        made_anew(picture("JPEG", (2000, 2000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # kB


def test_what_recorders_write_is_taken() -> None:
    assert made_anew(plain_wave())[0] is AttachmentKind.RECORDING
    assert made_anew(recording("mp3", "mp3"))[0] is AttachmentKind.RECORDING


def test_a_long_screenshot_is_taken() -> None:
    made = Image.open(io.BytesIO(made_anew(picture("PNG", (400, 20_000)))[1]))
    assert max(made.size) == 16_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NotWanted.EMPTY),
        (b"%PDF-1.7 ", NotWanted.UNKNOWN_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotWanted.UNKNOWN_KIND),
        (b"GIF89a" + bytes(50), NotWanted.UNKNOWN_KIND),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), NotWanted.HEIC),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), NotWanted.TOO_LARGE),
        (picture()[:200], NotWanted.UNREADABLE),
        (b"\xff\xd8\xff not a picture", NotWanted.UNREADABLE),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(200), NotWanted.UNREADABLE),
        (b"RIFF\x00\x00\x00\x00WAVE", NotWanted.UNREADABLE),
        (plain_wave(seconds=31 * 60, rate=1_000), NotWanted.TOO_LONG),
    ],
    ids=lambda value: str(value) if isinstance(value, NotWanted) else "file",
)
def test_what_is_not_taken_is_refused_with_its_reason(content: bytes, reason: NotWanted) -> None:
    with pytest.raises(FileRefused) as refused:
        made_anew(content)
    assert refused.value.reason is reason


def test_a_flood_of_pixels_is_refused_before_it_is_unpacked() -> None:
    flood = bytearray(picture("PNG"))
    at = flood.index(b"IHDR")
    flood[at + 4 : at + 12] = (60_000).to_bytes(4, "big") * 2
    flood[at + 17 : at + 21] = zlib.crc32(flood[at : at + 17]).to_bytes(4, "big")
    with pytest.raises(FileRefused) as refused:
        made_anew(bytes(flood))
    assert refused.value.reason is NotWanted.TOO_MANY_PIXELS


def test_broken_files_break_nothing() -> None:
    """A short form of the campaign: every answer is a sound file or a refusal."""
    chance = random.Random(20261128)  # noqa: S311 - a game, not a secret
    whole = [picture("JPEG"), picture("PNG"), picture("WEBP"), recording(), plain_wave()]
    for _round in range(40):
        content = bytearray(chance.choice(whole))
        for _place in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            kind, made = made_anew(bytes(content))
        except FileRefused:
            continue
        if kind is AttachmentKind.PICTURE:
            Image.open(io.BytesIO(made), formats=["WEBP"]).load()
        else:
            av.open(io.BytesIO(made)).close()


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
def test_the_process_that_decodes_can_reckon_and_nothing_else() -> None:
    code = TRIED.format(folder=str(REENCODE.parent))
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    said = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert said.pop("reckon") == "done", done.stderr
    assert len(said) == 9
    assert set(said.values()) == {"refused"}, said


def test_sixteen_bits_of_grey_stay_grey() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), 20_000).save(out, "PNG")
    shade = Image.open(io.BytesIO(made_anew(out.getvalue())[1])).convert("L").getpixel((10, 10))
    assert 70 < shade < 86
