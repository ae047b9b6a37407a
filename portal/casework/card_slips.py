"""A verifier at a hospital prints slips: who shows her card gets one, and nobody learns whether she ever uses it."""

from datetime import datetime

from portal.domain.access import StaffMember
from portal.domain.card_slip import A_DAY, WITHIN, Printed
from portal.domain.journal import Entry
from portal.storage import card_slips, hospitals, journal
from portal.storage.database import Store
from portal.vault.card_slips import new_code
from portal.vault.vault import Vault


class NoHospital(LookupError):
    """No administrator has said at which hospital this member verifies."""


class TooManySlips(RuntimeError):
    """The hospital would have printed more today than it may."""


def hospital_of(member: StaffMember, *, store: Store) -> str | None:
    """The name of the hospital at which somebody verifies."""
    with store.read() as connection:
        found = card_slips.hospital_of(connection, member.id)
    return found[1] if found else None


def print_slips(count: int, *, by: StaffMember, store: Store, vault: Vault, at: datetime) -> Printed:
    """Make slips of the verifier's hospital. Their codes are in the answer only: what is kept are keyed digests."""
    codes = tuple(new_code() for _ in range(count))
    indexes = [vault.slip_index(code) for code in codes]
    with store.write() as connection:
        found = card_slips.hospital_of(connection, by.id)
        if found is None:
            raise NoHospital(by.login)
        hospital_id, name = found
        hospitals.hold_name(connection, hospital_id)  # two who print at once count each other's
        if card_slips.printed_since(connection, hospital_id, at - WITHIN) + count > A_DAY:
            raise TooManySlips(name)
        card_slips.add(connection, indexes, hospital_id, at, by.login)
        details = {"hospital": name, "slips": count}
        journal.append(connection, Entry(at, by.login, "card_slips.print", f"staff:{by.id}", details))
    return Printed(name, codes)
