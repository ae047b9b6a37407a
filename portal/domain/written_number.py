"""Which number is meant in a line of a call log, or that it was hidden."""

import re

from portal.domain.phone import HOTLINES, Caller, CallerClass, classify
from portal.domain.written_day import GAP

SHORTEST_NUMBER = 5
HIDDEN = re.compile(
    r"未知号码|未知来电|隐藏号码|隐藏|私人号码|匿名(?:来电)?|号码没显示|没显示号码|未显示(?:号码)?|无主叫号码|无号码"
    r"|no\s*caller\s*id|private(?:\s*number)?|unknown(?:\s*(?:number|caller))?|withheld|anonymous",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[(]?(?:\+|00)?\d[\d ()\-.]*\d(?:\s*(?:转|分机|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)


def read_hidden(text: str) -> tuple[Caller | None, str]:
    """The words for a hidden number, and the text without them."""
    found = HIDDEN.search(text)
    if found is None:
        return None, text
    return Caller(found.group(), CallerClass.HIDDEN), text[: found.start()] + GAP + text[found.end() :]


def read_number(text: str) -> tuple[Caller | None, str]:
    """The best number of a text, as it stands there, and the text without it."""
    best: tuple[int, int, Caller] | None = None
    for found in NUMBER.finditer(text):
        for start, piece in _pieces(found.group()):
            caller = classify(piece)
            length = len(re.sub(r"\D", "", piece))
            if length < SHORTEST_NUMBER and caller.normal not in HOTLINES:
                continue
            rank = (caller.kind is not CallerClass.UNREADABLE) * 100 + length
            if best is None or rank > best[0]:
                best = (rank, found.start() + start, caller)
    if best is None:
        return None, text
    _rank, start, caller = best
    return caller, text[:start] + GAP + text[start + len(caller.raw) :]


def _pieces(written: str) -> list[tuple[int, str]]:
    """A run of digits as a whole; if it is no number, the parts between its spaces."""
    whole = written.strip()
    if classify(whole).kind is not CallerClass.UNREADABLE or " " not in whole:
        return [(written.find(whole), whole)]
    return [(found.start(), found.group()) for found in re.finditer(r"\S+", written)]
