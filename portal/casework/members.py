"""Staff accounts."""

from datetime import datetime
from uuid import uuid4

from portal.casework import passwords
from portal.domain.access import Role, StaffMember
from portal.domain.journal import Entry
from portal.storage import journal, staff
from portal.storage.database import Store


def add(*, login: str, name: str, role: Role, password: str, by: str, at: datetime, store: Store) -> StaffMember:
    """Add an account."""
    member = StaffMember(uuid4(), login.strip(), name.strip(), role)
    hashed = passwords.hashed(password)
    with store.write() as connection:
        staff.add(connection, member, hashed, at)
        journal.append(connection, Entry(at, by, "staff.add", f"staff:{member.id}", {"role": role.value}))
    return member
