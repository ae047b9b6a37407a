"""The test servers are what they claim: real, fresh and apart from each other."""

from sqlalchemy import text

from portal.storage.database import Store
from portal.storage.upgrade import current, newest
from tests.servers.databases import Databases


def test_a_fresh_database_has_todays_schema(store: Store) -> None:
    assert current(store) == newest()


def test_each_test_runs_on_a_real_server(store: Store) -> None:
    question = "SELECT sqlite_version()" if store.embedded else "SELECT version()"
    with store.read() as connection:
        answer = connection.execute(text(question)).scalar_one()
    assert answer.startswith("3." if store.embedded else "PostgreSQL 1")


def test_what_one_database_holds_another_does_not(databases: Databases, database_url: str) -> None:
    kind = database_url.split(":")[0].split("+")[0]
    with databases.empty(kind) as other_url:
        other = Store(other_url)
        with other.write() as connection:
            connection.execute(text("CREATE TABLE only_here (x integer)"))
        other.close()
        store = Store(database_url)
        with store.read() as connection:
            tables = "sqlite_master" if store.embedded else "pg_class"
            column = "name" if store.embedded else "relname"
            query = f"SELECT count(*) FROM {tables} WHERE {column} = 'only_here'"  # noqa: S608 - constants only
            assert connection.execute(text(query)).scalar_one() == 0
        store.close()


def test_an_empty_database_has_no_schema(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    assert current(store) is None
    store.close()
