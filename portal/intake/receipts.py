"""Receipts at the edge: fresh tokens, and the sealed state by which her browser stays at her complaint."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.vault import receipts
from portal.vault.receipts import InvalidReceipt
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault

STAY = timedelta(minutes=30)
PURPOSE = "reporter"

new_submission_token = receipts.new_submission_token


def is_receipt(code: str) -> bool:
    """Whether what was typed can be a receipt at all."""
    try:
        receipts.normalised(code)
    except InvalidReceipt:
        return False
    return True


def remember(code: str, *, vault: Vault, at: datetime) -> bytes:
    """A sealed state that opens her complaint for half an hour without the code being typed again."""
    return vault.seal_state({"code": code, "until": (at + STAY).timestamp()}, PURPOSE)


def recall(sealed: bytes, *, vault: Vault, at: datetime) -> tuple[str, UUID] | None:
    """Code and complaint of a state that is still good."""
    try:
        state = vault.open_state(sealed, PURPOSE)
    except SealBroken:
        return None
    if at.timestamp() >= state["until"]:
        return None
    return receipts.grouped(receipts.normalised(state["code"])), vault.complaint_for(state["code"])
