"""Up and down with rows in the tables: what the migrations leave is the schema, and a failed one leaves nothing."""

import pytest
from sqlalchemy import text

from portal.storage import upgrade
from portal.storage.database import Store
from tests.storage.test_schema import filled


def test_migrations_and_schema_say_the_same(store: Store) -> None:
    assert upgrade.differences(store) == []
    assert upgrade.current(store) == upgrade.newest()


def test_the_schema_goes_down_and_up_again_with_rows_in_it(store: Store) -> None:
    with filled(store):
        pass

    upgrade.downgrade(store, "base")
    assert upgrade.current(store) is None
    with pytest.raises(upgrade.SchemaBehind):
        upgrade.require_current(store)
    upgrade.upgrade(store)

    assert upgrade.differences(store) == []
    with filled(store):
        pass


def test_each_migration_is_walked_down_and_up_with_rows_in_it(store: Store) -> None:
    with filled(store):
        pass
    walk = [one.revision for one in upgrade.revisions()]
    assert walk[0] == upgrade.newest()

    for below in walk[1:]:
        upgrade.downgrade(store, below)
        assert (upgrade.current(store), rows_of(store, "complaints", "calls")) == (below, [2, 1])
    for above in reversed(walk[:-1]):
        upgrade.upgrade(store, above)
        assert (upgrade.current(store), rows_of(store, "complaints", "calls")) == (above, [2, 1])

    assert upgrade.differences(store) == []


def rows_of(store: Store, *tables: str) -> list[int]:
    with store.read() as connection:
        return [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]  # noqa: S608


def test_a_failed_migration_leaves_nothing_behind(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    with store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE calls (id INTEGER)")

    with pytest.raises(Exception, match="calls"):
        upgrade.upgrade(store)

    assert upgrade.current(store) is None
    with store.write() as connection:
        connection.exec_driver_sql("DROP TABLE calls")
    upgrade.upgrade(store)
    store.close()
