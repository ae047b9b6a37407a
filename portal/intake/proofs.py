"""A proof of filing that she can keep and hand on: signed, and checked by whoever has it."""

from datetime import datetime
from uuid import UUID

from portal.domain.period import as_utc, local_day
from portal.domain.proof import Proof, Unreadable, read, written
from portal.domain.report import Call
from portal.intake.complaints import CLOSED_TO_HER, Withdrawn
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault


def of_complaint(complaint_id: UUID, *, store: Store, vault: Vault, at: datetime) -> str:
    """The signed proof of what she has told so far."""
    with store.read(complaint_id) as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        calls = call_rows.of_complaint(connection, complaint_id)
        entry = journal.first_about(connection, f"complaint:{complaint_id}")
    if complaint.withdrawal in CLOSED_TO_HER:
        raise Withdrawn(str(complaint_id))
    content = vault.proof_content((complaint_id.hex, *(_said(call) for call in calls)))
    proof = Proof(local_day(complaint.created_at), local_day(at), len(calls), content, entry)
    return written(proof, vault.sign_proof(proof.text))


def check(text: str, *, vault: Vault) -> Proof | None:
    """What a proof attests; None where it is none of ours, or was changed."""
    try:
        proof, signature = read(text)
    except Unreadable:
        return None
    return proof if vault.signed_proof(proof.text, signature) else None


def _said(call: Call) -> str:
    """What of a call the digest stands on: its times and codes, which stay as long as the call does."""
    return "|".join(
        [
            call.id.hex,
            as_utc(call.called_at).isoformat(),
            call.precision.value,
            call.vendor_type.value,
            call.channel.value,
        ]
    )
