"""Run in a process of its own by `sandbox`: a file on stdin, the same picture or sound, made anew, on stdout.

What a decoder meets comes from strangers, and decoders have holes. So everything is loaded first; then the process
gives up its rights, its files and every system call but those that reading, reckoning and writing need; only then does
it look at the file. Nothing but pixels and sound samples goes from the old file into the new one: no place, no device,
no hidden thumbnail. Nothing of the portal is imported here.
"""

import ctypes
import importlib
import io
import os
import pkgutil
import platform
import resource
import struct
import sys
from collections.abc import Iterator

import av
import av.subtitles
import av.video
from PIL import (  # noqa: F401 - loaded before the doors close
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

UNREADABLE, TOO_MANY_PIXELS, TOO_LONG = 3, 4, 5  # what the process ends with
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000  # WebP ends at 16,383
LONGEST_SECONDS = 30 * 60
PICTURE_QUALITY = 82
SAMPLE_RATE, BIT_RATE = 24_000, 40_000  # a voice on the telephone has 8,000 Hz
NOBODY = 65_534
MEMORY = 2 * 1024**3
CPU_SECONDS = 60
PICTURES = ("JPEG", "PNG", "WEBP")

# A filter for system calls is a small program of the kernel's (BPF): (code, jump if true, jump if false, operand).
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # the refused call answers EPERM
SYSCALL_NUMBER, ARCHITECTURE, THIRD_ARGUMENT = 0, 4, 32  # places in the kernel's `seccomp_data`
MAY_EXECUTE = 4  # PROT_EXEC
SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER, SET_DUMPABLE = 38, 22, 2, 4
# Architecture, then the numbers of: mmap and mprotect; read, write, lseek, fstat, munmap, brk, mremap, madvise,
# rt_sigaction, rt_sigprocmask, rt_sigreturn, futex, clock_gettime, sched_yield, getrandom, exit, exit_group.
CALLS = {
    "x86_64": (0xC000003E, (9, 10), (0, 1, 8, 5, 11, 12, 25, 28, 13, 14, 15, 202, 228, 24, 318, 60, 231)),
    "aarch64": (0xC00000B7, (222, 226), (63, 64, 62, 80, 215, 214, 216, 233, 134, 135, 139, 98, 113, 124, 278, 93, 94)),
}


class Refused(Exception):
    """The file cannot be taken; the code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def lock_down() -> None:
    """No other file, process, network or right from here on, and bounds on what is left."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(what, (most, most))
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    os.closerange(3, 1024)
    _filter_calls()


def _filter_calls() -> None:
    """Linux only: elsewhere the bounds above have to do."""
    if sys.platform != "linux" or platform.machine() not in CALLS:
        return
    architecture, mapping, harmless = CALLS[platform.machine()]
    rules = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, REFUSE)]
    rules.append((LOAD, 0, 0, SYSCALL_NUMBER))
    for number in harmless:
        rules += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    for number in mapping:  # memory, but none that could be run
        rules += [
            (EQUAL, 0, 4, number), (LOAD, 0, 0, THIRD_ARGUMENT), (ANY_BIT, 1, 0, MAY_EXECUTE),
            (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE),
        ]  # fmt: skip
    rules.append((RETURN, 0, 0, REFUSE))
    packed = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
    program = ctypes.create_string_buffer(struct.pack("HL", len(rules), ctypes.addressof(packed)))
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(SET_DUMPABLE, 0, 0, 0, 0)
    if kernel.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or kernel.prctl(SET_SECCOMP, FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


def load_all() -> None:
    """Parts of the decoders are loaded when they are first needed: then it would be too late."""
    for package in (av, av.subtitles, av.video):
        for part in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if not part.name.endswith("__main__"):
                importlib.import_module(part.name)


def picture(content: bytes) -> bytes:
    """The pixels, upright, as WebP."""
    found = Image.open(io.BytesIO(content), formats=PICTURES)
    if found.width * found.height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    upright = ImageOps.exif_transpose(found)
    if upright.mode.startswith("I"):  # sixteen bits of grey, which WebP does not have
        upright = upright.point(lambda value: value / 256).convert("L")
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if max(plain.size) > LONGEST_SIDE:
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # leaves behind all that came with the file
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=PICTURE_QUALITY)
    return out.getvalue()


def _sound(source: av.container.InputContainer, heard: av.AudioStream) -> Iterator[av.AudioFrame]:
    """What can be heard: a recorder that was cut off leaves half a frame behind, which is no reason to refuse."""
    packets = source.demux(heard)
    while True:
        try:
            yield from next(packets).decode()
        except StopIteration:
            return
        except av.error.InvalidDataError:
            continue


def recording(content: bytes) -> bytes:
    """The first track of sound as AAC in MP4; a film's picture is left out."""
    out = io.BytesIO()
    with av.open(io.BytesIO(content)) as source, av.open(out, "w", format="mp4") as target:
        if not source.streams.audio:
            raise Refused(UNREADABLE)
        heard = source.streams.audio[0]
        heard.thread_count = 1
        written = target.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        written.bit_rate, written.thread_count = BIT_RATE, 1
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE)
        samples = 0
        for frame in _sound(source, heard):
            for piece in resampler.resample(frame):
                samples += piece.samples
                if samples > LONGEST_SECONDS * SAMPLE_RATE:
                    raise Refused(TOO_LONG)
                piece.pts = None
                target.mux(written.encode(piece))
        for piece in resampler.resample(None):
            piece.pts = None
            target.mux(written.encode(piece))
        target.mux(written.encode(None))
    if not samples:
        raise Refused(UNREADABLE)
    return out.getvalue()


def main() -> int:
    """What became of the file on stdin."""
    make = {"picture": picture, "recording": recording}[sys.argv[1]]
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    load_all()
    lock_down()
    try:
        made = make(sys.stdin.buffer.read())
    except Refused as refused:
        return refused.code
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except Exception:
        return UNREADABLE
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    os._exit(main())  # no tidying up: that would want system calls which are gone
