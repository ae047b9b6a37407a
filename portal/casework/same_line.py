"""Who else told of a number that an official types: found by its keyed digest, nothing is opened."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.casework import opening
from portal.domain.access import Permission, StaffMember
from portal.domain.allowance import Sealed
from portal.domain.disclosure import suppressed
from portal.domain.journal import Entry
from portal.domain.phone import classify
from portal.storage import cases as rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault

MOST_SHOWN = 20


class NoNumber(ValueError):
    """What was typed is no number that could be compared."""


@dataclass(frozen=True, slots=True)
class SameLine:
    """The complaints that tell of a number: those that may be read, the first of them, how many others (None: few)."""

    normal: str = field(repr=False)
    here: bool
    readable: int
    first: tuple[tuple[UUID, int], ...]
    others: int | None


def look_up(
    complaint_id: UUID, typed: str, *, member: StaffMember, at: datetime, store: Store, vault: Vault
) -> SameLine:
    """Ask, from one complaint, who else told of a number; that somebody asked is recorded, the number is not."""
    caller = classify(typed)
    index = vault.caller_index(caller)
    if index is None or caller.normal is None:
        raise NoNumber
    subject = f"complaint:{complaint_id}"
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        ended = opening.spent(connection, Sealed.LINE, subject, by=member.login, at=at)
        if ended is None:
            here = rows.has_caller(connection, index, complaint_id)
            found = rows.with_caller(connection, index, but=complaint_id, **readable_by(member))
            journal.append(connection, Entry(at, member.login, "complaint.look_up_line", subject))
    if ended is not None:
        raise opening.QuotaReached(ended)
    return SameLine(caller.normal, here, found.readable, found.first, suppressed(found.others))


def readable_by(member: StaffMember) -> dict[str, Any]:
    """What a member of staff may read of the complaints of a line, and how many are shown."""
    return {"staff_id": member.id, "every": member.may(Permission.SUPERVISE), "most": MOST_SHOWN}
