"""The receipt as a picture: what it is, a QR code that leads back, and the code itself to read off.

The code stands after the # of the address, so that no server ever finds it in its log.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.files import qr_code

# Drawn once with a Chinese typeface; the machine that serves need not have one.
HEADER = Path(__file__).resolve().parents[2] / "static" / "receipt-header.png"
WIDTH = 720
MARGIN = 40
CODE_SIZE = 44
LINE_HEIGHT = 64
CHARACTERS_PER_LINE = 20  # four groups of four: seven groups make two lines
PAPER, INK = "#ffffff", "#24211d"


def png(code: str, address: str) -> bytes:
    """A picture of a receipt."""
    header, qr, lines = _header(), qr_code.image(address), _lines(code)
    picture = Image.new("RGB", (WIDTH, header.height + qr_code.SIDE + LINE_HEIGHT * len(lines) + MARGIN * 2), PAPER)
    picture.paste(header, (0, 0))
    picture.paste(qr, ((WIDTH - qr.width) // 2, header.height))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(CODE_SIZE)
    for place, line in enumerate(lines):
        top = header.height + qr_code.SIDE + MARGIN // 2 + place * LINE_HEIGHT
        draw.text((WIDTH / 2, top), line, fill=INK, font=font, anchor="ma")
    packed = io.BytesIO()
    picture.quantize(32).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _header() -> Image.Image:
    with Image.open(HEADER) as drawn:
        image = drawn.convert("RGBA")
    image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", image.size, PAPER)
    ground.paste(image, mask=image)
    return ground


def _lines(code: str) -> list[str]:
    groups = code.split("-")
    per_line = CHARACTERS_PER_LINE // 5
    return ["  ".join(groups[start : start + per_line]) for start in range(0, len(groups), per_line)]
