"""QR codes as pictures."""

import io

import segno
from PIL import Image

SIDE = 480  # at most, in pixels
QUIET_ZONE = 4  # modules, as the standard asks


def png(address: str) -> bytes:
    """A QR code as a PNG file."""
    code = segno.make(address, error="m", micro=False)
    packed = io.BytesIO()
    code.save(packed, kind="png", border=QUIET_ZONE, scale=SIDE // code.symbol_size(border=QUIET_ZONE)[0])
    return packed.getvalue()


def image(address: str) -> Image.Image:
    """A QR code to put into another picture."""
    return Image.open(io.BytesIO(png(address))).convert("RGB")


def svg(address: str) -> str:
    """A QR code as a drawing to stand in a page; its colours come from the page, so it brings no style of its own."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="qr", lineclass=None, light="#fff"))
