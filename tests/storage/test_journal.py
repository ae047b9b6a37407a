"""The journal's chain: whatever is changed in the past, it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from portal.domain.journal import Entry
from portal.storage import journal
from portal.storage.database import Store
from portal.storage.schema import journal as entries
from portal.storage.schema import journal_head

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def chain(store: Store) -> Store:
    for number in range(5):
        with store.write() as connection:
            details = {"数": number, "share": 0.1 * number, "list": [1, None, True]}
            journal.append(connection, Entry(NOW + timedelta(seconds=number), "a", "deed", f"thing:{number}", details))
    return store


def broken_at(store: Store) -> int | None:
    with store.read() as connection:
        return journal.broken_at(connection)


def test_an_untouched_journal_holds(chain: Store) -> None:
    assert broken_at(chain) is None
    with chain.read() as connection:
        assert journal.length(connection) == 5


def test_an_empty_journal_holds(store: Store) -> None:
    assert broken_at(store) is None


@pytest.mark.parametrize(
    "change",
    [
        {"details": {"数": 7}}, {"actor": "b"}, {"verb": "other"}, {"subject": "thing:9"},
        {"at": NOW + timedelta(days=1)}, {"digest": b"x" * 32}, {"previous": b"x" * 32},
    ],
)  # fmt: skip
def test_a_changed_entry_breaks_the_chain_where_it_stands(chain: Store, change: dict[str, object]) -> None:
    with chain.write() as connection:
        connection.execute(update(entries).where(entries.c.sequence == 3).values(change))

    assert broken_at(chain) == 3


def test_a_removed_entry_breaks_the_chain(chain: Store) -> None:
    with chain.write() as connection:
        connection.execute(delete(entries).where(entries.c.sequence == 2))

    assert broken_at(chain) == 2


def test_a_cut_tail_is_missed_by_the_head(chain: Store) -> None:
    with chain.write() as connection:
        connection.execute(delete(entries).where(entries.c.sequence >= 4))

    assert broken_at(chain) == 4


def test_an_entry_put_behind_the_head_is_found(chain: Store) -> None:
    with chain.write() as connection:
        last = connection.execute(select(entries).where(entries.c.sequence == 5)).one()._asdict()
        connection.execute(insert(entries), last | {"sequence": 6})

    assert broken_at(chain) == 6


def test_a_head_set_back_is_found(chain: Store) -> None:
    with chain.write() as connection:
        connection.execute(update(journal_head).values(sequence=4))

    assert broken_at(chain) is not None


def test_an_entry_belongs_to_the_change_that_it_records(chain: Store) -> None:
    with pytest.raises(ZeroDivisionError), chain.write() as connection:
        journal.append(connection, Entry(NOW, "a", "deed", "thing"))
        raise ZeroDivisionError

    with chain.read() as connection:
        assert journal.length(connection) == 5
    assert broken_at(chain) is None
