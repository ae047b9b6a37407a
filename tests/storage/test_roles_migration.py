"""The rule of known roles changes under a table that much points to, and what points to it stays."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from portal.domain.access import Role, StaffMember
from portal.domain.presence import Factor
from portal.storage import sessions, staff, upgrade
from portal.storage.database import Store
from portal.storage.sessions import NewSession

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
OFFICER, AUDITOR = UUID(int=1), UUID(int=2)


def employ(store: Store, member_id: UUID, role: Role) -> None:
    with store.write() as connection:
        staff.add(connection, StaffMember(member_id, role.value, "李", role), "hash", NOON)
        new = NewSession(member_id, role.value.encode(), member_id, Factor.PASSPHRASE, "")
        sessions.open_session(connection, new, NOON)


def test_going_back_a_release_takes_the_new_roles_and_leaves_everybody_else(store: Store) -> None:
    employ(store, OFFICER, Role.CASE_OFFICER)
    employ(store, AUDITOR, Role.AUDITOR)

    upgrade.downgrade(store, "0011")

    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT login FROM staff").scalars().all()
    assert rows == ["case_officer"]
    with pytest.raises(IntegrityError, match="ck_staff_role_known"), store.write() as connection:
        connection.exec_driver_sql("UPDATE staff SET role = 'auditor'")

    upgrade.upgrade(store)
    employ(store, AUDITOR, Role.AUDITOR)
    with store.read() as connection:
        assert staff.count(connection) == 2
