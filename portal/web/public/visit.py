"""Her stay at her own report: a sealed state in her browser's session, good for half an hour after the last page."""

import base64
import binascii
from dataclasses import dataclass, field
from uuid import UUID

from flask import session

from portal.intake import receipts
from portal.web.context import now, services

KEY = "reporter"


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
    sealed = receipts.remember(code, vault=services().vault, at=now())
    session[KEY] = base64.urlsafe_b64encode(sealed).decode()


def current() -> Visit:
    """The stay of this browser, prolonged by this visit."""
    kept = session.get(KEY)
    if kept is None:
        raise ReceiptNeeded(over=False)
    found = receipts.recall(_unpacked(kept), vault=services().vault, at=now())
    if found is None:
        end()
        raise ReceiptNeeded(over=True)
    begin(found[0])
    return Visit(*found)


def current_or_none() -> Visit | None:
    """The stay of this browser, if there is one."""
    try:
        return current()
    except ReceiptNeeded:
        return None


def end() -> None:
    """Close her report in this browser."""
    session.pop(KEY, None)


def _unpacked(kept: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(kept)
    except (binascii.Error, ValueError):
        return b""
