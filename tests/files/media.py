"""Pictures and recordings made for the tests, with marks in them that must not come through."""

import io
import wave
from fractions import Fraction

import av
from PIL import Image, PngImagePlugin

MARK = "MARK-8f2e"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A red picture whose left half is blue, with a mark in every place that its format has for words."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = MARK  # the maker
    exif.get_ifd(0x8825)[29] = MARK  # the day of the place
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", MARK)
        options["pnginfo"] = words
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **options)
    return out.getvalue()


def recording(container: str = "mp4", codec: str = "aac", seconds: int = 1, rate: int = 16_000) -> bytes:
    """Silence with a mark in its title."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        target.metadata["title"] = MARK
        stream = target.add_stream(codec, rate=rate, layout="mono")
        target.start_encoding()
        size = stream.codec_context.frame_size or 1024
        for place in range(seconds * rate // size):
            frame = av.AudioFrame(format=stream.codec_context.format.name, layout="mono", samples=size)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.rate, frame.pts, frame.time_base = rate, place * size, Fraction(1, rate)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def plain_wave(seconds: int = 1, rate: int = 8_000) -> bytes:
    """A second of silence as any recorder writes it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(bytes(2 * rate * seconds))
    return out.getvalue()
