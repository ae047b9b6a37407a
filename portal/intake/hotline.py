"""A report told on the telephone: entered by a clerk of the hotline, its receipt read out, then out of reach.

The clerk's pages may import this module and the catalogue, nothing else of `intake`: what reads a report is not theirs.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.report import ComplaintDraft
from portal.intake import complaints, receipts
from portal.storage import complaints as complaint_rows
from portal.storage.database import Store
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault

READING_OUT = timedelta(minutes=30)  # as long as her own stay at a report
PURPOSE = "hotline"

new_submission_token = receipts.new_submission_token


class ReadingOver(RuntimeError):
    """The receipt is not shown any more: its time is over, or another clerk entered the report."""


@dataclass(frozen=True, slots=True)
class ReadOut:
    """What a clerk reads out, and the sealed state by which the page shows it once more while she writes."""

    code: str = field(repr=False)
    phrase: tuple[str, ...] = field(repr=False)
    state: bytes = field(repr=False)


def enter(draft: ComplaintDraft, *, by: str, token: str, store: Store, vault: Vault, at: datetime) -> ReadOut:
    """Take what she tells. The same token again gives the same receipt, as long as it may still be read out."""
    receipt = complaints.submit(draft, token=_bound(token, by), store=store, vault=vault, at=at, by=by)
    with store.read(receipt.complaint_id) as connection:
        until = complaint_rows.get(connection, receipt.complaint_id).created_at + READING_OUT
    if at >= until:
        raise ReadingOver
    state = vault.seal_state({"code": receipt.code, "by": by, "until": until.timestamp()}, PURPOSE)
    return _read_out(receipt.code, receipt.complaint_id, state, vault)


def once_more(state: bytes, *, by: str, vault: Vault, at: datetime) -> ReadOut:
    """The receipt that is being read out."""
    try:
        kept = vault.open_state(state, PURPOSE)
    except SealBroken as error:
        raise ReadingOver from error
    if kept["by"] != by or at.timestamp() >= kept["until"]:
        raise ReadingOver
    return _read_out(kept["code"], vault.complaint_for(kept["code"]), state, vault)


def is_repeated(read_out: ReadOut, said: str) -> bool:
    """Whether she reads the last four characters back as they are."""
    return receipts.ends_with(read_out.code, said)


def _bound(token: str, by: str) -> str:
    """No other login, and no page of the mother's, gets the receipt out of the token of a clerk's form."""
    return hashlib.sha256(f"hotline|{by}|{token}".encode()).hexdigest()


def _read_out(code: str, complaint_id: UUID, state: bytes, vault: Vault) -> ReadOut:
    return ReadOut(code, receipts.phrase(complaint_id, vault=vault), state)
