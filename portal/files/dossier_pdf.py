"""Pages ► PDF/A with WeasyPrint: Chinese stays selectable, nothing is fetched, and no clock is written.

WeasyPrint lays out with Pango, which is a library of the machine, and with whatever fonts the machine has. Where one of
the two is missing the dossier is refused in words: a page of empty boxes must never be signed.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

try:
    import weasyprint
    from weasyprint.text.ffi import ffi, fontconfig, pango
    from weasyprint.urls import URLFetcher
except OSError:  # Pango is not there; everything else of the portal works without it
    weasyprint = None

PROBE = "静月卷宗来电登记导出"  # everyday characters; what a machine without a Chinese font cannot show
VARIANT = "pdf/a-3u"


class PangoMissing(RuntimeError):
    """The machine lacks libpango, libpangoft2 or libharfbuzz-subset."""


class ChineseFontMissing(RuntimeError):
    """The machine has no font with Chinese characters."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and what drew it: the same page has the same bytes only with the same of these."""

    content: bytes = field(repr=False)
    made_with: dict[str, Any]


def printed(page: str, *, identifier: bytes) -> Printed:
    """The PDF of an HTML page that holds all it needs."""
    if weasyprint is None:
        raise PangoMissing
    _refuse_without_chinese()
    document = _laid_out(page)
    content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    fonts = sorted({(font.family, hashlib.sha256(font.file_content).hexdigest()) for font in document.fonts.values()})
    return Printed(
        content,
        {
            "weasyprint": weasyprint.__version__,
            "pango": _dotted(pango.pango_version()),
            "fonts": [{"family": family, "sha256": digest} for family, digest in fonts],
        },
    )


def _refuse_without_chinese() -> None:
    # Pango ends the whole process where there is no font at all, so the fonts are counted first.
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    if fonts == ffi.NULL or not fonts.nfont:
        raise ChineseFontMissing
    probe = _laid_out(f"<html lang='zh-Hans'><title>.</title><p>{PROBE}</p></html>")
    probe.write_pdf()
    if any(font.missing for font in probe.fonts.values()):
        raise ChineseFontMissing


def _laid_out(page: str) -> Any:
    return weasyprint.HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).render()


def _dotted(version: int) -> str:
    """Pango gives 1.50.12 as 15012."""
    return f"{version // 10_000}.{version // 100 % 100}.{version % 100}"
