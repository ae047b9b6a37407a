"""Her registration, confirmed by a slip that her hospital handed out; the hospital never learns of it."""

from datetime import datetime
from uuid import UUID

from portal.domain.card_slip import LIVES
from portal.domain.journal import REPORTER, Entry
from portal.domain.vocabulary import Tier
from portal.intake.complaints import key_to_add
from portal.storage import card_slips, journal
from portal.storage import complaints as complaint_rows
from portal.storage.database import Store
from portal.vault.card_slips import InvalidSlip
from portal.vault.vault import Vault


class WrongSlip(ValueError):
    """No slip, one whose time is over, or one that was used: which of them is not said."""


class OtherHospital(ValueError):
    """A slip of a hospital at which she says she is not registered; it stays good."""


def confirmed_by(complaint_id: UUID, *, store: Store) -> str | None:
    """The hospital that confirmed her registration."""
    with store.read(complaint_id) as connection:
        complaint = complaint_rows.get(connection, complaint_id)
    return complaint.issuer if complaint.tier is Tier.REGISTRATION_CONFIRMED else None


def confirm(complaint_id: UUID, typed: str, *, store: Store, vault: Vault, at: datetime) -> None:
    """Use a slip; her report becomes tier 2, and the hospital hers where she named none."""
    try:
        index = vault.slip_index(typed)
    except InvalidSlip as error:
        raise WrongSlip from error
    with store.write(complaint_id) as connection:
        key_to_add(connection, complaint_id, vault)  # refuses who has left
        complaint = complaint_rows.get(connection, complaint_id)
        slip = card_slips.find(connection, index, at - LIVES)
        if slip is None or slip.used:
            raise WrongSlip
        if complaint.card.hospital not in (None, slip.hospital):
            raise OtherHospital(slip.hospital)
        card_slips.use(connection, index)
        complaint_rows.confirm_registration(connection, complaint_id, slip.hospital_id, slip.hospital)
        # The slip is not named: whoever printed it could tell to whom it was handed.
        journal.append(connection, Entry(at, REPORTER, "complaint.confirm_card", f"complaint:{complaint_id}"))
