"""Her stay at her own report: a sealed state in her browser's session, good for half an hour after the last page."""

import base64
import binascii
from dataclasses import dataclass, field
from uuid import UUID

from flask import session

from portal.intake import receipts
from portal.web.context import now, services
from portal.web.public.ended import EndedStays

KEY = "reporter"
ENDED = "ended-stays"  # a file of the instance's folder


class ReceiptNeeded(Exception):
    """Nobody's stay, or one that is over: the receipt is asked for again."""

    def __init__(self, *, over: bool) -> None:
        super().__init__()
        self.over = over


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose report is open in this browser."""

    code: str = field(repr=False)
    complaint_id: UUID


def begin(code: str) -> None:
    """Open her report in this browser."""
    _keep(receipts.remember(code, vault=services().vault, at=now()))


def current() -> Visit:
    """The stay of this browser, prolonged by this visit."""
    kept = session.get(KEY)
    if kept is None:
        raise ReceiptNeeded(over=False)
    sealed, vault, at = _unpacked(kept), services().vault, now()
    found = receipts.recall(sealed, vault=vault, at=at)
    number = receipts.stay_number(sealed, vault=vault)
    if found is None or number is None or _ended().holds(number):
        session.pop(KEY, None)
        raise ReceiptNeeded(over=True)
    _keep(receipts.prolong(sealed, vault=vault, at=at))
    return Visit(*found)


def current_or_none() -> Visit | None:
    """The stay of this browser, if there is one."""
    try:
        return current()
    except ReceiptNeeded:
        return None


def end() -> None:
    """Close her report in this browser, and wherever else its cookie may have been copied to."""
    kept = session.pop(KEY, None)
    number = receipts.stay_number(_unpacked(kept), vault=services().vault) if kept else None
    if number is not None:
        _ended().add(number, now() + receipts.LONGEST_STAY, now())


def _ended() -> EndedStays:
    return EndedStays(services().settings.instance / ENDED)


def _keep(sealed: bytes) -> None:
    session[KEY] = base64.urlsafe_b64encode(sealed).decode()


def _unpacked(kept: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(kept)
    except (binascii.Error, ValueError):
        return b""
