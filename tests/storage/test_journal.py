"""The journal's chain: whatever is changed in the past, it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from benchmarks.unguarded import unguarded
from portal.domain.journal import Entry, written
from portal.domain.merkle import leaf_hash, node_hash
from portal.storage import journal, upgrade
from portal.storage.database import Store
from portal.storage.schema import journal as entries
from portal.storage.schema import journal_head

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


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
        {"finished": b"x" * 32},
    ],
)  # fmt: skip
def test_a_changed_entry_breaks_the_chain_where_it_stands(chain: Store, change: dict[str, object]) -> None:
    with chain.write() as connection:
        unguarded(connection)
        connection.execute(update(entries).where(entries.c.sequence == 3).values(change))

    assert broken_at(chain) == 3


def test_a_removed_entry_breaks_the_chain(chain: Store) -> None:
    with chain.write() as connection:
        unguarded(connection)
        connection.execute(delete(entries).where(entries.c.sequence == 2))

    assert broken_at(chain) == 2


def test_a_cut_tail_is_missed_by_the_head(chain: Store) -> None:
    with chain.write() as connection:
        unguarded(connection)
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


@pytest.mark.parametrize("statement", [update(entries).values(actor="b"), delete(entries)])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(chain: Store, statement: Executable) -> None:
    with pytest.raises(DBAPIError, match="only takes in"), chain.write() as connection:
        connection.execute(statement)

    assert broken_at(chain) is None


def test_an_entry_that_can_no_longer_be_read_is_named(chain: Store) -> None:
    with chain.write() as connection:
        unguarded(connection)
        connection.execute(text("UPDATE journal SET details = '7' WHERE sequence = 4"))
        if chain.embedded:
            connection.execute(text("UPDATE journal SET details = '{' WHERE sequence = 3"))

    assert broken_at(chain) == (3 if chain.embedded else 4)


def test_the_tree_is_that_over_the_entries_in_their_canonical_form(chain: Store) -> None:
    with chain.read() as connection:
        standing, node = journal.head(connection), journal.node(connection)
        leaves = [leaf_hash(written(number, journal.find(connection, number))) for number in range(1, 6)]
        found = [node(0, number) for number in range(1, 6)]

    assert found == leaves
    first = node_hash(node_hash(leaves[0], leaves[1]), node_hash(leaves[2], leaves[3]))
    assert standing.root == node_hash(first, leaves[4])


def test_a_journal_from_before_the_tree_gets_one(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    upgrade.upgrade(store)
    with store.write() as connection:
        for number in range(9):
            journal.append(connection, Entry(NOW, "a", "deed", f"thing:{number}", {"数": number}))
    with store.read() as connection:
        before = journal.head(connection)

    upgrade.downgrade(store, "0011")
    upgrade.upgrade(store)

    with store.read() as connection:
        assert journal.head(connection) == before
        assert journal.broken_at(connection) is None
    store.close()


def test_deeds_are_found_by_subject_by_actor_and_by_their_time(chain: Store) -> None:
    with chain.write() as connection:
        later = [Entry(LATER + timedelta(seconds=place), "b", "look", "thing:1") for place in range(2)]
        for entry in later:
            journal.append(connection, entry)
    with chain.read() as connection:
        assert [entry.verb for entry in journal.about(connection, "thing:1")] == ["deed", "look", "look"]
        assert (journal.first_about(connection, "thing:1"), journal.first_about(connection, "nothing")) == (2, None)
        assert journal.since(connection, "thing:1", NOW + timedelta(seconds=1)) == later[::-1]
        assert journal.since(connection, "thing:1", later[0].at) == later[1:]
        assert journal.by_actor(connection, "b", ("look",), NOW) == [("thing:1", entry.at) for entry in later]
        assert journal.by_actor(connection, "b", ("look",), later[0].at) == [("thing:1", later[1].at)]
        assert journal.by_actor(connection, "a", ("look",), NOW) == []
        assert (journal.find(connection, 7), journal.find(connection, 8)) == (later[1], None)


def test_the_text_that_is_hashed_is_the_same_for_ever() -> None:
    entry = Entry(NOW, "林", "deed", "thing:1", {"b": [1, None, True], "a": "数"})
    text_of_it = '[7,"2026-03-02T04:00:00+00:00","林","deed","thing:1",{"a":"数","b":[1,null,true]}]'
    assert written(7, entry) == text_of_it.encode()
